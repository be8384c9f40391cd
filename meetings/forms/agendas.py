"""Forms for agendas and their templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import number_field, plain_digits
from meetings.models import AgendaItem, AgendaTemplate, AgendaTemplateItem, Board
from meetings.services.agendas import Planned, names_in

MOST_MINUTES = 24 * 60
MOST_TEMPLATE_ITEMS = 100
IN_CAMERA = "in camera"


def one_line(text: str) -> str:
    return " ".join(text.split())


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    presenters = forms.CharField(
        label=_("Presenters"),
        required=False,
        max_length=200,
        help_text=_("Names with commas between them. People of the board are recognised."),
    )
    planned_minutes = number_field(_("Minutes"), most=MOST_MINUTES, required=False)
    is_in_camera = forms.BooleanField(label=_("In camera"), required=False)

    @classmethod
    def initial_of(cls, item: AgendaItem) -> dict[str, Any]:
        fields = ("title", "planned_minutes", "is_in_camera")
        names = ", ".join(presenter.name for presenter in item.presenters.order_by("position"))
        return {"presenters": names} | {name: getattr(item, name) for name in fields}

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def planned(self) -> Planned:
        data = self.cleaned_data
        return Planned(
            title=data["title"],
            presenters=names_in(one_line(data["presenters"])),
            planned_minutes=data["planned_minutes"],
            is_in_camera=data["is_in_camera"],
        )


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name of the template"), max_length=100)
    lines = forms.CharField(
        label=_("Items, one a line"),
        max_length=50_000,
        help_text=_(
            "Title | minutes | presenters | in camera. Only the title is needed: "
            "“Budget | 20 | Ada Low, Bo Finn”."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, data: Any, *, board: Board, known: AgendaTemplate | None = None) -> None:
        initial = {"name": known.name, "lines": as_lines(known)} if known else None
        super().__init__(data, initial=initial)
        self.others = AgendaTemplate.objects.filter(board=board)
        if known:
            self.others = self.others.exclude(pk=known.pk)

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if self.others.filter(name=name).exists():
            raise ValidationError(_("Another template has this name."))
        return name

    def clean_lines(self) -> list[AgendaTemplateItem]:
        lines = enumerate(str(self.cleaned_data["lines"]).splitlines(), start=1)
        items = [read_line(number, line) for number, line in lines if line.strip()]
        if len(items) > MOST_TEMPLATE_ITEMS:
            raise ValidationError(_("A template has %d items at most.") % MOST_TEMPLATE_ITEMS)
        for position, item in enumerate(items, start=1):
            item.position = position
        return items


def read_line(number: int, line: str) -> AgendaTemplateItem:
    """A line of a template as its item. Raises ValidationError with the line's number."""
    parts = [one_line(part) for part in line.split("|")]
    title, minutes, presenters, camera = [*parts, "", "", ""][:4]
    minutes = plain_digits(minutes).removesuffix("min").strip()
    wrong = None
    if len(parts) > 4 or camera.lower() not in ("", IN_CAMERA):
        wrong = _now("after the presenters only “in camera” may follow")
    elif not 0 < len(title) <= 300 or len(presenters) > 200:
        wrong = _now("a title has 1 to 300 characters, presenters 200 at most")
    elif minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5):
        wrong = _now("“%s” is no number of minutes") % minutes
    elif minutes and not 1 <= int(minutes) <= MOST_MINUTES:
        wrong = _now("an item takes from 1 to %d minutes") % MOST_MINUTES
    if wrong:
        raise ValidationError(
            _now("Line %(number)d: %(wrong)s.") % {"number": number, "wrong": wrong}
        )
    return AgendaTemplateItem(
        title=title,
        planned_minutes=int(minutes) if minutes else None,
        presenters=presenters,
        is_in_camera=bool(camera),
    )


def as_lines(template: AgendaTemplate) -> str:
    """The template's items as they are typed."""
    rows = []
    for item in template.items.order_by("position"):
        minutes = str(item.planned_minutes or "")
        parts = [item.title, minutes, item.presenters, IN_CAMERA if item.is_in_camera else ""]
        rows.append(" | ".join(parts).rstrip(" |"))
    return "\n".join(rows)
