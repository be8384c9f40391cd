"""Those on the board hear that an agenda is out, and of what changed since it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import AgendaVersion, Meeting, Notice
from meetings.services.changes import Save
from meetings.services.notices import News, readers_of, tell

Entries = Sequence[dict[str, Any]]
MOST_NAMED = 5


def tell_agenda(version: AgendaVersion, before: AgendaVersion | None, *, save: Save) -> int:
    """In: what is published now, and what was before. What is in camera is not named."""
    meeting = version.meeting
    words = {"when": _when(meeting), "what": _what(version.items, before.items if before else None)}
    sentence = _("The agenda of %(when)s is out: %(what)s.")
    if before:
        sentence = _("The agenda of %(when)s has changed: %(what)s.")
    news = News(
        board=meeting.board,
        kind=Notice.Kind.AGENDA_PUBLISHED,
        subject=meeting,
        text=sentence % words,
        cause=f"agenda {version.pk}",
    )
    day = meeting.board.day_of(save.at)
    return tell(readers_of(meeting, day), news=news, save=save)


def _when(meeting: Meeting) -> str:
    """The day, and the hour by the board's clock where both are known."""
    if meeting.starts_at is None:
        return meeting.when
    hour = date_format(meeting.starts_at.astimezone(meeting.board.zone), "H:i")
    return f"{meeting.when}, {hour} {meeting.board.time_zone}"


def _what(items: Entries, before: Entries | None) -> str:
    if before is None:
        return ngettext("%(count)d item", "%(count)d items", len(items)) % {"count": len(items)}
    now, then = {one["pk"]: one for one in items}, {one["pk"]: one for one in before}
    parts = []
    if added := [now[pk] for pk in now if pk not in then]:
        parts.append(_("added: %s") % _titles(added))
    if dropped := [then[pk] for pk in then if pk not in now]:
        parts.append(_("dropped: %s") % _titles(dropped))
    if [pk for pk in now if pk in then] != [pk for pk in then if pk in now]:
        parts.append(_("the order"))
    if altered := [now[pk] for pk in now if pk in then and now[pk] != then[pk]]:
        parts.append(_("altered: %s") % _titles(altered))
    return "; ".join(parts)


def _titles(entries: Iterable[dict[str, Any]]) -> str:
    named = [_("an item in camera") if one["in_camera"] else f"“{one['title']}”" for one in entries]
    more = len(named) - MOST_NAMED
    shown = ", ".join(named[:MOST_NAMED])
    return _("%(shown)s and %(more)d more") % {"shown": shown, "more": more} if more > 0 else shown
