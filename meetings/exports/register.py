"""A board's register as files: what a stranger needs to check it, and nothing of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db.models import QuerySet

from meetings.exports.chain import Link, canonical, time_text
from meetings.models import Board, RegisterEntry

VERIFIER = Path(__file__).with_name("verify.py")


def register_lines(board: Board) -> Iterator[str]:
    """The entries as lines of JSON, oldest first, each with text and salt while they are kept."""
    for entry in entries_of(board).iterator(chunk_size=500):
        line = vars(link_of(entry)) | {"hash": entry.hash}
        kept = getattr(entry, "kept", None)
        yield canonical(line | ({"salt": kept.salt, "text": kept.text} if kept else {}))


def link_of(entry: RegisterEntry) -> Link:
    """An entry as it was chained, worked out again from its row."""
    time = time_text(entry.time)
    return Link(entry.seq, entry.chain, entry.kind, time, entry.prev, entry.commitment)


def write_register(board: Board, folder: Path) -> int:
    """Writes register.jsonl, verify.py and texts/NUMBER.json into a folder; how many entries.

    Raises OSError where the folder cannot be written to.
    """
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / "register.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for line in register_lines(board):
            out.write(line + "\n")
            count += 1
    for entry in entries_of(board).filter(kept__isnull=False).iterator(chunk_size=500):
        (texts / f"{entry.seq}.json").write_text(entry.kept.text, encoding="utf-8")
    (folder / "verify.py").write_text(VERIFIER.read_text(encoding="utf-8"), encoding="utf-8")
    return count


def entries_of(board: Board) -> QuerySet[RegisterEntry]:
    """A board's entries with their texts, oldest first."""
    rows = RegisterEntry.objects.filter(board=board).select_related("kept")
    return rows.order_by("seq")
