"""Organisations, their other names, and their standing on a board."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.actors import Actor, Standing
from meetings.models.boards import Board
from meetings.models.fields import DatedQuerySet, ends_after_start, refuse_deep_merge


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def unmerged(self) -> OrganisationQuerySet:
        return self.filter(merged_into__isnull=True)

    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        if not actor.is_at_least(Standing.OBSERVER):
            return self.none()
        return self.filter(board=actor.board)


class Organisation(models.Model):
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="organisations"
    )  # a board with organisations is not deleted by accident
    name = models.CharField(_("name"), max_length=200)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("is the same organisation as"),
    )  # undoing a merge needs both rows
    history = HistoricalRecords()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                "board",
                Lower("name"),
                name="organisation_once_per_board",
                violation_error_message=_("This board knows an organisation of that name."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_has_name",
                violation_error_message=_("Give the organisation a name."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="organisation_not_merged_into_self",
                violation_error_message=_("An organisation cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.board.slug, self.pk])

    def clean(self) -> None:
        refuse_deep_merge(self)

    @property
    def kept_as(self) -> Organisation:
        """The record under whose name this one is kept: itself, unless it was merged."""
        return self.merged_into or self

    def same(self) -> OrganisationQuerySet:
        """This record and those merged into it."""
        return Organisation.objects.filter(Q(pk=self.pk) | Q(merged_into=self.pk)).order_by()


class OrganisationAlias(models.Model):
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases"
    )  # an alias without its organisation means nothing
    name = models.CharField(_("alias"), max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation's alias")
        verbose_name_plural = _("organisations' aliases")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="organisation_alias_once",
                violation_error_message=_("This organisation has that alias already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_alias_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """An organisation's standing on the board over a span of time."""

    class Contract(models.TextChoices):
        NONE = "none", _("none")
        SENT = "sent", _("sent")
        SIGNED = "signed", _("signed")
        ENDED = "ended", _("ended")

    class Fee(models.TextChoices):
        NOT_DUE = "not_due", _("not due")
        DUE = "due", _("due")
        PAID = "paid", _("paid")
        WAIVED = "waived", _("waived")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations"
    )  # its standing is part of the board's record
    membership_class = models.CharField(_("membership class"), max_length=100, blank=True)
    contract = models.CharField(
        _("contract"), max_length=10, choices=Contract, default=Contract.NONE
    )
    fee = models.CharField(_("fee"), max_length=10, choices=Fee, default=Fee.NOT_DUE)
    fee_due_on = models.DateField(_("fee due on"), null=True, blank=True)
    fee_paid_on = models.DateField(_("fee paid on"), null=True, blank=True)
    start_date = models.DateField(_("since"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "-start_date"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            ends_after_start("affiliation"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(end_date__isnull=True),
                name="affiliation_one_open",
                violation_error_message=_("End the organisation's open affiliation first."),
            ),
            models.CheckConstraint(
                condition=Q(fee_paid_on__isnull=True) | Q(fee="paid"),
                name="affiliation_paid_on_a_day",
                violation_error_message=_("A fee with a day of payment is a fee that is paid."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.membership_class or _('no class')}"
