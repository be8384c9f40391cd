"""What the app would be without one of its guards: a test that does not notice tests nothing."""

import os
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class Broken(AppConfig):
    name = "tests.soak.broken"

    def ready(self) -> None:
        GUARDS[os.environ["BROKEN"]]()


def without_condition() -> None:
    """The update no longer asks whether its revision still stands; the number is the next free."""
    from django.db.models import Max

    from meetings.models import AgendaItem, NotesRevision
    from meetings.services import minutes
    from meetings.services.changes import Change

    def put_in_force(item, text, revision, save):
        before, (roster, drawn) = item.notes, minutes.names_and_drawn_of(item)
        context = minutes.context_of(item, text, roster)
        meant = minutes._understand(item, text, context, save, speaks_of_roll=False)
        fields = minutes._head_fields(item, text, meant, revision=_free_number(item))
        AgendaItem.objects.filter(pk=item.pk).update(**fields)
        minutes._set(item, fields)
        labels = minutes._draw(Change(item, before, text, meant.lines, drawn, save))
        return minutes._Read(meant.lines, meant.context.roster, labels)

    def revision(item, number, text, save, *, parent):
        return whole(item, _free_number(item), text, save, parent=parent)

    def _free_number(item):
        last = NotesRevision.objects.filter(item=item).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1

    whole = minutes.new_revision
    minutes._put_in_force = put_in_force
    minutes.new_revision = revision


def last_write_wins() -> None:
    from meetings.notation.merge import Merged
    from meetings.services import minutes

    def merge(base, yours, theirs):
        return Merged(yours, clashes=False)

    minutes.merge = merge


def without_writer() -> None:
    """Which page saved, and its how-manyth save it is, are not looked at."""
    from meetings.forms import notes
    from meetings.views import drafts

    def read_notes(text, base, writer, sequence):
        return notes.read_notes(text, base, "", "")

    drafts.read_notes = read_notes


def without_keeping() -> None:
    """The page keeps nothing in sessionStorage."""
    script = (Path(settings.BASE_DIR) / "static" / "saving.js").read_text()
    kept = "sessionStorage.setItem("
    assert kept in script
    (Path(settings.STATICFILES_DIRS[0]) / "saving.js").write_text(script.replace(kept, "String("))


def without_key() -> None:
    """Nobody looks whether a form of votes came before."""
    from meetings.services import votes

    votes._sent_before = lambda ballot, choices, key: []


def without_turns() -> None:
    """Neither votes nor closings ask the ballot's row whether it is open, or wait for each other.

    Without the update the trigger that keeps a closed ballot as it is has nothing to refuse.
    """
    from meetings.models import Vote
    from meetings.services import closing, votes

    def take_turns(ballot, count, **_how):
        return Vote.objects.filter(seat__ballot=ballot).count() + count

    votes.take_turns = take_turns
    closing.take_turns = take_turns


def with_a_queue() -> None:
    """A vote is answered at once and stored a little later."""
    from threading import Timer

    from meetings.models import Vote
    from meetings.views import votes

    at_once = votes.record_votes

    def record_votes(ballot, **given):
        Timer(0.5, at_once, (ballot,), given).start()
        return [Vote(seat_id=seat, choice=c, number=0) for seat, c in given["choices"].items()]

    votes.record_votes = record_votes


def without_claim() -> None:
    """A worker takes the next mail that is due without asking whether another has it."""
    from meetings.models import Mailing
    from meetings.services import delivering

    done: set[int] = set()

    def claim(*, now):
        due = Mailing.objects.due(now).exclude(pk__in=done).select_related("board", "person")
        mailing = due.order_by("next_try_at", "pk").first()
        if mailing:
            done.add(mailing.pk)
        return mailing

    def settle(mailing, **fields):
        Mailing.objects.filter(pk=mailing.pk).update(**fields)

    delivering.claim = claim
    delivering._settle = settle


GUARDS = {guard.__name__: guard for guard in (
    without_condition, last_write_wins, without_writer, without_keeping,
    without_key, without_turns, with_a_queue, without_claim,
)}  # fmt: skip
