"""Who owns an action."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.actions import Action
from meetings.models.fields import exactly_one
from meetings.models.organisations import Organisation
from meetings.models.people import Person


class ActionOwner(models.Model):
    """A person, an organisation, everybody, or an outside name kept as typed."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="owners")  # part of the action
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name as typed"), max_length=200)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_actions",
        verbose_name=_("person"),
    )  # a promise is part of a person's record
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_actions",
        verbose_name=_("organisation"),
    )  # a promise is part of an organisation's record
    is_everyone = models.BooleanField(_("everyone"), default=False)

    class Meta:
        ordering = ["action", "position"]
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="owner_position_once"),
            models.UniqueConstraint(
                fields=["action", "person"],
                condition=Q(person__isnull=False),
                name="owner_once_per_action",
                violation_error_message=_("This person owns the action already."),
            ),
            exactly_one(
                "owner",
                Q(person__isnull=False),
                Q(organisation__isnull=False),
                Q(is_everyone=True),
                Q(person__isnull=True, organisation__isnull=True, is_everyone=False),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="owner_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
