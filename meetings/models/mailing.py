"""Mails on their way: one to one person, made of notices, and which kinds of them people want."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.boards import Board
from meetings.models.notices import Notice
from meetings.models.people import Person

LEASE = datetime.timedelta(minutes=10)


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self, now: datetime.datetime) -> MailingQuerySet:
        """Those to be sent now; who claimed one ten minutes ago and never said more has died."""
        waiting = Q(state=Mailing.State.WAITING, next_try_at__lte=now)
        return self.filter(waiting | Q(state=Mailing.State.CLAIMED, claimed_at__lte=now - LEASE))


class Mailing(models.Model):
    """One mail. Its Message-ID is given when it is made, so that every try is the same mail.

    `day` is the board's day of a mail that gathers what could wait; there is one a day. The
    words are made of its notices whenever it is tried; the token only in its hash, as it is
    a key.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("not sent any more")

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="mailings"
    )  # what was sent is part of the record
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="mailings", verbose_name=_("to")
    )  # who was told is part of the record
    day = models.DateField(_("mail of the day"), null=True, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    address = models.EmailField(_("address"))
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  # many have none yet
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("made at"))
    next_try_at = models.DateTimeField(_("next try at"))
    claimed_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["state", "next_try_at"], name="mailing_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(day__isnull=False),
                name="mailing_one_of_the_day",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mailing_sent_at_iff_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_at__isnull=False),
                name="mailing_claimed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"

    def try_again(self, now: datetime.datetime) -> bool:
        """From the start, as the same mail; False where it has not failed."""
        failed = Mailing.objects.filter(pk=self.pk, state=self.State.FAILED)
        return bool(failed.update(state=self.State.WAITING, attempts=0, next_try_at=now))


class MailChoice(models.Model):
    """How somebody wants a kind of notice, where it is not as we would have it."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("no mail")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="mail_choices"
    )  # a choice without its person means nothing
    kind = models.CharField(_("kind"), max_length=30, choices=Notice.Kind)
    how = models.CharField(_("how"), max_length=10, choices=How)

    class Meta:
        ordering = ["person", "kind"]
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="mail_choice_once"),
            models.CheckConstraint(
                condition=~Q(kind__in=Notice.ALWAYS),
                name="mail_choice_not_of_votes",
                violation_error_message=_("Mails about votes and their receipts always come."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()} {self.get_how_display()}"
