"""Those behind the seats are told of a vote in writing: opened, recorded for them, decided."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotResult, BallotSeat, Member, Notice, Person, Vote
from meetings.services.changes import Save
from meetings.services.notices import News, tell
from meetings.services.register import head_of

Kind = Notice.Kind


def tell_opened(ballot: Ballot, *, save: Save) -> int:
    """Notices in the outbox: a vote in writing waits for whoever may vote; how many."""
    (deadline,) = Ballot.objects.filter(pk=ballot.pk).with_deadline().values_list("deadline")
    zone = ballot.resolution.board.zone
    until = date_format(deadline[0].astimezone(zone), "j F Y H:i") if deadline[0] else ""
    words = {"text": motion_words(ballot), "until": f"{until} {zone.key}"}
    sentence = _("Vote until %(until)s: %(text)s") % words
    return _tell(
        ballot, behind(ballot, ballot.seats.all(), save), Kind.BALLOT_OPENED, sentence, save
    )


def tell_recorded(ballot: Ballot, votes: Iterable[Vote], *, save: Save) -> int:
    """Whoever voted, or was voted for, is told what was recorded; how many were."""
    told = 0
    for vote in votes:
        words = {
            "choice": vote.get_choice_display(),
            "seat": vote.seat.name,
            "receipt": vote.receipt_on(ballot),
            "text": motion_words(ballot),
        }
        sentence = _(
            "Recorded for %(seat)s: %(choice)s (receipt %(receipt)s), on: %(text)s "
            "If you did not vote this way, say so before the result is published."
        )
        people = behind(ballot, [vote.seat], save)
        told += _tell(ballot, people, Kind.VOTE_RECORDED, sentence % words, save)
    return told


def tell_result(result: BallotResult, *, save: Save) -> int:
    """Everybody behind the seats hears what a vote in writing decided, with the register's head."""
    ballot = result.ballot
    words = {
        "outcome": result.get_outcome_display(),
        "text": motion_words(ballot),
        "head": head_of(ballot.resolution.board),
    }
    sentence = _("Decided in writing, %(outcome)s: %(text)s Register: %(head)s") % words
    return _tell(
        ballot, behind(ballot, ballot.seats.all(), save), Kind.BALLOT_RESULT, sentence, save
    )


def behind(ballot: Ballot, seats: Iterable[BallotSeat], save: Save) -> list[Person]:
    """Everybody who sits on these seats today, once."""
    keys = [row.seat_id for row in seats]
    day = ballot.resolution.board.day_of(save.at)
    terms = Member.objects.current(day).filter(seat__in=keys).select_related("person__merged_into")
    people = [term.person.merged_into or term.person for term in terms.order_by("precedence", "pk")]
    holders = Person.objects.filter(seats__in=keys).select_related("merged_into")
    people += [person.merged_into or person for person in holders]
    return list(dict.fromkeys(people))


def _tell(ballot: Ballot, people: Iterable[Person], kind: Kind, text: str, save: Save) -> int:
    board = ballot.resolution.board
    news = News(board=board, kind=kind, subject=ballot, text=text, cause=f"ballot {ballot.pk}")
    return tell(people, news=news, save=save)


def motion_words(ballot: Ballot) -> str:
    """What is said in camera stays there."""
    if ballot.resolution.item.is_in_camera:
        return _("a motion in camera")
    return f"“{ballot.text}”"
