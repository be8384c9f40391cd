"""The app's configuration: after every migrate the append-only guards are put back."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - Django drops SQLite's triggers when it rebuilds a table


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Board"

    def ready(self) -> None:
        from meetings.models.guards import install_guards

        post_migrate.connect(install_guards, sender=self)
