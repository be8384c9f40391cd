"""Actions: what was promised, by whom, and the ledger of what became of it."""

from __future__ import annotations

import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, Standing, items_in_sight
from meetings.models.agenda import AgendaItem
from meetings.models.boards import Board
from meetings.models.imports import ImportBatch
from meetings.models.meetings import Meeting
from meetings.models.organisations import Organisation
from meetings.models.people import Person
from meetings.models.resolutions import Resolution
from meetings.rules.actions import State, is_overdue, state_on


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, actor: Actor) -> ActionQuerySet:
        if not actor.is_at_least(Standing.OBSERVER):
            return self.none()
        return self.kept().filter(items_in_sight(actor, "item"), board=actor.board)

    def kept(self) -> ActionQuerySet:
        """Not those whose line went before anybody heard of them or worked on them."""
        return self.filter(
            Q(line__isnull=False)
            | Q(sent_at__isnull=False)
            | Q(part_of__isnull=False)
            | Q(superseded_by__isnull=False)
            | _is_named_by("ActionUpdate")
            | _is_named_by("ActionReview")
        )

    def open(self) -> ActionQuerySet:
        return self.filter(state__in=Action.OPEN_STATES)

    def overdue(self, on: datetime.date) -> ActionQuerySet:
        """Late on that day. Actions of an archive are late for nobody."""
        return self.open().filter(due_on__lt=on, is_archived=False)

    def of_batch(self, batch: ImportBatch) -> ActionQuerySet:
        """Open actions of an archive, before somebody said what becomes of them."""
        of_batch = Q(item__meeting__source__batch=batch, is_archived=True)
        return self.kept().open().filter(of_batch)

    def owned_by(self, person: Person) -> ActionQuerySet:
        """Theirs, and those of records that were merged into theirs."""
        merged = Q(owners__person__merged_into=person)
        return self.filter(Q(owners__person=person) | merged).distinct()

    def mine(self, actor: Actor) -> ActionQuerySet:
        """Those on which this actor reports: their own, and of whom they are there for."""
        owned = Q(owners__person=actor.person) | Q(owners__person__merged_into=actor.person)
        term = actor.member
        firms = {term.organisation_id, term.seat and term.seat.organisation_id} if term else set()
        firms -= {None}
        merged = Q(merged_into__in=firms) | Q(merged_from__in=firms)
        same = Organisation.objects.filter(Q(pk__in=firms) | merged)
        owned |= Q(owners__organisation__in=same.order_by())
        return self.filter(pk__in=Action.objects.order_by().filter(owned).values("pk"))

    def in_state(self, state: str, on: datetime.date) -> ActionQuerySet:
        """As `state_on` says: what was deferred until a day is open from then on."""
        woken = Q(state=Action.State.DEFERRED, deferred_until__lte=on)
        if state == Action.State.OPEN:
            return self.filter(Q(state=state) | woken)
        return self.filter(state=state).exclude(woken)

    def owned_for(self, firm: Organisation) -> ActionQuerySet:
        """The organisation's own, and its people's."""
        people = Person.objects.of_organisation(firm).order_by()
        owners = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people)).order_by()
        owned = Q(owners__organisation__in=firm.same()) | Q(owners__person__in=owners)
        return self.filter(owned).distinct()


def _is_named_by(model: str) -> Exists:
    """Whether the ledger, or a review, speaks of an action; both know actions, not the reverse."""
    rows = apps.get_model("meetings", model)._default_manager.filter(action=OuterRef("pk"))
    return Exists(rows)


class Action(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        IN_PROGRESS = "in_progress", _("in progress")
        DEFERRED = "deferred", _("deferred")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        SUPERSEDED = "superseded", _("superseded")

    OPEN_STATES = (State.OPEN, State.IN_PROGRESS, State.DEFERRED)

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="actions"
    )  # promises outlive a slip of the hand
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    text = models.TextField(_("wording"))
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="actions", verbose_name=_("born in")
    )  # an action leads to the line where it was born
    line = models.PositiveIntegerField(
        _("line"),
        null=True,
        blank=True,
        help_text=_("Empty while its line is no longer in the minutes."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    deferred_to = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deferred to"),
    )  # the day stays, kept beside it; without the meeting it is simply that day
    version = models.PositiveIntegerField(
        default=0, editable=False
    )  # counts what the ledger tells, so that nobody acts on what they have not seen
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )  # the parent closes only with its parts
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )  # the ledger stays whole
    carries_out = models.ForeignKey(
        Resolution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_out_by",
        verbose_name=_("carries out"),
    )  # a motion that goes before it has a number leaves the promise behind
    carries_out_is_said = models.BooleanField(
        default=False, editable=False
    )  # by the text, which then is the master; else by hand
    is_archived = models.BooleanField(
        _("from an archive"),
        default=False,
        help_text=_("Imported: notifies nobody and is late for nobody."),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_digest = models.CharField(max_length=64, blank=True, editable=False)  # as last told

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["board", "state", "due_on"], name="action_board_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="action_number_once_per_board",
                violation_error_message=_("Another action of this board has that number."),
            ),
            models.UniqueConstraint(fields=["item", "line"], name="action_once_per_line"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(state__in=["done", "cancelled", "superseded"]),
                name="action_closed_on_only_if_closed",
                violation_error_message=_("An open action has no closing date."),
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by__isnull=True)),
                name="action_superseded_names_successor",
                violation_error_message=_("Name the action that supersedes this one."),
            ),
        ]

    def __str__(self) -> str:
        return self.label  # not the wording: some of it is in camera

    @property
    def label(self) -> str:
        return f"A-{self.number}" if self.number else "A-?"

    def get_absolute_url(self) -> str:
        if self.number is None:
            return f"{self.item.meeting.get_absolute_url()}#{self.anchor}"
        return reverse("action_detail", args=[self.board.slug, self.number])

    @property
    def anchor(self) -> str:
        """The place in the minutes where it was born."""
        return self.item.anchor(self.line)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    def state_on(self, on: datetime.date) -> Action.State:
        """What is deferred until a day is open again on that day."""
        return Action.State(state_on(State(self.state), self.deferred_until, on))

    @property
    def follows_text(self) -> bool:
        """Its line is its master, until the minutes are approved; a part follows its whole."""
        line = self.part_of.line if self.part_of else self.line
        return line is not None and not self.item.meeting.is_frozen

    @property
    def seen(self) -> str:
        """What somebody acts on who looks at it now."""
        return f"{self.state}.{self.version}"

    @property
    def has_lost_line(self) -> bool:
        """Its line is no longer in the minutes. A part has none of its own."""
        return self.line is None and self.part_of_id is None

    def is_late(self, on: datetime.date) -> bool:
        return not self.is_archived and is_overdue(State(self.state), self.due_on, on)
