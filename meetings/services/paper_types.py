"""What a file is, told from its bytes and not from its name. No database.

Nothing is rendered or decoded: a file is looked at only as far as it takes to refuse it.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

LONGEST_NAME = 120
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
MOST_DIRECTORY_BYTES = 1024 * 1024
END_OF_ZIP = b"PK\x05\x06"
LONGEST_END = 22 + 0xFFFF


class Unfit(Exception):
    """A file that is not taken. `status` is the answer's; the message says why."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Kind:
    name: object
    content_type: str
    magic: bytes = b""


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
JPEG = Kind(_lazy("a JPEG picture"), "image/jpeg", b"\xff\xd8\xff")
KINDS = {
    "pdf": Kind(_lazy("a PDF"), "application/pdf", b"%PDF-"),
    "docx": Kind(_lazy("a Word document"), DOCX, b"PK\x03\x04"),
    "odt": Kind(_lazy("an OpenDocument text"), ODT, b"PK\x03\x04"),
    "png": Kind(_lazy("a PNG picture"), "image/png", b"\x89PNG\r\n\x1a\n"),
    "jpeg": JPEG,
    "jpg": JPEG,
    "txt": Kind(_lazy("plain text"), "text/plain; charset=utf-8"),
    "csv": Kind(_lazy("plain text"), "text/csv; charset=utf-8"),
}
LOOKS = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"GIF8", "GIF"),
    (b"8BPS", "a Photoshop picture"),
    (b"%!PS", "PostScript"),
    (b"SIMPLE  =", "FITS"),
    (b"{\\rtf", "RTF"),
)
MARKUP = (
    (re.compile(rb"<(?:!doctype html|html|head|body|script|iframe)\b"), "HTML"),
    (re.compile(rb"<svg\b"), "SVG"),
    (re.compile(rb"<\?xml\b"), "XML"),
)


def clean_name(typed: str) -> str:
    """The last part of a name as it may be shown: no path, no control or direction marks."""
    last = re.split(r"[/\\]", typed)[-1]
    plain = "".join(c if c.isprintable() and not _turns(c) else " " for c in last)
    stem, dot, suffix = " ".join(plain.split()).strip(". ").rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:20]}".strip(". ")


def _turns(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def kind_of(name: str, file: IO[bytes]) -> Kind:
    """The kind that the name says, if the bytes bear it out.

    Raises Unfit: 415 where they do not or the kind is not taken, 422 for a document with
    macros, external references, or more in it than is unpacked.
    """
    suffix = name.rpartition(".")[2].lower()
    kind = KINDS.get(suffix)
    if kind is None:
        raise Unfit(
            415, _("Files of this kind are not taken. Bring PDF, docx, odt, PNG, JPEG, txt or csv.")
        )
    head = file.read(1024)
    if not kind.magic:
        _check_text(kind, head, file)
    elif not head.startswith(kind.magic):
        raise _mismatch(kind, head)
    if suffix in ("docx", "odt"):
        _check_package(kind, file)
    return kind


def _mismatch(kind: Kind, head: bytes) -> Unfit:
    words = {"kind": kind.name, "looks": looks_like(head) or _("something else")}
    return Unfit(415, _("The file is not %(kind)s (it looks like %(looks)s).") % words)


def looks_like(head: bytes) -> str | None:
    """A name for what the first bytes are, if they are known for something."""
    for magic, name in LOOKS:
        if head.startswith(magic):
            return name
    start = head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").lower()
    for pattern, name in MARKUP:
        if pattern.match(start):
            return name
    return None


def _check_text(kind: Kind, head: bytes, file: IO[bytes]) -> None:
    if looks_like(head):
        raise _mismatch(kind, head)
    rest = head
    while rest:
        if b"\0" in rest:
            raise Unfit(415, _("The file is not plain text. Save it as UTF-8 and try again."))
        rest = file.read(1 << 20)


def _check_package(kind: Kind, file: IO[bytes]) -> None:
    """A docx or odt: counted before it is opened, and opened before it is believed."""
    try:
        _check_directory(file)
        with zipfile.ZipFile(file) as package:
            _check_parts(package)
            _check_kind(kind, package)
            for part in package.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_markup(part.filename, package.read(part))
    except DAMAGED as no:
        raise Unfit(
            415, _("The file is not %(kind)s (it is damaged).") % {"kind": kind.name}
        ) from no


def _check_directory(file: IO[bytes]) -> None:
    """The list of parts is short enough to be read at all."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    end = tail.rfind(END_OF_ZIP)
    if end < 0:
        raise zipfile.BadZipFile
    if int.from_bytes(tail[end + 12 : end + 16], "little") > MOST_DIRECTORY_BYTES:
        raise _too_much()
    file.seek(0)


def _too_much() -> Unfit:
    return Unfit(422, _("The document unpacks to more than 50 MB."))


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_much()
    for part in parts:
        name = part.filename.lower()
        if ".." in name.split("/") or name.startswith("/") or "\\" in name or part.flag_bits & 1:
            raise zipfile.BadZipFile
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(
            ("basic/", "scripts/")
        ):
            raise Unfit(422, _("The document contains macros and was refused."))


def _check_kind(kind: Kind, package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    if kind.content_type == ODT:
        fits = "mimetype" in names and package.read("mimetype").strip() == ODT.encode()
    else:
        fits = {"[Content_Types].xml", "word/document.xml"} <= names
    if not fits:
        raise _mismatch(kind, b"PK\x03\x04")


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)
RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']\s*External""", re.IGNORECASE)
HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
ODT_LINK = re.compile(
    rb"<(?:draw:(?:image|object|object-ole|plugin|applet|floating-frame|fill-image)"
    rb"|text:section-source|meta:template|svg:font-face-uri)\s[^<>]*?xlink:href\s*=\s*"
    rb"""["']\s*(?:[A-Za-z][\w+.-]*:|//|\\|\.\./)"""
)
SCRIPT = re.compile(rb"<(?:script:event-listener|office:script)\b|macroEnabled")


def _check_markup(name: str, text: bytes) -> None:
    """No declaration of a document type, no reference that loads something from elsewhere."""
    if b"\0" in text:
        raise zipfile.BadZipFile  # in no encoding that could be checked
    if SCRIPT.search(text):
        raise Unfit(422, _("The document contains macros and was refused."))
    loads = b"<!DOCTYPE" in text or b"<!ENTITY" in text or bool(ODT_LINK.search(text))
    if name.lower().endswith(".rels"):
        links = RELATIONSHIP.findall(text)
        loads = loads or b"&#" in text or any(_loads(link) for link in links)
    if loads:
        raise Unfit(422, _("The document contains external references and was refused."))


def _loads(link: bytes) -> bool:
    """A link that a reader clicks is fine; one that the program follows by itself is not."""
    return bool(EXTERNAL.search(link)) and not HYPERLINK.search(link)
