"""Votes that come by mail: the message as evidence, what it claims, what became of each claim."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from meetings.models.ballots import Ballot, BallotSeat
from meetings.models.boards import Board
from meetings.models.people import Person
from meetings.models.votes import Vote, recorded_by


class MailMessage(models.Model):
    """A message as it was brought. It is late or not by `received_at`, not by what it says."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="mail")  # evidence of votes stays
    content = models.BinaryField(_("message, as it was brought"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    text = models.TextField(_("message, as it reads"), blank=True)
    own = models.TextField(_("its sender's own words"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=500, blank=True)
    sender_name = models.CharField(_("sender"), max_length=500, blank=True)
    sender_address = models.CharField(_("sender's address"), max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    sent = models.CharField(_("date, as it says"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("received at"), db_default=Now())
    brought_by = recorded_by()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("message with votes")
        verbose_name_plural = _("messages with votes")
        constraints = [
            models.UniqueConstraint(fields=["board", "sha256"], name="mail_once_per_board"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name or self.sender_address or '–'} · {self.subject}"


class MailClaimQuerySet(models.QuerySet["MailClaim"]):
    def held(self) -> MailClaimQuerySet:
        return self.filter(state=MailClaim.State.HELD)

    def ready(self) -> MailClaimQuerySet:
        """Held for nothing but somebody's look."""
        return self.held().filter(held_for="", seat__isnull=False).exclude(choice="")


class MailClaim(models.Model):
    """A vote that a message claims to be. It counts for nothing until somebody confirms it.

    `words` and `stated` are what the message says; seat, person and choice are how it was
    matched, and may be corrected while it is held. It is decided once; the database sees to it.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        RECORDED = "recorded", _("recorded")
        REFUSED = "refused", _("refused")
        DUPLICATE = "duplicate", _("duplicate")

    FROZEN = ("message_id", "words", "stated")

    message = models.ForeignKey(
        MailMessage, models.PROTECT, related_name="claims"
    )  # a claim without its message proves nothing
    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="mail_claims"
    )  # each message is accounted for with its vote
    words = models.CharField(_("in these words"), max_length=500, blank=True)
    stated = models.CharField(_("as read"), max_length=10, choices=Vote.Choice, blank=True)
    seat = models.ForeignKey(
        BallotSeat, models.PROTECT, null=True, blank=True, related_name="mail_claims"
    )  # the electorate is frozen
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mail_claims",
        verbose_name=_("from"),
    )  # whose vote it was said to be is part of the record
    choice = models.CharField(_("choice"), max_length=10, choices=Vote.Choice, blank=True)
    held_for = models.CharField(_("to be looked at, because"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    vote = models.OneToOneField(
        Vote, models.PROTECT, null=True, blank=True, related_name="mail_claim"
    )  # what was recorded of it
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )  # who decided is part of the record
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = MailClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("vote claimed by mail")
        verbose_name_plural = _("votes claimed by mail")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", decided_at__isnull=True)
                | (~Q(state="held") & Q(decided_at__isnull=False)),
                name="claim_decided_or_held",
            ),
            models.CheckConstraint(
                condition=(Q(state="recorded", vote__isnull=False, seat__isnull=False))
                | (~Q(state="recorded") & Q(vote__isnull=True)),
                name="claim_recorded_has_its_vote",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="claim_refused_for_a_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.get_state_display()}"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def mark(self) -> str:
        """Changes as soon as the claim would be recorded as anything else."""
        return f"{self.pk}-{self.seat_id or 0}-{self.person_id or 0}-{self.choice or 'none'}"

    @property
    def is_complete(self) -> bool:
        return bool(self.seat_id and self.person_id and self.choice)


class MailObjectionQuerySet(models.QuerySet["MailObjection"]):
    def unanswered(self) -> Any:
        return self.filter(answers=None, answer=None)


class MailObjection(models.Model):
    """ "I did not vote this way". The row that answers it says how, and names the vote changed."""

    claim = models.ForeignKey(
        MailClaim, models.PROTECT, related_name="objections"
    )  # what was objected to is part of the record
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mail_objections",
        verbose_name=_("raised by"),
    )  # who objected is part of the record
    words = models.CharField(_("words"), max_length=500)
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    answers = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="answer"
    )  # the sequence stays whole
    vote = models.OneToOneField(
        Vote, models.PROTECT, null=True, blank=True, related_name="mail_objection"
    )  # the vote that took the other's place

    objects = MailObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("objection to a vote by mail")
        verbose_name_plural = _("objections to votes by mail")
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(answers__isnull=True),
                name="mail_objection_once_per_claim",
                violation_error_message=_("You have objected to this vote already."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="mail_objection_has_words",
                violation_error_message=_("Say what is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(vote__isnull=True) | Q(answers__isnull=False),
                name="mail_objection_vote_in_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} · {self.recorded_at:%Y-%m-%d %H:%M}"
