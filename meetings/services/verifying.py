"""The register against the database: every link, every text, and what the records say today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from meetings.exports.chain import START, canonical, commitment_of
from meetings.exports.register import entries_of, link_of
from meetings.exports.snapshot import snapshot
from meetings.models import Approval, Ballot, BallotResult, Board, Meeting, RegisterEntry
from meetings.services.ballots import is_untouched

Kind = RegisterEntry.Kind
FIXED = ("meeting", "items", "resolutions", "attendance")
LIVE = ("state", "ballot")  # a decision is replaced later, and a vote in writing ends later


@dataclass(frozen=True)
class Finding:
    """One question about an entry, as a sentence, and whether its answer is yes."""

    is_so: bool
    sentence: str


def findings_on(entry: RegisterEntry, before: RegisterEntry | None) -> list[Finding]:
    """An entry worked out again: its hash, its place, its text, and the records of today.

    In: `before`, the entry before it, if it is not the first.
    """
    found = [
        Finding(link_of(entry).hash == entry.hash, _("Its hash is that of its content.")),
        Finding(
            entry.prev == (before.hash if before else START),
            _("It follows the entry before it.") if before else _("It is the first."),
        ),
    ]
    kept = getattr(entry, "kept", None)
    if kept:
        said = _("Its text is what was committed to.")
        found.append(Finding(commitment_of(kept.salt, kept.text) == entry.commitment, said))
    return [*found, *_findings_on_records(entry)]


def _findings_on_records(entry: RegisterEntry) -> Iterator[Finding]:
    kept = getattr(entry, "kept", None)
    if entry.kind in (Kind.MINUTES, Kind.IN_CAMERA) and entry.meeting and kept:
        yield Finding(_is_still_so(entry, entry.meeting), _("The minutes still say the same."))
    if entry.kind == Kind.RESULT and entry.result:
        yield Finding(is_untouched(entry.result.ballot), _("What was voted on is what it was."))


def faults_in(board: Board) -> Iterator[str]:
    """Every fault, as a sentence with the entry's number; nothing where all is well."""
    prev, number = START, 0
    for entry in entries_of(board):
        number += 1
        link = link_of(entry)
        if entry.seq != number:
            yield f"entry {entry.seq}: number {number} is expected here"
        if link.hash != entry.hash:
            yield f"entry {entry.seq}: its hash is not that of its content"
        if entry.prev != prev:
            yield f"entry {entry.seq}: it does not follow the entry before it"
        yield from _faults_of_text(entry)
        prev, number = entry.hash, entry.seq
    yield from _faults_of_gaps(board)
    yield from _faults_of_approvals(board)
    yield from _faults_of_results(board)


def _faults_of_gaps(board: Board) -> Iterator[str]:
    """A text that is gone was disposed of, and a later entry says so."""
    disposed: set[int] = set()
    for entry in entries_of(board).filter(kind=Kind.DISPOSAL, kept__isnull=False):
        disposed |= {seq for seq in json.loads(entry.kept.text)["entries"] if seq < entry.seq}
    gone = RegisterEntry.objects.filter(board=board, kept=None).values_list("seq", flat=True)
    for seq in sorted(set(gone) - disposed):
        yield f"entry {seq}: its text is gone, and no entry says that it was disposed of"


def _faults_of_text(entry: RegisterEntry) -> Iterator[str]:
    kept = getattr(entry, "kept", None)
    if kept and commitment_of(kept.salt, kept.text) != entry.commitment:
        yield f"entry {entry.seq}: its text is not what was committed to"


def _faults_of_approvals(board: Board) -> Iterator[str]:
    """The notes of approved minutes are still what was registered."""
    approvals = Approval.objects.filter(meeting__board=board).select_related(
        "meeting__board", "entry__kept", "in_camera_entry__kept"
    )
    for approval in approvals:
        for entry in (approval.entry, approval.in_camera_entry):
            kept = getattr(entry, "kept", None)
            if entry is None or kept is None:
                continue
            if not _is_still_so(entry, approval.meeting):
                yield f"entry {entry.seq}: the minutes of {approval.meeting.key} say something else"


def _is_still_so(entry: RegisterEntry, meeting: Meeting) -> bool:
    """Whether the records say what was registered, and the stored page is the one that was."""
    now = snapshot(meeting, in_camera=entry.kind == Kind.IN_CAMERA)
    text = json.loads(entry.kept.text)
    page = hashlib.sha256(entry.kept.page.encode()).hexdigest()
    return _fixed(now, text) == _fixed(text, text) and text.get("page_sha256", page) == page


def _fixed(content: dict[str, Any], registered: dict[str, Any]) -> str:
    """What never changes, of the parts that were registered: actions and decisions live on."""
    found = {name: content[name] for name in FIXED if name in registered}
    for row in found.get("resolutions", ()):
        for name in LIVE:
            row.pop(name, None)
    return canonical(found)


def _faults_of_results(board: Board) -> Iterator[str]:
    closed = Ballot.objects.filter(resolution__board=board, closed_at__isnull=False)
    for ballot in closed.select_related("result__entry"):
        result: BallotResult = ballot.result
        if not is_untouched(ballot):
            yield f"ballot {ballot.pk}: what was voted on is not what it was"
        if getattr(result, "entry", None) is None:
            yield f"ballot {ballot.pk}: its result is not in the register"
