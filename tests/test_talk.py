"""An hour of ordinary talk raises hardly a question, and nothing becomes a record by mistake."""

import datetime

from meetings.notation.context import Context, ItemRef
from meetings.notation.lines import Code, Note, Quote
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse
from tests.samples.talk import TALK

NAMES = (
    "Tomas Lind", "Hana Sato", "Sven Dahl", "Mei Tan", "Jonas Weyer", "Amir Haddad", "Lena Fürst",
    "Piotr Zima", "Chris Vale", "Will Price", "Mark Carder", "Frank Open",
)  # fmt: skip
FIRMS = ("Nordlicht", "Copper & Sons", "Garden Works")
CONTEXT = Context(
    Roster(
        [Known(key, name, ("".join(word[0] for word in name.split()),)) for key, name in
         enumerate(NAMES, start=1)],
        [Known(key, name) for key, name in enumerate(FIRMS, start=1)],
    ),
    datetime.date(2026, 3, 5),
    (ItemRef(1, "Round"), ItemRef(2, "Website"), ItemRef(3, "Members")),
    position=3,
)  # fmt: skip
MEANT = [
    ("Statement", "Mei: two of the three firms never answered"),
    ("Motion", "RESOLVED: That the offer of the Nordlicht be taken - carried, no objections"),
    ("Statement", "Hana: I can write it tonight"),
    ("Action", "ACTION Hana: write to the school about the hall by 20 March 2026"),
]


def records(text):
    """What became more than a note, with the line as typed."""
    typed = text.split("\n")
    return [
        (type(line.content).__name__, typed[line.number - 1].removeprefix("- "))
        for line in parse(text, CONTEXT).lines
        if not isinstance(line.content, Note | Quote | Code)
    ]


def test_an_hour_of_talk_is_an_hour():
    assert len(TALK.splitlines()) >= 150


def test_only_what_is_meant_becomes_a_record():
    assert records(TALK) == MEANT


def test_an_hour_of_talk_raises_at_most_three_flags():
    flags = parse(TALK, CONTEXT).flags
    assert [(flag.code.value, flag.subject) for flag in flags][3:] == []


def test_the_same_count_sees_a_record_that_was_not_meant():
    assert records(TALK.replace("Quick round:", "Tomas:")) != MEANT
