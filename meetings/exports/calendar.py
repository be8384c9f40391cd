"""Meetings and due dates as calendars read them (RFC 5545), and invitations (RFC 5546)."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from meetings.models import Action, Meeting
from meetings.notation.markup import with_visible_marks

PRODUCT = "-//Boardapp//Meetings//EN"
AN_HOUR = 60  # a meeting of which nobody said how long it takes
A_DAY, AN_HOUR_LATER = datetime.timedelta(days=1), datetime.timedelta(hours=1)
ZONE_FROM, ZONE_TO = datetime.date(1970, 1, 1), datetime.date(2101, 1, 1)
JOIN = re.compile(r"https?://[^\s<>\"]+")
KEPT_EVENTS = 8192  # made once, as long as nothing in them changes

When = datetime.datetime | datetime.date


@dataclass(frozen=True)
class Entry:
    """One event. Times are of the clock in `zone`, UTC where that clock shows them twice.

    `sequence` rises with each change; `stamp` is when it last did.
    """

    uid: str
    sequence: int
    stamp: datetime.datetime
    start: When
    end: When
    summary: str
    zone: str = "UTC"
    description: str = ""
    place: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_busy: bool = True

    @property
    def zones(self) -> set[str]:
        is_timed = isinstance(self.start, datetime.datetime)
        return {self.zone} if is_timed and self.zone != "UTC" else set()


@dataclass(frozen=True)
class Invited:
    """Who is asked to a meeting, and from which address the answer is awaited."""

    name: str
    address: str
    organiser_name: str
    organiser: str


def meeting_entry(
    meeting: Meeting, *, site: str, titles: Sequence[tuple[int, str]] = (), reason: str = ""
) -> Entry | None:
    """A meeting whose day is known; None for the others and for those in writing.

    In: `site` is the site's address; `titles` are positions and titles of items of the agenda
    that the reader may know of, nothing in camera among them; `reason`, why it is off.
    """
    if meeting.date is None or meeting.date_precision != "day":
        return None
    if meeting.kind == Meeting.Kind.WRITTEN:
        return None
    start, end, zone = _times(meeting)
    page = f"{site}{_meetings_of(meeting.board.slug)}{meeting.key}/"
    join = JOIN.search(_clean(meeting.place))
    agenda = [f"{position}. {title}" for position, title in titles]
    return Entry(
        uid=f"meeting-{meeting.pk}@{meeting.board.slug}.boardapp",
        sequence=meeting.calendar_sequence,
        stamp=meeting.calendar_changed_at,
        start=start,
        end=end,
        zone=zone,
        summary=_summary(meeting),
        description="\n".join([*([reason] if reason else []), *agenda, page]),
        place=meeting.place,
        url=join[0].rstrip(".,;)") if join else page,
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def _summary(meeting: Meeting) -> str:
    if meeting.kind == Meeting.Kind.ORDINARY:
        return _("%(board)s: meeting") % {"board": meeting.board.name}
    words = {"board": meeting.board.name, "kind": meeting.get_kind_display()}
    return _("%(board)s: %(kind)s meeting") % words


@lru_cache(maxsize=64)
def _meetings_of(slug: str) -> str:
    """A meeting's page lies below it (design, section 7); looked up once, not for each event."""
    return reverse("meeting_list", args=[slug])


def _times(meeting: Meeting) -> tuple[When, When, str]:
    """Start, end and the zone they are said in; days where no time is known.

    A local time that comes twice means the first in a calendar, so that near the hour when
    the clocks go back both are said in UTC. Source: RFC 5545, 3.3.5.
    """
    start = meeting.starts_at
    if start is None:
        day = meeting.date or datetime.date.min
        return day, day + A_DAY, "UTC"
    end = start + datetime.timedelta(minutes=meeting.planned_minutes or AN_HOUR)
    zone = meeting.board.zone
    local = [instant.astimezone(zone) for instant in (start, end)]
    if zone.key == "UTC" or any(one.fold for one in local):
        return start.replace(tzinfo=None), end.replace(tzinfo=None), "UTC"
    return local[0].replace(tzinfo=None), local[1].replace(tzinfo=None), zone.key


def action_entry(action: Action, *, site: str) -> Entry | None:
    """An action on the day it is due; None without one. In camera its wording stays there."""
    if action.due_on is None or action.sent_at is None:
        return None
    page = site + action.get_absolute_url()
    text = _("an action in camera") if action.item.is_in_camera else action.text
    return Entry(
        uid=f"action-{action.pk}@{action.board.slug}.boardapp",
        sequence=action.version,
        stamp=action.sent_at,
        start=action.due_on,
        end=action.due_on + A_DAY,
        summary=_("%(number)s due: %(text)s") % {"number": action.label, "text": text},
        description=page,
        url=page,
        is_busy=False,
    )


def calendar_of(entries: Iterable[Entry], *, name: str) -> bytes:
    """A calendar to subscribe to or to open, the same bytes as long as nothing changes."""
    frame = Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        frame.add(title, vText(" ".join(_clean(name).split())))
    frame.add("refresh-interval", AN_HOUR_LATER, parameters={"VALUE": "DURATION"})
    return _with_parts(frame, list(entries), [])


def invitation_of(entry: Entry, invited: Invited) -> bytes:
    """An event as a mail invites to it, or takes the invitation back where it is off.

    Source: RFC 5546, 3.2.2 and 3.2.5.
    """
    frame = Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("method", method_of(entry))
    event = _event(entry)
    organiser = vCalAddress(f"mailto:{invited.organiser}")
    organiser.params["CN"] = vText(_clean(invited.organiser_name))
    event.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{invited.address}")
    attendee.params["CN"] = vText(_clean(invited.name))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")  # answers are given on our page
    event.add("attendee", attendee)
    return _with_parts(frame, [entry], [_bytes(event)])


def method_of(entry: Entry) -> str:
    return "CANCEL" if entry.is_cancelled else "REQUEST"


def _with_parts(frame: Calendar, entries: Sequence[Entry], events: Sequence[bytes]) -> bytes:
    """The frame with the zones that are used, each once, and the events."""
    ending = b"END:VCALENDAR\r\n"
    zones = sorted({zone for entry in entries for zone in entry.zones})
    parts = [*map(_zone, zones), *(events or map(event_bytes, entries))]
    return _bytes(frame).removesuffix(ending) + b"".join(parts) + ending


@lru_cache(maxsize=64)
def _zone(name: str) -> bytes:
    return _bytes(Timezone.from_tzid(name, first_date=ZONE_FROM, last_date=ZONE_TO))


@lru_cache(maxsize=KEPT_EVENTS)
def event_bytes(entry: Entry) -> bytes:
    """The event as it is written, made once as long as nothing in it changes."""
    return _bytes(_event(entry))


def _bytes(component: Component) -> bytes:
    return bytes(component.to_ical(sorted=False))


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", _in_zone(entry.start, entry.zone))
    event.add("dtend", _in_zone(entry.end, entry.zone))
    event.add("summary", _clean(entry.summary))
    texts: Mapping[str, str] = {"description": entry.description, "location": entry.place}
    for name, text in texts.items():
        if text:
            event.add(name, _clean(text))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    return event


def _in_zone(when: When, zone: str) -> When:
    if not isinstance(when, datetime.datetime):
        return when
    return when.replace(tzinfo=datetime.UTC if zone == "UTC" else ZoneInfo(zone))


def _clean(text: str) -> str:
    """Line ends stay, every other control character goes; bidi marks are shown as signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return with_visible_marks("".join(kept))
