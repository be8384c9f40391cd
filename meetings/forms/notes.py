"""What may be posted as notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_NOTES = 60_000
UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class BadNotes(Exception):
    """Nothing was stored; `status` and the message say why."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Typed:
    """Notes as they may be stored. `dropped` names characters that cannot be, and their line."""

    text: str
    base: int
    writer: str
    sequence: int | None
    dropped: list[tuple[int, str]]


def read_notes(text: str | None, base: str | None, writer: str, sequence: str) -> Typed:
    """Cleans what was posted: line ends become "\\n", what cannot be stored is left out.

    Raises BadNotes where the base is missing or no number (400), or the text too long (422).
    """
    if text is None or base is None or not re.fullmatch(r"\d{1,9}", base, re.ASCII):
        raise BadNotes(400, _("Reload the page: the version is missing."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(lines) > LONGEST_NOTES:
        words = _("This section is too long (%(length)s characters; the limit is 60,000).")
        raise BadNotes(422, words % {"length": f"{len(lines):,}"})
    dropped = [
        (number, f"U+{ord(character):04X}")
        for number, line in enumerate(lines.split("\n"), start=1)
        for character in UNSTORABLE.findall(line)
    ]
    counted = int(sequence) if re.fullmatch(r"\d{1,9}", sequence, re.ASCII) else None
    page = writer if re.fullmatch(r"[0-9a-zA-Z-]{1,40}", writer, re.ASCII) else ""
    return Typed(UNSTORABLE.sub("", lines), int(base), page, counted, dropped)
