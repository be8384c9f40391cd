"""Who said before a meeting whether they come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.meetings import Meeting
from meetings.models.people import Person


class MeetingAnswer(models.Model):
    """What somebody last said; what they said before is kept in its history."""

    class Choice(models.TextChoices):
        COMES = "comes", _("comes")
        REMOTE = "remote", _("comes remotely")
        DELEGATE = "delegate", _("sends somebody")
        AWAY = "away", _("does not come")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="answers"
    )  # says nothing without its meeting
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="answers", verbose_name=_("person")
    )  # a record of people is kept while something hangs on it
    choice = models.CharField(_("answer"), max_length=10, choices=Choice)
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who is sent"),
    )  # a record of people is kept while something hangs on it
    delegate_name = models.CharField(_("name of who is sent"), max_length=200, blank=True)
    given_at = models.DateTimeField(_("given at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )  # the answer was given, whoever leaves
    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting", "person"]
        verbose_name = _("answer to a meeting")
        verbose_name_plural = _("answers to meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="answer_once_per_meeting",
                violation_error_message=_("This person has answered already."),
            ),
            models.CheckConstraint(
                condition=(Q(choice="delegate") & ~Q(delegate_name=""))
                | (~Q(choice="delegate") & Q(delegate_name="", delegate__isnull=True)),
                name="answer_names_a_delegate_iff_sent",
                violation_error_message=_("Say who is sent, and only where somebody is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"

    @property
    def is_away(self) -> bool:
        return self.choice in (self.Choice.AWAY, self.Choice.DELEGATE)
