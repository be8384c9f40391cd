"""verify_register [SLUG]: the register of one board, or of all, checked against the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.models import Board, RegisterEntry
from meetings.services.register import head_of
from meetings.services.verifying import faults_in


class Command(BaseCommand):
    help = "Checks the register against the database; exit 1 where something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="one board; all without it")

    def handle(self, *args: Any, slug: str | None = None, **options: Any) -> None:
        boards = Board.objects.filter(slug=slug) if slug else Board.objects.all()
        if slug and not boards:
            raise CommandError(f"There is no board “{slug}”.")
        bad = 0
        for board in boards:
            faults = list(faults_in(board))
            for fault in faults:
                self.stdout.write(f"{board.slug}: {fault}")
            count = RegisterEntry.objects.filter(board=board).count()
            told = f"{board.slug}: {count} entries, {len(faults)} faults, head {head_of(board)}"
            self.stdout.write(told)
            bad += len(faults)
        if bad:
            raise CommandError(f"{bad} faults.")
