"""An e-mail as its bytes were sent, and the plain text in it."""

from __future__ import annotations

import codecs
import re
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import default

from meetings.importers.source import Unreadable, as_lines

CHARSETS = (
    *("us-ascii", "utf-8", "iso-8859-1", "iso-8859-2", "iso-8859-15"),
    *("windows-1250", "windows-1251", "windows-1252", "koi8-r"),
)
KNOWN = {codecs.lookup(name).name for name in CHARSETS}
# Header lines, one of which only a mail program writes.
SENT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:From [^\r\n]+\r?\n)?(?=[\w-]+:[ \t])"
    rb"(?:(?:[\w-]+:|[ \t])[^\r\n]*\r?\n){0,200}?"
    rb"(?:MIME-Version|Content-Type|Content-Transfer-Encoding|Received):",
    re.IGNORECASE,
)
KEPT = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
BROKEN = (ValueError, IndexError, AttributeError, TypeError, LookupError)


def text_of_message(content: bytes) -> bytes:
    """The headers that people read and the plain text of an e-mail, in UTF-8.

    Anything but an e-mail comes back as it is. Attachments are named and left out; nothing
    is fetched. Raises Unreadable where there is no plain text, or none in a known encoding.
    """
    if not SENT.match(content):
        return content
    message = BytesParser(EmailMessage, policy=default).parsebytes(content.lstrip(b"\xef\xbb\xbf"))
    body = message.get_body(("plain",))
    if body is None:
        raise Unreadable("This e-mail has no part in plain text. Copy its text and bring that.")
    headers = [f"{name}: {said}" for name in KEPT if (said := _header(message, name))]
    left_out = [part.get_filename() or "without a name" for part in message.iter_attachments()]
    if left_out:
        headers.append(f"Attachments: {'; '.join(map(_one_line, left_out))} (left out)")
    return "\n".join([*headers, "", *as_lines(_decoded(body))]).encode()


def _header(message: EmailMessage, name: str) -> str:
    """A header as people read it; nothing where it is broken."""
    try:
        return _one_line(str(message[name] or ""))
    except BROKEN:
        return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _decoded(body: MIMEPart) -> str:
    payload = body.get_payload(decode=True)
    charset = body.get_content_charset("utf-8")
    try:
        if codecs.lookup(charset).name not in KNOWN:
            raise LookupError(charset)
        return payload.decode(charset) if isinstance(payload, bytes) else ""
    except (LookupError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"The text of this e-mail cannot be read as “{charset[:40]}”, as it says it is. "
            "Copy its text and bring that."
        ) from error
