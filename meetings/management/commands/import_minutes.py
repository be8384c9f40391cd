"""Imports minutes from files or folders into a board."""

from __future__ import annotations

import itertools
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from meetings.importers.archive import SUFFIXES
from meetings.importers.corpus import to_schema
from meetings.importers.document import Document, Fate
from meetings.importers.source import Unreadable, refuse_size
from meetings.models import Action, ActionReview, Board, Meeting, Resolution, Statement
from meetings.services.changes import Save
from meetings.services.imports import (
    DateTaken,
    ImportedBefore,
    Source,
    import_minutes,
    read_sources,
)
from meetings.services.refusals import Refused
from meetings.services.versions import import_instead

UNDATED = "undated"
SINGULAR = {"people": "person"}


class Command(BaseCommand):
    help = (
        "Import minutes: files, or folders of .txt, .md, .wiki and .eml files. "
        "Each file is imported whole or not at all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, change nothing",
        )
        parser.add_argument(
            "--json",
            metavar="DIR",
            help="write what was understood, one NAME.json per file",
        )
        parser.add_argument(
            "--final", action="store_true", help="the minutes were approved elsewhere"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="take back what was imported of the same date, unless somebody worked on it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.filter(slug=options["board"]).first()
        if board is None:
            raise CommandError(f"There is no board “{options['board']}”.")
        files = sorted(_files(options["paths"]), key=_date)
        refused = sum(not self._import(board, path, options) for path in files)
        if refused:
            raise CommandError(f"{refused} of {len(files)} refused; nothing of them was stored.")

    def _import(self, board: Board, path: Path, options: dict[str, Any]) -> bool:
        """Whether all of the file is now in the board's record (or was before)."""
        try:
            found = _read(path)
            if options["json"]:
                _write_json(Path(options["json"]), path, [document for _source, document in found])
            with transaction.atomic():
                told = [_make(board, source, document, options) for source, document in found]
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except (Unreadable, Refused) as no:
            self.stderr.write(f"{_name(path)}: {no}")
            return False
        for line in itertools.chain.from_iterable(told):
            self.stdout.write(line)
        return True


def _make(board: Board, source: Source, document: Document, options: dict[str, Any]) -> list[str]:
    """Imports one meeting's minutes. Out: what to tell of it."""
    read: dict[str, Any] = {"document": document, "source": source, "is_final": options["final"]}
    save = Save(by=None, at=timezone.now(), is_archived=True)
    try:
        meeting = import_minutes(board, save=save, **read)
    except DateTaken as taken:
        if not options["replace"]:
            raise Refused(f"{taken} With --replace these minutes take its place.") from taken
        meeting = import_instead(board, save=save, **read)
    except ImportedBefore as known:
        return [f"{source.name}: {known} Nothing changed."]
    word = "would become" if options["dry_run"] else "became"
    told = f"{source.name}: {word} the meeting {meeting.key}: {_summary(meeting, document)}"
    return [told, *(f"  {remark}" for remark in _remarks(document))]


def _date(path: Path) -> str:
    """What files are ordered by: history builds up in the order of its days, undated ones last.

    Each is read again when its turn comes, so that no more than one is held.
    """
    try:
        return min(str(document.date or UNDATED) for _source, document in _read(path))
    except Unreadable:
        return UNDATED


def _name(path: Path) -> str:
    """The file's name as text, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _remarks(document: Document) -> list[str]:
    """What somebody should look at: a date that is missing, lines that were not understood."""
    remarks = [] if document.date else ["No date found: the meeting is undated."]
    lost = [str(fate.number) for fate in document.fates if fate.fate is Fate.LOST]
    return remarks + ([f"Not understood: line {', '.join(lost)}."] if lost else [])


def _files(paths: list[str]) -> list[Path]:
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix in SUFFIXES and p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise CommandError(f"There is no file or folder “{name}”.")
    if not found:
        raise CommandError(
            "No file to import: a folder is searched for .txt, .md, .wiki and .eml files."
        )
    return found


def _read(path: Path) -> list[tuple[Source, Document]]:
    """A file's minutes, the oldest meeting's first."""
    limit = settings.IMPORT_LIMIT_BYTES
    refuse_size(path.stat().st_size, limit)
    found = read_sources(_name(path), path.read_bytes(), limit=limit)
    return sorted(found, key=lambda read: str(read[1].date or UNDATED))


def _write_json(folder: Path, path: Path, documents: list[Document]) -> None:
    """NAME.json; NAME-1.json and so on for the meetings of a file that holds several."""
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"“{folder}” is a file; --json wants a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(documents, start=1):
        name = f"{path.stem}-{number}" if len(documents) > 1 else path.stem
        text = json.dumps(to_schema(document), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _summary(meeting: Meeting, document: Document) -> str:
    people = meeting.attendances.count()
    firms = meeting.attendances.exclude(organisation=None)
    counts = [
        (people, "people"),
        (firms.values("organisation").distinct().count(), "organisations"),
        (meeting.items.count(), "items"),
        (Statement.objects.filter(item__meeting=meeting).count(), "statements"),
        (Action.objects.filter(item__meeting=meeting).count(), "actions"),
        (ActionReview.objects.filter(meeting=meeting).count(), "reviews"),
        (Resolution.objects.filter(item__meeting=meeting).count(), "resolutions"),
        (sum(len(item.flags) for item in meeting.items.all()), "questions"),
    ]
    fates = ", ".join(
        f"{document.count(fate)} {word}"
        for fate, word in (
            (Fate.RECORD, "records"),
            (Fate.NOTE, "notes"),
            (Fate.NOISE, "left out"),
            (Fate.LOST, "not understood"),
        )
    )
    known = ", ".join(
        f"{count} {SINGULAR.get(word, word[:-1]) if count == 1 else word}" for count, word in counts
    )
    return f"{known}. Lines: {fates}."
