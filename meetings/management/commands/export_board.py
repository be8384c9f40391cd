"""export_board SLUG DIR: the board's register, its texts and a program that checks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.exports.register import write_register
from meetings.models import Board
from meetings.services.register import head_of


class Command(BaseCommand):
    help = "Writes a board's register, its texts and verify.py into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, slug: str, folder: Path, **options: Any) -> None:
        board = Board.objects.filter(slug=slug).first()
        if board is None:
            raise CommandError(f"There is no board “{slug}”.")
        try:
            count = write_register(board, folder)
        except OSError as no:
            raise CommandError(f"Cannot write into {folder}: {no.strerror}.") from no
        self.stdout.write(f"{count} entries written to {folder}, head {head_of(board)}")
