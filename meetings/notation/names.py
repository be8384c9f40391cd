"""Who is "Anthony"? Names as typed, bound to a roster, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.notation.lines import Candidate, Flag, FlagCode, Name, NameKind

EVERYONE = {"all", "everyone", "everybody"}
SEPARATOR = re.compile(r"\s*(?:[,;&/+]|\band\b)\s*", re.IGNORECASE)
WORD = re.compile(r"\w+")
INITIALS = re.compile(r"[A-Z]{2,4}")
NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
SPEAKER = re.compile(
    r"(?:\*\*)?(?P<name>[^\W\d_][^:*]{0,59}?)\s*:(?:\*\*)?\s+(?P<text>\S.*)", re.DOTALL
)
FULL_NAME = re.compile(r"\b([A-Z][\w'’-]{1,30}) ([A-Z][\w'’-]{1,30})\b")
LONGEST_NAME = 60
PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "la", "ten", "ter", "van", "von"}
SHORTEST_NEAR_NAME = 5


@dataclass(frozen=True)
class Known:
    """A person or organisation that names may be bound to.

    `others` are aliases and initials. `is_here` marks those at the meeting: they win
    over people of the board who are not.
    """

    key: int
    name: str
    others: tuple[str, ...] = ()
    is_here: bool = True


def fold(name: str) -> str:
    """Case, accents, full stops and spaces do not tell names apart."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.replace(".", " ").split())


def initials_of(name: str) -> str:
    return "".join(word[0] for word in name.split()).upper()


class Roster:
    """The people and organisations that names in a text may mean."""

    def __init__(self, people: Iterable[Known] = (), organisations: Iterable[Known] = ()) -> None:
        self.people = tuple(people)
        self.organisations = tuple(organisations)
        self._exact: dict[str, list[Known]] = defaultdict(list)
        self._partial: dict[str, list[Known]] = defaultdict(list)
        self._initials: dict[str, list[Known]] = defaultdict(list)
        for person in self.people:
            self._index(person)
        self._firms: dict[str, Known] = {}
        for firm in self.organisations:
            for name in (firm.name, *firm.others):
                self._firms.setdefault(fold(name), firm)

    def _index(self, person: Known) -> None:
        for name in {fold(n) for n in (person.name, *person.others)}:
            self._exact[name].append(person)
        words = fold(person.name).split()
        for word in {words[0], words[-1]} if words else set():
            self._partial[word].append(person)
        self._initials[initials_of(person.name)].append(person)

    def people_called(self, typed: str) -> list[Known]:
        """Everybody whom the typed name fits, by the best way in which it fits anybody.

        Whoever is here comes first, even before an alias of somebody who is not.
        """
        folded = fold(typed)
        if not folded:
            return []
        ways = [self._exact.get(folded, []), self._partial.get(folded, [])]
        if INITIALS.fullmatch(typed):
            ways.append(self._initials.get(typed, []))
        if " " in folded:
            ways.append(self._abbreviated(folded.split()))
        here = [[person for person in found if person.is_here] for found in ways]
        return next((found for found in (*here, *ways) if found), [])

    def _abbreviated(self, typed: list[str]) -> list[Known]:
        """ "Daniel K" fits Daniel Kiper; "D Kiper" does too."""
        if not any(len(word) == 1 for word in typed):
            return []
        found = []
        for person in self.people:
            words = fold(person.name).split()
            pairs = zip(typed, words, strict=False)
            if len(words) >= len(typed) and all(
                word == full or (len(word) == 1 and full.startswith(word)) for word, full in pairs
            ):
                found.append(person)
        return found

    def organisation_called(self, typed: str) -> Known | None:
        return self._firms.get(fold(typed))

    def people_nearly_called(self, typed: str) -> list[Known]:
        """People one letter away from a single typed word, as "Anthony" is from Antony."""
        folded = fold(typed)
        if len(folded) < SHORTEST_NEAR_NAME or " " in folded:
            return []
        found: dict[int, Known] = {}
        for word, people in self._partial.items():
            if one_letter_apart(folded, word) and folded != f"{word}s":
                found.update((person.key, person) for person in people)
        return list(found.values())

    def bind(self, typed: str) -> Name:
        """The name with whom it means; UNCLEAR where it fits several or nearly fits."""
        typed = typed.strip().strip("*").strip()
        people = self.people_called(typed)
        if len(people) == 1:
            return Name(typed, NameKind.PERSON, people[0].key)
        if fold(typed) in EVERYONE:
            return Name(typed, NameKind.EVERYONE)
        firm = self.organisation_called(typed)
        if firm and not people:
            return Name(typed, NameKind.ORGANISATION, firm.key)
        if people or self.people_nearly_called(typed):
            return Name(typed, NameKind.UNCLEAR)
        return Name(typed)


def words_in(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(WORD.findall(fold(text)))


def names_changed(before: Roster, after: Roster) -> set[str]:
    """The words by which those are called of whom the two rosters know different things."""
    changed = set(before.people) ^ set(after.people)
    names = [(known.name, initials_of(known.name), *known.others) for known in changed]
    return words_in(" ".join(name for called in names for name in called))


def one_letter_apart(a: str, b: str) -> bool:
    """One letter added, dropped, changed, or two swapped; the first letter is the same."""
    if a == b or a[:1] != b[:1] or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return False
    start = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
        min(len(a), len(b)),
    )
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or rest_a[1:] == rest_b[1:]
        or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    )


def could_be_one(one: Known, other: Known) -> bool:
    """Whether two records may well be one: a name of the one, given in full, in part, as
    initials or one letter apart, fits the other.
    """
    return _fits(one, other) or _fits(other, one)


def _fits(one: Known, other: Known) -> bool:
    roster = Roster([other])
    return any(
        roster.people_called(name) or roster.people_nearly_called(name)
        for name in (one.name, *one.others)
    )


def share_surname(one: Known, other: Known) -> bool:
    """The last words of both names are equal, or one letter apart."""
    last, others_last = ((fold(known.name).split() or [""])[-1] for known in (one, other))
    return bool(last) and (last == others_last or one_letter_apart(last, others_last))


def split_names(typed: str) -> list[str]:
    """The names of "Laura, Mike & John", each without the space around it."""
    return [part for part in SEPARATOR.split(typed.strip()) if part]


def looks_like_name(typed: str) -> bool:
    """One to four capitalised words, such as a person whom no roster knows."""
    words = typed.split()
    if not 1 <= len(words) <= 4 or len(typed) > LONGEST_NAME:
        return False
    return all(
        NAME_WORD.fullmatch(word) and (not word[0].islower() or word in PARTICLES) for word in words
    ) and not any(word.isupper() and len(word) > 4 for word in words)


def full_names_in(text: str) -> dict[str, list[str]]:
    """Full names a text mentions, by folded given name."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(match.group() for match in FULL_NAME.finditer(text)):
        found[fold(name.split(" ")[0])].append(name)
    return found


def flag_name(typed: str, roster: Roster, mentioned: dict[str, list[str]]) -> Flag | None:
    """The question to ask about a typed name that fits several people or nearly one."""
    people = roster.people_called(typed)
    if len(people) > 1:
        return Flag(FlagCode.AMBIGUOUS_NAME, typed, candidates_from(people))
    near = [] if people else roster.people_nearly_called(typed)
    if not near:
        return None
    known = {person.name for person in near}
    others = [name for name in mentioned.get(fold(typed), []) if name not in known]
    return Flag(
        FlagCode.NEAR_NAME,
        typed,
        candidates_from(near) + tuple(Candidate(name) for name in others),
    )


def candidates_from(people: Iterable[Known]) -> tuple[Candidate, ...]:
    return tuple(Candidate(person.name, person.key) for person in people)
