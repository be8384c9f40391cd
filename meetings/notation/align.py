"""Which record does this line continue? (Identity, when minutes are edited.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from meetings.notation.diff import changed_stretches, likely_pairs, unchanged_lines


@dataclass(frozen=True)
class Held:
    """A record that exists already.

    `line` is where it stood in the item's text before this save, from 1; None if its line
    is in nobody's text. `owners` are any stable labels; `number` is 41 for A-41.
    """

    key: int
    line: int | None
    text: str
    owners: frozenset[str] = frozenset()
    number: int | None = None


@dataclass(frozen=True)
class Typed:
    """A line of the new text that wants a record; `number` is named in the line itself."""

    line: int
    text: str
    owners: frozenset[str] = frozenset()
    number: int | None = None


def align(
    here: Sequence[Held], elsewhere: Sequence[Held], typed: Sequence[Typed], before: str, after: str
) -> dict[int, int]:
    """Finds the record that each line continues.

    In: the item's records, detached records of the meeting, the lines that want one, the
    item's text before and after; lines end in "\\n". Out: line -> key; a line left out is a
    new record, a key left out has lost its line. Each line has at most one key, each key at
    most one line. Never raises. The strongest evidence goes first: a number named in the
    line, the line standing where it stood, the same words elsewhere in the item, a line
    edited in its place, and only then what is merely alike.
    """
    task = _Task(here, elsewhere, typed)
    task.settle(task.numbered())
    task.leave_numbered()
    stretches = task.follow_lines(before.split("\n"), after.split("\n"))
    task.settle(task.same_words(task.here(), with_owners=True))
    task.settle(_in_stretches(task, stretches, _edited))
    task.settle(task.same_words(task.elsewhere(), with_owners=True))
    task.settle(_in_stretches(task, stretches, _in_place))
    task.settle(task.same_words(task.held.values(), with_owners=False))
    task.settle(task.alike())
    task.settle(task.by_order())
    return task.answer


Pairs = Iterable[tuple[Typed, Held]]


@dataclass(frozen=True)
class _Changed:
    """Open records and lines of one changed stretch; `shift` is set if it kept its length."""

    held: list[Held]
    typed: list[Typed]
    shift: int | None


class _Task:
    """What is still open: `held` by key, `typed` by line. `answer` is what is settled."""

    def __init__(
        self, here: Sequence[Held], elsewhere: Sequence[Held], typed: Sequence[Typed]
    ) -> None:
        self.held = {held.key: held for held in (*elsewhere, *here)}
        self.typed = {line.line: line for line in sorted(typed, key=lambda one: one.line)}
        self.answer: dict[int, int] = {}

    def settle(self, pairs: Pairs) -> None:
        """Takes the pairs whose sides are both still open; the first come first."""
        for typed, held in pairs:
            if typed.line in self.typed and held.key in self.held:
                self.answer[typed.line] = held.key
                del self.typed[typed.line], self.held[held.key]

    def here(self) -> list[Held]:
        return sorted(
            (held for held in self.held.values() if held.line is not None),
            key=lambda held: held.line or 0,
        )

    def elsewhere(self) -> list[Held]:
        return [held for held in self.held.values() if held.line is None]

    def numbered(self) -> Pairs:
        by_number = {held.number: held for held in self.held.values() if held.number is not None}
        return [(t, by_number[t.number]) for t in self.typed.values() if t.number in by_number]

    def leave_numbered(self) -> None:
        """A line that names a number goes by it alone: it never takes over another record."""
        self.typed = {line: typed for line, typed in self.typed.items() if typed.number is None}

    def follow_lines(self, old: list[str], new: list[str]) -> list[_Changed]:
        """Settles the lines that did not change; out comes what changed."""
        here, typed = self.here(), list(self.typed.values())
        if [_at(old, held.line) for held in here] == [_at(new, one.line) for one in typed]:
            self.settle(zip(typed, here, strict=True))  # most saves: something else was typed
            return []
        unchanged = unchanged_lines(old, new)
        held_at = {held.line: held for held in here}
        self.settle(
            (self.typed[new_index + 1], held_at[old_index + 1])
            for old_index, new_index in unchanged
            if old_index + 1 in held_at and new_index + 1 in self.typed
        )
        return self._changed(unchanged, len(old), len(new))

    def _changed(self, unchanged: list[tuple[int, int]], old: int, new: int) -> list[_Changed]:
        held_at = {held.line: held for held in self.here()}
        found = []
        for part in changed_stretches(unchanged, old, new):
            held = [held_at[n] for n in range(part.old_from + 1, part.old_to + 1) if n in held_at]
            typed = [
                self.typed[n] for n in range(part.new_from + 1, part.new_to + 1) if n in self.typed
            ]
            if held and typed:
                kept_length = part.old_to - part.old_from == part.new_to - part.new_from
                shift = part.new_from - part.old_from if kept_length else None
                found.append(_Changed(held, typed, shift))
        return found

    def same_words(self, held: Iterable[Held], *, with_owners: bool) -> Pairs:
        """Twins are paired in their order; those of the item before those from elsewhere."""
        waiting: dict[tuple[str, frozenset[str] | None], list[Held]] = {}
        for one in sorted(held, key=lambda one: (one.line is None, one.line or 0)):
            waiting.setdefault((one.text, one.owners if with_owners else None), []).append(one)
        for typed in list(self.typed.values()):
            candidates = waiting.get((typed.text, typed.owners if with_owners else None))
            if candidates and typed.text:
                yield typed, candidates.pop(0)

    def alike(self) -> Pairs:
        """One owner's records by likeness; a mere beginning is too little, away from its place."""
        held, typed = [*self.here(), *self.elsewhere()], list(self.typed.values())
        ranked = likely_pairs(
            [one.text for one in held], [one.text for one in typed], may_grow=False
        )
        return [(typed[j], held[i]) for i, j in ranked if _share_owner(held[i], typed[j])]

    def by_order(self) -> Pairs:
        """What is left of an owner's records here goes by order."""
        waiting: dict[str, list[Held]] = {}
        for held in reversed(self.here()):
            for owner in held.owners:
                waiting.setdefault(owner, []).append(held)
        for typed in list(self.typed.values()):
            for owner in sorted(typed.owners & waiting.keys()):
                while waiting[owner] and waiting[owner][-1].key not in self.held:
                    waiting[owner].pop()
                if waiting[owner]:
                    yield typed, waiting[owner][-1]


def _at(lines: list[str], number: int | None) -> str | None:
    return lines[number - 1] if number and 0 < number <= len(lines) else None


def _share_owner(held: Held, typed: Typed) -> bool:
    return held.owners == typed.owners or bool(held.owners & typed.owners)


def _in_stretches(
    task: _Task, stretches: list[_Changed], pair: Callable[[_Changed], Pairs]
) -> Iterator[tuple[Typed, Held]]:
    for part in stretches:
        held = [one for one in part.held if one.key in task.held]
        typed = [one for one in part.typed if one.line in task.typed]
        yield from pair(_Changed(held, typed, part.shift))


def _edited(part: _Changed) -> Pairs:
    ranked = likely_pairs([one.text for one in part.held], [one.text for one in part.typed])
    return [(part.typed[j], part.held[i]) for i, j in ranked]


def _in_place(part: _Changed) -> Pairs:
    """Line for line if the stretch kept its length, else by order: words do not help."""
    if part.shift is None:
        return zip(part.typed, part.held, strict=False)
    at = {one.line: one for one in part.typed}
    lines = [(at.get((held.line or 0) + part.shift), held) for held in part.held]
    return [(typed, held) for typed, held in lines if typed]
