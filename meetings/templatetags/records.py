"""Status marks: a word, a sign and a tone for every state a record can be in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.access import can
from meetings.models import Action, AgendaItem, Meeting, Resolution
from meetings.notation.lines import FlagCode
from meetings.notation.markup import with_visible_marks
from meetings.rules.actions import slip_words

register = template.Library()


@dataclass(frozen=True)
class Mark:
    """`tone` is the colour pair; `word` and `sign` say the same without colour."""

    word: str
    sign: str
    tone: str


ACTION_MARKS = {
    Action.State.OPEN: ("○", "plain"),
    Action.State.IN_PROGRESS: ("◐", "info"),
    Action.State.DEFERRED: ("→", "warn"),
    Action.State.DONE: ("✓", "good"),
    Action.State.CANCELLED: ("–", "plain"),
    Action.State.SUPERSEDED: ("⇒", "plain"),
}
RESOLUTION_MARKS = {
    Resolution.State.PROPOSED: ("○", "plain"),
    Resolution.State.OPEN: ("◐", "info"),
    Resolution.State.CARRIED: ("✓", "good"),
    Resolution.State.NOT_CARRIED: ("✗", "bad"),
    Resolution.State.NOT_DECIDED: ("?", "warn"),
    Resolution.State.NO_QUORUM: ("◔", "bad"),
    Resolution.State.TABLED: ("→", "warn"),
    Resolution.State.WITHDRAWN: ("–", "plain"),
    Resolution.State.SUPERSEDED: ("⇒", "plain"),
    Resolution.State.RESCINDED: ("✗", "plain"),
}
MEETING_MARKS = {
    Meeting.State.SCHEDULED: ("○", "plain"),
    Meeting.State.AGENDA_PUBLISHED: ("○", "info"),
    Meeting.State.IN_SESSION: ("◐", "info"),
    Meeting.State.ADJOURNED: ("✎", "warn"),
    Meeting.State.CIRCULATED: ("✉", "info"),
    Meeting.State.APPROVED: ("✓", "good"),
    Meeting.State.CANCELLED: ("✗", "plain"),
}
DISPOSITION_MARKS = {
    AgendaItem.Disposition.COVERED: ("→", "plain"),
    AgendaItem.Disposition.DEFERRED: ("→", "warn"),
    AgendaItem.Disposition.NOT_REACHED: ("→", "warn"),
    AgendaItem.Disposition.WITHDRAWN: ("–", "plain"),
}


@register.filter
def action_mark(action: Action, today: Any) -> Mark:
    """Late, due or as its state says; `today` is the reader's day or empty."""
    state = Action.State(action.state)
    if isinstance(today, datetime.date):
        state = action.state_on(today)
    sign, tone = ACTION_MARKS[state]
    word = str(state.label)
    if not action.is_open:
        if action.closed_on:
            word = f"{word} {date_format(action.closed_on, 'j M Y')}"
        return Mark(word, sign, tone)
    if isinstance(today, datetime.date) and action.is_late(today):
        return Mark(_("late: %s") % _day(action.due_on), "!", "bad")
    if state is Action.State.DEFERRED and action.deferred_until:
        return Mark(_("deferred until %s") % _day(action.deferred_until), sign, tone)
    if action.due_on:
        return Mark(_("due %s") % _day(action.due_on), "◷", "warn")
    return Mark(word, sign, tone)


def mark_html(mark: Mark) -> SafeString:
    """As components/action_mark.html shows it."""
    html = '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html(html, mark.tone, mark.sign, mark.word)


@register.simple_tag
def slipped(count: int | str, action: Action, today: Any) -> str:
    """“third time since June”; nothing for what never slipped, or where nobody counted."""
    day = today if isinstance(today, datetime.date) else datetime.date.max
    return slip_words(int(count or 0), action.item.meeting.date, day)


def _day(date: datetime.date | None) -> str:
    return date_format(date, "j M Y") if date else ""


@register.filter
def resolution_mark(resolution: Resolution) -> Mark:
    sign, tone = RESOLUTION_MARKS[Resolution.State(resolution.state)]
    return Mark(str(Resolution.State(resolution.state).label), sign, tone)


@register.filter
def meeting_mark(meeting: Meeting) -> Mark:
    if meeting.is_final_as_recorded:
        return Mark(_("final as recorded"), "✓", "good")
    sign, tone = MEETING_MARKS[Meeting.State(meeting.state)]
    word = str(Meeting.State(meeting.state).label)
    if meeting.state == Meeting.State.CIRCULATED:
        word = _("draft, circulated")
    if meeting.state == Meeting.State.APPROVED and meeting.approved_on:
        word = f"{word} {_day(meeting.approved_on)}"
    return Mark(word, sign, tone)


@register.filter
def disposition_mark(item: AgendaItem) -> Mark | None:
    """Nothing for an item that was simply discussed."""
    found = DISPOSITION_MARKS.get(item.disposition)  # type: ignore[call-overload]
    if not found:
        return None
    return Mark(str(AgendaItem.Disposition(item.disposition).label), *found)


FLAG_QUESTIONS = {
    FlagCode.AMBIGUOUS_NAME: _lazy("“%s” fits several people. Who is meant?"),
    FlagCode.NEAR_NAME: _lazy("“%s” is nearly a name on the list. Who is meant?"),
    FlagCode.UNKNOWN_INITIALS: _lazy("Nobody here has the initials “%s”. Whose are they?"),
    FlagCode.NO_OWNER: _lazy("Nobody owns this action: “%s”"),
    FlagCode.TALLY: _lazy("Carried, although the count is %s."),
    FlagCode.NO_MOTION: _lazy("A result (%s) stands here without a motion above it."),
    FlagCode.UNKNOWN_ITEM: _lazy("Covered under “%s”: which item is that?"),
    FlagCode.UNKNOWN_PERSON: _lazy(
        "“%s” is nobody on this board. PRESENT+ and the full name put somebody on the list."
    ),
    FlagCode.NO_SEAT: _lazy("“%s” speaks for no seat on that day."),
    FlagCode.NO_PROXIES: _lazy("The bylaws allow no proxies: “%s” does not count."),
    FlagCode.OTHER_ORGANISATION: _lazy(
        "The bylaws allow no proxies across organisations: “%s” does not count."
    ),
    FlagCode.VOTED_TEXT: _lazy("The vote was on “%s”: this line says something else."),
    FlagCode.VOTED_RESULT: _lazy("The vote decided %s: this line says something else."),
    FlagCode.TOO_MANY_PROXIES: _lazy("“%s” holds more proxies than the bylaws allow."),
}


@register.filter
def for_row(found: Any, row: Any) -> Any:
    """What a page found of a row, by its key."""
    return found.get(row.pk) if found else None


@register.filter
def day_of(iso: str) -> str:
    """A date that travels as JSON, as a reader says it."""
    return date_format(datetime.date.fromisoformat(iso), "j F Y")


@register.filter
def shown(text: object) -> str:
    """Text with direction overrides as marks, so that no name or title reads backwards."""
    return with_visible_marks(str(text))


@register.simple_tag(takes_context=True)
def person_link(context: Context, pk: int | None, name: str, css_class: str = "") -> SafeString:
    return _link(context, "person_detail", pk, name, css_class)


@register.simple_tag(takes_context=True)
def organisation_link(
    context: Context, pk: int | None, name: str, css_class: str = ""
) -> SafeString:
    return _link(context, "organisation_detail", pk, name, css_class)


def _link(context: Context, page: str, pk: int | None, name: str, css_class: str) -> SafeString:
    """A link for those who may follow it, the name alone for a guest or an unknown one."""
    actor = getattr(context.get("request"), "actor", None)  # a stored page is nobody's
    slug = context["board"].slug if "board" in context else actor and actor.board.slug
    if pk is None or (actor and not can(actor, page)):
        return format_html('<span class="{}">{}</span>', css_class, shown(name))
    address = reverse(page, args=[slug, pk])
    return format_html('<a class="{}" href="{}">{}</a>', css_class, address, shown(name))


@register.filter
def flag_question(flag: dict[str, Any]) -> str:
    """What a flag asks, as a sentence."""
    if flag["code"] == "dropped":
        return str(_("A character that cannot be stored (%s) was left out.") % flag["subject"])
    return str(FLAG_QUESTIONS[FlagCode(flag["code"])] % flag["subject"])
