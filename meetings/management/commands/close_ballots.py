"""close_ballots: closes the votes in writing whose deadline has passed; a timer runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.services.changes import Save
from meetings.services.deadlines import close_due


class Command(BaseCommand):
    help = "Closes the votes in writing whose deadline has passed."

    def handle(self, *args: Any, **options: Any) -> None:
        results = close_due(save=Save(by=None, at=timezone.now()))
        for result in results:
            resolution = result.ballot.resolution
            told = f"{resolution.board.slug} {resolution.label}: {result.get_outcome_display()}"
            self.stdout.write(told)
        self.stdout.write(f"{len(results)} votes closed")
