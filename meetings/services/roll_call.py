"""The roll is called: the whole attendance list, proxies and voices, by one press."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Attendance, Meeting, Person, Proxy, Representation
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.halls import hall_of
from meetings.services.proxies import refuse_flaws
from meetings.services.refusals import Refused
from meetings.services.roll import organisation_called, read_again
from meetings.services.stays import ARRIVED, LEFT, Stay, stays_of, write_stays

FIELDS = ("organisation", "organisation_name", "mode", "is_presiding", "is_taking_minutes",
          "overruled", "is_new_person")  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What somebody answered; `mode` is empty where they were not asked. Times are by hand."""

    mode: str
    organisation_name: str = ""
    arrived: datetime.time | None = None
    left: datetime.time | None = None
    is_presiding: bool = False
    is_taking_minutes: bool = False


@dataclass(frozen=True)
class RollCall:
    """Answers by a person's key, newcomers by name, and by a seat's key who holds its proxy
    and who speaks for it (a person's key, and why)."""

    answers: Mapping[int, Answer]
    newcomers: tuple[tuple[str, Answer], ...] = ()
    proxies: Mapping[int, int | None] = field(default_factory=dict)
    voices: Mapping[int, tuple[int, str] | None] = field(default_factory=dict)


def kept_by_hand(row: Attendance) -> Answer:
    """What was entered of somebody, whatever lines of the notes say over it."""
    if row.overruled is None:
        return Answer("")
    stays = stays_by_hand(row)
    rest = row.overruled
    return Answer(
        rest.get("mode", row.mode),
        rest.get("organisation_name", row.organisation_name),
        _time(stays[0][ARRIVED]) if stays else None,
        _time(stays[-1][LEFT]) if stays else None,
        rest.get("is_presiding", row.is_presiding),
        rest.get("is_taking_minutes", row.is_taking_minutes),
    )


def stays_by_hand(row: Attendance) -> list[Stay]:
    return (row.overruled or {}).get("stays") or stays_of(row)


@transaction.atomic
def call_roll(meeting: Meeting, *, roll: RollCall, save: Save) -> None:
    """Enters the whole list; the notes are read again after it, and their lines win.

    Raises Frozen once approved, Refused where somebody speaks for a seat who is not there,
    Misgiven for proxies that no board could honour.
    """
    refuse_if_frozen(meeting)
    meeting.board.wait_for_turn()
    listed = Attendance.objects.filter(meeting=meeting).prefetch_related("presences")
    rows = {row.person_id: row for row in listed}
    people = {p.pk: p for p in Person.objects.filter(board=meeting.board, pk__in=roll.answers)}
    answers = {people[key]: answer for key, answer in roll.answers.items() if key in people}
    for name, answer in roll.newcomers:
        answers[Person.objects.create(board=meeting.board, name=name)] = answer
    for person, answer in answers.items():
        _enter(meeting, person, answer, rows)
    for seat, holder in roll.proxies.items():
        _give_proxy(meeting, seat, holder)
    if any(roll.proxies.values()):
        by_hand = {seat: holder for seat, holder in roll.proxies.items() if holder}
        refuse_flaws(hall_of(meeting, on=save.at.date()), by_hand)
    for seat, voice in roll.voices.items():
        _let_speak(meeting, seat, voice, rows)
    read_again(meeting, save)


def _enter(meeting: Meeting, person: Person, answer: Answer, rows: dict[int, Attendance]) -> None:
    row = rows.get(person.pk)
    if row is not None and kept_by_hand(row) == answer:
        return
    if not answer.mode:
        if row is not None and row.overruled is not None:
            _unlist(row, rows)
        return
    if row is None:
        place = max((one.position for one in rows.values()), default=0) + 1
        row = Attendance(meeting=meeting, person=person, name=person.name, position=place)
        rows[person.pk] = row
        if not person.memberships.exists():
            row.capacity = Attendance.Capacity.GUEST
    stays = _stays(row, answer)
    typed = " ".join(answer.organisation_name.split())
    row.organisation = organisation_called(meeting.board, typed) if typed else None
    row.organisation_name, row.mode = typed, answer.mode
    row.is_presiding, row.is_taking_minutes = answer.is_presiding, answer.is_taking_minutes
    row.overruled, row.is_new_person = {}, False
    row.save(update_fields=FIELDS if row.pk else None)
    write_stays(row, stays)


def _stays(row: Attendance, answer: Answer) -> list[Stay]:
    """The times belong to the first coming and the last going; items in between stay."""
    stays = [] if row.overruled is None else stays_by_hand(row)
    times = (answer.arrived, answer.left)
    if not stays and times == (None, None):
        return []
    stays = stays or [[None, None, None, None]]
    stays[0][ARRIVED], stays[-1][LEFT] = _text(answer.arrived), _text(answer.left)
    return [stay for stay in stays if any(stay)]


def _unlist(row: Attendance, rows: dict[int, Attendance]) -> None:
    if row.representations.exists():
        sentence = _("%s speaks for a seat at this meeting. Change that first.")
        raise Refused(sentence % row.name)
    del rows[row.person_id]
    row.delete()  # a line that speaks of them puts them on the list again


def _give_proxy(meeting: Meeting, seat: int, holder: int | None) -> None:
    """By hand: a line that gives the same seat's proxy away goes on winning."""
    Proxy.objects.filter(meeting=meeting, seat=seat).delete()
    if holder:
        Proxy.objects.create(meeting=meeting, seat_id=seat, holder_id=holder)


def _let_speak(
    meeting: Meeting, seat: int, voice: tuple[int, str] | None, rows: dict[int, Attendance]
) -> None:
    said = Representation.objects.filter(meeting=meeting, seat=seat)
    if voice is None:
        said.delete()
        return
    row = rows.get(voice[0])
    if row is None or not row.is_there:
        raise Refused(_("Who speaks for a seat has to be there: choose present or remote first."))
    if not said.update(attendance=row, reason=voice[1]):
        Representation.objects.create(
            meeting=meeting, seat_id=seat, attendance=row, reason=voice[1]
        )


def _text(time: datetime.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _time(text: int | str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if isinstance(text, str) else None
