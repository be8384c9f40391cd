"""Before a meeting: who says that they come, and what that makes of the quorum."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Meeting, MeetingAnswer, Member, Person
from meetings.rules.tally import Entry
from meetings.services.changes import Save
from meetings.services.halls import SEATLESS_VOTERS, Guest, Hall
from meetings.services.planning import OFF, NotNow
from meetings.services.quorum import BEGINNING, NO_ITEM, Meter, meter_of
from meetings.services.refusals import Refused

Choice = MeetingAnswer.Choice
COMING = (Choice.COMES, Choice.REMOTE)


@dataclass(frozen=True)
class ExpectedSeat:
    """`speaker` is expected to speak for it; where nobody is, `waiting` have not answered yet."""

    name: str
    speaker: str = ""
    via: str = ""
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """The quorum as the answers have it; `meter` is None where the board has no seats that day."""

    meter: Meter | None
    seats: tuple[ExpectedSeat, ...]
    answers: Mapping[int, MeetingAnswer]

    @property
    def waiting(self) -> list[ExpectedSeat]:
        """Seats that nobody speaks for so far, and of which somebody has not answered."""
        return [seat for seat in self.seats if not seat.speaker and seat.waiting]

    @property
    def away(self) -> list[ExpectedSeat]:
        return [seat for seat in self.seats if not seat.speaker and not seat.waiting]


@transaction.atomic
def give_answer(
    meeting: Meeting, *, person: Person, choice: str, delegate: str = "", save: Save
) -> MeetingAnswer:
    """The one answer of a person to a meeting, given or changed until it is adjourned.

    In: `delegate`, the name of whoever is sent. Raises NotNow once the meeting is over or
    cancelled, Refused where the name is missing or their own.
    """
    meeting.board.wait_for_turn()
    _refuse_if_over(Meeting.objects.get(pk=meeting.pk))
    name = " ".join(delegate.split()) if choice == Choice.DELEGATE else ""
    if choice == Choice.DELEGATE and not name:
        raise Refused(_("Write the name of whoever comes instead."))
    sent = _called(meeting, name) if name else None
    if sent == person:
        raise Refused(_("Write the name of somebody else."))
    said = {"choice": choice, "delegate_name": sent.name if sent else name, "delegate": sent}
    answer = MeetingAnswer.objects.filter(meeting=meeting, person=person).first()
    if answer is None:
        answer = MeetingAnswer(meeting=meeting, person=person)
    for field, value in (said | {"given_at": save.at, "entered_by": save.by}).items():
        setattr(answer, field, value)
    answer.save(update_fields=[*said, "given_at", "entered_by"] if answer.pk else None)
    return answer


def _refuse_if_over(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise NotNow(OFF)
    if not meeting.is_ahead:
        raise NotNow(_("This meeting is over: who came is in its minutes."))


def _called(meeting: Meeting, name: str) -> Person | None:
    """The one person of the board with that name; a name that fits several is kept as typed."""
    rows = Person.objects.unmerged().filter(board=meeting.board, name__iexact=name)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def expected_of(meeting: Meeting, hall: Hall, *, on: datetime.date) -> Expected:
    """The quorum if everybody does as they answered, in two queries.

    In: the hall of the same meeting; `on` is the day for a meeting without a date. Whoever
    has not answered is not counted; proxies count where their holder comes. By the bylaws
    of the day. Source: domain rules, sections 1 and 2.
    """
    rows = MeetingAnswer.objects.filter(meeting=meeting).select_related(
        "person__merged_into", "delegate__merged_into"
    )
    answers = {row.person.kept_as.pk: row for row in rows}
    terms = _terms(meeting, meeting.date or on)
    comes = {guest.person: guest for guest in _guests(answers.values(), terms)}
    full = replace(hall, guests=tuple(comes.values()), is_called=True)
    sheet = full.sheet(NO_ITEM, BEGINNING)
    meter = meter_of(full, sheet) if hall.seats else None
    names = {key: term.person.kept_as.name for key, term in terms.items()}
    seats = tuple(_seat(entry, answers, names) for entry in sheet.entries)
    return Expected(meter, seats, answers)


def _terms(meeting: Meeting, day: datetime.date) -> dict[int, Member]:
    terms = Member.objects.current(day).filter(person__board=meeting.board_id)
    rows = terms.select_related("person__merged_into", "organisation")
    return {term.person.kept_as.pk: term for term in rows}


def _guests(answers: Iterable[MeetingAnswer], terms: Mapping[int, Member]) -> Iterable[Guest]:
    for answer in answers:
        own = terms.get(answer.person.kept_as.pk)
        if answer.choice in COMING:
            yield _guest(answer.person.kept_as.pk, answer.person.kept_as.name, own, own)
        elif answer.choice == Choice.DELEGATE:
            sent = answer.delegate.kept_as.pk if answer.delegate else -answer.pk  # unknown here
            yield _guest(sent, answer.delegate_name, terms.get(sent), own)


def _guest(person: int, name: str, term: Member | None, sender: Member | None) -> Guest:
    """Who is sent comes for the sender's organisation."""
    may_vote = term is None or term.seat_id is not None or term.role in SEATLESS_VOTERS
    firm = sender.organisation if sender else None
    key = (firm.merged_into_id or firm.pk) if firm else None
    return Guest(person, name, key, may_vote, is_presiding=False, stays=())


def _seat(
    entry: Entry, answers: Mapping[int, MeetingAnswer], names: Mapping[int, str]
) -> ExpectedSeat:
    if entry.spoken.person is not None:
        return ExpectedSeat(entry.name, entry.speaker, str(entry.spoken.via or ""))
    people = entry.spoken.seat.people
    silent = tuple(names[key] for key in people if key in names and key not in answers)
    return ExpectedSeat(entry.name, waiting=silent)
