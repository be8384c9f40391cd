"""Calendars: the private feed of a login, and why a meeting is off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting


class CalendarFeed(models.Model):
    """An address from which somebody's calendar program reads; only its hash is kept.

    One for each login, across its boards: it shows what the running terms of that moment show.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("account"),
    )  # the address is a key of this account and goes with it
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)


class Cancellation(models.Model):
    """Why a meeting is off, and who said so."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="cancellation"
    )  # says nothing without its meeting
    reason = models.CharField(_("reason"), max_length=500)
    cancelled_at = models.DateTimeField(_("cancelled at"))
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )  # the meeting is off, whoever leaves

    class Meta:
        verbose_name = _("cancellation")
        verbose_name_plural = _("cancellations")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="cancellation_has_reason")
        ]

    def __str__(self) -> str:
        return self.reason
