"""The register: what was decided and approved, chained by hashes, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, Standing
from meetings.models.agenda import AgendaItem
from meetings.models.ballots import BallotResult
from meetings.models.boards import Board
from meetings.models.meetings import Meeting
from meetings.models.resolutions import Resolution
from meetings.notation.edit import without_marks


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def visible_to(self, actor: Actor) -> RegisterEntryQuerySet:
        """That an entry is there, its kind, time and hashes: everybody on the board may check."""
        entries = self.filter(board=actor.board)
        return entries if actor.is_at_least(Standing.OBSERVER) else entries.none()

    def with_sight(self, actor: Actor) -> RegisterEntryQuerySet:
        """Adds `in_sight`: whether this actor may read what an entry commits to."""
        readable = RegisterEntry.objects.filter(texts_in_sight(actor), pk=OuterRef("pk"))
        asked = {"in_sight": Exists(readable)}
        return self.annotate(**asked)

    def with_fate(self) -> RegisterEntryQuerySet:
        """Adds `is_kept` and `is_held`, and `said`: what a disposal or a hold says."""
        kept = RegisterText.objects.filter(entry=OuterRef("pk"))
        acts = (RegisterEntry.Kind.DISPOSAL, RegisterEntry.Kind.HOLD)
        asked = {
            "is_kept": Exists(kept),
            "is_held": Exists(kept.filter(holds__isnull=False)),
            "said": Case(
                When(kind__in=acts, then="kept__text"),
                default=Value(""),
                output_field=models.TextField(),
            ),
        }
        return self.annotate(**asked)


def texts_in_sight(actor: Actor) -> Q:
    """Entries whose text this actor may read. What was in camera is the secretariat's alone,
    results and corrections are read by whoever reads the item; a disposal explains a gap to all.
    """
    if actor.keeps_minutes:
        return Q()
    kind = RegisterEntry.Kind
    readable = Q(kind__in=(kind.MINUTES, kind.DISPOSAL))
    readable |= Q(
        kind=kind.RESULT, result__ballot__resolution__in=Resolution.objects.visible_to(actor)
    )
    readable |= Q(
        kind=kind.CORRECTION, correction__in=Correction.objects.visible_to(actor).values("pk")
    )
    return readable | Q(kind=kind.HOLD) if actor.administers else readable


class RegisterEntry(models.Model):
    """One link of a board's chain.

    `commitment` is the SHA-256 of a salt and the entry's text, both in RegisterText, from where
    they may lawfully go; `hash` is that of the entry itself, and the `prev` of the next one.
    """

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("approved minutes")
        IN_CAMERA = "in_camera", _("approved minutes, in camera")
        RESULT = "result", _("result of a vote")
        CORRECTION = "correction", _("correction")
        DISPOSAL = "disposal", _("disposal")
        HOLD = "hold", _("legal hold")

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="register"
    )  # the register outlives everything
    seq = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    time = models.DateTimeField(_("time"))
    chain = models.CharField(_("board, as its first entry calls it"), max_length=50)
    prev = models.CharField(_("hash of the entry before"), max_length=64)
    commitment = models.CharField(_("commitment"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="register"
    )  # leads to what it is about
    result = models.OneToOneField(
        BallotResult, models.PROTECT, null=True, blank=True, related_name="entry"
    )  # leads to what it is about

    in_sight: bool  # from `with_sight`
    is_kept: bool  # from `with_fate`
    is_held: bool
    said: str
    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["board", "seq"]
        verbose_name = _("entry of the register")
        verbose_name_plural = _("register")
        constraints = [
            models.UniqueConstraint(fields=["board", "seq"], name="register_number_once"),
            models.UniqueConstraint(fields=["board", "prev"], name="register_one_chain"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="register_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("register_entry", args=[self.board.slug, self.seq])


class RegisterText(models.Model):
    """What an entry commits to: disposable as a whole, never changed.

    `page` is the page as it was rendered once, for entries that have one.
    """

    entry = models.OneToOneField(
        RegisterEntry, models.PROTECT, related_name="kept"
    )  # the entry stays when this goes
    salt = models.CharField(_("salt"), max_length=64)
    text = models.TextField(_("canonical text"))
    page = models.TextField(_("page"), blank=True)

    class Meta:
        verbose_name = _("text of an entry")
        verbose_name_plural = _("texts of entries")

    def __str__(self) -> str:
        return str(self.entry)


class LegalHold(models.Model):
    """While it stands, the database refuses to dispose of the text."""

    kept = models.ForeignKey(RegisterText, models.PROTECT, related_name="holds")  # the point of it
    reason = models.CharField(_("reason"), max_length=300)
    placed_at = models.DateTimeField(_("placed at"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("placed by"),
    )  # who placed it is part of the record

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason")]

    def __str__(self) -> str:
        return f"{self.kept} · {self.placed_at:%Y-%m-%d}"


class Approval(models.Model):
    """How a meeting's minutes became the record."""

    class How(models.TextChoices):
        RESOLUTION = "resolution", _("by a resolution")
        LAPSE = "lapse", _("nobody objected in time")
        ADOPTED = "adopted", _("adopted as they were")

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="approval"
    )  # the record of the record
    entry = models.OneToOneField(
        RegisterEntry, models.PROTECT, related_name="approval"
    )  # the record of the record
    in_camera_entry = models.OneToOneField(
        RegisterEntry, models.PROTECT, null=True, blank=True, related_name="in_camera_approval"
    )  # the record of the record
    how = models.CharField(_("how"), max_length=10, choices=How)
    is_corrected = models.BooleanField(_("as corrected"), default=False)
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="approvals"
    )  # the decision that approved them
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )  # who recorded it is part of the record

    class Meta:
        verbose_name = _("approval of minutes")
        verbose_name_plural = _("approvals of minutes")

    def __str__(self) -> str:
        return f"{self.meeting} · {self.get_how_display()}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> CorrectionQuerySet:
        """Those of items that this actor may read, unless adopted where they may not."""
        items = AgendaItem.objects.visible_to(actor)
        open_there = Q(adopted_in__is_in_camera=False) | Q(adopted_in__in=items)
        return self.filter(open_there, item__in=items)


class Correction(models.Model):
    """Something previously adopted is amended by a later meeting; the original stays."""

    class Ground(models.TextChoices):
        UNANIMOUS = "unanimous", _("unanimous consent")
        TWO_THIRDS = "two_thirds", _("two thirds of the votes cast")
        MAJORITY_OF_ALL = "majority_of_all", _("a majority of all seats")
        NOTICE = "notice", _("a majority, after notice")

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="corrections"
    )  # what is corrected stays
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    was = models.TextField(_("the words as approved"), blank=True)
    reads = models.TextField(_("the words as corrected"))
    adopted_in = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="adopted_corrections"
    )  # leads to the decision
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="corrections"
    )  # the decision that adopted it
    entry = models.OneToOneField(
        RegisterEntry, models.PROTECT, related_name="correction"
    )  # the record of it
    ground = models.CharField(_("adopted by"), max_length=15, choices=Ground, blank=True)
    sentence = models.TextField(_("why that is enough"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "entry"]
        verbose_name = _("correction of approved minutes")
        verbose_name_plural = _("corrections of approved minutes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(was="", reads=""), name="correction_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.entry_id}"

    @property
    def was_said(self) -> str:
        return without_marks(self.was)

    @property
    def reads_said(self) -> str:
        return without_marks(self.reads)
