"""The register's arithmetic: canonical text, commitments, links. `verify.py` repeats it alone."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

START = "0" * 64
SALT_BYTES = 32


@dataclass(frozen=True)
class Link:
    """An entry as it is chained; `time` is text, UTC to the microsecond."""

    seq: int
    board: str
    kind: str
    time: str
    prev: str
    commitment: str

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of the canonical entry."""
        return hashlib.sha256(canonical(vars(self)).encode()).hexdigest()


def canonical(found: Any) -> str:
    """JSON with sorted keys, no spaces, text in NFC: one text for one content.

    In: dicts, lists, text, integers, booleans, None. Raises TypeError for anything else.
    """
    return json.dumps(
        _plain(found), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _plain(found: Any) -> Any:
    if found is None or isinstance(found, (bool, int)):
        return found
    if isinstance(found, str):
        return unicodedata.normalize("NFC", found)
    if isinstance(found, dict):
        return {_plain(str(key)): _plain(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return [_plain(value) for value in found]
    raise TypeError(f"{type(found).__name__} has no canonical text")


def commitment_of(salt: str, text: str) -> str:
    """SHA-256, in hex, over the salt's 32 bytes (given in hex) and the text's UTF-8."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def time_text(at: datetime.datetime) -> str:
    """An instant as the register writes it: 2026-11-22T10:00:00.000000Z."""
    return f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
