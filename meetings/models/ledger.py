"""What meetings and owners said of an action: reviews, and the ledger between them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.actions import Action
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.people import Person


class ActionReview(models.Model):
    """What a meeting found when it looked at an action again."""

    class Verdict(models.TextChoices):
        DONE = "done", _("done")
        IN_PROGRESS = "in_progress", _("in progress")
        NOT_DONE = "not_done", _("not done")
        DEFERRED = "deferred", _("deferred")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="reviews"
    )  # a review makes an action worth keeping
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="reviews", verbose_name=_("item")
    )  # a review is minutes
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="reviews", verbose_name=_("meeting")
    )  # a review is minutes
    line = models.PositiveIntegerField(_("line"))
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    state_before = models.CharField(
        _("state before"), max_length=12, choices=Action.State, blank=True, editable=False
    )
    closed_before = models.DateField(_("closed before"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["action", "meeting__date", "pk"]
        verbose_name = _("review of an action")
        verbose_name_plural = _("reviews of actions")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "meeting"],
                name="review_once_per_meeting",
                violation_error_message=_("This meeting has reviewed that action."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action.label}: {self.get_verdict_display()}"


class ActionUpdate(models.Model):
    """One entry of the ledger between meetings. Append-only.

    What an act changed stands in it before and after; both are empty where it did not.
    """

    class Act(models.TextChoices):
        REMARK = "remark", _("report")
        START = "start", _("begun")
        FINISH = "finish", _("done")
        REOPEN = "reopen", _("opened again")
        DEFER = "defer", _("deferred")
        HAND_OVER = "hand_over", _("handed over")
        CANCEL = "cancel", _("cancelled")
        SUPERSEDE = "supersede", _("superseded")
        CHANGE = "change", _("changed")
        SPLIT = "split", _("split into parts")

    # All but the wordings, which go where the text of the minutes was disposed of.
    FROZEN = (
        "id", "action_id", "at", "by_id", "recorded_by_id", "act", "state", "remark", "evidence",
        "deferred_until", "owners_before", "owners_after", "due_before", "due_after",
    )  # fmt: skip

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="updates"
    )  # the ledger stays whole
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("by")
    )  # who reported is part of the ledger
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )  # who typed it is part of the ledger
    act = models.CharField(_("what was done"), max_length=12, choices=Act, default=Act.REMARK)
    state = models.CharField(_("state"), max_length=12, choices=Action.State)
    remark = models.TextField(_("remark"), blank=True)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    owners_before = models.TextField(_("owners before"), blank=True)
    owners_after = models.TextField(_("owners after"), blank=True)
    due_before = models.DateField(_("due before"), null=True, blank=True)
    due_after = models.DateField(_("due after"), null=True, blank=True)
    text_before = models.TextField(_("wording before"), blank=True)
    text_after = models.TextField(_("wording after"), blank=True)

    class Meta:
        ordering = ["action", "-at", "-pk"]
        verbose_name = _("update of an action")
        verbose_name_plural = _("updates of actions")

    def __str__(self) -> str:
        return f"{self.action.label}: {self.get_act_display()}"

    @property
    def changes_due(self) -> bool:
        return self.due_before != self.due_after
