"""Imported minutes: their bytes, their hash, and what became of each line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.boards import Board


class ImportSource(models.Model):
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="sources"
    )  # the bytes are the evidence for the record
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    reader = models.CharField(_("reader"), max_length=20)
    report = models.JSONField(
        _("report"),
        default=dict,
        help_text=_("Each line's fate, and what the reader was unsure of."),
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )  # the import outlives the sign-in
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        ordering = ["-imported_at"]
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
