"""The history of an item's notes, and who said what in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, items_in_sight
from meetings.models.agenda import AgendaItem
from meetings.models.boards import Board
from meetings.models.people import Person


class NotesRevisionQuerySet(models.QuerySet["NotesRevision"]):
    def heads(self) -> NotesRevisionQuerySet:
        """The revision in force of each item."""
        return self.filter(number=F("item__revision"))

    def earlier(self) -> NotesRevisionQuerySet:
        """The drafts that led to it."""
        return self.exclude(number=F("item__revision"))

    def with_writers(self, board: Board) -> NotesRevisionQuerySet:
        """Adds `written_by`: the board's person who saved, else the account's name."""
        own = Person.objects.filter(board=board, user=OuterRef("saved_by"))
        name = Coalesce(Subquery(own.values("name")[:1]), "saved_by__username", Value(""))
        asked = {"written_by": name}
        return self.annotate(**asked)


class NotesRevision(models.Model):
    """One save. A save that merged has two parents; a first save has none."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="revisions"
    )  # every save can be restored
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("typed on"),
    )  # the chain of saves stays whole
    merged_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_children",
        verbose_name=_("merged with"),
    )  # the chain of saves stays whole
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("saved by"),
    )  # revisions are append-only: a deleted account leaves its number behind
    saved_at = models.DateTimeField(_("saved at"))
    writer = models.CharField(
        _("page"), max_length=40, blank=True, help_text=_("The open page that typed it.")
    )
    sequence = models.PositiveIntegerField(_("save of that page"), null=True, blank=True)

    written_by: str  # from `with_writers`
    objects = NotesRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "-number"]
        verbose_name = _("notes revision")
        verbose_name_plural = _("notes revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="revision_number_once_per_item"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
            models.CheckConstraint(
                condition=Q(merged_from__isnull=True) | Q(parent__isnull=False),
                name="revision_merge_has_two_parents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.number}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, actor: Actor) -> StatementQuerySet:
        return self.filter(items_in_sight(actor, "item"), item__meeting__board=actor.board)


class Statement(models.Model):
    """Something a person is recorded as saying. The notes are its master."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="statements"
    )  # drawn from the item's notes, and drawn again at each save
    line = models.PositiveIntegerField(_("line"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="statements", verbose_name=_("person")
    )  # what somebody said is minutes
    speaker = models.CharField(_("speaker as typed"), max_length=200)
    text = models.TextField(_("text"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["item", "line"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(fields=["item", "line"], name="statement_once_per_line")
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"


class Aside(models.Model):
    """A remark made afterwards. Who wrote it and when stays with it while its line is edited."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="asides"
    )  # drawn from the item's notes
    line = models.PositiveIntegerField(_("line"))
    text = models.TextField(_("text"))
    author = models.CharField(_("written by"), max_length=200, blank=True)
    written_at = models.DateTimeField(
        _("written at"), null=True, blank=True, help_text=_("Empty where old minutes have it.")
    )

    class Meta:
        ordering = ["item", "line"]
        verbose_name = _("aside")
        verbose_name_plural = _("asides")
        constraints = [models.UniqueConstraint(fields=["item", "line"], name="aside_once_per_line")]

    def __str__(self) -> str:
        return self.author
