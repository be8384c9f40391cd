"""Imported minutes: their bytes, their hash, and what became of each line."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from meetings.importers.source import as_lines
from meetings.models.boards import Board


class ImportBatch(models.Model):
    """What was brought at once: a pasted text, a few files, a whole archive."""

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="batches"
    )  # the batch groups evidence for the record
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought by"),
    )  # the import outlives the sign-in
    brought_at = models.DateTimeField(_("brought at"))
    is_final = models.BooleanField(
        _("final as recorded"),
        default=False,
        help_text=_("The minutes were approved elsewhere; otherwise they are drafts to finish."),
    )
    refusals = models.JSONField(
        _("refusals"), default=list, help_text=_("Files that were not taken, each with why.")
    )
    answers = models.JSONField(
        _("answers"),
        default=dict,
        blank=True,
        help_text=_("Whom names mean that fit several people or nearly one."),
    )

    class Meta:
        ordering = ["-brought_at"]
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")

    def __str__(self) -> str:
        return f"{self.board} {self.brought_at:%Y-%m-%d %H:%M}"


class ImportSourceQuerySet(models.QuerySet["ImportSource"]):
    def waiting(self) -> ImportSourceQuerySet:
        """Read, and not yet a meeting."""
        return self.filter(meeting__isnull=True)

    def oldest_first(self) -> ImportSourceQuerySet:
        """By the date that the text has or somebody stated; undated ones last."""
        nothing = Value("")
        said = Coalesce(NullIf(KT("report__date"), nothing), NullIf("stated_date", nothing))
        return self.order_by(said.asc(nulls_last=True), "pk")


class ImportSource(models.Model):
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="sources"
    )  # the bytes are the evidence for the record
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("batch"),
    )  # what came together stays together; empty where the command line brought it
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    reader = models.CharField(_("reader"), max_length=20)
    report = models.JSONField(
        _("report"),
        default=dict,
        help_text=_("Each line's fate, and what the reader was unsure of."),
    )
    stated_date = models.CharField(
        _("date, where the text has none"),
        max_length=10,
        blank=True,
        help_text=_("2015-01-20, or 2015-01 where only the month is known."),
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )  # the import outlives the sign-in
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    objects = ImportSourceQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("import source")
        verbose_name_plural = _("import sources")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "sha256"],
                name="source_bytes_once_per_board",
                violation_error_message=_("These bytes were imported before."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def lines_with(self, fates: Mapping[int, tuple[str, str]]) -> list[tuple[int, str, str, str]]:
        """Each line of the bytes with its number from 1, its fate and as what."""
        text = bytes(self.content).decode("utf-8-sig", errors="replace")
        return [
            (number, line, *fates.get(number, ("", "")))
            for number, line in enumerate(as_lines(text), start=1)
        ]
