"""A board's register as files: what a stranger needs to check it, and nothing of the server."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from meetings.exports.chain import Link, canonical, time_text
from meetings.models import Board, RegisterEntry
from meetings.models.actors import Actor
from meetings.models.register import RegisterEntryQuerySet

VERIFIER = Path(__file__).with_name("verify.py")
IN_MEMORY = 10_000_000  # bytes of an export; what is more waits in a file
PIECE = 65_536


def exported(board: Board, reader: Actor | None = None) -> Iterator[tuple[int, str, str | None]]:
    """Number, line of JSON and text of each entry, oldest first, as of one moment.

    In: whose copy it is; without a reader everything that is kept. A text that they may not read
    is left out and its line says so: the chain verifies all the same.
    """
    entries = entries_of(board)
    if reader:
        entries = entries.with_sight(reader)
    for entry in entries.iterator(chunk_size=500):
        line = vars(link_of(entry)) | {"hash": entry.hash}
        kept = getattr(entry, "kept", None)
        if kept and reader and not entry.in_sight:
            yield entry.seq, canonical(line | {"withheld": True}), None
        elif kept:
            more = {"salt": kept.salt, "text": kept.text}
            yield entry.seq, canonical(line | more), kept.text
        else:
            yield entry.seq, canonical(line), None


def link_of(entry: RegisterEntry) -> Link:
    """An entry as it was chained, worked out again from its row."""
    time = time_text(entry.time)
    return Link(entry.seq, entry.chain, entry.kind, time, entry.prev, entry.commitment)


def write_register(board: Board, folder: Path) -> int:
    """Writes register.jsonl, verify.py and texts/NUMBER.json into a folder; how many entries.

    Texts of an earlier export that are not kept any more go. Raises OSError where the folder
    cannot be written to.
    """
    texts, count = folder / "texts", 0
    texts.mkdir(parents=True, exist_ok=True)
    stale = {path.name for path in texts.glob("*.json") if path.stem.isdecimal()}
    with (folder / "register.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for seq, line, text in exported(board):
            out.write(line + "\n")
            count += 1
            if text is not None:
                (texts / f"{seq}.json").write_bytes(text.encode())
                stale.discard(f"{seq}.json")
    for name in stale:
        (texts / name).unlink()
    for name, content in _beside().items():
        (folder / name).write_text(content, encoding="utf-8")
    return count


def zipped_register(board: Board, reader: Actor) -> Iterator[bytes]:
    """The same as one file, piece by piece, with the texts that the reader may read."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as packed:
        with (
            tempfile.SpooledTemporaryFile(IN_MEMORY) as lines,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files,
        ):
            for seq, line, text in exported(board, reader):
                lines.write(line.encode() + b"\n")
                if text is not None:
                    files.writestr(f"texts/{seq}.json", text)
            lines.seek(0)
            with files.open("register.jsonl", "w", force_zip64=True) as out:
                shutil.copyfileobj(lines, out)
            for name, content in _beside().items():
                files.writestr(name, content)
        packed.seek(0)
        yield from iter(lambda: packed.read(PIECE), b"")


def _beside() -> dict[str, str]:
    told = (
        _("A board's register: register.jsonl has an entry a line, texts/ what each commits to."),
        _("Check it with Python alone: python -I verify.py --head NUMBER:HASH, with any head"),
        _("that you wrote down or were sent earlier. A bad line is mended by another copy's."),
    )
    read_me = "\n".join([*told, ""])
    return {"verify.py": VERIFIER.read_text(encoding="utf-8"), "README.txt": read_me}


def entries_of(board: Board) -> RegisterEntryQuerySet:
    """A board's entries with their texts, oldest first."""
    rows = RegisterEntry.objects.filter(board=board).select_related("kept")
    return rows.order_by("seq")
