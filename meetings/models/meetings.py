"""Meetings, their dates (known to the day, the month, or not at all) and their keys."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.actors import Actor, Standing, invited, published
from meetings.models.boards import Board
from meetings.models.imports import ImportSource

KEY = "[0-9a-z-]{1,40}"
RUNNING = ["current_item", "adjourning_at", "next_date", "next_time", "overruled", "sent_at"]
COUNTED = ["calendar_sequence", "calendar_changed_at"]
is_key = RegexValidator(rf"^{KEY}\Z", _("Use digits, small letters and hyphens."))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> MeetingQuerySet:
        meetings = self.filter(board=actor.board)
        if actor.standing is Standing.GUEST:
            return meetings.filter(invited(actor)).distinct()
        return meetings if actor.is_at_least(Standing.OBSERVER) else meetings.none()

    def newest_first(self) -> MeetingQuerySet:
        """Said aloud where rows are counted: grouped queries drop the default order."""
        return self.order_by(F("date").desc(nulls_last=True), "-pk")

    def attended_in_sight_of(self, actor: Actor) -> MeetingQuerySet:
        """Meetings whose attendance this actor may read: it is part of the minutes."""
        meetings = self.visible_to(actor)
        return meetings if actor.sees_drafts else meetings.published()

    def published(self) -> MeetingQuerySet:
        return self.filter(published())

    def perhaps_of(self, date: datetime.date, precision: str) -> MeetingQuerySet:
        """Meetings of that day; a month alone may mean any day of it, and any day that month."""
        if precision == Meeting.Precision.MONTH:
            return self.filter(date__year=date.year, date__month=date.month)
        month = Q(date=date.replace(day=1), date_precision=Meeting.Precision.MONTH)
        return self.filter(month | Q(date=date, date_precision=Meeting.Precision.DAY))

    def imported_drafts_with(self, people: Iterable[int]) -> MeetingQuerySet:
        listed = self.filter(source__isnull=False, attendances__person__in=people)
        return listed.exclude(published())

    def upcoming(self, on: datetime.date) -> MeetingQuerySet:
        return self.filter(date__gte=on, state__in=Meeting.AHEAD).order_by("date", "pk")

    def with_neighbours(self, actor: Actor) -> MeetingQuerySet:
        """Adds the keys of the meetings before and after, undated ones left out."""
        others = Meeting.objects.visible_to(actor).exclude(pk=OuterRef("pk"))
        same_day = Q(date=OuterRef("date"))
        before = others.filter(
            Q(date__lt=OuterRef("date")) | (same_day & Q(pk__lt=OuterRef("pk")))
        ).order_by("-date", "-pk")
        after = others.filter(
            Q(date__gt=OuterRef("date")) | (same_day & Q(pk__gt=OuterRef("pk")))
        ).order_by("date", "pk")
        return self.annotate(
            previous_key=Subquery(before.values("key")[:1]),
            next_key=Subquery(after.values("key")[:1]),
        )


class Meeting(models.Model):
    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        EXTRAORDINARY = "extraordinary", _("extraordinary")
        WRITTEN = "written", _("written")

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        AGENDA_PUBLISHED = "agenda_published", _("agenda published")
        IN_SESSION = "in_session", _("in session")
        ADJOURNED = "adjourned", _("draft minutes")
        CIRCULATED = "circulated", _("circulated")
        APPROVED = "approved", _("approved")
        CANCELLED = "cancelled", _("cancelled")

    AHEAD = (State.SCHEDULED, State.AGENDA_PUBLISHED, State.IN_SESSION)
    NOT_BEGUN = (State.SCHEDULED, State.AGENDA_PUBLISHED)
    WITHOUT_MINUTES = (*NOT_BEGUN, State.CANCELLED)

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month only")
        NONE = "none", _("unknown")

    class RecordedQuorum(models.TextChoices):
        MET = "met", _("quorum met")
        NOT_MET = "not_met", _("no quorum")
        UNCLEAR = "unclear", _("quorum mentioned, outcome unclear")
        NOT_STATED = "", _("quorum not stated")

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="meetings"
    )  # minutes outlive a slip of the hand
    key = models.CharField(_("key"), max_length=40, validators=[is_key])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ORDINARY)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.SCHEDULED)
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("The first of the month where only the month is known."),
    )
    date_precision = models.CharField(
        _("date known to"), max_length=5, choices=Precision, default=Precision.DAY
    )
    start_time = models.TimeField(_("start"), null=True, blank=True)
    is_second_time = models.BooleanField(
        _("the second of two equal times"),
        default=False,
        help_text=_("When the clocks go back, 02:30 comes twice."),
    )
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    called_to_order = models.TimeField(_("called to order"), null=True, blank=True)
    adjourned = models.TimeField(_("adjourned"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    recorded_quorum = models.CharField(
        _("quorum as recorded"),
        max_length=10,
        choices=RecordedQuorum,
        blank=True,
        default=RecordedQuorum.NOT_STATED,
    )
    recorded_quorum_words = models.CharField(
        _("quorum in the minutes' words"), max_length=300, blank=True
    )
    is_final_as_recorded = models.BooleanField(
        _("final as recorded"),
        default=False,
        help_text=_("Imported from minutes that were approved elsewhere."),
    )
    source = models.OneToOneField(
        ImportSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting",
        verbose_name=_("imported from"),
    )  # the bytes are the evidence for the record
    corrected_at = models.DateTimeField(
        _("corrected at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When somebody last changed what an import had made, beside the notes."),
    )
    current_item = models.ForeignKey(
        "meetings.AgendaItem",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )  # a planned item may be dropped while the meeting runs
    adjourning_at = models.DateTimeField(null=True, blank=True, editable=False)  # first press
    sent_at = models.DateTimeField(_("sent out at"), null=True, blank=True, editable=False)
    next_date = models.DateField(_("next meeting"), null=True, blank=True, editable=False)
    next_time = models.TimeField(null=True, blank=True, editable=False)
    overruled = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, editable=False
    )  # by lines
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545, 3.8.7.4
    calendar_changed_at = models.DateTimeField(db_default=Now(), editable=False)
    history = HistoricalRecords(excluded_fields=[*RUNNING, *COUNTED])  # no edits of the frame

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("date").desc(nulls_last=True), "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["board", "date"], name="meeting_board_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "key"],
                name="meeting_key_once_per_board",
                violation_error_message=_("Another meeting of this board has that key."),
            ),
            models.CheckConstraint(
                condition=Q(date_precision="none", date__isnull=True)
                | Q(date_precision="day", date__isnull=False)
                | Q(date_precision="month", date__isnull=False, date__day=1),
                name="meeting_date_as_precise_as_said",
                violation_error_message=_(
                    "Leave the date empty where it is unknown; "
                    "give the first of the month where only the month is known."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_final_as_recorded=False) | Q(source__isnull=False),
                name="meeting_final_only_if_imported",
                violation_error_message=_("Only imported minutes are final as recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.when}"

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.board.slug, self.key])

    @property
    def when(self) -> str:
        """The date as a reader says it."""
        if self.date is None:
            return gettext("undated meeting")
        if self.date_precision == self.Precision.MONTH:
            return formats.date_format(self.date, "F Y")
        return formats.date_format(self.date, "j F Y")

    @property
    def starts_at(self) -> datetime.datetime | None:
        """The instant, in UTC, of a meeting whose day and time are known."""
        if self.date is None or self.start_time is None or self.date_precision != "day":
            return None
        local = datetime.datetime.combine(self.date, self.start_time, self.board.zone)
        return local.replace(fold=int(self.is_second_time)).astimezone(datetime.UTC)

    @property
    def is_ahead(self) -> bool:
        """Not adjourned yet: its frame and agenda may change."""
        return self.state in self.AHEAD

    @property
    def has_minutes(self) -> bool:
        return self.state not in self.WITHOUT_MINUTES

    @property
    def is_frozen(self) -> bool:
        """Approved here: the record changes only by a later meeting's decision."""
        return self.state == self.State.APPROVED

    @property
    def is_open_to_correction(self) -> bool:
        return self.has_minutes and not self.is_frozen

    @property
    def is_published(self) -> bool:
        return self.is_final_as_recorded or self.state in (
            self.State.CIRCULATED,
            self.State.APPROVED,
        )

    @property
    def is_approved(self) -> bool:
        return self.is_final_as_recorded or self.state == self.State.APPROVED

    def minutes_open_to(self, actor: Actor) -> bool:
        if actor.standing is Standing.GUEST:
            return self.is_approved
        return self.has_minutes and (self.is_published or actor.sees_drafts)

    @classmethod
    def taken_keys(cls, board: Board) -> set[str]:
        """Every key that a meeting of the board has, now or formerly."""
        rows = cls.objects.filter(board=board).values_list("key", "former_keys__key")
        return {key for row in rows for key in row if key}

    @classmethod
    def free_key(
        cls, board: Board, date: datetime.date | None, precision: str, taken: set[str] | None = None
    ) -> str:
        """The first key of that date that no meeting of the board has, now or formerly."""
        if taken is None:
            taken = cls.taken_keys(board)
        if date is None:
            stem, number = "undated", 1
        else:
            stem = date.strftime("%Y-%m" if precision == "month" else "%Y-%m-%d")
            if stem not in taken:
                return stem
            number = 2
        while f"{stem}-{number}" in taken:
            number += 1
        return f"{stem}-{number}"
