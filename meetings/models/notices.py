"""The outbox: what somebody is to be told. Written with what caused it, delivered later."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.boards import Board
from meetings.models.people import Person

if TYPE_CHECKING:
    from meetings.models.mailing import Mailing

LONGEST_WAIT = datetime.timedelta(days=14)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to_be_mailed(self, now: datetime.datetime) -> NoticeQuerySet:
        """In no mail yet. Who had no address may have one by now; old news is no news."""
        open_fates = (Notice.Fate.WAITING, Notice.Fate.UNREACHABLE)
        return self.filter(fate__in=open_fates, created_at__gt=now - LONGEST_WAIT)


class Notice(models.Model):
    class Kind(models.TextChoices):
        AGENDA_PUBLISHED = "agenda_published", _("an agenda")
        MEETING_CHANGED = "meeting_changed", _("a meeting that moved")
        MEETING_CANCELLED = "meeting_cancelled", _("a meeting that is off")
        MINUTES_CIRCULATED = "minutes_circulated", _("minutes to be read")
        COMMENT_MADE = "comment_made", _("a comment on minutes")
        COMMENT_ANSWERED = "comment_answered", _("a comment that was answered")
        MINUTES_APPROVED = "minutes_approved", _("minutes that were approved")
        MINUTES_CORRECTED = "minutes_corrected", _("approved minutes that were corrected")
        ACTION_HANDED = "action_handed", _("an action handed over")
        ACTION_DUE_SOON = "action_due_soon", _("an action that is due soon")
        ACTION_DUE = "action_due", _("an action that is due today")
        ACTION_LATE = "action_late", _("an action that is late")
        BALLOT_CLOSING = "ballot_closing", _("a vote that closes soon")
        ACTION_NEW = "action_new", _("a new action")
        ACTION_CHANGED = "action_changed", _("an action that changed")
        BALLOT_OPENED = "ballot_opened", _("a vote to be given")
        VOTE_RECORDED = "vote_recorded", _("a vote recorded")
        BALLOT_RESULT = "ballot_result", _("the result of a vote")
        VOTE_MAILED = "vote_mailed", _("a vote recorded from a mail")
        VOTE_ANSWERED = "vote_answered", _("an objection that was answered")

    class Fate(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MAILED = "mailed", _("in a mail")
        DECLINED = "declined", _("not wanted by mail")
        UNREACHABLE = "unreachable", _("no e-mail address")
        ENDED = "ended", _("term ended")

    # Whoever may vote is asked, and whoever voted has a receipt: nobody declines these.
    ALWAYS = (
        Kind.BALLOT_CLOSING, Kind.BALLOT_OPENED, Kind.VOTE_ANSWERED, Kind.VOTE_MAILED,
        Kind.VOTE_RECORDED,
    )  # fmt: skip
    AT_ONCE = (*ALWAYS, Kind.MEETING_CANCELLED, Kind.MEETING_CHANGED)

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="notices"
    )  # what was told outlives a slip of the hand
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="notices", verbose_name=_("to")
    )  # who was told is part of the record
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    subject_kind = models.CharField(_("about a"), max_length=30)
    subject_key = models.BigIntegerField(_("key of what it is about"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written at"))
    cause = models.CharField(_("cause"), max_length=200)
    once = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001  # a reminder's key: whoever writes it again writes nothing
    fate = models.CharField(_("by mail"), max_length=12, choices=Fate, default=Fate.WAITING)
    mailing: models.ForeignKey[Mailing | None, Mailing | None] = models.ForeignKey(
        "Mailing",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("mail"),
    )  # which mail told it is part of the record

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["fate", "created_at"], name="notice_to_be_mailed")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="notice_has_text"),
            models.CheckConstraint(
                condition=Q(fate="mailed", mailing__isnull=False)
                | (~Q(fate="mailed") & Q(mailing__isnull=True)),
                name="notice_mailed_in_a_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
