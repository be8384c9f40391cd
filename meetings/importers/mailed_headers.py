"""What a mail's headers say: who sent it, when, and whether a person did."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from email.header import decode_header
from email.utils import parsedate_to_datetime

from meetings.importers.message import KNOWN

LONGEST_LINE = 300
LONGEST_HEADER = 500
BRACKETED = re.compile(r"(?P<name>[^<>]*)<(?:mailto:)?(?P<address>[^<>\s@]+@[^<>\s@]+)>\W*")
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[^\s<>()\[\]\"',;:@]{1,190}")
ARCHIVED = re.compile(r"(?P<user>[^\s<>()@]{1,64}) at (?P<host>[^\s<>()@]{1,190}\.\w{2,})")
ANSWERED_BY_ITSELF = re.compile(
    r"\s*(?:re:\s*)?(?:automatic\s+(?:reply|response)|auto(?:-|\s)?(?:reply|response|matic)?\s*:"
    r"|out\s+of\s+(?:the\s+)?office|undeliver(?:able|ed)|delivery\s+status|mail\s+delivery)",
    re.IGNORECASE,
)
SERVERS = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@")
FORGED = re.compile(r"\b(?:dmarc|spf)\s*=\s*fail\b", re.IGNORECASE)


def answers_by_itself(said: Mapping[str, str], address: str) -> bool:
    """Whether a program sent it: an automatic reply, or a mail server's own message."""
    return (
        said.get("auto-submitted", "no").lower() != "no"
        or "x-autoreply" in said
        or "x-autorespond" in said
        or said.get("precedence", "").lower() == "auto_reply"
        or address.startswith(SERVERS)
        or bool(ANSWERED_BY_ITSELF.match(said.get("subject", "")))
    )


def sender_of(value: str) -> tuple[str, str]:
    """Name and address of a From header; no address where there are several."""
    value = ARCHIVED.sub(r"\g<user>@\g<host>", value.strip()[:LONGEST_LINE])
    bracketed = BRACKETED.fullmatch(value)
    if bracketed:
        return bracketed["name"].strip(" \t\"'"), bracketed["address"].lower()
    found = ADDRESS.findall(value)
    address = found[0].lower() if len(found) == 1 else ""
    name = value.replace(found[0], "") if len(found) == 1 else value
    return name.strip(" \t\"'()<>[]*,;:"), address


def storable(text: str) -> str:
    """Without the control characters that no database takes."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", text)


def plain(value: str) -> str:
    """A header as people read it: encoded words decoded, no line ends or controls."""
    try:
        parts = decode_header(value) if "=?" in value else [(value, None)]
        words = [
            part.decode(charset if charset in KNOWN else "utf-8", "replace")
            if isinstance(part, bytes)
            else part
            for part, charset in parts
        ]
        value = "".join(words)
    except (ValueError, LookupError, TypeError):
        pass
    return " ".join(storable(value).split())[:LONGEST_HEADER]


def instant(sent: str) -> str:
    """What a Date header says, in UTC as ISO text; "" where that is no time of a known zone."""
    try:
        time = parsedate_to_datetime(sent[:100])
        return time.astimezone(datetime.UTC).isoformat() if time.tzinfo else ""
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
