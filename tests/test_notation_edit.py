"""One line is rewritten, the others stay to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.notation.context import Context
from meetings.notation.edit import (
    add_line,
    remove_line,
    replace_line,
    with_disposition,
    with_motion,
)
from meetings.notation.lines import (
    Action,
    Disposition,
    DispositionKind,
    Motion,
    Name,
    Note,
    Outcome,
    OutcomeKind,
    Tally,
)
from meetings.notation.motions import motions_in
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse
from tests.test_notation_laws import ANY_TEXT

CONTEXT = Context(Roster([Known(1, "Ada Low"), Known(2, "Bo Lee")]))
TEXT = "- first\n  ACTION Ada: send the figures\n    to the bank\n\nBO: fine"


def test_a_line_is_rewritten_with_its_indentation_and_without_its_continuation():
    written = replace_line(TEXT, 2, Action((Name("Bo"),), "send them"), CONTEXT)
    assert written == "- first\n  ACTION Bo: send them\n\nBO: fine"


def test_a_bullet_stays_a_bullet():
    assert replace_line("* ACTION Ada: x", 1, Action((Name("Bo"),), "x"), CONTEXT) == (
        "* ACTION Bo: x"
    )


def test_a_line_is_removed_and_the_others_stay():
    assert remove_line(TEXT, 2, CONTEXT) == "- first\n\nBO: fine"


def test_a_line_that_has_gone_is_not_rewritten():
    with pytest.raises(LookupError):
        replace_line(TEXT, 3, Note("x"), CONTEXT)


def test_a_line_is_added_at_the_end_or_under_another():
    assert add_line("a\n", Note("b"), after=None, context=CONTEXT) == "a\nb"
    assert add_line("", Note("b"), after=None, context=CONTEXT) == "b"
    assert add_line("  a\nc", Note("b"), after=1, context=CONTEXT) == "  a\n  b\nc"


@given(ANY_TEXT, st.data())
def test_rewriting_one_line_leaves_the_text_around_it_to_the_letter(text, data):
    lines = parse(text, CONTEXT).lines
    if not lines:
        return
    number = data.draw(st.sampled_from([line.number for line in lines]))
    written = replace_line(text, number, Note("zebra"), CONTEXT).split("\n")
    before = text.split("\n")
    at = number - 1
    assert written[:at] == before[:at]
    assert written[at].endswith("zebra")
    rest = written[at + 1 :]
    assert not rest or before[-len(rest) :] == rest


DEFERRED = Disposition(DispositionKind.DEFERRED, "no time")


@pytest.mark.parametrize(
    ("text", "wanted", "written"),
    [
        ("- a", DEFERRED, "- a\nDEFERRED: no time"),
        ("NOT REACHED\n- a", DEFERRED, "DEFERRED: no time\n- a"),
        ("NOT REACHED\n- a\nDEFERRED", DEFERRED, "- a\nDEFERRED: no time"),
        ("NOT REACHED\n- a\nDEFERRED", None, "- a"),
        ("", DEFERRED, "DEFERRED: no time"),
        ("- a", None, "- a"),
    ],
)
def test_what_became_of_an_item_is_said_once(text, wanted, written):
    assert with_disposition(text, wanted, CONTEXT) == written


LOST = Outcome(OutcomeKind.NOT_CARRIED, Tally(2, 5))


@pytest.mark.parametrize(
    ("text", "outcome", "written"),
    [
        ("RESOLVED: Buy - carried", LOST, "RESOLUTION: Buy - not carried 2-5"),
        ("MOTION: Buy\n- talk\nCARRIED 5-2", LOST, "MOTION: Buy\n- talk\nNOT CARRIED 2-5"),
        ("MOTION: Buy\n- talk\nCARRIED 5-2", None, "MOTION: Buy\n- talk"),
        ("MOTION: Buy\n- talk", LOST, "RESOLUTION: Buy - not carried 2-5\n- talk"),
    ],
)
def test_a_result_is_rewritten_where_it_stands(text, outcome, written):
    found = with_motion(text, 1, Motion("Buy", outcome=outcome), CONTEXT)
    assert found == written
    assert motions_in(parse(found, CONTEXT).lines)[0].outcome == outcome
