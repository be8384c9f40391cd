"""Lines that say who is there are read again only where they may have changed."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.notation.lines import Fact, Roll
from meetings.notation.parser import parse
from meetings.services.roll_lines import changes_roll
from tests.test_notation_table import CONTEXT

TYPED = ["PRESENT+ Lars Kurth", "PRESENT+", "CHAIR LARS", "CHAIR", "ARRIVED 10:21 Lars", "  Lars"]
TYPED += ["CALLED TO ORDER 10:06", "- a note", "LARS: yes", "", "```", "  more", "> CHAIR Lars"]


@given(st.lists(st.sampled_from(TYPED), max_size=7), st.lists(st.sampled_from(TYPED), max_size=7))
def test_lines_about_who_is_there_say_the_same_unless_they_are_read_again(before, after):
    before, after = "\n".join(before), "\n".join(after)
    if not changes_roll(before, after):
        assert said_in(before) == said_in(after)


def said_in(text):
    found = parse(text, CONTEXT).lines
    return [(x.number, x.content) for x in found if isinstance(x.content, (Roll, Fact))]
