"""Keys that stand in an address: what is kept of them."""

from __future__ import annotations

import hashlib


def hash_of(token: str) -> str:
    """What the database keeps of a token: 256 bits that nobody guesses need no salt.

    In: also what somebody made up, of any characters. Source: reliability.md, section 4, 22.
    """
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
