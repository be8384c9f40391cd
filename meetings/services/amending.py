"""Approved minutes are corrected by a later meeting: always a new entry, the original untouched."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import (
    AgendaItem,
    BallotResult,
    Correction,
    Meeting,
    Notice,
    RegisterEntry,
    Resolution,
)
from meetings.rules.amending import Counted, Ground, Reached, reached
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.minutes import edit_notes
from meetings.services.notices import News, readers_of, tell
from meetings.services.refusals import Refused
from meetings.services.register import Kind, Record, head_of, register

CONSENT = ("no objection", "unanim", "consensus")


@dataclass(frozen=True)
class Amendment:
    """What approved minutes said and what they read as corrected; `line` is where, if known.

    `adopted_in` is the later meeting's item, `resolution` its decision; without one it was
    unanimous consent. `stated` is what it was adopted by, where the counts do not tell.
    """

    item: AgendaItem
    was: str
    reads: str
    adopted_in: AgendaItem
    line: int | None = None
    resolution: Resolution | None = None
    stated: Ground | None = None


def grounds_of(amendment: Amendment) -> Reached:
    """What the correction was adopted by, and why that is enough; None where it must be stated."""
    if amendment.resolution is None:
        words = "Adopted by unanimous consent, as the later minutes note."
        return Reached(Ground.UNANIMOUS, words)
    found = reached(_counted(amendment.resolution))
    stated = amendment.stated
    if found.ground or not stated or (found.is_short and stated is not Ground.NOTICE):
        return found
    return Reached(stated, f"{found.sentence} {STATED[stated]}")


STATED = {
    Ground.UNANIMOUS: "Stated by the secretariat: by unanimous consent.",
    Ground.TWO_THIRDS: "Stated by the secretariat: by two thirds of the votes cast.",
    Ground.MAJORITY_OF_ALL: "Stated by the secretariat: by a majority of all seats.",
    Ground.NOTICE: "Stated by the secretariat: by a majority, after notice.",
}


def _counted(resolution: Resolution) -> Counted:
    """By the vote that decided it, else as the minutes record it."""
    decided = BallotResult.objects.filter(ballot__resolution=resolution).exclude(outcome="void")
    result = decided.order_by("-ballot__number").first()
    if result and result.case:
        is_consensus = result.method == BallotResult.Method.CONSENSUS
        case = result.case
        return Counted(case.get("for"), case.get("against"), len(result.sheet), is_consensus)
    words = resolution.recorded_words.lower()
    is_consensus = resolution.recorded_for is None and any(word in words for word in CONSENT)
    return Counted(resolution.recorded_for, resolution.recorded_against, None, is_consensus)


@transaction.atomic
def correct_minutes(*, amendment: Amendment, save: Save) -> Correction:
    """Enters a correction that a later meeting adopted; the original stays untouched.

    The later minutes get the full text while they are a draft, and everybody on the board is
    told. Pressed twice it is one. Raises OutOfOrder where the minutes are not approved (then
    they are simply edited), the line was corrected meanwhile, the other meeting is not later,
    its decision was not carried or does not reach far enough, Refused where nothing is said.
    Source: domain rules, section 8.
    """
    meeting = amendment.item.meeting
    meeting.board.wait_for_turn()
    before = _last_of(amendment)
    if before and _is_same(before, amendment):
        return before
    found = refuse_if_unfit(amendment)
    if before and before.reads != amendment.was:
        raise OutOfOrder(_("This line was corrected meanwhile. Look again."))
    if not before and not _is_quoted(amendment):
        raise OutOfOrder(_("That is not what the approved minutes say there. Look again."))
    record = Record(Kind.CORRECTION, _content(amendment, found), meeting=meeting)
    entry = register(meeting.board, record=record, at=save.at)
    correction = Correction.objects.create(
        item=amendment.item, line=amendment.line, was=amendment.was, reads=amendment.reads,
        adopted_in=amendment.adopted_in, resolution=amendment.resolution, entry=entry,
        ground=found.ground or "", sentence=found.sentence,
    )  # fmt: skip
    _write_down(correction, save)
    _tell(meeting, entry, save)
    return correction


def refuse_if_unfit(amendment: Amendment) -> Reached:
    """What it was adopted by. Raises as `correct_minutes` does."""
    meeting, later = amendment.item.meeting, amendment.adopted_in.meeting
    if amendment.was.strip() == amendment.reads.strip():
        raise Refused(_("That is what the minutes say already."))
    if not meeting.is_frozen:
        raise OutOfOrder(_("These minutes are still a draft: correct the draft."))
    _refuse_unless_later(meeting, later)
    decision = amendment.resolution
    if decision and decision.state != Resolution.State.CARRIED:
        raise OutOfOrder(_("That decision was not carried."))
    if decision and decision.item_id != amendment.adopted_in.pk:
        raise Refused(_("That decision was taken elsewhere."))
    found = grounds_of(amendment)
    if found.ground is None:
        raise (OutOfOrder if found.is_short else Refused)(found.sentence)
    return found


def _refuse_unless_later(meeting: Meeting, later: Meeting) -> None:
    is_later = meeting.date is None or later.date is None or later.date >= meeting.date
    is_other = later.board_id == meeting.board_id and later.pk != meeting.pk
    if not is_later or not is_other or not later.has_minutes:
        raise OutOfOrder(_("Approved minutes are corrected by a later meeting."))


def _last_of(amendment: Amendment) -> Correction | None:
    same = Correction.objects.filter(item=amendment.item, line=amendment.line)
    return same.order_by("-entry__seq").first()


def _is_quoted(amendment: Amendment) -> bool:
    """Whether the approved minutes have those words at that line, as the register will say."""
    if amendment.line is None:
        return amendment.was in amendment.item.notes
    words = amendment.was.rstrip().split("\n")
    typed = amendment.item.notes.split("\n")[amendment.line - 1 :]
    return "\n".join(typed[: len(words)]).rstrip() == amendment.was.rstrip()


def _is_same(before: Correction, amendment: Amendment) -> bool:
    """The same press once more."""
    names = ("was", "reads", "adopted_in", "resolution")
    return all(getattr(before, name) == getattr(amendment, name) for name in names)


def _content(amendment: Amendment, found: Reached) -> dict[str, object]:
    decision, later = amendment.resolution, amendment.adopted_in.meeting
    return {
        "meeting": amendment.item.meeting.key,
        "item": amendment.item.position,
        "line": amendment.line,
        "was": amendment.was,
        "reads": amendment.reads,
        "adopted_in": {"meeting": later.key, "item": amendment.adopted_in.position},
        "resolution": decision.label if decision else None,
        "adopted_by": {"ground": found.ground, "sentence": found.sentence},
    }


def _write_down(correction: Correction, save: Save) -> None:
    """Into the later meeting's draft, unless the words are there or were said in camera."""
    there, item = correction.adopted_in, correction.item
    if there.meeting.is_frozen or (item.is_in_camera and not there.is_in_camera):
        return
    at = {"when": item.meeting.when, "item": item.position, "line": correction.line or 0}
    words = {"was": _on_a_line(correction.was_said), "reads": _on_a_line(correction.reads_said)}
    line = _(
        "- Corrected: minutes of %(when)s, item %(item)d, line %(line)d: "
        "“%(was)s” reads “%(reads)s”."
    )
    kept = AgendaItem.objects.for_saving().get(pk=there.pk)
    edit_notes(kept, edit=lambda notes: _with_line(notes, line % (at | words)), save=save)


def _with_line(notes: str, line: str) -> str:
    return "\n".join([notes.rstrip("\n"), line]).lstrip("\n")


def _on_a_line(words: str) -> str:
    return " / ".join(part.strip() for part in words.splitlines())


def _tell(meeting: Meeting, entry: RegisterEntry, save: Save) -> None:
    words = {"when": meeting.when, "head": head_of(meeting.board)}
    text = (
        _("The minutes of %(when)s were corrected by a later meeting. Register: %(head)s") % words
    )
    news = News(
        meeting.board, Notice.Kind.MINUTES_CORRECTED, meeting, text, f"correction {entry.seq}"
    )
    day = meeting.board.day_of(save.at)
    tell(readers_of(meeting, day), news=news, save=save)
