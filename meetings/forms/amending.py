"""How approved minutes are corrected: the words, and the decision that adopted them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.models import AgendaItem, Correction, Meeting, Resolution
from meetings.models.actors import Actor
from meetings.notation.markup import with_visible_marks

MOST_MEETINGS = 24


class CorrectForm(forms.Form):
    """`adopted` is an item of a later meeting, or a carried resolution in one."""

    reads = forms.CharField(
        label=_lazy("The words as corrected"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=10_000,
        help_text=_lazy("Left empty, the line is struck."),
    )
    adopted = forms.ChoiceField(
        label=_lazy("Adopted by"),
        help_text=_lazy("A resolution of a later meeting; or its item, where nobody objected."),
    )
    stated = forms.ChoiceField(
        label=_lazy("What it was adopted by"),
        required=False,
        choices=[("", _lazy("worked out from the votes")), *Correction.Ground.choices],
        help_text=_lazy("Only where the votes do not tell: what you state is registered."),
    )

    def __init__(self, *args: Any, meeting: Meeting, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, tuple[AgendaItem, Resolution | None]] = {}
        field = self.fields["adopted"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("choose")), *self._offered(meeting, actor)]

    def _offered(self, meeting: Meeting, actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
        later = Meeting.objects.visible_to(actor).exclude(pk=meeting.pk)
        later = later.exclude(state__in=(*Meeting.NOT_BEGUN, "cancelled"))
        if meeting.date:
            later = later.filter(date__gte=meeting.date)
        meetings = list(later.order_by("-date", "-pk")[:MOST_MEETINGS])
        items = AgendaItem.objects.filter(meeting__in=meetings).order_by("position")
        carried = Resolution.objects.filter(item__in=items, state=Resolution.State.CARRIED)
        by_item: dict[int, list[Resolution]] = {}
        for row in carried.order_by("line"):
            by_item.setdefault(row.item_id, []).append(row)
        choices: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in meetings}
        by_key = {one.pk: one for one in meetings}
        for item in items:
            item.meeting = by_key[item.meeting_id]
            for decision in (*by_item.get(item.pk, ()), None):
                value = f"resolution-{decision.pk}" if decision else f"item-{item.pk}"
                self.found[value] = (item, decision)
                choices[item.meeting_id].append((value, _label(item, decision)))
        return [(by_key[pk].when, some) for pk, some in choices.items() if some]


def _label(item: AgendaItem, decision: Resolution | None) -> str:
    if decision:
        words = f"{decision.label}: {Truncator(decision.text).chars(60)}"
    else:
        words = _("%(position)d · %(title)s: nobody objected") % vars(item)
    return with_visible_marks(words)
