"""What a save asks of the database: no more than twelve statements, however long the meeting."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting
from tests import make

MOST = 12
JSON = {"HTTP_ACCEPT": "application/json"}
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Desk:
    """Somebody who takes minutes of a meeting whose items hold records, and counts."""

    def __init__(self, client, meeting):
        self.client, self.meeting = client, meeting
        self.item, self.other = meeting.items.order_by("position")[:2]
        names = meeting.attendances.order_by("position").values_list("name", flat=True)
        self.name, self.colleague = names[:2]
        self.given = self.name.split()[0]

    @property
    def text(self):
        self.item.refresh_from_db()
        return self.item.notes

    def save(self, text, *, item=None, base=None):
        """The statements that it took."""
        item = item or self.item
        item.refresh_from_db()
        address = reverse("item_notes", args=["harbour", self.meeting.key, item.pk])
        typed = {"text": text, "base": item.revision if base is None else base}
        with CaptureQueriesContext(connection) as captured:
            assert self.client.post(address, typed, **JSON).status_code == 200
        found = [query["sql"].lstrip("( \n") for query in captured]
        return [statement for statement in found if statement.startswith(COUNTED)]


@pytest.fixture
def desk(harbour, as_secretary):
    def of(rows):
        meeting = make.full_meeting(harbour, rows, state=Meeting.State.IN_SESSION)
        return Desk(as_secretary, meeting)

    return of


def the_same_again(desk):
    return desk.save(desk.text)


def a_note_typed(desk):
    return desk.save(f"{desk.text}- one more note")


def a_note_changed(desk):
    return desk.save(desk.text.replace("under it", "under that"))


def a_statement_typed(desk):
    return desk.save(f"{desk.text}{desk.given}: one more word")


def a_motion_typed(desk):
    return desk.save(f"{desk.text}MOTION: Buy a van")


def a_motion_decided(desk):
    desk.save(f"{desk.text}MOTION: Buy a van")
    return desk.save(f"{desk.text}\nCARRIED 3-1")


def an_aside_typed(desk):
    return desk.save(f"{desk.text}ASIDE: by post")


def an_action_of_two_with_a_date(desk):
    return desk.save(f"{desk.text}ACTION {desk.name}, {desk.colleague}: a task by 30 June")


def an_action_before_all_else(desk):
    return desk.save(f"ACTION {desk.name}, {desk.colleague}: a task by 30 June\n{desk.text}")


def the_words_of_an_action(desk):
    return desk.save(desk.text.replace("a task", "a new task"))


def the_owners_of_an_action(desk):
    return desk.save(desk.text.replace(": a task", f", {desk.colleague}: a task by 30 June"))


def an_action_that_finds_its_owner(desk):
    desk.save(f"{desk.text}ACTION: write it up")
    return desk.save(desk.text.replace("ACTION: write", f"ACTION {desk.name}: write"))


def an_old_action(desk):
    """Its number: an action that an earlier meeting gave."""
    of = make.meeting(desk.meeting.board, datetime.date(2020, 1, 2))
    make.notes(make.item(of), f"ACTION {desk.name}: an old task")
    return of.board.actions.get(text="an old task").number


def an_action_reviewed(desk):
    return desk.save(f"{desk.text}A-{an_old_action(desk)} done: at last")


def an_action_listed_again(desk):
    return desk.save(f"{desk.text}ACTION A-{an_old_action(desk)} {desk.name}: an old task")


def an_action_cut(desk):
    return desk.save("\n".join(x for x in desk.text.split("\n") if not x.startswith("ACTION")))


def an_action_pasted_elsewhere(desk):
    line = next(x for x in desk.text.split("\n") if x.startswith("ACTION"))
    an_action_cut(desk)
    desk.other.refresh_from_db()
    return desk.save(f"{desk.other.notes}{line}", item=desk.other)


def an_action_pasted_above(desk):
    line = next(x for x in desk.text.split("\n") if x.startswith("ACTION"))
    an_action_cut(desk)
    desk.other.refresh_from_db()
    return desk.save(f"{line}\n{desk.other.notes}", item=desk.other)


def lines_shifted(desk):
    return desk.save(f"- first of all\n{desk.text}")


def a_line_taken_away(desk):
    return desk.save(desk.text.replace("  - under it\n", ""))


def lines_turned_round(desk):
    return desk.save("\n".join(reversed(desk.text.split("\n"))))


def everything_deleted(desk):
    return desk.save("")


def a_merge(desk):
    base, text = desk.item.revision, desk.text
    desk.save(f"{text}- theirs")
    return desk.save(text.replace("- a note", "- my note"), base=base)


def a_merge_that_shifts_lines(desk):
    base, text = desk.item.revision, desk.text
    desk.save(f"{text}- theirs")
    return desk.save(f"- mine\n{text}", base=base)


def a_save_sent_again(desk):
    base, text = desk.item.revision, f"{desk.text}- a note"
    desk.save(text)
    return desk.save(text, base=base)


def an_item_put_off(desk):
    return desk.save(f"{desk.text}DEFERRED: no time")


def an_item_covered_elsewhere(desk):
    return desk.save(f"{desk.text}COVERED UNDER 2")


def a_note_under_a_roll_line(desk):
    desk.save(f"REGRETS+ {desk.name}\n{desk.text}")
    return desk.save(f"{desk.text}- one more note")


def somebody_arrives(desk):
    make.person(desk.meeting.board, "Bo Lee")
    return desk.save(f"{desk.text}PRESENT+ Bo Lee")


def a_guest_arrives(desk):
    return desk.save(f"{desk.text}PRESENT+ Bo Lee")


def somebody_sends_regrets(desk):
    return desk.save(f"{desk.text}REGRETS+ {desk.name}")


def somebody_comes_late(desk):
    return desk.save(f"{desk.text}ARRIVED 10:21 {desk.name}")


def the_meeting_called_to_order(desk):
    return desk.save(f"{desk.text}CALLED TO ORDER 10:06")


def every_kind_of_record_shifted(desk):
    number = an_old_action(desk)
    desk.save(f"{desk.text}ASIDE: by post\nA-{number} done: at last")
    return desk.save(f"- first of all\n{desk.text}")


CASES = [
    the_same_again,
    a_note_typed,
    a_note_changed,
    a_statement_typed,
    a_motion_typed,
    a_motion_decided,
    an_aside_typed,
    an_action_of_two_with_a_date,
    the_words_of_an_action,
    the_owners_of_an_action,
    an_action_that_finds_its_owner,
    an_action_reviewed,
    an_action_listed_again,
    an_action_cut,
    an_action_pasted_elsewhere,
    an_action_pasted_above,
    lines_shifted,
    a_line_taken_away,
    lines_turned_round,
    everything_deleted,
    a_merge,
    a_merge_that_shifts_lines,
    a_save_sent_again,
    an_item_put_off,
    an_item_covered_elsewhere,
    a_note_under_a_roll_line,
    somebody_arrives,
    somebody_sends_regrets,
    somebody_comes_late,
    the_meeting_called_to_order,
]
# Each of these writes six tables or more.
RARE = {an_action_before_all_else: 13, a_guest_arrives: 14, every_kind_of_record_shifted: 14}


def by_name(case):
    return case.__name__


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_save_takes_no_more_than_twelve_statements(case, rows, desk):
    assert len(case(desk(rows))) <= MOST


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("case", RARE, ids=by_name)
def test_a_rare_save_takes_what_it_may(case, rows, desk):
    assert len(case(desk(rows))) <= RARE[case]


@pytest.mark.parametrize("case", [a_note_typed, a_note_changed, a_note_under_a_roll_line])
def test_a_note_takes_seven_statements(case, desk):
    assert len(case(desk(3))) == 7
