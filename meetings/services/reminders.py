"""Reminders: of actions that are due or late, and of votes that close while some are missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Action, Ballot, BallotSeat, Board, Notice, Person
from meetings.services.changes import Save
from meetings.services.notices import News, people_with_terms, tell_once
from meetings.services.telling import behind, motion_words
from meetings.services.voices import voices_on

Kind = Notice.Kind
Reminder = tuple[str, Notice]  # with the key by which it is written once
SOON = datetime.timedelta(days=7)
A_WEEK = datetime.timedelta(days=7)
CLOSING = datetime.timedelta(hours=24)


def write_reminders(*, now: datetime.datetime) -> int:
    """Writes what is due today into the outbox; how many were told.

    Each reminder has a key that is written once, so that it does not matter how often or by
    how many at once this runs.
    """
    written = 0
    for board in Board.objects.order_by("pk"):
        day = board.day_of(now)
        here = people_with_terms(board, day)
        rows = [*_of_actions(board, day, now, here), *_of_votes(board, now, here)]
        written += tell_once(dict(rows))
    return written


def _of_actions(
    board: Board, day: datetime.date, now: datetime.datetime, here: list[Person]
) -> Iterator[Reminder]:
    """A week before, on the day, once it is late, and then every Monday.

    Only of what is open, was sent out, is from no archive and is not deferred beyond today.
    """
    told = Action.objects.open().filter(
        Q(due_on__lt=day) | Q(due_on__in=(day, day + SOON)),
        Q(deferred_until=None) | Q(deferred_until__lte=day) | ~Q(state=Action.State.DEFERRED),
        board=board,
        is_archived=False,
        sent_at__isnull=False,
    )
    rows = list(
        told.select_related("item")
        .prefetch_related("owners__person__merged_into", "owners__organisation")
        .order_by("due_on", "number")
    )
    if not rows:
        return
    voices = voices_on(board, day)
    for action in rows:
        kind, period = _turn(action.due_on or day, day)
        text = _worded(action)
        news = News(board=board, kind=kind, subject=action, text=text, cause=f"due {period}")
        people = {person for owner in action.owners.all() for person in voices.behind(owner)}
        for person in here:
            if person in people:
                key = f"{kind} {action.pk} {action.due_on} {period} {person.pk}"
                yield key, news.to(person, now)


def _turn(due: datetime.date, day: datetime.date) -> tuple[Notice.Kind, datetime.date]:
    """Which reminder a day asks for, and the day from which on it does."""
    if due == day:
        return Kind.ACTION_DUE, due
    if due > day:
        return Kind.ACTION_DUE_SOON, due - SOON
    first, monday = due + datetime.timedelta(days=1), day - datetime.timedelta(days=day.weekday())
    return Kind.ACTION_LATE, max(first, monday) if monday >= due + A_WEEK else first


def _of_votes(board: Board, now: datetime.datetime, here: list[Person]) -> Iterator[Reminder]:
    """Within a day of the deadline, those behind seats that have not voted.

    Not where the vote was opened within that day: they have only just heard of it.
    """
    closing = (
        Ballot.objects.taking_votes()
        .filter(resolution__board=board, deadline__lte=now + CLOSING)
        .exclude(opened_at__gte=F("deadline") - CLOSING)
        .select_related("resolution__item", "resolution__board")
    )
    for ballot in closing.order_by("pk"):
        until = ballot.deadline.astimezone(board.zone)
        words = {
            "until": f"{date_format(until, 'j F Y H:i')} {board.time_zone}",
            "text": motion_words(ballot),
        }
        sentence = _("The vote closes on %(until)s and yours is missing: %(text)s") % words
        news = News(
            board=board, kind=Kind.BALLOT_CLOSING, subject=ballot, text=sentence, cause="deadline"
        )
        silent = BallotSeat.objects.filter(ballot=ballot, votes=None)
        for person in behind(ballot, silent, Save(by=None, at=now)):
            if person in here:
                key = f"{news.kind} {ballot.pk} {ballot.deadline.isoformat()} {person.pk}"
                yield key, news.to(person, now)


def _worded(action: Action) -> str:
    """What is said in camera stays there."""
    text = _("an action of an item in camera") if action.item.is_in_camera else action.text
    words = {"label": action.label, "text": text, "due": date_format(action.due_on or "", "j F Y")}
    return _("%(label)s, due %(due)s: %(text)s") % words
