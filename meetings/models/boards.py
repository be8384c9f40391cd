"""Boards and their bylaws."""

import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.fields import known_time_zone


class Board(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=50, unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[known_time_zone]
    )
    last_action_number = models.PositiveIntegerField(
        _("last action number"), default=0, editable=False
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def day_of(self, at: datetime.datetime) -> datetime.date:
        """The day of an instant, by the board's clock."""
        return at.astimezone(self.zone).date()

    def wait_for_turn(self) -> None:
        """Whoever changes the board's record at length goes one after the other."""
        Board.objects.filter(pk=self.pk).update(last_action_number=F("last_action_number"))

    def take_action_numbers(self, count: int) -> range:
        """Numbers nobody else gets: the row stays locked until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE meetings_board SET last_action_number = last_action_number + %s "
                "WHERE id = %s RETURNING last_action_number",
                [count, self.pk],
            )
            (self.last_action_number,) = cursor.fetchone()
        return range(self.last_action_number - count + 1, self.last_action_number + 1)


class Bylaws(models.Model):
    """A board's rules from a day on. A change never re-judges the past."""

    class Quorum(models.TextChoices):
        MORE_THAN_HALF = "more_than_half", _("more than half")
        AT_LEAST_HALF = "at_least_half", _("at least half")
        TWO_THIRDS = "two_thirds", _("two-thirds")
        FIXED = "fixed", _("fixed number")

    class Majority(models.TextChoices):
        SIMPLE = "simple", _("more for than against")
        OF_PRESENT = "of_present", _("more than half of the seats present")
        OF_ALL_SEATS = "of_all_seats", _("more than half of all seats")
        OF_BALLOTS = "of_ballots", _("more than half of ballots, abstentions included")
        TWO_THIRDS_OF_CAST = "two_thirds_of_cast", _("two-thirds of votes cast")
        TWO_THIRDS_OF_ALL = "two_thirds_of_all", _("two-thirds of all seats")
        NO_OBJECTIONS = "no_objections", _("no objections")
        FIXED = "fixed", _("fixed number of votes for")

    class CastingVote(models.TextChoices):
        NONE = "none", _("none")
        CHAIR = "chair", _("the chair, in addition")
        REFER = "refer", _("the tie is referred")

    class Silence(models.TextChoices):
        NOT_VOTED = "not_voted", _("has not voted")
        ABSTAINS = "abstains", _("abstains after the deadline")

    class WrittenEffect(models.TextChoices):
        CLOSE = "close", _("when the vote is closed")
        LAST_VOTE = "last_vote", _("when the last vote needed arrives")

    class RecusalEffect(models.TextChoices):
        VOTES_AND_QUORUM = "votes_and_quorum", _("counts for neither vote nor quorum")
        VOTES_ONLY = "votes_only", _("may not vote, counts for quorum")

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="bylaws"
    )  # the past's rules must stay readable
    effective_from = models.DateField(_("effective from"))
    charter_words = models.TextField(_("the charter's words"), blank=True)
    quorum_kind = models.CharField(
        _("quorum"), max_length=20, choices=Quorum, default=Quorum.MORE_THAN_HALF
    )
    quorum_number = models.PositiveSmallIntegerField(
        _("quorum number"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    seats_fixed = models.PositiveSmallIntegerField(
        _("fixed number of seats"),
        null=True,
        blank=True,
        help_text=_("Empty: the seats filled at the start of the meeting."),
    )
    majority_kind = models.CharField(
        _("majority"), max_length=20, choices=Majority, default=Majority.SIMPLE
    )
    majority_number = models.PositiveSmallIntegerField(_("votes for needed"), null=True, blank=True)
    written_majority_kind = models.CharField(
        _("majority in writing"),
        max_length=20,
        choices=Majority,
        default=Majority.OF_ALL_SEATS,
    )
    written_majority_number = models.PositiveSmallIntegerField(
        _("votes for needed in writing"), null=True, blank=True
    )
    allows_written_votes = models.BooleanField(_("allows written votes"), default=True)
    silence = models.CharField(
        _("silence in a written vote"),
        max_length=20,
        choices=Silence,
        default=Silence.NOT_VOTED,
    )
    written_effective = models.CharField(
        _("a decision in writing takes effect"),
        max_length=10,
        choices=WrittenEffect,
        default=WrittenEffect.CLOSE,
    )
    continues_by_written_majority = models.BooleanField(
        _("a vote continued in writing needs the majority in writing"), default=False
    )
    members_vote = models.BooleanField(
        _("members may vote by their own hand in a meeting"), default=False
    )
    casting_vote = models.CharField(
        _("casting vote"), max_length=20, choices=CastingVote, default=CastingVote.NONE
    )
    objection_blocks = models.BooleanField(_("a sustained objection blocks"), default=False)
    recusal_effect = models.CharField(
        _("a recused seat"),
        max_length=20,
        choices=RecusalEffect,
        default=RecusalEffect.VOTES_AND_QUORUM,
    )
    allows_proxies = models.BooleanField(_("allows proxies"), default=False)
    proxies_count_for_quorum = models.BooleanField(_("proxies count for quorum"), default=False)
    proxies_across_organisations = models.BooleanField(
        _("proxies across organisations"), default=False
    )
    most_proxies = models.PositiveSmallIntegerField(_("most proxies per person"), default=1)
    allows_other_delegates = models.BooleanField(
        _("another delegate of the organisation may speak for its seat"), default=True
    )
    approval_lapse_days = models.PositiveSmallIntegerField(
        _("minutes count as approved after so many days"), null=True, blank=True
    )
    drafts_kept_days = models.PositiveSmallIntegerField(
        _("drafts are kept for so many days after the approval"), null=True, blank=True
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["board", "-effective_from"]
        verbose_name = _("bylaws")
        verbose_name_plural = _("bylaws")
        constraints = [
            models.UniqueConstraint(fields=["board", "effective_from"], name="bylaws_once_a_day"),
            models.CheckConstraint(
                condition=(
                    Q(quorum_kind="fixed") & Q(quorum_number__isnull=False, quorum_number__gte=1)
                )
                | (~Q(quorum_kind="fixed") & Q(quorum_number__isnull=True)),
                name="bylaws_quorum_number_iff_fixed",
                violation_error_message=_(
                    "Give a quorum number where the quorum is a fixed number, and only there."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(majority_kind="fixed")
                    & Q(majority_number__isnull=False, majority_number__gte=1)
                )
                | (~Q(majority_kind="fixed") & Q(majority_number__isnull=True)),
                name="bylaws_majority_number_iff_fixed",
                violation_error_message=_(
                    "Give a number of votes where the majority is a fixed number, and only there."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(written_majority_kind="fixed")
                    & Q(written_majority_number__isnull=False, written_majority_number__gte=1)
                )
                | (~Q(written_majority_kind="fixed") & Q(written_majority_number__isnull=True)),
                name="bylaws_written_number_iff_fixed",
                violation_error_message=_(
                    "Give a number of written votes where that majority is a fixed number, "
                    "and only there."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.effective_from}"
