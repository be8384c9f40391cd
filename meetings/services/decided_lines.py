"""What a ballot decided stands in the minutes, under the motion."""

from __future__ import annotations

from dataclasses import replace

from meetings.models import AgendaItem, BallotResult
from meetings.notation import lines as notation
from meetings.notation.context import Context
from meetings.notation.edit import add_line, remove_line, with_motion
from meetings.notation.lines import Name, NamedVotes, Result
from meetings.notation.motions import BoundMotion, motions_in
from meetings.notation.parser import parse
from meetings.services.changes import Save
from meetings.services.decided import outcome_of
from meetings.services.minutes import context_of, edit_notes


def write_result(result: BallotResult, *, save: Save) -> None:
    """Writes outcome and votes under the motion's line, or over the result that stands there.

    A motion that is no longer in the minutes stays out of them: its page has the result.
    """
    row = result.ballot.resolution
    row.refresh_from_db(fields=["line"])
    if row.line is None:
        return
    item = AgendaItem.objects.for_saving().get(pk=row.item_id)

    def edit(text: str) -> str:
        row.refresh_from_db(fields=["line"])
        context = context_of(item, text)
        try:
            return decided(text, row.line or 0, result, context)
        except LookupError:
            return text

    edit_notes(item, edit=edit, save=save)


def decided(text: str, line: int, result: BallotResult, context: Context) -> str:
    """The text with that result and its votes under the motion at `line`, in place of others.

    Raises LookupError where no motion stands there.
    """
    bound = motion_at(text, line, context)
    outcome, votes = outcome_of(result), _named(result)
    if bound.votes_on:
        text = remove_line(text, bound.votes_on, context)
    if bound.outcome:
        text = with_motion(text, line, replace(bound.motion, outcome=outcome), context)
    else:
        text = add_line(text, Result(outcome), after=line, context=context)
    if votes is None:
        return text
    decided = motion_at(text, line, context).decided_on
    return add_line(text, votes, after=decided or line, context=context)


def motion_at(text: str, line: int, context: Context) -> BoundMotion:
    """The motion at that line with what is bound to it. Raises LookupError."""
    lines: tuple[notation.Line, ...] = parse(text, context).lines
    found = next((one for one in motions_in(lines) if one.line == line), None)
    if found is None:
        raise LookupError(f"no motion stands at {line}")
    return found


def _named(result: BallotResult) -> NamedVotes | None:
    """Who voted how, where it was a roll call."""
    if result.method != BallotResult.Method.ROLL_CALL or result.in_force == "no_quorum":
        return None
    by: dict[str, list[Name]] = {"for": [], "against": [], "abstain": []}
    for seat in result.sheet:
        if seat["choice"]:
            by[seat["choice"]].append(Name(seat["name"]))
    named = NamedVotes(*(tuple(by[choice]) for choice in ("for", "against", "abstain")))
    return named if any(by.values()) else None
