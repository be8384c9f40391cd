"""A decision seat by seat: the sheet that a vote fills, and the verdict that names every seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from meetings.rules.counts import Casting, Counts, Recusal
from meetings.rules.majorities import Majority, MajorityKind, votes_needed
from meetings.rules.seats import Missing, Spoken, Via
from meetings.rules.verdict import Outcome, OutOfOrder, Rule, TooManyVotes, Verdict, decide


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Hands:
    """A show of hands: numbers without names."""

    votes_for: int
    against: int
    abstain: int


@dataclass(frozen=True)
class Entry:
    """A seat at a decision. `recused` is the nature of its conflict, None where there is none.

    `speaker` is the name of whoever speaks for it, `others` are its people who are there too.
    A seat that has voted was there.
    """

    spoken: Spoken
    speaker: str = ""
    recused: str | None = None
    choice: Choice | None = None
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.spoken.seat.name

    @property
    def is_there(self) -> bool:
        return self.spoken.person is not None or self.choice is not None

    @property
    def may_vote(self) -> bool:
        return self.is_there and self.recused is None

    @property
    def counts(self) -> bool:
        """Towards the quorum. Who voted and left was there for it."""
        return self.spoken.counts or self.spoken.person is None


@dataclass(frozen=True)
class Sheet:
    """A vote as it stands. `base` is a fixed number of seats, None: all on the sheet.

    `is_written`: whoever has answered is there, and `silence_abstains` may count the others as
    abstaining. `hands` stands in place of the entries' choices; `objections` are the names of
    those that are sustained; `refers_ties` and `without_vote` (people in the room) are only
    spoken of.
    """

    entries: tuple[Entry, ...]
    base: int | None = None
    hands: Hands | None = None
    objections: tuple[str, ...] = ()
    casting: Casting | None = None
    refers_ties: bool = False
    without_vote: tuple[str, ...] = ()
    is_written: bool = False
    silence_abstains: bool = False

    @property
    def silent(self) -> list[Entry]:
        """Seats that have not answered in writing and still may."""
        waiting = [e for e in self.entries if e.recused is None and not e.is_there]
        return [e for e in waiting if e.spoken.missing is Missing.SILENT]


def counts_of(sheet: Sheet, recusal: Recusal) -> Counts:
    """The numbers of a sheet. Source: domain rules, sections 1, 2 and 5.

    A recused seat leaves both sides of the quorum wherever its people are; where the recused
    count for quorum, those who are not there are simply away. A seat whose holder left the board
    without having voted leaves the base (section 7, 8).
    """
    leaves = recusal is Recusal.VOTES_AND_QUORUM
    recused = [e for e in sheet.entries if e.recused is not None and (leaves or e.is_there)]
    voters = [entry for entry in sheet.entries if entry.may_vote]
    hands = sheet.hands or _show_of(voters)
    silent = len(sheet.silent) if sheet.silence_abstains else 0
    present = len(voters) + len(recused) + silent
    left = sum(entry.spoken.missing is Missing.LEFT for entry in sheet.entries)
    return Counts(
        seats=max(sheet.base or len(sheet.entries) - left, present),
        present=present,
        recused=len(recused),
        uncounted=sum(not entry.counts for entry in voters) + silent,
        votes_for=hands.votes_for,
        against=hands.against,
        abstain=hands.abstain + silent,
        objections=len(sheet.objections),
        recusal=recusal,
        casting=sheet.casting,
    )


def judge(rule: Rule, sheet: Sheet, recusal: Recusal) -> tuple[Counts, Verdict]:
    """The counts and the verdict, whose sentence names each seat once and says why it counts.

    Raises TooManyVotes where more votes were shown than seats may vote.
    """
    counts = counts_of(sheet, recusal)
    votes = counts.cast + counts.abstain
    if votes > counts.voters:
        seats, entered = _number(counts.voters, "seat"), _number(votes, "vote")
        verb = "is" if counts.voters == 1 else "are"
        raise TooManyVotes(f"There {verb} {seats} that may vote; you entered {entered}.")
    verdict = decide(rule, counts, basis="answered" if sheet.is_written else "present")
    parts = [verdict.sentence, *_remarks(rule, sheet, counts, verdict), *places(sheet, recusal)]
    return counts, replace(verdict, sentence=" ".join(parts))


def judge_consent(rule: Rule, sheet: Sheet, recusal: Recusal) -> tuple[Counts, Verdict]:
    """The verdict where the chair asked for objections: nothing is counted but the quorum.

    Raises OutOfOrder where the votes of all who are there would not reach what the rule asks.
    Source: domain rules, section 4.
    """
    asked = tuple(m for m in rule.majorities if m.kind is not MajorityKind.NO_OBJECTIONS)
    nobody = replace(counts_of(sheet, recusal), votes_for=0, against=0, abstain=0)
    if nobody.counted and asked and votes_needed(asked, nobody) is None:
        seats = _number(nobody.voters, "seat")
        raise OutOfOrder(f"No objections would not do: {seats} there, and more votes are needed.")
    uncounted = replace(sheet, hands=Hands(0, 0, 0), casting=None)
    consent = replace(rule, majorities=(Majority(MajorityKind.NO_OBJECTIONS),))
    return judge(consent, uncounted, recusal)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _show_of(voters: Iterable[Entry]) -> Hands:
    chosen = [entry.choice for entry in voters]
    return Hands(*(chosen.count(choice) for choice in Choice))


def _remarks(rule: Rule, sheet: Sheet, counts: Counts, verdict: Verdict) -> list[str]:
    remarks = []
    if verdict.outcome is Outcome.NO_QUORUM and counts.recused:
        kept = replace(sheet, entries=tuple(replace(e, recused=None) for e in sheet.entries))
        if decide(rule, counts_of(kept, counts.recusal)).quorum_met:
            remarks.append("Without the recusals there would be a quorum.")
    is_tie = counts.votes_for == counts.against and counts.cast > 0
    if is_tie and verdict.outcome is Outcome.NOT_CARRIED:
        remarks.append("A tie leaves things as they are; it does not decide the opposite.")
        if sheet.refers_ties:
            remarks.append("The bylaws let the chair refer it.")
    if sheet.objections:
        remarks.append(f"Objecting: {_listed(sheet.objections)}.")
    return remarks


def places(sheet: Sheet, recusal: Recusal) -> list[str]:
    """Every seat once: how it voted, or why it did not. A sentence for each way."""
    kept = "counted for quorum" if recusal is Recusal.VOTES_ONLY else "left out of quorum and vote"
    voters = [entry for entry in sheet.entries if entry.may_vote]
    named = {} if sheet.hands else {choice: _voted(voters, choice) for choice in Choice}
    silent = [_with_speaker(e) for e in voters if sheet.hands or e.choice is None]
    has_votes = any(named.values())
    parts = [
        ("For", named.get(Choice.FOR, [])),
        ("Against", named.get(Choice.AGAINST, [])),
        ("Abstained", named.get(Choice.ABSTAIN, [])),
        ("There without voting" if has_votes else "There", silent),
        (f"Recused, {kept}", [_recused(e) for e in sheet.entries if e.recused is not None]),
        (_away_words(sheet), [_away(e) for e in _absent(sheet)]),
        ("Without a vote", list(sheet.without_vote)),
    ]
    return [f"{head}: {_listed(names)}." for head, names in parts if names]


def _absent(sheet: Sheet) -> list[Entry]:
    return [e for e in sheet.entries if not e.is_there and e.recused is None]


def _away_words(sheet: Sheet) -> str:
    if not sheet.is_written:
        return "Not there"
    return "Silent, counted as abstaining" if sheet.silence_abstains else "Not answered"


def _voted(voters: Iterable[Entry], choice: Choice) -> list[str]:
    return [_with_speaker(entry) for entry in voters if entry.choice is choice]


def _with_speaker(entry: Entry) -> str:
    via = entry.spoken.via
    if via is Via.PROXY:
        counted = "" if entry.counts else ", not counted for quorum"
        return f"{entry.name} (proxy: {entry.speaker}{counted})"
    if via in (Via.ALTERNATE, Via.DELEGATE, Via.SAID) and entry.speaker != entry.name:
        return f"{entry.name} ({entry.speaker})"
    return entry.name


def _recused(entry: Entry) -> str:
    return f"{entry.name} ({entry.recused})" if entry.recused else entry.name


AWAY = {
    Missing.NOT_A_DELEGATE: "who came may not speak for it",
    Missing.PROXY_ABSENT: "its proxy is not there",
    Missing.PROXIES_FORBIDDEN: "the bylaws do not allow its proxy",
    Missing.TOO_MANY_PROXIES: "its proxy holds too many",
    Missing.LEFT: "no longer on the board",
}


def _away(entry: Entry) -> str:
    why = AWAY.get(entry.spoken.missing or Missing.ABSENT)
    return f"{entry.name} ({why})" if why else entry.name


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
