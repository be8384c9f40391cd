"""Keys that meetings once had: old links lead on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.boards import Board
from meetings.models.meetings import Meeting


class FormerKey(models.Model):
    """A key a meeting had before its date changed: old links lead to it still."""

    board = models.ForeignKey(
        Board, models.CASCADE, related_name="former_keys"
    )  # a redirect without its board leads nowhere
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="former_keys"
    )  # a redirect without its meeting leads nowhere
    key = models.CharField(_("key"), max_length=40)

    class Meta:
        verbose_name = _("former key")
        verbose_name_plural = _("former keys")
        constraints = [models.UniqueConstraint(fields=["board", "key"], name="former_key_once")]

    def __str__(self) -> str:
        return self.key
