"""What somebody was told, on their own page until they mark it as read."""

import pytest

from meetings.models import Person
from tests import make
from tests.home_desk import client_of, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(signed_in):
    signed_in("member")
    return Person.objects.get(user__username="member")


@pytest.fixture
def mine(me):
    return client_of(me)


@pytest.fixture
def promise(harbour, me):
    item = make.item(make.meeting(harbour))
    return lambda text: make.action(item, me, text=text)


def test_what_one_was_told_leads_to_what_it_is_about(mine, me, promise):
    action = promise("paint the fence")
    notice = told(me, subject=action)
    assert "An action is late You promised it." in words(mine)
    assert mine.get(f"/news/{notice.pk}/").headers["Location"] == action.get_absolute_url()


def test_what_a_merged_record_was_told_is_mine_and_what_others_were_told_is_not(harbour, mine, me):
    told(make.person(harbour, "M Person", merged_into=me), text="to the double")
    others = told(make.person(harbour, "Other One"), text="to somebody else")
    said = words(mine)
    assert "to the double" in said
    assert "to somebody else" not in said
    assert mine.get(f"/news/{others.pk}/").status_code == 404
    assert mine.post("/news/read/", {"newest": others.pk}).status_code == 404


def test_looking_marks_nothing_as_read_and_a_press_marks_what_was_shown(mine, me):
    shown = told(me, text="the first")
    assert "the first" in words(mine)
    assert "the first" in words(mine)
    told(me, text="the second")
    mine.post("/news/read/", {"newest": shown.pk})
    said = words(mine)
    assert "the first" not in said
    assert "the second" in said


def test_marking_an_older_page_as_read_brings_nothing_back(mine, me):
    first, second = told(me, text="the first"), told(me, text="the second")
    mine.post("/news/read/", {"newest": second.pk})
    mine.post("/news/read/", {"newest": first.pk})
    assert "the second" not in words(mine)


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 30, "\u0663", "0"])
def test_nonsense_marks_nothing_as_read(mine, me, newest):
    told(me, text="the first")
    assert mine.post("/news/read/", {"newest": newest}).status_code == 404
    assert "the first" in words(mine)


def test_of_many_notices_the_newest_twenty_are_shown(mine, me):
    for number in range(50):
        told(me, text=f"news {number}.")
    said = words(mine)
    assert "And 30 more before these." in said
    assert "news 49." in said
    assert "news 29." not in said
