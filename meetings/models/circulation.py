"""Draft minutes as they went out to be read, and what was remarked on their lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, items_in_sight
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.people import Person


class Circulation(models.Model):
    """One round. Its texts are kept with it, whatever becomes of the draft's own revisions."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="circulations"
    )  # what was circulated is part of the record
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("circulated at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("circulated by"),
    )  # who circulated it is part of the record
    attendance = models.TextField(_("attendance"), blank=True)

    class Meta:
        ordering = ["meeting", "-number"]
        verbose_name = _("circulation of minutes")
        verbose_name_plural = _("circulations of minutes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="circulation_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="circulation_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.number}"


class CirculatedItemQuerySet(models.QuerySet["CirculatedItem"]):
    def visible_to(self, actor: Actor) -> CirculatedItemQuerySet:
        """What was in camera then stays so for those who do not see it, whatever it is now."""
        rows = self.filter(items_in_sight(actor, "item"), item__meeting__board=actor.board)
        return rows if actor.sees_drafts else rows.filter(is_in_camera=False)


class CirculatedItem(models.Model):
    """An item's text as it was circulated."""

    circulation = models.ForeignKey(
        Circulation, models.PROTECT, related_name="items"
    )  # the round and its texts are one
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="circulated"
    )  # what was circulated is part of the record
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    is_in_camera = models.BooleanField(_("in camera"), default=False)
    revision = models.PositiveIntegerField(_("revision"))
    notes = models.TextField(_("notes"), blank=True)

    objects = CirculatedItemQuerySet.as_manager()

    class Meta:
        ordering = ["circulation", "position"]
        verbose_name = _("circulated item")
        verbose_name_plural = _("circulated items")
        constraints = [
            models.UniqueConstraint(fields=["circulation", "item"], name="circulated_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.circulation} · {self.position}. {self.title}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """Comments are between members; on an item, between those who see it."""
        rows = self.filter(items_in_sight(actor, "item"), item__meeting__board=actor.board)
        return rows if actor.sees_drafts else rows.none()

    def open(self) -> CommentQuerySet:
        return self.filter(state=Comment.State.OPEN)

    def with_people(self) -> CommentQuerySet:
        return self.select_related("person", "answered_by", "item__meeting")


class Comment(models.Model):
    """A remark on circulated minutes. What was said stays; it is answered once."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        ANSWERED = "answered", _("answered")

    FROZEN = (
        "item_id", "line", "revision", "quoted", "text", "proposed",
        "person_id", "recorded_by_id", "recorded_at",
    )  # fmt: skip

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="comments"
    )  # what was said of the minutes is part of how they came about
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"))
    quoted = models.TextField(_("the line as it stood"), blank=True)
    text = models.TextField(_("comment"), blank=True)
    proposed = models.TextField(_("proposed wording"), blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="comments", verbose_name=_("by")
    )  # who said it is part of the record
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )  # who recorded it is part of the record
    recorded_at = models.DateTimeField(_("recorded at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    written = models.TextField(_("wording that was written"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )  # who answered is part of the record
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", F("line").asc(nulls_last=True), "pk"]
        verbose_name = _("comment on minutes")
        verbose_name_plural = _("comments on minutes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", proposed=""),
                name="comment_says_something",
                violation_error_message=_("Say what is to be said, or propose a wording."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="comment_answered_or_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted"]) | ~Q(answer=""),
                name="comment_answered_in_words",
                violation_error_message=_("Give a reason."),
            ),
            models.CheckConstraint(
                condition=(Q(state="accepted") & ~Q(written=""))
                | (~Q(state="accepted") & Q(written="")),
                name="comment_accepted_has_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.recorded_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def anchor(self) -> str:
        """Its place on the page of comments."""
        return f"comment-{self.pk}"
