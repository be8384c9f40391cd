"""What two people do to a text of the register: one proposes, another confirms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.register import RegisterEntry


class TextProposal(models.Model):
    """Answered once, by somebody else; who proposed may take it back."""

    class Act(models.TextChoices):
        DISPOSE = "dispose", _("dispose of the text")
        HOLD = "hold", _("put the text under legal hold")
        LIFT = "lift", _("lift the legal hold")

    FROZEN = ("entry_id", "act", "reason", "proposed_at", "proposed_by_id")

    entry = models.ForeignKey(
        RegisterEntry, models.PROTECT, related_name="proposals"
    )  # what is proposed is part of the record
    act = models.CharField(_("act"), max_length=7, choices=Act)
    reason = models.CharField(_("reason"), max_length=300)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )  # who proposed is part of the record
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )  # who answered is part of the record
    is_confirmed = models.BooleanField(_("confirmed"), null=True, blank=True)

    class Meta:
        ordering = ["entry", "proposed_at"]
        verbose_name = _("proposal about a text")
        verbose_name_plural = _("proposals about texts")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(answered_at=None), name="proposal_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_reason"),
            models.CheckConstraint(
                condition=~Q(is_confirmed=True) | ~Q(answered_by=F("proposed_by")),
                name="proposal_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, is_confirmed=None)
                | Q(
                    answered_at__isnull=False, answered_by__isnull=False, is_confirmed__isnull=False
                ),
                name="proposal_answered_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.get_act_display()}"
