"""What a text leaves open: what looks meant and cannot be bound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from meetings.notation.actions import names_mentioned
from meetings.notation.context import Context
from meetings.notation.lines import (
    Action,
    Disposition,
    DispositionKind,
    Flag,
    FlagCode,
    Line,
    Motion,
    Name,
    NamedVotes,
    NameKind,
    Note,
    OutcomeKind,
    Result,
    Roll,
)
from meetings.notation.motions import motions_in, stray_results
from meetings.notation.names import NAME_WORD, SPEAKER, Roster, flag_name, full_names_in

UNKNOWN_INITIALS = re.compile(r"([A-Z]{2,3})\s*:\s+\S")
LABELS = {"AI", "AOB", "CC", "CI", "ETA", "EU", "FYI", "HR", "ID", "IT", "NB", "OK", "PR"} | {
    "AGM", "API", "CEO", "CFO", "CFP", "COO", "CTO", "CV", "DC", "DNS", "IP", "KPI", "LTS", "PDF",
    "PS", "QA", "RE", "RFC", "SLA", "TBC", "TBD", "UI", "UK", "URL", "US", "UX", "VAT", "WG",
}  # fmt: skip


def questions_in(text: str, lines: list[Line], context: Context) -> Iterator[Flag]:
    """A text's flags in the order of its lines, each asked once. In: the lines as read."""
    asked: set[tuple[FlagCode, str]] = set()
    finder = _FlagFinder(text, lines, context)
    for flag in finder.flags():
        if (flag.code, flag.subject) not in asked:
            asked.add((flag.code, flag.subject))
            yield flag


class _FlagFinder:
    def __init__(self, text: str, lines: list[Line], context: Context) -> None:
        self.lines = lines
        self.context = context
        self.roster: Roster = context.roster
        self._text = text
        self._mentioned: dict[str, list[str]] | None = None
        self._stray = set(stray_results(lines))
        self._motions = {bound.line: bound for bound in motions_in(lines)}
        self._initials = Counter(
            match[1]
            for line in lines
            if isinstance(line.content, Note)
            and (match := UNKNOWN_INITIALS.match(line.content.text))
            and match[1] not in LABELS
        )

    def flags(self) -> Iterator[Flag]:
        for line in self.lines:
            for flag in self._of_line(line):
                yield Flag(flag.code, flag.subject, flag.candidates, line.number)

    def _of_line(self, line: Line) -> Iterator[Flag]:
        content = line.content
        for typed in _names_to_check(line):
            flag = self._name_flag(typed)
            if flag:
                yield flag
        if isinstance(content, Action) and not content.owners:
            yield Flag(FlagCode.NO_OWNER, content.text)
        elif isinstance(content, Disposition) and self._is_unbound(content):
            yield Flag(FlagCode.UNKNOWN_ITEM, content.target, self.context.likely_items())
        elif isinstance(content, Note):
            yield from self._initials_flag(content)
        else:
            yield from self._motion_flags(line)

    def _is_unbound(self, disposition: Disposition) -> bool:
        return disposition.kind is DispositionKind.COVERED and disposition.item is None

    def _initials_flag(self, note: Note) -> Iterator[Flag]:
        match = UNKNOWN_INITIALS.match(note.text)
        if match and self._initials[match[1]] > 1 and not self.roster.people_called(match[1]):
            yield Flag(FlagCode.UNKNOWN_INITIALS, match[1])

    def _motion_flags(self, line: Line) -> Iterator[Flag]:
        """A result belongs to a motion above it, and its numbers agree with it."""
        content = line.content
        if not isinstance(content, (Motion, Result)):
            return
        outcome = content.outcome
        if outcome and line.number in self._stray:
            yield Flag(FlagCode.NO_MOTION, outcome.kind.value)
        tally = outcome.tally if outcome else None
        bound = self._motions.get(line.number)
        if bound and bound.votes and bound.outcome and bound.outcome.tally:
            counted, named = bound.outcome.tally, bound.votes
            if (counted.votes_for, counted.against) != (len(named.votes_for), len(named.against)):
                yield Flag(FlagCode.TALLY, f"{counted.votes_for}-{counted.against}")
        is_carried = outcome is not None and outcome.kind is OutcomeKind.CARRIED
        if is_carried and tally and tally.votes_for <= tally.against:
            yield Flag(FlagCode.TALLY, f"{tally.votes_for}-{tally.against}")

    def _name_flag(self, typed: str) -> Flag | None:
        if self._mentioned is None:
            self._mentioned = full_names_in(self._text)
        return flag_name(typed, self.roster, self._mentioned)


def _names_to_check(line: Line) -> list[str]:
    """Names in the places where a name is meant."""
    content = line.content
    if isinstance(content, Action):
        return [n.typed for n in content.owners if _is_open(n)] + names_mentioned(content)
    if isinstance(content, Motion):
        return [n.typed for n in (content.mover, content.seconder) if n and _is_open(n)]
    if isinstance(content, NamedVotes):
        votes = (*content.votes_for, *content.against, *content.abstain)
        return [name.typed for name in votes if _is_open(name)]
    if isinstance(content, Roll):
        return [n.typed for n in (content.name, content.principal) if n and _is_open(n)]
    if isinstance(content, Note):
        speaker = SPEAKER.fullmatch(content.text)
        escaped = line.source is not None and line.source.startswith("\\")
        if speaker and not escaped and NAME_WORD.fullmatch(speaker["name"]):
            return [speaker["name"]] if speaker["name"][0].isupper() else []
    return []


def _is_open(name: Name) -> bool:
    return name.kind is NameKind.UNCLEAR
