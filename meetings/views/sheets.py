"""The vote page: its seats as rows, how things stand, and everything that led there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, can
from meetings.forms.votes import DECLARABLE, HANDS, Typed, read_votes, typed_in
from meetings.models import (
    Attendance,
    Ballot,
    BallotPhase,
    BallotResult,
    BallotSeat,
    Objection,
    Presence,
    Proxy,
    Recusal,
    Representation,
    Vote,
)
from meetings.rules.tally import Entry, Hands, Sheet
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.closing import LookAgain
from meetings.services.sequences import Entry as Step
from meetings.services.sequences import Kind, sequence_of
from meetings.services.tallying import Tally, judged, sheet_of
from meetings.services.votes import HasVoted
from meetings.views.drafts import digest_of, wants_json
from meetings.views.finding import save_of
from meetings.views.refusing import status_of
from meetings.views.what_if import question_of

ROOM: list[tuple[Manager[Any], str]] = [
    (Attendance.objects, "meeting"),
    (Presence.objects, "attendance__meeting"),
    (Proxy.objects, "meeting"),
    (Representation.objects, "meeting"),
    (Recusal.objects, "item__meeting"),
]
TYPED = (*HANDS, "reason", "seat", "words", "nature")


@dataclass(frozen=True)
class Row:
    """A seat on the page. `pk` is its row's on the ballot; `vote` stands, `typed` does not yet."""

    pk: int
    name: str
    speaker: str = ""
    via: str = ""
    missing: str = ""
    others: tuple[str, ...] = ()
    recused: str | None = None
    is_there: bool = True
    vote: str = ""
    typed: str = ""

    @property
    def may_vote(self) -> bool:
        return self.is_there and self.recused is None

    @property
    def is_open(self) -> bool:
        return self.may_vote and not self.vote


@dataclass(frozen=True)
class Standing:
    """How things stand: numbers, the outcome there is or would be, and its sentence."""

    votes_for: int
    against: int
    abstain: int
    recused: int
    outcome: str
    sentence: str
    is_final: bool = False
    is_counted: bool = True
    is_written: bool = False
    needed: int | None = None

    @property
    def more(self) -> int | None:
        """How many more votes for would carry; None where no number would."""
        return None if self.needed is None else max(0, self.needed - self.votes_for)


@dataclass(frozen=True)
class Draft:
    """What somebody typed on the page and has not recorded."""

    choices: Mapping[int, str] = field(default_factory=dict)
    hands: Hands | None = None
    is_consensus: bool = False


@dataclass(frozen=True)
class Look:
    """A ballot as it is shown. `tally` is None where it is closed, or where `no` says why.

    `case` is what the calculator took at the closing.
    """

    rows: tuple[Row, ...]
    standing: Standing | None
    tally: Tally | None = None
    no: OutOfOrder | None = None
    case: Mapping[str, Any] | None = None


def fresh_key() -> str:
    """A form's own: what is sent under it twice counts once."""
    return secrets.token_urlsafe(16)


def names_of(ballot: Ballot) -> dict[int, str]:
    """What the seats are called, by the key of their row on the ballot."""
    return dict(ballot.seats.values_list("pk", "name"))


def read_of(request: BoardRequest, ballot: Ballot) -> Typed:
    """The form sent. Raises BadVote, and LookAgain where it is another motion's."""
    typed = read_votes(request.POST, names_of(ballot))
    if typed.hash != ballot.hash:
        raise LookAgain(_("The motion changed since you opened the page."))
    return typed


def look_at(ballot: Ballot, save: Save, draft: Draft) -> Look:
    """A closed ballot is shown as it was frozen, an open one with what was typed."""
    if not ballot.is_open:
        (result,) = BallotResult.objects.filter(ballot=ballot)
        return _closed(ballot, result)
    seats, sheet = sheet_of(ballot, save=save, trial=draft.choices, hands=draft.hands)
    rows = _rows(ballot, seats, sheet, draft)
    try:
        tally = judged(ballot, seats, sheet, is_consensus=draft.is_consensus)
    except OutOfOrder as no:
        return Look(rows, None, no=no)
    counts, verdict = tally.counts, tally.verdict
    standing = Standing(
        counts.votes_for, counts.against, counts.abstain, counts.recused,
        verdict.outcome.value, verdict.sentence,
        is_counted=not draft.is_consensus, is_written=sheet.is_written,
        needed=verdict.votes_needed,
    )  # fmt: skip
    return Look(rows, standing, tally)


def _rows(
    ballot: Ballot, seats: Iterable[BallotSeat], sheet: Sheet, draft: Draft
) -> tuple[Row, ...]:
    voted = dict(Vote.objects.standing().filter(seat__ballot=ballot).values_list("seat", "choice"))
    pairs = zip(seats, sheet.entries, strict=True)
    return tuple(_row(seat.pk, entry, voted, draft.choices) for seat, entry in pairs)


def _row(pk: int, entry: Entry, voted: Mapping[int, str], typed: Mapping[int, str]) -> Row:
    spoken = entry.spoken
    is_there = spoken.person is not None or pk in voted
    return Row(
        pk, entry.name, entry.speaker,
        via=spoken.via.value if spoken.via else "",
        missing=spoken.missing.value if spoken.missing else "",
        others=entry.others, recused=entry.recused, is_there=is_there,
        vote=voted.get(pk, ""), typed="" if pk in voted else typed.get(pk, ""),
    )  # fmt: skip


def _closed(ballot: Ballot, result: BallotResult) -> Look:
    case = result.case or {}
    standing = Standing(
        case.get("for", 0), case.get("against", 0), case.get("abstain", 0), case.get("recused", 0),
        result.in_force, result.sentence, is_final=True,
        is_counted=result.method in (BallotResult.Method.ROLL_CALL, BallotResult.Method.HANDS),
    )  # fmt: skip
    keys = dict(ballot.seats.values_list("seat", "pk"))
    rows = [_row_kept(keys[line["seat"]], line) for line in result.sheet]
    return Look(tuple(rows), standing, case=result.case)


def _row_kept(pk: int, line: Mapping[str, Any]) -> Row:
    return Row(
        pk, line["name"], line["speaker"], line["via"], line["missing"],
        recused=line["recused"], is_there=line["is_there"], vote=line["choice"],
    )  # fmt: skip


def page_of(
    request: BoardRequest, ballot: Ballot, *, draft: Draft | None = None, why: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The vote page, with what somebody typed on it."""
    draft = draft or Draft()
    look = look_at(ballot, save_of(request), draft)
    steps = sequence_of(ballot)
    context = {
        **_about(request, ballot, look),
        "typed": {name.replace("-", "_"): request.POST.get(name, "") for name in TYPED},
        "tag": tag_of(ballot),
        "key": fresh_key(),
        "steps": steps,
        "concerns": list(
            Objection.objects.filter(ballot=ballot, resolves=None, resolved_by=None).select_related(
                "seat", "person"
            )
        ),
        "has_hands": any(step.kind is Kind.HANDS for step in steps),
        "casts": _breaks_tie(ballot, look, steps),
        "why": why or str(look.no or ""),
    }
    return render(request, "meetings/ballot_detail.html", context, status=status)


def panel_of(request: BoardRequest, ballot: Ballot, draft: Draft, why: str = "") -> HttpResponse:
    """How things stand, alone."""
    look = look_at(ballot, save_of(request), draft)
    context = {"standing": look.standing, "why": why or str(look.no or ""), "ballot": ballot}
    return render(request, "components/vote_standing.html", context, status=422 if why else 200)


def review_of(
    request: BoardRequest, ballot: Ballot, look: Look, *, shown: Mapping[str, Any], status: int
) -> HttpResponse:
    """What would be recorded, asked about."""
    context = {**_about(request, ballot, look), "declarable": DECLARABLE, **shown}
    return render(request, "meetings/ballot_review.html", context, status=status)


def refused(request: BoardRequest, ballot: Ballot, no: Exception) -> HttpResponse:
    """The vote page again, with why not and what was typed; or the sentence alone, as JSON."""
    ballot.refresh_from_db(fields=["closed_at"])
    status = status_of(no)
    if wants_json(request):
        return JsonResponse({"error": str(no)}, status=status)
    kept = typed_in(request.POST)
    if isinstance(no, HasVoted):
        kept = {
            pk: choice for pk, choice in kept.items() if pk not in {v.seat_id for v in no.votes}
        }
    return page_of(request, ballot, draft=Draft(kept), why=str(no), status=status)


def tag_of(ballot: Ballot) -> str:
    """Changes as soon as what the page shows may: by a vote, or by who comes and goes."""
    meeting = ballot.resolution.item.meeting_id
    rows = [
        list(kept.filter(**{path: meeting}).order_by("pk").values_list()) for kept, path in ROOM
    ]
    return digest_of(ballot.votes_taken, ballot.closed_at, rows)


def _about(request: BoardRequest, ballot: Ballot, look: Look) -> dict[str, Any]:
    resolution = ballot.resolution
    phase = ballot.phases.order_by("-number").first()
    is_written = phase is not None and phase.channel == BallotPhase.Channel.WRITING
    missing = [row for row in look.rows if not row.is_there and row.recused is None]
    away = [] if is_written else missing
    return {
        "ballot": ballot,
        "is_written": is_written,
        "resolution": resolution,
        "meeting": resolution.item.meeting,
        "item_url": f"{resolution.item.meeting.get_absolute_url()}#{resolution.anchor}",
        "rows": [row for row in look.rows if row not in away],
        "away": away,
        "standing": look.standing,
        "what_if": question_of(
            request, (phase and phase.rule) or ballot.rule, look.tally, look.case
        ),
        "records": can(request.actor, "ballot_votes") and ballot.is_open,
        "votes_here": can(request.actor, "own_votes") and ballot.is_open,
        "phase": phase,
        "deadline": phase.deadline if phase else None,
        "choices": Vote.Choice.choices,
        "seat_count": ballot.seats_base or len(look.rows),
    }


def _breaks_tie(ballot: Ballot, look: Look, steps: Iterable[Step]) -> bool:
    """Whether the chair may cast the deciding vote now: only votes that are recorded make a tie."""
    if look.tally is None or ballot.casting_vote != "chair":
        return False
    if any(step.kind is Kind.CASTING for step in steps):
        return False
    counts = look.tally.counts
    return counts.cast > 0 and counts.votes_for == counts.against
