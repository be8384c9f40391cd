"""What is kept apart from the votes: concerns raised and resolved, and the chair's casting vote."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings.models import Ballot, CastingVote, Objection
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.refusals import Refused
from meetings.services.tallying import entries_of, tally_of
from meetings.services.votes import take_turns


@transaction.atomic
def raise_objection(ballot: Ballot, *, seat: int, words: str, save: Save) -> Objection:
    """A seat objects. In: the key of its row on the ballot, and the concern in words.

    Raises Closed, Refused without words, OutOfOrder for a seat that may not vote.
    Source: domain rules, section 4.
    """
    said = _said(words)
    take_turns(ballot, 1)
    entry = entries_of(ballot, save).get(seat)
    if entry is None or not entry.may_vote:
        raise OutOfOrder(_("Only a seat that may vote can object."))
    return Objection.objects.create(
        ballot=ballot, seat_id=seat, person_id=entry.spoken.person, words=said, recorded_by=save.by
    )


@transaction.atomic
def resolve_objection(objection: Objection, *, words: str, save: Save) -> Objection:
    """The concern is met or withdrawn; `words` say how. Of two who say so, one is recorded."""
    said = _said(words)
    take_turns(objection.ballot, 1)
    if objection.resolves_id or Objection.objects.filter(resolves=objection).exists():
        raise OutOfOrder(_("This concern is resolved already."))
    return Objection.objects.create(
        ballot=objection.ballot, seat=objection.seat, person=objection.person,
        words=said, recorded_by=save.by, resolves=objection,
    )  # fmt: skip


@transaction.atomic
def cast_casting_vote(
    ballot: Ballot, *, choice: str, person: int | None, save: Save
) -> CastingVote:
    """The chair breaks a tie, where the bylaws grant it; once.

    In: `person`, the key of whoever presides. Raises Closed, and OutOfOrder where no casting
    vote is granted, there is no tie, or it was cast. Source: domain rules, section 6.
    """
    take_turns(ballot, 1)
    if ballot.casting_vote != "chair":
        raise OutOfOrder(_("The bylaws grant no casting vote."))
    counts = tally_of(ballot, save=save).counts
    if counts.votes_for != counts.against or not counts.cast:
        raise OutOfOrder(_("There is no tie to break."))
    try:
        with transaction.atomic():
            return CastingVote.objects.create(
                ballot=ballot, choice=choice, cast_by_id=person, recorded_by=save.by
            )
    except IntegrityError:
        raise OutOfOrder(_("The casting vote was given already.")) from None


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise Refused(_("Say what the concern is, or how it was met."))
    return said[:500]
