"""Seats, the units that vote, and the members who sit on them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.boards import Board
from meetings.models.fields import DatedQuerySet, ends_after_start, exactly_one
from meetings.models.organisations import Organisation
from meetings.models.people import Person


class Seat(models.Model):
    """One vote, held by an organisation (its people share it) or by a person."""

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="seats"
    )  # seats were counted in past quorums
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("organisation"),
    )  # who held a seat is part of every verdict
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("person"),
    )  # who held a seat is part of every verdict
    start_date = models.DateField(_("since"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            exactly_one("seat", Q(organisation__isnull=False), Q(person__isnull=False)),
            ends_after_start("seat"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(DatedQuerySet):
    def within(self, first: Any, last: Any) -> Any:
        """Terms running then. What minutes tell of a past term gives nobody a standing."""
        return super().within(first, last).filter(is_from_minutes=False)


class Member(models.Model):
    """A person's place on a board for a term."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY_CHAIR = "deputy_chair", _("deputy chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")
        STAFF = "staff", _("staff")

    SECRETARIAT = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.SECRETARY)

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships"
    )  # terms are part of the board's record
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("seat"),
        help_text=_("Empty for somebody without a vote."),
    )  # who sat where decides who voted
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("organisation"),
    )  # whom somebody represented is part of the record
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    precedence = models.PositiveSmallIntegerField(
        _("precedence"),
        default=1,
        help_text=_("1 is the seat's named representative, 2 and up are alternates."),
    )
    is_administrator = models.BooleanField(_("board administrator"), default=False)
    is_from_minutes = models.BooleanField(
        _("as seen in minutes"),
        default=False,
        editable=False,
        help_text=_("Drawn from the attendance of imported minutes, and drawn again with them."),
    )
    start_date = models.DateField(_("since"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-start_date"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            ends_after_start("member"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(end_date__isnull=True),
                name="member_one_open_term",
                violation_error_message=_("End this person's open term first."),
            ),
            models.UniqueConstraint(
                fields=["seat", "precedence"],
                condition=Q(end_date__isnull=True, seat__isnull=False),
                name="member_precedence_once_per_seat",
                violation_error_message=_("Somebody else has this precedence within the seat."),
            ),
            models.CheckConstraint(
                condition=Q(precedence__gte=1), name="member_precedence_from_one"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | ~Q(role__in=["observer", "staff"]),
                name="member_observers_have_no_seat",
                violation_error_message=_("Observers and staff hold no seat."),
            ),
            models.CheckConstraint(
                condition=Q(is_from_minutes=False)
                | Q(
                    role="member",
                    seat__isnull=True,
                    is_administrator=False,
                    start_date__isnull=False,
                    end_date__isnull=False,
                ),
                name="member_from_minutes_only_closed",
                violation_error_message=_("A term seen in minutes has ended and holds no seat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
