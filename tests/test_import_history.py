"""An archive builds up the board's history: in the order of its dates, each promise once."""

import pytest
from django.utils import timezone

from meetings.models import Action, ActionReview, ImportSource, Meeting, Person
from meetings.services.archives import bring, make_next, undo_import
from meetings.services.changes import Save
from meetings.services.refusals import Refused
from tests import make
from tests.test_import_plain import LIMIT, MINUTES, store

EARLY = make.A_DAY.replace(year=2020)


ITS_OWN = "ACTION Bo: ask for a price by 20 March\nACTION Unknown Person: lend a pump"


def minutes(*lines, day="4 March 2026"):
    text = MINUTES.replace("- The press leaks.", "\n".join(lines)).replace(ITS_OWN, "")
    return text.replace("4 March 2026", day)


@pytest.fixture
def known(harbour):
    return make.action(make.item(make.meeting(harbour, EARLY)))


def states(meeting):
    rows = Action.objects.filter(item__meeting=meeting)
    return {row.text: row.state for row in rows}


def test_a_line_that_names_a_known_action_does_not_push_done_marks_to_the_next(harbour, known):
    about_it = f"ACTION A-{known.number} Bo: send the figures"
    lines = ("ACTION Bo: oil it", about_it, "ACTION Cy: mend it DONE", "ACTION Di: lend a pump")
    found = {"oil it": "open", "mend it DONE": "done", "lend a pump": "open"}
    assert states(store(harbour, minutes(*lines))) == found


def bring_days(board, *days):
    files = [(f"{n}.txt", minutes("- n", day=day).encode()) for n, day in enumerate(days)]
    return bring(board, files=files, save=save(), limit=LIMIT, is_final=True)


def save():
    return Save(by=None, at=timezone.now(), is_archived=True)


def test_meetings_of_an_archive_are_made_in_the_order_of_their_dates_undated_ones_last(harbour):
    batch = bring_days(harbour, "spring", "8 April 2026", "summer", "4 March 2026", "May 2025")
    ImportSource.objects.filter(name="2.txt").update(stated_date="2026-02")
    while made := make_next(batch, save=save(), limit=LIMIT):
        assert made[1] == ""
    keys = [meeting.key for meeting in Meeting.objects.order_by("pk")]
    assert keys == ["2025-05", "2026-02", "2026-03-04", "2026-04-08", "undated-1"]


def listing(mark=""):
    return f"ACTION Bo: find a new mooring for the ferry{mark}"


@pytest.fixture
def promised(harbour):
    """An action of the minutes of March, which those of April list again."""
    meeting = store(harbour, minutes(listing()))
    return Action.objects.get(item__meeting=meeting, text__startswith="find")


def april(board, *lines):
    return store(board, minutes(*lines, day="8 April 2026"))


LISTED_AGAIN = {
    "": ("in_progress", "ACTION A-1 Bo: find a new mooring for the ferry", "in_progress"),
    " ✓": ("done", "A-1 done: Bo: find a new mooring for the ferry ✓", "done"),
    " ✗ - asked": (
        "not_done",
        "A-1 not done: Bo: find a new mooring for the ferry ✗ - asked",
        "open",
    ),
}


@pytest.mark.parametrize("mark", LISTED_AGAIN)
def test_an_action_listed_again_becomes_a_review_of_the_known_one(mark, harbour, promised):
    verdict, written, state = LISTED_AGAIN[mark]
    meeting = april(harbour, listing(mark))
    review = ActionReview.objects.get(action=promised)
    assert (review.meeting, review.verdict) == (meeting, verdict)
    assert written in review.item.notes.split("\n")
    promised.refresh_from_db()
    assert promised.state == state
    assert promised.closed_on == (meeting.date if state == "done" else None)
    assert not Action.objects.filter(item__meeting=meeting).exists()


@pytest.mark.parametrize("mark", LISTED_AGAIN)
def test_notes_that_list_an_action_again_draw_the_same_review_when_saved_again(
    mark, harbour, promised
):
    april(harbour, listing(mark))
    rows = ActionReview.objects.values("action", "verdict", "remark", "line")
    (before,) = rows
    item = ActionReview.objects.get().item
    ActionReview.objects.all().delete()
    make.notes(make.item(item.meeting), item.notes)
    assert list(rows) == [before]


def test_the_page_shows_a_listing_as_it_was_written(harbour, promised, as_secretary):
    meeting = april(harbour, listing().replace("Bo:", "Bo Ek:"))
    page = as_secretary.get(meeting.get_absolute_url()).content.decode()
    assert "Bo Ek: find a new mooring for the ferry" in page
    assert page.count("find a new mooring") == 1


def test_an_action_of_other_wording_or_of_others_is_another_action(harbour, promised):
    april(harbour, listing().replace("ferry", "barge"), listing().replace("Bo", "Cy"))
    assert not ActionReview.objects.exists()
    assert Action.objects.filter(text__startswith="find a new mooring").count() == 3


def test_a_merged_person_owns_what_the_one_they_are_owns(harbour, promised):
    robert = make.person(harbour, "Robert Ek")
    Person.objects.filter(name="Bo Ek").update(merged_into=robert)
    april(harbour, listing().replace("Bo", "Bo Ek"))
    assert ActionReview.objects.get().action == promised


def test_two_identical_lines_of_one_meeting_stay_two_actions(harbour, promised):
    meeting = april(harbour, listing(), listing(), listing())
    assert Action.objects.filter(item__meeting=meeting, text__startswith="find").count() == 2
    assert ActionReview.objects.get(meeting=meeting).action == promised


def test_a_line_that_names_its_action_wins_over_one_of_the_same_wording(harbour, promised):
    meeting = april(harbour, "A-1 done", listing())
    assert ActionReview.objects.get().verdict == "done"
    assert Action.objects.filter(item__meeting=meeting, text__startswith="find").count() == 1


def test_an_action_that_was_done_before_is_promised_anew(harbour, promised):
    Action.objects.filter(pk=promised.pk).update(state="done", closed_on=make.A_DAY)
    april(harbour, listing())
    assert not ActionReview.objects.exists()


def test_an_action_closed_with_its_archive_later_was_open_then_and_stays_closed(harbour, promised):
    Action.objects.filter(pk=promised.pk).update(
        state="cancelled", closed_on=make.A_DAY.replace(year=2030)
    )
    april(harbour, listing())
    promised.refresh_from_db()
    assert (promised.reviews.get().verdict, promised.state) == ("in_progress", "cancelled")


def test_what_no_minutes_spoke_of_for_long_is_promised_anew(harbour, promised):
    store(harbour, minutes(listing(), day="4 March 2027"))
    assert not ActionReview.objects.exists()


def test_older_and_undated_minutes_review_nothing_that_came_later(harbour, promised):
    store(harbour, minutes(listing(), day="4 February 2026"))
    store(harbour, minutes(listing(), day="undated"))
    assert not ActionReview.objects.exists()


def test_an_action_in_its_own_minutes_is_not_reviewed_by_them(harbour):
    item = make.item(make.meeting(harbour))
    row = make.action(item, line=9)
    make.notes(item, f"ACTION A-{row.number} All: send the figures")
    assert not ActionReview.objects.exists()


def test_taking_back_a_listing_leaves_the_action_as_it_stood(harbour, promised):
    first = april(harbour, listing())
    last = store(harbour, minutes(listing(), day="6 May 2026"))
    with pytest.raises(Refused, match="take that one back first"):
        undo_import(promised.item.meeting.source)
    undo_import(first.source)
    promised.refresh_from_db()
    assert promised.state == "in_progress"
    undo_import(last.source)
    promised.refresh_from_db()
    assert promised.state == "open"
    undo_import(promised.item.meeting.source)
    assert not Action.objects.exists()
