"""lapse_minutes: what time does to minutes, by the bylaws; a timer runs it.

Circulated ones to which nobody objected in time are approved, old drafts of approved ones go.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.services.changes import Save
from meetings.services.drafts import dispose_drafts_due
from meetings.services.lapsing import lapse_due


class Command(BaseCommand):
    help = (
        "Approves circulated minutes to which nobody objected in the time of the bylaws, and "
        "disposes of drafts whose time is over."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        save = Save(by=None, at=timezone.now())
        approvals = lapse_due(save=save)
        for approval in approvals:
            meeting = approval.meeting
            self.stdout.write(f"{meeting.board.slug} {meeting.key}: approved")
        self.stdout.write(f"{len(approvals)} minutes approved")
        for entry in dispose_drafts_due(save=save):
            self.stdout.write(f"{entry.board.slug} entry {entry.seq}: drafts disposed of")
