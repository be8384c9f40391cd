"""The files of a zip archive, counted before they are unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath

from meetings.importers.source import MEGABYTE, Unreadable

SUFFIXES = {".eml", ".md", ".txt", ".wiki"}
MOST_FILES = 1_000
MOST_BYTES = 50 * MEGABYTE
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
    NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
ZIP_MARK = b"PK\x03\x04"


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    """Names and bytes of the minutes in an archive, in the order of their names.

    Only .txt, .md, .wiki and .eml files are looked at, and no archive within it. Raises
    Unreadable for a damaged or locked archive, for more than 1,000 files, and for one that
    says or turns out to unpack to more than 50 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)
    except DAMAGED as error:
        raise Unreadable("The archive is damaged or locked and cannot be unpacked.") from error


def _members(archive: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    if any(".." in PurePosixPath(m.filename).parts for m in archive.infolist()):
        raise Unreadable("The archive has a file that points outside it.")
    members = [m for m in archive.infolist() if _is_minutes(m)]
    if not members:
        raise Unreadable("The archive has no .txt, .md, .wiki or .eml file in it.")
    if len(members) > MOST_FILES:
        raise Unreadable(f"The archive has {len(members):,} files; the limit is {MOST_FILES:,}.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Unreadable("The archive unpacks to more than 50 MB.")
    found: list[tuple[str, bytes]] = []
    left = MOST_BYTES
    for member in sorted(members, key=lambda m: m.filename):
        with archive.open(member) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise Unreadable("The archive unpacks to more than 50 MB.")
        found.append((PurePosixPath(member.filename).name, data))
    return found


def _is_minutes(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return not member.is_dir() and not hidden and path.suffix.lower() in SUFFIXES
