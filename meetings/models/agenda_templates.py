"""Standing items that a board puts on many agendas, kept under a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.boards import Board


class AgendaTemplate(models.Model):
    board = models.ForeignKey(
        Board, models.CASCADE, related_name="agenda_templates"
    )  # a help for planning, no record
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["board", "name"]
        verbose_name = _("agenda template")
        verbose_name_plural = _("agenda templates")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="agenda_template_name_once",
                violation_error_message=_("Another template has this name."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="agenda_template_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaTemplateItem(models.Model):
    template = models.ForeignKey(
        AgendaTemplate, models.CASCADE, related_name="items"
    )  # part of the template
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    presenters = models.CharField(_("presenters"), max_length=200, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), null=True, blank=True)
    is_in_camera = models.BooleanField(_("in camera"), default=False)

    class Meta:
        ordering = ["template", "position"]
        verbose_name = _("item of an agenda template")
        verbose_name_plural = _("items of agenda templates")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="agenda_template_position_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_template_item_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"
