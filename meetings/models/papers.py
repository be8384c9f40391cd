"""Papers: files that belong to an item of the agenda."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor
from meetings.models.agenda import AgendaItem
from meetings.models.boards import Board
from meetings.models.meetings import Meeting


def paper_storage() -> Storage:
    return storages["papers"]


def random_name(_paper: Any, _name: str) -> str:
    """Nothing of the name that came reaches the disk."""
    return secrets.token_hex(16)


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, actor: Actor) -> PaperQuerySet:
        """Papers of the items that this actor may know of."""
        items = AgendaItem.objects.on_agenda_for(actor).order_by()
        return self.filter(item__in=items, item__meeting__in=Meeting.objects.visible_to(actor))

    def bytes_of(self, board: Board) -> int:
        """What the board's papers take on the disk, where the same bytes lie only once."""
        blobs = self.filter(item__meeting__board=board).order_by().values("file", "size").distinct()
        return int(blobs.aggregate(total=Sum("size"))["total"] or 0)


class Paper(models.Model):
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="papers"
    )  # a file goes by an act that takes it off the disk too
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), storage=paper_storage, upload_to=random_name, max_length=64, editable=False
    )
    file_name = models.CharField(_("name of the file"), max_length=150, editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )  # the paper was laid before the board, whoever leaves
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = [models.Index(fields=["sha256"], name="paper_sha256")]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="paper_position_once"),
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_title"),
            models.CheckConstraint(condition=Q(size__gte=1), name="paper_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def suffix(self) -> str:
        return self.file_name.rpartition(".")[2].upper()
