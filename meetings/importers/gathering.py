"""A motion with the lines under it that name its movers, count its votes and decide it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.importers.counts import counted, heads_of, worded_tally
from meetings.importers.motions import SECONDED
from meetings.importers.movers import Movers, movers_of
from meetings.importers.results import decided_by_word
from meetings.notation.context import Context
from meetings.notation.lines import (
    Content,
    Disposition,
    Line,
    Motion,
    Note,
    Outcome,
    OutcomeKind,
    Result,
    Statement,
)
from meetings.notation.motions import motions_in

_VOTE = r"(?P<vote>yes|no|ayes?|nays?|for|against|abstain\w*|[+-]?[01])\W*"
VOTE = re.compile(_VOTE, re.IGNORECASE)
VOTE_ROW = re.compile(rf"@?[A-Z][\w .'’-]{{1,40}}\s*[-–:]\s*{_VOTE}", re.IGNORECASE)
VOTE_SIDE = re.compile(
    r"(?P<vote>[+-]?[01]|yes|no|ayes?|nays?|for|against|abstain\w*)\s*[:–-]\s*(?P<names>[^\W\d][^:]{0,400})",
    re.IGNORECASE,
)
PUT_OFF = re.compile(
    r"\b(?:motion|proposal|resolution)\s+(?:was|is|has\s+been)\s+(?:deferred|tabled|postponed|held\s+over)\b",
    re.IGNORECASE,
)
FEWEST_VOTES = 2
PROPOSAL = re.compile(r"\W{0,3}(?:proposal|proposed|motion)\b\W{0,3}:\W{0,3}", re.IGNORECASE)
VOTE_LIST = re.compile(
    r"(?:for|against|in\s+favou?r|opposed|abst\w*|ayes?|nays?|[+-]?[01])\s*:", re.IGNORECASE
)
SAYS_NOTHING = re.compile(
    r"(?:no|without)\s+(?:\w+\s+)?(?:comments?|questions?|discussion|amendments?|changes|corrections?)\W*|none\W*|n/?a\W*",
    re.IGNORECASE,
)
POINTER = re.compile(r"(?:see|cf|link|ref)\b|https?:", re.IGNORECASE)
LABEL_ALONE = re.compile(r"\W*[A-Za-z]+\W*")


@dataclass
class _Gathering:
    """The lines so far, and the votes by name since the last motion that is still open."""

    context: Context
    title: str
    lines: list[Line] = field(default_factory=list)
    undecided: int = 0
    votes: list[str] = field(default_factory=list)
    is_stray: bool = False

    def take(self, line: Line) -> None:
        last = self.lines[-1] if self.lines else None
        joined = _joined(last, line, self.context, self.undecided) if last else None
        if last and joined:
            self._join(last, joined)
            return
        if isinstance(line.content, Note) and self._moves(line):
            return
        if last and self._counts(last, line.content):
            return
        self.votes += _votes_in(line) if self.undecided else []
        if isinstance(line.content, Motion):
            self.undecided += _is_open(line)
            self.votes = []
        elif isinstance(line.content, Result):
            self.is_stray = self.undecided == 0 and not line.content.outcome.kind
            line = self._decided(line, line.content.outcome)
        elif isinstance(line.content, Disposition) and PUT_OFF.search(line.content.reason):
            self._put_off()
        self.lines.append(line)

    def _counts(self, last: Line, content: Content) -> bool:
        """A count right below what is decided already: it is the votes that decided it."""
        if self.undecided or not isinstance(last.content, Motion) or not last.content.outcome:
            return False
        decided = last.content.outcome
        counted = content.outcome if isinstance(content, Result) else None
        if (
            not counted
            or not counted.tally
            or decided.tally
            or counted.kind not in ("", decided.kind)
        ):
            return False
        outcome = replace(decided, tally=counted.tally)
        self.lines[-1] = replace(last, content=replace(last.content, outcome=outcome))
        return True

    def _join(self, last: Line, joined: Line) -> None:
        if isinstance(joined.content, Result) and self.is_stray:
            self.lines.pop()  # a count that nothing was above, and now its result
            self.is_stray = False
            self.take(joined)
            return
        self.undecided -= _is_open(last) and not _is_open(joined)
        self.lines[-1] = joined

    def _moves(self, line: Line) -> bool:
        """Movers below a note make it a motion; with nothing above them, the item is it."""
        movers = movers_of(line.content.text) if isinstance(line.content, Note) else None
        if not movers:
            return False
        above = self.lines[-1].content if self.lines else None
        if isinstance(above, Note) and (movers.seconder or movers.outcome):
            self.lines[-1] = replace(self.lines[-1], content=Motion(above.text))
        elif not self.lines:
            self.lines.append(replace(line, content=Motion(self.title)))
        else:
            return False
        motion = _moved(self.lines[-1], movers, self.context)
        self.lines[-1] = motion
        self.undecided += _is_open(motion)
        return True

    def _put_off(self) -> None:
        """ "The motion was deferred to May": the item is, and its open motion is tabled."""
        for place in range(len(self.lines) - 1, -1, -1):
            motion = self.lines[place].content
            if self.undecided and isinstance(motion, Motion) and not motion.outcome:
                tabled = replace(motion, outcome=Outcome(OutcomeKind.TABLED))
                self.lines[place] = replace(self.lines[place], content=tabled)
                self.undecided -= 1
                return

    def _decided(self, line: Line, outcome: Outcome) -> Line:
        if self.undecided == 0 and outcome.kind:
            place = _give_motion(self.lines, line, self.title)
            votes = [vote for below in self.lines[place + 1 :] for vote in _votes_in(below)]
            called = counted(votes) if len(votes) >= FEWEST_VOTES else None
            said = self.lines[place].content
            called = called or (worded_tally(said.text) if isinstance(said, Motion) else None)
            outcome = replace(outcome, tally=outcome.tally or called)
        elif self.undecided and len(self.votes) >= FEWEST_VOTES:
            outcome = replace(outcome, tally=outcome.tally or counted(self.votes))
        self.undecided = max(0, self.undecided - 1)
        self.votes = []
        return replace(line, content=Result(outcome))


def gather(lines: list[Line], context: Context, title: str) -> list[Line]:
    """Joins a motion with the lines under it that second, count and decide it.

    A result without a motion above it decides what stands above it: the nearest note, or
    the item itself by its title.
    """
    gathering = _Gathering(context, title)
    for line in lines:
        gathering.take(line)
    return [_with_its_count(line) for line in gathering.lines]


def _is_open(line: Line) -> bool:
    return isinstance(line.content, Motion) and line.content.outcome is None


def _with_its_count(line: Line) -> Line:
    """A motion decided by a word, with the votes that its own text counts."""
    content = line.content
    if not isinstance(content, Motion) or not content.outcome or content.outcome.tally:
        return line
    outcome = replace(content.outcome, tally=worded_tally(content.text))
    return replace(line, content=replace(content, outcome=outcome))


def _votes_in(line: Line) -> list[str]:
    """The votes of a line such as "Ada: +1" or "+1: Ada, Bo"."""
    content = line.content
    if isinstance(content, Statement):
        match = VOTE.fullmatch(content.text)
        return [match["vote"].lower()] if match else []
    if not isinstance(content, Note):
        return []
    row = VOTE_ROW.fullmatch(content.text)
    side = None if row else VOTE_SIDE.fullmatch(content.text)
    if row:
        return [row["vote"].lower()]
    return [side["vote"].lower()] * heads_of(side["names"]) if side else []


def _moved(line: Line, movers: Movers, context: Context) -> Line:
    motion = line.content
    if not isinstance(motion, Motion):
        return line
    seconder = context.roster.bind(movers.seconder) if movers.seconder else motion.seconder
    moved = replace(
        motion,
        mover=context.roster.bind(movers.mover),
        seconder=seconder,
        outcome=movers.outcome or motion.outcome,
    )
    return replace(line, content=moved)


def resolved_by_word(lines: list[Line], resolved: set[int]) -> list[Line]:
    """What begins with "Resolved" and has no result below it is carried by that word."""
    still_open = {bound.line for bound in motions_in(lines) if bound.is_open} & resolved
    return [
        replace(line, content=replace(line.content, outcome=decided_by_word(line.content.text)))
        if line.number in still_open and isinstance(line.content, Motion)
        else line
        for line in lines
    ]


def _give_motion(gathered: list[Line], result: Line, title: str) -> int:
    """Makes a motion of what a result decides; returns its place."""
    place = _proposed(gathered)
    if place is None:
        gathered.append(Line(Motion(title), number=result.number))
        return len(gathered) - 1
    content = gathered[place].content
    text = content.text if isinstance(content, Note) else title
    gathered[place] = replace(gathered[place], content=Motion(PROPOSAL.sub("", text)))
    return place


def _proposed(gathered: list[Line]) -> int | None:
    """The place of the nearest note that may be a motion; one marked as proposal before it."""
    nearest = None
    for place in range(len(gathered) - 1, -1, -1):
        content = gathered[place].content
        if isinstance(content, (Motion, Result)):
            break
        if not isinstance(content, Note) or VOTE_LIST.match(content.text):
            continue
        if PROPOSAL.match(content.text):
            return place
        is_text = not any(
            (
                VOTE_ROW.fullmatch(content.text),
                LABEL_ALONE.fullmatch(content.text),
                SAYS_NOTHING.fullmatch(content.text),
                POINTER.match(content.text),
            )
        )
        nearest = place if nearest is None and is_text else nearest
    return nearest


def _one_result(above: Line, first: Outcome, second: Outcome) -> Line | None:
    """A count and, on the next line, what it decided."""
    is_other = bool(first.kind and second.kind and first.kind is not second.kind)
    if is_other or (first.tally and second.tally):
        return None
    kind = first.kind or second.kind
    tally = first.tally or second.tally
    return replace(above, content=Result(Outcome(kind, tally, first.words or second.words)))


def _joined(above: Line, line: Line, context: Context, undecided: int) -> Line | None:
    motion, content = above.content, line.content
    if isinstance(motion, Result) and isinstance(content, Result):
        if motion.outcome.kind and content.outcome.kind and undecided:
            return None
        return _one_result(above, motion.outcome, content.outcome)
    if not isinstance(motion, Motion) or motion.outcome or not isinstance(content, Note):
        return None
    movers = movers_of(content.text)
    if movers and not motion.mover:
        return _moved(above, movers, context)
    seconded = SECONDED.match(content.text)
    if seconded and not motion.seconder and len(content.text) <= 60:
        name = context.roster.bind((seconded["name"] or seconded["after"]).strip())
        return replace(above, content=replace(motion, seconder=name))
    return None
