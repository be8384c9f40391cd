"""Lines back into text: what was typed stays as typed, the rest is composed."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from meetings.notation.context import Context
from meetings.notation.lines import (
    Action,
    Aside,
    Code,
    Content,
    Disposition,
    DispositionKind,
    Fact,
    FactKind,
    Line,
    Motion,
    Name,
    NamedVotes,
    Note,
    Notes,
    Outcome,
    OutcomeKind,
    Quote,
    Result,
    Review,
    Roll,
    RollKind,
    Statement,
    Tally,
)
from meetings.notation.parser import BULLET, FENCE, classify

STEP = "  "
DISPOSITION_HEADS = {
    DispositionKind.COVERED: "COVERED UNDER {target}",
    DispositionKind.DEFERRED: "DEFERRED",
    DispositionKind.NOT_REACHED: "NOT REACHED",
    DispositionKind.WITHDRAWN: "ITEM WITHDRAWN",
}


def write(notes: Notes, context: Context | None = None) -> str:
    """The notes as text in the notation; parsing it again gives the same lines.

    `context` is what the text will be read against: a note that would be taken for a
    record gets a backslash.
    """
    return "\n".join(write_lines(notes, context))


def write_lines(notes: Notes, context: Context | None = None) -> list[str]:
    """One text for each line; one that follows a gap begins with the empty line."""
    context = context or Context()
    written: list[str] = []
    above: Line | None = None
    for line in notes.lines:
        gap = "\n" if line.follows_gap and written else ""
        written.append(gap + _write_line(line, above, context))
        above = line
    return written


def numbers_of(written: list[str]) -> list[int]:
    """The number that each line of `write_lines` has in the whole text, from 1."""
    numbers: list[int] = []
    height = 0
    for text in written:
        numbers.append(height + 1 + text.startswith("\n"))
        height += 1 + text.count("\n")
    return numbers


def without_sources(notes: Notes) -> Notes:
    """The same lines as if nobody had typed them, so that `write` composes each."""
    return replace(notes, lines=tuple(replace(line, source=None) for line in notes.lines))


def _write_line(line: Line, above: Line | None, context: Context) -> str:
    if isinstance(line.content, Code):
        return compose(line.content)
    text = line.source
    if text is None:
        text = compose(line.content)
        if isinstance(line.content, Note):
            text = _escaped(text, line, above, context)
    return STEP * line.level + ("- " if line.has_bullet else "") + text


def _escaped(text: str, line: Line, above: Line | None, context: Context) -> str:
    """A backslash where the text would be read as a record, a mark or a continuation."""
    means_itself = classify(text, context) == Note(text)
    looks_marked = BULLET.match(text) or text.startswith(FENCE)
    would_continue = above and not line.follows_gap and line.level > above.level
    is_plain = means_itself and (line.has_bullet or not (looks_marked or would_continue))
    return text if is_plain else "\\" + text


@singledispatch
def compose(content: Content) -> str:
    """One content as a line of the notation, in its plainest form."""
    raise TypeError(f"no line is written for {content!r}")


@compose.register
def _note(content: Note) -> str:
    return content.text


@compose.register
def _quote(content: Quote) -> str:
    return f"{'>' * content.depth} {content.text}".rstrip()


@compose.register
def _code(content: Code) -> str:
    return f"{FENCE}{content.info}\n{content.text}\n{FENCE}"


@compose.register
def _statement(content: Statement) -> str:
    return f"{content.speaker.typed}: {content.text}"


@compose.register
def _aside(content: Aside) -> str:
    if content.author:
        return f"[{content.author.typed} - {content.place}] {content.text}"
    return f"ASIDE: {content.text}"


@compose.register
def _action(content: Action) -> str:
    number = f" A-{content.number}" if content.number else ""
    owners = f" {_names(content.owners)}" if content.owners else ""
    return f"ACTION{number}{owners}: {content.text}"


@compose.register
def _review(content: Review) -> str:
    verdict = content.verdict.value.replace("_", " ")
    remark = f": {content.remark}" if content.remark else ""
    return f"A-{content.number} {verdict}{remark}"


@compose.register
def _motion(content: Motion) -> str:
    movers = [content.mover.typed] if content.mover else []
    if content.seconder:
        movers.append(f"seconded {content.seconder.typed}")
    head = _motion_head(content) + (f" ({'; '.join(movers)})" if movers else "")
    if content.outcome is None or content.outcome == Outcome(OutcomeKind.CARRIED):
        return f"{head}: {content.text}"
    return f"{head}: {content.text} - {_outcome(content.outcome).lower()}"


def _motion_head(content: Motion) -> str:
    if content.is_amendment:
        return "AMENDMENT"
    if content.outcome is None:
        return "MOTION"
    return "RESOLVED" if content.outcome.kind is OutcomeKind.CARRIED else "RESOLUTION"


@compose.register
def _result(content: Result) -> str:
    return _outcome(content.outcome)


def _outcome(outcome: Outcome) -> str:
    parts = [outcome.kind.value.replace("_", " ").upper()]
    if outcome.tally:
        parts.append(_tally(outcome.tally))
    text = " ".join(part for part in parts if part)
    return f"{text}, {outcome.words}" if outcome.words else text


def _tally(tally: Tally) -> str:
    abstain = "" if tally.abstain is None else f"-{tally.abstain}"
    return f"{tally.votes_for}-{tally.against}{abstain}"


@compose.register
def _votes(content: NamedVotes) -> str:
    parts = (
        ("FOR", content.votes_for),
        ("AGAINST", content.against),
        ("ABSTAIN", content.abstain),
    )
    return "; ".join(f"{word}: {_names(names)}" for word, names in parts if names)


@compose.register
def _disposition(content: Disposition) -> str:
    head = DISPOSITION_HEADS[content.kind].format(target=content.target)
    return f"{head}: {content.reason}" if content.reason else head


@compose.register
def _roll(content: Roll) -> str:
    name = content.name.typed
    match content.kind:
        case RollKind.PRESENT | RollKind.REGRETS:
            details = [content.organisation] if content.organisation else []
            details += ["remote"] if content.is_remote else []
            return f"{content.kind.name}+ {name}" + (f" ({', '.join(details)})" if details else "")
        case RollKind.ARRIVED | RollKind.LEFT:
            return f"{content.kind.name} {content.time:%H:%M} {name}"
        case RollKind.CHAIR | RollKind.SCRIBE:
            return f"{content.kind.name} {name}"
        case RollKind.PROXY:
            principal = content.principal.typed if content.principal else ""
            return f"PROXY {name} for {principal}"
        case RollKind.RECUSED:
            return f"RECUSED {name}: {content.nature}"


@compose.register
def _fact(content: Fact) -> str:
    time = f"{content.time:%H:%M}" if content.time else ""
    match content.kind:
        case FactKind.CALLED_TO_ORDER:
            return f"CALLED TO ORDER {time}"
        case FactKind.ADJOURNED:
            return f"ADJOURNED {time}"
        case FactKind.NEXT_MEETING:
            return f"NEXT MEETING: {content.date} {time}".rstrip()


def _names(names: tuple[Name, ...]) -> str:
    return ", ".join(name.typed for name in names)
