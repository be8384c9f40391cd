"""People as one board knows them, with the names they are called by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.actors import Actor, Standing
from meetings.models.boards import Board
from meetings.models.fields import kept_as, refuse_deep_merge

if TYPE_CHECKING:
    from meetings.models.organisations import Organisation


class PersonQuerySet(models.QuerySet["Person"]):
    def unmerged(self) -> PersonQuerySet:
        return self.filter(merged_into__isnull=True)

    def visible_to(self, actor: Actor) -> PersonQuerySet:
        if not actor.is_at_least(Standing.OBSERVER):
            return self.none()
        return self.filter(board=actor.board)

    def of_organisation(self, firm: Organisation) -> PersonQuerySet:
        """Who was listed or is a member for it; a merged record counts as the one kept."""
        everybody = Person.objects.order_by()
        listed = everybody.filter(attendances__organisation__in=firm.same())
        members = everybody.filter(memberships__organisation__in=firm.same())
        rows = everybody.filter(Q(pk__in=listed) | Q(pk__in=members))
        return self.filter(pk__in=rows.values_list(kept_as()))


class Person(models.Model):
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="people"
    )  # a board with people is not deleted by accident
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("account"),
    )  # the record outlives the sign-in
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("is the same person as"),
    )  # undoing a merge needs both rows
    history = HistoricalRecords()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "user"],
                condition=Q(user__isnull=False),
                name="person_once_per_board_and_login",
                violation_error_message=_("This account is somebody else on this board."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="person_has_name",
                violation_error_message=_("Give the person a name."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_self",
                violation_error_message=_("A person cannot be merged into themselves."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person_detail", args=[self.board.slug, self.pk])

    def clean(self) -> None:
        refuse_deep_merge(self)

    @property
    def kept_as(self) -> Person:
        """The record under whose name this one is kept: itself, unless it was merged."""
        return self.merged_into or self

    def same(self) -> PersonQuerySet:
        """This record and those merged into it."""
        return Person.objects.filter(Q(pk=self.pk) | Q(merged_into=self.pk)).order_by()


class PersonAlias(models.Model):
    """Another way minutes write this person: a nickname, a maiden name, initials."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="aliases"
    )  # an alias without its person means nothing
    name = models.CharField(_("alias or initials"), max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                "person",
                Lower("name"),
                name="person_alias_once",
                violation_error_message=_("This person has that alias already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="person_alias_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
