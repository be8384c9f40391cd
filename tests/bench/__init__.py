"""What things cost, as multiples of a bare view's cost in the same run."""
