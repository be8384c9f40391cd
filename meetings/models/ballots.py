"""Ballots: what is voted on, by which rule and by whom, frozen when the vote is opened."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor
from meetings.models.agenda import AgendaItem
from meetings.models.boards import Bylaws
from meetings.models.members import Seat
from meetings.models.resolutions import Resolution


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, actor: Actor) -> BallotQuerySet:
        return self.filter(resolution__in=Resolution.objects.visible_to(actor))

    def open(self) -> BallotQuerySet:
        return self.filter(closed_at=None)

    def counting(self) -> BallotQuerySet:
        """The vote that decided each resolution: closed, not given up, not taken again since."""
        decided = Ballot.objects.filter(result__isnull=False).exclude(result__outcome="void")
        again = decided.filter(resolution=OuterRef("resolution"), number__gt=OuterRef("number"))
        return self.filter(pk__in=decided.filter(~Exists(again)).values("pk"))

    def with_deadline(self) -> Any:
        """Adds `deadline`: that of the last phase, by which votes have to be in."""
        last = BallotPhase.objects.filter(ballot=OuterRef("pk")).order_by("-number")
        return self.annotate(deadline=Subquery(last.values("deadline")[:1]))

    def taking_votes(self, received: datetime.datetime | None = None) -> Any:
        """By the database's clock: as it is now, or as it was when the votes were received."""
        timely = Q(deadline=None) | Q(deadline__gt=received or Now())
        return self.open().with_deadline().filter(timely)

    def by_own_hand(self) -> Any:
        """Those on which members may vote on their own page now."""
        last = BallotPhase.objects.filter(ballot=OuterRef("pk")).order_by("-number")
        found = self.taking_votes().annotate(channel=Subquery(last.values("channel")[:1]))
        return found.filter(Q(channel="writing") | Q(members_vote=True))

    def due(self) -> Any:
        """Open, and past the deadline."""
        return self.open().with_deadline().filter(deadline__lte=Now())


class Ballot(models.Model):
    """One act of voting on a resolution. `rule` is what the calculator takes, without counts;
    `profile` is what the bylaws allowed of proxies and delegates.

    All but `votes_taken` and `closed_at` is frozen; the database refuses to change it, and
    anything at all once the ballot is closed.
    """

    FROZEN = (
        "resolution_id", "number", "text", "rule", "bylaws_id", "bylaws_words", "seats_base",
        "casting_vote", "silence", "members_vote", "profile", "written_effective", "opened_at",
        "opened_by_id", "hash",
    )  # fmt: skip

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="ballots"
    )  # what was voted on stays with the votes
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    text = models.TextField(_("text voted on"))
    rule = models.JSONField(_("rule"))
    bylaws = models.ForeignKey(
        Bylaws, models.PROTECT, null=True, blank=True, related_name="ballots"
    )  # the rule came from them; null: the board had none
    bylaws_words = models.CharField(_("rule, in words"), max_length=300, blank=True)
    seats_base = models.PositiveSmallIntegerField(_("fixed number of seats"), null=True, blank=True)
    casting_vote = models.CharField(
        _("casting vote"), max_length=20, choices=Bylaws.CastingVote, default="none"
    )
    silence = models.CharField(
        _("silence in writing"), max_length=20, choices=Bylaws.Silence, default="not_voted"
    )
    members_vote = models.BooleanField(_("members vote by their own hand"), default=False)
    profile = models.JSONField(_("who may speak for a seat"), default=dict, blank=True)
    written_effective = models.CharField(
        _("a decision in writing takes effect"),
        max_length=10,
        choices=Bylaws.WrittenEffect,
        default="close",
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )  # who opened a vote is part of the record
    hash = models.CharField(_("hash"), max_length=64)
    votes_taken = models.PositiveIntegerField(default=0, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "number"]
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "number"], name="ballot_number_once_per_resolution"
            ),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(closed_at__isnull=True),
                name="ballot_one_open_per_resolution",
                violation_error_message=_("This resolution is being voted on already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ballot_number_from_one"),
            models.CheckConstraint(condition=~Q(hash=""), name="ballot_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.resolution} · {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class BallotPhase(models.Model):
    """How votes reach a ballot for a while: in the meeting, then perhaps in writing.

    `rule` is another rule than the ballot's, where the bylaws ask for one in writing.
    """

    class Channel(models.TextChoices):
        MEETING = "meeting", _("in the meeting")
        WRITING = "writing", _("in writing")

    class Basis(models.TextChoices):
        PRESENT = "present", _("seats present")
        ANSWERED = "answered", _("seats that answered")

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="phases"
    )  # votes were given in it
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    basis = models.CharField(_("quorum counts"), max_length=10, choices=Basis)
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    rule = models.JSONField(_("rule in writing"), null=True, blank=True)

    class Meta:
        ordering = ["ballot", "number"]
        verbose_name = _("phase of a ballot")
        verbose_name_plural = _("phases of ballots")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="phase_number_once"),
            models.CheckConstraint(
                condition=Q(channel="meeting", deadline__isnull=True, basis="present")
                | Q(channel="writing", deadline__isnull=False, basis="answered"),
                name="phase_in_writing_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.get_channel_display()}"


class BallotSeat(models.Model):
    """A seat of the electorate, as it was called when the vote was opened."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="seats"
    )  # the electorate is frozen
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="ballots"
    )  # a seat that was asked stays
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["ballot", "position"]
        verbose_name = _("seat of a ballot")
        verbose_name_plural = _("seats of ballots")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "seat"], name="ballot_seat_once"),
            models.UniqueConstraint(
                fields=["ballot", "position"], name="ballot_seat_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BallotResultQuerySet(models.QuerySet["BallotResult"]):
    def to_be_noted(self) -> BallotResultQuerySet:
        """Decided in writing, and in no later meeting's minutes yet. Source: domain rules, 7, 6."""
        written = BallotPhase.objects.filter(ballot=OuterRef("ballot"), channel="writing")
        decided = self.filter(Exists(written), noted=None).exclude(outcome="void")
        return decided.order_by("closed_at", "pk")


class BallotResult(models.Model):
    """What the ballot decided, computed when it was closed; nothing changes it.

    `case` is what the calculator takes (null: given up), `sheet` lists every seat with how it
    voted or why it did not. Where somebody declared another result, both stand here.
    """

    class Method(models.TextChoices):
        ROLL_CALL = "roll_call", _("roll call")
        HANDS = "hands", _("show of hands")
        CONSENSUS = "consensus", _("no objections")
        GIVEN_UP = "given_up", _("given up")

    class Outcome(models.TextChoices):
        CARRIED = "carried", _("carried")
        NOT_CARRIED = "not_carried", _("not carried")
        NO_QUORUM = "no_quorum", _("no quorum")
        NOT_DECIDED = "not_decided", _("not decided")
        VOID = "void", _("given up")

    ballot = models.OneToOneField(
        Ballot, models.PROTECT, related_name="result"
    )  # a result stays with its ballot
    method = models.CharField(_("taken by"), max_length=10, choices=Method)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    declared = models.CharField(
        _("declared instead"), max_length=12, choices=Outcome, blank=True, default=""
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    case = models.JSONField(_("counts and rule"), null=True, blank=True)
    verdict = models.JSONField(_("numbers"), null=True, blank=True)
    sheet = models.JSONField(_("seats"), default=list, blank=True)
    sentence = models.TextField(_("sentence"))
    effective_at = models.DateTimeField(_("takes effect at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), db_default=Now())
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )  # who closed a vote is part of the record
    hash = models.CharField(_("hash"), max_length=64)

    objects = BallotResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a ballot")
        verbose_name_plural = _("results of ballots")
        constraints = [
            models.CheckConstraint(
                condition=Q(method="given_up", outcome="void", case__isnull=True)
                | (~Q(method="given_up") & ~Q(outcome="void") & Q(case__isnull=False)),
                name="result_given_up_or_computed",
            ),
            models.CheckConstraint(
                condition=Q(declared="", method__in=["roll_call", "hands", "consensus"])
                | ~Q(reason=""),
                name="result_declared_for_a_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.get_outcome_display()}"

    @property
    def in_force(self) -> str:
        """The outcome that holds: as declared, else as computed."""
        return self.declared or self.outcome


class NotedResult(models.Model):
    """A decision taken in writing is noted in the minutes of the next meeting, once."""

    result = models.OneToOneField(
        BallotResult, models.PROTECT, related_name="noted"
    )  # the note says what was decided
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="noted_results"
    )  # an item that notes decisions stays

    class Meta:
        verbose_name = _("noted decision")
        verbose_name_plural = _("noted decisions")

    def __str__(self) -> str:
        return str(self.result)
