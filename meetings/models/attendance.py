"""Who was there, from when to when, and for whom.

Lines of the notes may say so too, and win while they stand. `item` and `line` are the last of
them that speaks of a row; `overruled` is what stood by hand before and stands again once they
are gone, null where there was no row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.members import Seat
from meetings.models.organisations import Organisation
from meetings.models.people import Person


class Attendance(models.Model):
    """A person at a meeting, with name and organisation as typed that day."""

    class Mode(models.TextChoices):
        PRESENT = "present", _("present")
        REMOTE = "remote", _("remote")
        APOLOGIES = "apologies", _("apologies")
        ABSENT = "absent", _("absent")

    class Capacity(models.TextChoices):
        UNSTATED = "", _("not stated")
        MEMBER = "member", _("member")
        GUEST = "guest", _("guest")
        STAFF = "staff", _("staff")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances"
    )  # attendance is minutes
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="attendances", verbose_name=_("person")
    )  # attendance is part of a person's record
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("organisation"),
    )  # attendance is part of an organisation's record
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name as typed"), max_length=200)
    organisation_name = models.CharField(_("organisation as typed"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.PRESENT)
    capacity = models.CharField(
        _("capacity"),
        max_length=10,
        choices=Capacity,
        blank=True,
        default=Capacity.UNSTATED,
    )
    is_presiding = models.BooleanField(_("presiding"), default=False)
    is_taking_minutes = models.BooleanField(_("taking minutes"), default=False)
    is_voting_as_recorded = models.BooleanField(_("voting, as recorded"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )  # leads to the line; an item with notes is not deleted
    line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    overruled = models.JSONField(null=True, default=dict, editable=False)
    is_new_person = models.BooleanField(default=False, editable=False)  # known by the line alone

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once_per_meeting",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(is_presiding=False, is_taking_minutes=False)
                | Q(mode__in=["present", "remote"]),
                name="attendance_offices_need_presence",
                violation_error_message=_(
                    "Somebody who is not there cannot preside or take the minutes."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        return self.mode in (self.Mode.PRESENT, self.Mode.REMOTE)


class Presence(models.Model):
    """One stay in the room: from an item to an item, in the order taken."""

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, related_name="presences"
    )  # part of the attendance
    from_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from item"),
    )  # quorum at each decision hangs on it
    to_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("up to item"),
    )  # quorum at each decision hangs on it
    arrived = models.TimeField(_("arrived"), null=True, blank=True)
    left = models.TimeField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["attendance", "pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return str(self.attendance)


class Representation(models.Model):
    """Who speaks for a seat at a meeting, where the computed answer is overruled."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="representations"
    )  # verdicts were counted with it
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="representations"
    )  # verdicts were counted with it
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, related_name="representations"
    )  # verdicts were counted with it
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="representation_once_per_seat",
                violation_error_message=_("Somebody speaks for this seat already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance} · {self.seat}"


class Proxy(models.Model):
    """A seat's vote given to somebody for one meeting."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="proxies"
    )  # verdicts were counted with it
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="proxies"
    )  # verdicts were counted with it
    holder = models.ForeignKey(
        Person, models.PROTECT, related_name="proxies", verbose_name=_("held by")
    )  # verdicts were counted with it
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )  # leads to the line; an item with notes is not deleted
    line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    overruled = models.JSONField(null=True, default=dict, editable=False)

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="proxy_once_per_seat",
                violation_error_message=_("This seat has given its proxy already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder} · {self.seat}"


class Recusal(models.Model):
    """A seat, or a person without one, out for one item."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="recusals"
    )  # verdicts were counted with it
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="recusals"
    )  # verdicts were counted with it
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="recusals", verbose_name=_("declared by")
    )  # a conflict declared is part of the record
    nature = models.CharField(_("nature"), max_length=500)
    left_room = models.BooleanField(_("left the room"), null=True, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True, editable=False)  # empty: by hand

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"],
                condition=Q(seat__isnull=False),
                name="recusal_once_per_seat",
                violation_error_message=_("This seat is recused already."),
            ),
            models.UniqueConstraint(
                fields=["item", "person"],
                name="recusal_once_per_person",
                violation_error_message=_("This person is recused already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.item}"
