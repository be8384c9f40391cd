"""On the way out: a meeting as others read it."""
