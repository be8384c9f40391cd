"""Resolutions: a motion and what became of it, as the minutes record it."""

from __future__ import annotations

from django.apps import apps
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, Standing, items_in_sight
from meetings.models.agenda import AgendaItem
from meetings.models.boards import Board
from meetings.models.organisations import Organisation
from meetings.models.people import Person

NUMBER = "[0-9A-Za-z-]{1,30}"
is_number = RegexValidator(
    rf"^(?!draft-){NUMBER}\Z", _("Use letters, digits and hyphens; “draft-” is taken.")
)


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, actor: Actor) -> ResolutionQuerySet:
        if not actor.is_at_least(Standing.OBSERVER):
            return self.none()
        return self.kept().filter(items_in_sight(actor, "item"), board=actor.board)

    def kept(self) -> ResolutionQuerySet:
        """Not those whose line went before they had a number or were voted on."""
        return self.filter(Q(line__isnull=False) | Q(number__isnull=False) | _voted_on())

    def moved_for(self, firm: Organisation) -> ResolutionQuerySet:
        """By somebody who came to that meeting for it, or in its own name."""
        listed = apps.get_model("meetings", "Attendance").objects.filter(
            Q(person=OuterRef("mover"))
            | Q(person=OuterRef("mover__merged_into"))
            | Q(person__merged_into=OuterRef("mover")),
            meeting=OuterRef("item__meeting"),
            organisation__in=firm.same(),
        )
        own_name = Q(mover=None, mover_name__iexact=firm.name)
        return self.filter(Exists(listed) | own_name)

    def with_ballots(self) -> ResolutionQuerySet:
        """Adds `has_ballot`: whether a vote was ever opened on it."""
        asked = {"has_ballot": _voted_on()}
        return self.annotate(**asked)


def _voted_on() -> Exists:
    ballots = apps.get_model("meetings", "Ballot").objects
    return Exists(ballots.filter(resolution=OuterRef("pk")))


class Resolution(models.Model):
    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("open for votes")
        CARRIED = "carried", _("carried")
        NOT_CARRIED = "not_carried", _("not carried")
        NOT_DECIDED = "not_decided", _("not decided")
        NO_QUORUM = "no_quorum", _("no quorum")
        TABLED = "tabled", _("tabled")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SUPERSEDED = "superseded", _("superseded")
        RESCINDED = "rescinded", _("rescinded")

    ENDED = (State.SUPERSEDED, State.RESCINDED)

    class Outcome(models.TextChoices):
        UNSTATED = "", _("no result recorded")
        CARRIED = "carried", _("carried")
        NOT_CARRIED = "not_carried", _("not carried")
        NO_QUORUM = "no_quorum", _("no quorum")
        NOT_DECIDED = "not_decided", _("not decided")
        TABLED = "tabled", _("tabled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="resolutions"
    )  # decisions outlive a slip of the hand
    number = models.CharField(  # noqa: DJ001 - many drafts have no number, numbers are unique
        _("number"),
        max_length=30,
        null=True,
        blank=True,
        validators=[is_number],
        help_text=_("Given at adjournment or adoption."),
    )
    own_number = models.CharField(_("the board's own number"), max_length=50, blank=True)
    text = models.TextField(_("text"), blank=True)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        related_name="resolutions",
        verbose_name=_("moved in"),
    )  # a resolution leads to its line
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    mover = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("moved by"),
    )  # who moved is minutes
    mover_name = models.CharField(_("mover as typed"), max_length=200, blank=True)
    seconder = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seconded_motions",
        verbose_name=_("seconded by"),
    )  # who seconded is minutes
    seconder_name = models.CharField(_("seconder as typed"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    recorded_outcome = models.CharField(
        _("outcome as recorded"),
        max_length=12,
        choices=Outcome,
        blank=True,
        default=Outcome.UNSTATED,
    )
    recorded_words = models.CharField(
        _("outcome in the minutes' words"), max_length=300, blank=True
    )
    recorded_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    recorded_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    recorded_abstain = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("amends"),
    )  # an amendment means nothing without its motion
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )  # the chain of versions stays whole

    has_ballot: bool  # from `with_ballots`
    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["-item__meeting__date", "item__position", "line"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="resolution_number_once_per_board",
                violation_error_message=_("Another resolution of this board has that number."),
            ),
            models.UniqueConstraint(fields=["item", "line"], name="resolution_once_per_line"),
            models.CheckConstraint(
                condition=(
                    Q(recorded_for__isnull=True, recorded_against__isnull=True)
                    & Q(recorded_abstain__isnull=True)
                )
                | Q(recorded_for__isnull=False, recorded_against__isnull=False),
                name="resolution_counts_come_together",
                violation_error_message=_("Give both the votes for and those against."),
            ),
            models.CheckConstraint(
                condition=(Q(replaces__isnull=True) | ~Q(replaces=F("pk")))
                & (Q(amends__isnull=True) | ~Q(amends=F("pk"))),
                name="resolution_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.label  # not the text: some of it is in camera

    @property
    def label(self) -> str:
        return self.number or f"draft-{self.pk}"

    @property
    def is_before_the_board(self) -> bool:
        """Whether a vote on it may be opened, or is open."""
        is_undecided = self.state in (self.State.PROPOSED, self.State.OPEN)
        return is_undecided and self.line is not None and self.item.meeting.is_open_to_correction

    @property
    def anchor(self) -> str:
        """The place in the minutes where it was moved."""
        return self.item.anchor(self.line)

    @property
    def recorded_votes(self) -> str:
        """The votes as the minutes give them: 6-1-1, or in their words ("no objections")."""
        if self.recorded_for is None:
            is_vote = self.recorded_outcome in (self.Outcome.CARRIED, self.Outcome.NOT_CARRIED)
            return self.recorded_words if is_vote else ""
        counts = (self.recorded_for, self.recorded_against, self.recorded_abstain)
        return "-".join(str(count) for count in counts if count is not None)

    def get_absolute_url(self) -> str:
        return reverse("resolution_detail", args=[self.board.slug, self.label])
