"""Votes, hand counts, objections and casting votes: rows that are added and never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from meetings.models.ballots import Ballot, BallotPhase, BallotSeat
from meetings.models.people import Person


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> Any:
        """Rows that no later row replaces."""
        return self.filter(superseded_by=None)


def recorded_by() -> Any:
    """Whose hand entered a row; null: a member's own."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )  # who recorded it is part of the record


def superseded(model: str) -> Any:
    return models.OneToOneField(
        model, models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )  # the sequence stays whole


class Vote(models.Model):
    """One seat's choice. A change is a new row that says why and which it replaces."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstained")

    class Channel(models.TextChoices):
        MEETING = "meeting", _("in the meeting")
        PAGE = "page", _("on their own page")
        MAIL = "mail", _("by mail")
        ASSISTED = "assisted", _("entered for them")

    seat = models.ForeignKey(
        BallotSeat, models.PROTECT, related_name="votes"
    )  # the electorate is frozen
    phase = models.ForeignKey(
        BallotPhase, models.PROTECT, related_name="votes"
    )  # the channel is part of the vote
    number = models.PositiveIntegerField(_("number"))
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)
    cast_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="votes",
        verbose_name=_("cast by"),
    )  # who cast it is part of the vote
    via = models.CharField(_("as"), max_length=10, blank=True)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel, default=Channel.MEETING
    )
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    key = models.CharField(_("one-time key"), max_length=64)
    supersedes = superseded("self")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["seat__ballot", "number"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(supersedes__isnull=True),
                name="vote_first_once_per_seat",
                violation_error_message=_("This seat has voted already."),
            ),
            models.UniqueConstraint(fields=["phase", "number"], name="vote_number_once"),
            models.UniqueConstraint(fields=["seat", "key"], name="vote_key_once_per_seat"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="vote_changed_for_a_reason",
                violation_error_message=_("Give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
                name="vote_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.get_choice_display()}"

    def receipt_on(self, ballot: Ballot) -> str:
        """What its voter keeps: the ballot's hash, shortened, and the vote's number on it."""
        return f"{ballot.hash[:8]}-{self.number}"


class HandCount(models.Model):
    """A show of hands: three numbers, no names. A recount while the vote is open replaces it."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="hand_counts"
    )  # part of the vote
    votes_for = models.PositiveSmallIntegerField(_("for"))
    votes_against = models.PositiveSmallIntegerField(_("against"))
    abstentions = models.PositiveSmallIntegerField(_("abstained"))
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    supersedes = superseded("self")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["ballot", "pk"]
        verbose_name = _("show of hands")
        verbose_name_plural = _("shows of hands")
        constraints = [
            models.UniqueConstraint(
                fields=["ballot"],
                condition=Q(supersedes__isnull=True),
                name="hand_count_first_once_per_ballot",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="hand_count_changed_for_a_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for}-{self.votes_against}-{self.abstentions}"


class Objection(models.Model):
    """A concern against a motion under vote. The row that resolves it says how."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="objections"
    )  # part of the vote
    seat = models.ForeignKey(
        BallotSeat, models.PROTECT, related_name="objections"
    )  # who objected is part of the vote
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("raised by"),
    )  # who objected is part of the vote
    words = models.CharField(_("concern"), max_length=500)
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    resolves = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="resolved_by"
    )  # the sequence stays whole

    class Meta:
        ordering = ["ballot", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="objection_has_words",
                violation_error_message=_("Say what the concern is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.recorded_at:%Y-%m-%d %H:%M}"


class CastingVote(models.Model):
    """How the chair broke a tie, apart from the votes of the seats."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")

    ballot = models.OneToOneField(
        Ballot, models.PROTECT, related_name="casting"
    )  # part of the vote
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)
    cast_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="casting_votes",
        verbose_name=_("cast by"),
    )  # who cast it is part of the vote
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    class Meta:
        verbose_name = _("casting vote")
        verbose_name_plural = _("casting votes")

    def __str__(self) -> str:
        return f"{self.ballot} · {self.get_choice_display()}"
