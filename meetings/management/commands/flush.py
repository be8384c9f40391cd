"""Django's flush, which only the test settings allow: append-only tables are in its way."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from meetings.models.guards import drop_guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if not settings.FLUSH_ALLOWED:
            raise CommandError("This database holds a board's record: it is not flushed.")
        drop_guards(connections[options["database"]])
        super().handle(**options)
