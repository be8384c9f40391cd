"""lapse_minutes: approves circulated minutes to which nobody objected in time; a timer runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.services.changes import Save
from meetings.services.lapsing import lapse_due


class Command(BaseCommand):
    help = "Approves circulated minutes to which nobody objected in the time of the bylaws."

    def handle(self, *args: Any, **options: Any) -> None:
        approvals = lapse_due(save=Save(by=None, at=timezone.now()))
        for approval in approvals:
            meeting = approval.meeting
            self.stdout.write(f"{meeting.board.slug} {meeting.key}: approved")
        self.stdout.write(f"{len(approvals)} minutes approved")
