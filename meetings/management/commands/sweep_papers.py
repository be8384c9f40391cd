"""Deletes files of papers that no paper has: an upload that died half way left them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.services.papers import sweep_papers


class Command(BaseCommand):
    help = "Deletes files without a paper, a day after they were written. Run it once a day."

    def handle(self, **_options: Any) -> None:
        swept = sweep_papers(now=timezone.now())
        self.stdout.write(f"{len(swept)} files without a paper deleted.")
