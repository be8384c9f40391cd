"""A page that was sent as mail: its head, and the signature at its foot, are no minutes."""

from __future__ import annotations

import re
from datetime import timedelta

from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout
from meetings.notation.dates import PartialDate, find_date

FIELD = re.compile(r"(?P<key>[A-Z][A-Za-z-]{1,30}):\s+(?P<value>\S.*)")
EXPECTED = {"from", "to", "date", "subject", "sent"}
FEWEST_FIELDS = 3
PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
SIGNATURE = ("--", "-- ")


def without_mail(text: str) -> tuple[str, list[LineFate], dict[str, str]]:
    """The text with the lines of its mail's head and signature emptied, so that numbers stay.

    Out: the text, the fates of those lines, and the mail's subject and day; all as they
    were where the page is no mail.
    """
    lines = text.split("\n")
    fields, end = _head(lines)
    if len(EXPECTED & fields.keys()) < FEWEST_FIELDS:
        return text, [], {}
    foot = next((n for n in range(end, len(lines)) if lines[n] in SIGNATURE), len(lines))
    dropped = [(n, "mail header") for n in range(end)]
    dropped += [(n, "signature") for n in range(foot, len(lines))]
    fates = [LineFate(n + 1, Fate.NOISE, why) for n, why in dropped if lines[n].strip()]
    for number, _why in dropped:
        lines[number] = ""
    subject = PREFIX.sub("", fields.get("subject", ""))
    sent = fields.get("date") or fields.get("sent") or ""
    return "\n".join(lines), fates, {"subject": subject, "sent": sent}


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = FIELD.fullmatch(line.rstrip())
        if match:
            fields.setdefault(match["key"].lower(), match["value"].strip())
        elif (line.strip() and not (fields and line[0].isspace())) or (fields and not line.strip()):
            return fields, index
    return fields, len(lines)


def date_of_mail(layout: Layout) -> PartialDate | None:
    """The day a subject names; the year is that of the mail, which was sent after it."""
    sent = find_date(layout.metadata.get("sent", ""))
    if sent is None:
        return None
    year_before = sent.as_date - timedelta(days=360)
    return find_date(layout.metadata.get("subject", ""), year_before) or sent
