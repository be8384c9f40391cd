"""Which record a line continues, when minutes are edited: laws, and plain examples."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.notation.align import Held, Typed, align

ACTION = re.compile(r"ACTION (?:A-(?P<number>\d+) )?(?P<owners>[A-Z]\w+(?:, \w+)*): (?P<text>.+)")


def read(text):
    """Line number, wording, owners and number of each action of a text."""
    for line, typed in enumerate(text.split("\n"), start=1):
        match = ACTION.fullmatch(typed.strip())
        if match:
            number = int(match["number"]) if match["number"] else None
            yield line, match["text"], frozenset(match["owners"].split(", ")), number


def typed_in(text):
    return [Typed(*row) for row in read(text)]


def held_in(text, first_key=1):
    """The records of a text, with keys in the order of their lines."""
    return [
        Held(key, line, words, owners, number)
        for key, (line, words, owners, number) in enumerate(read(text), start=first_key)
    ]


def detached(text, first_key=100):
    return [
        Held(held.key, None, held.text, held.owners, held.number)
        for held in held_in(text, first_key)
    ]


def keys_after(before, after, elsewhere=()):
    """The key that each action of the new text has, in order; None for a new record."""
    answer = align(held_in(before), elsewhere, typed_in(after), before, after)
    return [answer.get(typed.line) for typed in typed_in(after)]


NOTES = "- Budget\nACTION Lars: book the room\n- Venue\nACTION Laura: call the printer\n- End"
TWINS = "ACTION Lars: follow up\n- Budget\nACTION Lars: follow up\n- Venue"
EXAMPLES = {
    "an action edited a little": (NOTES, NOTES.replace("room", "large room"), [1, 2]),
    "the single changed line reworded from end to end": (
        NOTES,
        NOTES.replace("Lars: book the room", "Mark: find somebody who translates"),
        [1, 2],
    ),
    "a changed owner": (NOTES, NOTES.replace("Lars:", "Mark:"), [1, 2]),
    "notes typed above and between": (
        NOTES,
        "- New\n" + NOTES.replace("- V", "- x\n\n- V"),
        [1, 2],
    ),
    "two actions that change places": (
        NOTES,
        "- Budget\nACTION Laura: call the printer\n- Venue\nACTION Lars: book the room\n- End",
        [2, 1],
    ),
    "two neighbours that change places and words": (
        "ACTION Lars: book the room\nACTION Laura: call the printer\n- End",
        "ACTION Laura: call the printer soon\nACTION Lars: book the big room\n- End",
        [2, 1],
    ),
    "an action moved, another written where it stood": (
        NOTES,
        "- Budget\nACTION Mark: new\n- Venue\n- End\nACTION Lars: book the room",
        [None, 1],
    ),
    "the first of two twins deleted": (TWINS, TWINS.split("\n", 1)[1], [2]),
    "the second of two twins deleted": (TWINS, TWINS[: TWINS.rindex("ACTION")] + "- Venue", [1]),
    "a third twin at the end": (TWINS, TWINS + "\nACTION Lars: follow up", [1, 2, None]),
    "one of two twins edited": (TWINS, TWINS.replace("follow up\n- V", "follow on\n- V"), [1, 2]),
    "the first of two twins deleted among other twins": (
        "- P\nACTION Lars: x\n- n\nACTION Lars: x\n- n\n- Q",
        "- R\n- n\nACTION Lars: x\n- n\n- S",
        [2],
    ),
    "both twins indented": (TWINS, TWINS.replace("ACTION", "  ACTION"), [1, 2]),
    "a line split in two": (
        "- Budget\nACTION Lars: book the room and order lunch for ten",
        "- Budget\nACTION Lars: book the room\nACTION Lars: order lunch",
        [1, None],
    ),
    "a new action above an edited one": (
        "- Budget\nACTION Lars: book the room",
        "- Budget\nACTION Lars: order lunch\nACTION Lars: book the large room",
        [None, 1],
    ),
    "everything reworded": (
        NOTES,
        "Finance\nACTION Lars: reserve somewhere big\nPlace\nACTION Laura: phone Bob\nFin",
        [1, 2],
    ),
    "moved and reworded a little": (
        NOTES,
        "- Budget\n- Venue\nACTION Laura: call the printer\n- End\nACTION Lars: book a room",
        [2, 1],
    ),
    "moved and reworded from end to end, by the same owner": (
        NOTES,
        NOTES.replace("ACTION Lars: book the room\n", "") + "\nACTION Lars: draft a letter",
        [2, 1],
    ),
    "deleted, and an unlike one of somebody else at the end": (
        NOTES,
        NOTES.replace("ACTION Lars: book the room\n", "") + "\nACTION Mark: draft a letter",
        [2, None],
    ),
    "a number on another line": (
        "ACTION A-41 Lars: book the room\n- x\nACTION A-42 Laura: call the printer",
        "ACTION A-42 Lars: book the room\n- x\nACTION A-41 Laura: call the printer",
        [2, 1],
    ),
    "a number that nothing has": (
        "ACTION A-41 Lars: book the room",
        "ACTION A-57 Lars: book the room",
        [None],
    ),
    "a number typed twice": (
        "ACTION A-41 Lars: book",
        "ACTION A-41 Lars: book\nACTION A-41 Lars: pay",
        [1, None],
    ),
    "everything deleted": (NOTES, "", []),
    "an action that became a note": (NOTES, NOTES.replace("ACTION Lars:", "Lars to"), [2]),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_line_keeps_its_record(name):
    before, after, keys = EXAMPLES[name]
    assert keys_after(before, after) == keys


CUT = detached("ACTION Lars: book the room\nACTION Laura: call the printer\nACTION A-9 Mark: pay")
PASTED = {
    "as it was": ("- x", "- x\nACTION Laura: call the printer", [101]),
    "with other owners": ("- x", "- x\nACTION Mark: call the printer", [101]),
    "and edited": ("- x", "- x\nACTION Laura: call the printer in Leeds", [101]),
    "by its number": ("- x", "- x\nACTION A-9 Laura: write to them", [102]),
    "over another line": ("ACTION Mark: sing", "ACTION Lars: book the room", [100]),
    "below one that is being edited": (
        "ACTION Mark: sing",
        "ACTION Mark: sing aloud\nACTION Lars: book the room",
        [1, 100],
    ),
    "twice": ("", "ACTION Lars: book the room\nACTION Lars: book the room", [100, None]),
    "beside something unlike by the same owner": ("", "ACTION Lars: write to Eve", [None]),
    "while its own twin is here": (
        "ACTION Lars: book the room",
        "- x\nACTION Lars: book the room",
        [1],
    ),
}


@pytest.mark.parametrize("name", PASTED)
def test_a_line_cut_elsewhere_is_found_again_when_pasted(name):
    before, after, keys = PASTED[name]
    assert keys_after(before, after, CUT) == keys


def test_a_line_keeps_its_record_while_it_is_typed_letter_by_letter():
    whole = "ACTION Laura: call the printer about the banners by Friday"
    start = whole.index(":") + 3
    keys = set()
    before = "- Above\n- Below"
    held = held_in(before)
    for end in range(start, len(whole) + 1):
        after = f"- Above\n{whole[:end]}\n- Below"
        answer = align(held, CUT, typed_in(after), before, after)
        keys |= {answer.get(2, 1)}
        held, before = held_in(after), after
    assert keys == {1}


LINES = [f"ACTION Lars: task {n}" for n in range(4)] + ["ACTION Laura: task 1", "- note", "", "  x"]
ANY_LINES = st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=14)
WORDS = st.sampled_from(["", "a", "book the room", "book a room", "call Eve", "call Eve soon"])
OWNERS = st.frozensets(st.sampled_from(["Lars", "Laura", "Mark"]), max_size=2)
NUMBERS = st.none() | st.integers(1, 4)
HELD = st.builds(Held, st.integers(1, 30), st.none() | st.integers(-2, 20), WORDS, OWNERS, NUMBERS)
TYPED = st.builds(Typed, st.integers(-2, 20), WORDS, OWNERS, NUMBERS)


@given(
    st.lists(HELD, max_size=8),
    st.lists(HELD, max_size=8),
    st.lists(TYPED, max_size=8),
    ANY_LINES,
    ANY_LINES,
)
@settings(max_examples=300, deadline=None)
def test_each_line_has_at_most_one_record_and_each_record_one_line(
    here, elsewhere, typed, before, after
):
    answer = align(here, elsewhere, typed, "\n".join(before), "\n".join(after))
    assert len(set(answer.values())) == len(answer)
    assert set(answer) <= {line.line for line in typed}
    assert set(answer.values()) <= {held.key for held in (*here, *elsewhere)}


@given(ANY_LINES, ANY_LINES)
@settings(max_examples=300, deadline=None)
def test_no_record_is_new_while_one_of_the_same_words_and_owner_is_left(before, after):
    old, new = "\n".join(before), "\n".join(after)
    held, answer = held_in(old), align(held_in(old), (), typed_in(new), old, new)
    left = {(one.text, one.owners) for one in held if one.key not in answer.values()}
    assert not left & {(t.text, t.owners) for t in typed_in(new) if t.line not in answer}


@given(ANY_LINES)
@settings(max_examples=200, deadline=None)
def test_an_unchanged_text_keeps_every_record(lines):
    text = "\n".join(lines)
    held = held_in(text)
    assert keys_after(text, text, CUT) == [one.key for one in held]


OTHER_LINES = st.lists(st.sampled_from(["- note", "", "  x", "- more", "> quote"]), max_size=5)


@given(st.lists(st.tuples(st.sampled_from(LINES[:5]), OTHER_LINES, OTHER_LINES), max_size=8))
@settings(max_examples=300, deadline=None)
def test_other_lines_come_and_go_and_every_record_stays(rows):
    before = "\n".join(line for action, above, _ in rows for line in (*above, action))
    after = "\n".join(line for action, _, above in rows for line in (*above, action))
    assert keys_after(before, after, CUT) == [one.key for one in held_in(before)]


@st.composite
def moved_blocks(draw):
    """Different lines with a block of them put elsewhere, a few deleted and a few new."""
    count = draw(st.integers(1, 12))
    lines = [f"ACTION Lars: matter {n}" if n % 3 else f"- remark {n}" for n in range(count)]
    start, stop = sorted(draw(st.tuples(st.integers(0, count), st.integers(0, count))))
    block, rest = lines[start:stop], lines[:start] + lines[stop:]
    at = draw(st.integers(0, len(rest)))
    moved = rest[:at] + block + rest[at:]
    gone = draw(st.sets(st.integers(0, count - 1), max_size=2))
    kept = [line for n, line in enumerate(moved) if n not in gone]
    for n in range(draw(st.integers(0, 2))):
        kept.insert(draw(st.integers(0, len(kept))), f"ACTION Mark: something new {n}")
    return lines, kept


@given(moved_blocks())
@settings(max_examples=300, deadline=None)
def test_a_moved_block_keeps_its_records(lines_and_moved):
    before, after = ("\n".join(lines) for lines in lines_and_moved)
    known = {held.text: held.key for held in held_in(before)}
    for typed, key in zip(typed_in(after), keys_after(before, after), strict=True):
        if typed.text in known:
            assert key == known[typed.text]


def full_item(lines):
    return [
        f"ACTION {'Lars' if n % 4 else 'Laura'}: send the report on topic {n} to the board"
        if n % 2
        else f"- remark {n} on what was said in the room"
        for n in range(lines)
    ]


LARGE = {
    "every line edited": lambda lines: [line + "x" for line in lines],
    "upside down": lambda lines: lines[::-1],
    "all the same": lambda lines: ["ACTION Lars: x"] * len(lines),
    "two by turns": lambda lines: ["ACTION Lars: x", "ACTION Laura: y"] * (len(lines) // 2),
    "two of three edited": lambda lines: [x + "x" if n % 3 else x for n, x in enumerate(lines)],
    "nothing left": lambda lines: [],
}


@pytest.mark.parametrize("name", LARGE)
def test_a_text_far_beyond_the_limit_is_aligned_within_a_second(name):
    before = full_item(5000)
    after = LARGE[name](before)
    old, new = "\n".join(before), "\n".join(after)
    held, typed = held_in(old), typed_in(new)
    start = time.process_time()
    align(held, (), typed, old, new)
    assert time.process_time() - start < 1
