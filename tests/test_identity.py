"""Records stay who they are while their lines are edited, moved, cut and pasted."""

from meetings.models import Action, Resolution, Statement
from tests import make
from tests.test_saving import room, save

__all__ = ["room", "save"]


def test_an_edited_action_keeps_its_number_and_changes_its_words(save):
    save("ACTION Bo: call the bank")
    save("ACTION Bo: call the other bank by 3 March 2027", base=1)
    action = Action.objects.get()
    assert (action.number, action.text) == (1, "call the other bank by 3 March 2027")
    assert str(action.due_on) == "2027-03-03"


def test_an_action_typed_letter_by_letter_is_one_action(save):
    text = "ACTION Bo: call the bank about the loan"
    base = 0
    for end in range(1, len(text) + 1):
        base = save(text[:end], base=base).json()["revision"]
    assert [(a.number, a.text) for a in Action.objects.all()] == [
        (1, "call the bank about the loan")
    ]


def test_lines_above_move_an_action_and_change_nothing_of_it(save):
    save("ACTION Bo: call\nADA: fine\nMOTION: Buy it\nCARRIED 3-0")
    before = [Action.objects.get().pk, Resolution.objects.get().pk]
    save("- a\n- b\nACTION Bo: call\nADA: fine\nMOTION: Buy it\nCARRIED 3-0", base=1)
    action, resolution = Action.objects.get(), Resolution.objects.get()
    assert [action.pk, resolution.pk] == before
    assert (action.line, Statement.objects.get().line, resolution.line) == (3, 4, 5)


def test_a_line_cut_from_one_item_and_pasted_into_another_is_the_same_action(save, room):
    save("ACTION Bo: call")
    key = Action.objects.get().pk
    save("", base=1)
    assert Action.objects.get().line is None
    save("ACTION Bo: call", item=room[1])
    action = Action.objects.get()
    assert (action.pk, action.item_id, action.line) == (key, room[1].pk, 1)


def test_twins_are_two_actions_and_the_one_that_went_is_gone(save):
    save("ACTION Bo: call\nACTION Bo: call")
    assert Action.objects.count() == 2
    first = Action.objects.get(line=1).pk
    save("ACTION Bo: call", base=1)
    assert [a.pk for a in Action.objects.filter(line__isnull=False)] == [first]


def test_swapped_lines_keep_their_records(save):
    save("ACTION Bo: call the bank\nACTION Ada: write the report")
    keys = {a.text: a.pk for a in Action.objects.all()}
    save("ACTION Ada: write the report\nACTION Bo: call the bank", base=1)
    assert {a.text: a.pk for a in Action.objects.all()} == keys
    assert Action.objects.get(line=1).text == "write the report"


def test_an_owner_who_becomes_known_gives_the_action_its_number(save, harbour):
    make.person(harbour, "Bob Leeward")
    make.person(harbour, "Bob Rowan")
    save("ACTION Bob: call")
    assert Action.objects.get().number is None
    save("ACTION Bob Rowan: call", base=1)
    action = Action.objects.get()
    assert (action.number, [o.name for o in action.owners.all()]) == (1, ["Bob Rowan"])


def test_a_motion_its_amendment_votes_and_result_stay_one_resolution_each(save):
    text = "MOTION (Ada; seconded Bo): Buy a van\nAMENDMENT (Bo): Buy two\nNOT CARRIED\nCARRIED 2-0"
    save(text)
    motion, amendment = Resolution.objects.order_by("line")
    assert (amendment.amends, amendment.state, motion.state) == (motion, "not_carried", "carried")
    save(text.replace("CARRIED 2-0", "CARRIED 3-0"), base=1)
    motion.refresh_from_db()
    assert (motion.recorded_for, Resolution.objects.count()) == (3, 2)


def test_a_review_whose_line_goes_is_taken_back(save, harbour):
    early = make.item(make.meeting(harbour, make.A_DAY.replace(year=2020)))
    action = make.action(early)
    save(f"A-{action.number} done: all of it")
    action.refresh_from_db()
    assert action.state == Action.State.DONE
    save("- nothing", base=1)
    action.refresh_from_db()
    assert (action.state, action.closed_on, action.reviews.count()) == (Action.State.OPEN, None, 0)


def test_what_became_of_an_item_follows_its_text(save, room):
    save("DEFERRED: no time")
    room[0].refresh_from_db()
    assert (room[0].disposition, room[0].disposition_reason) == ("deferred", "no time")
    save("- we did discuss it", base=1)
    room[0].refresh_from_db()
    assert (room[0].disposition, room[0].disposition_reason) == ("discussed", "")


def test_a_number_that_no_action_has_makes_no_second_action_at_each_save(save):
    save("ACTION A-99 Bo: call")
    save("ACTION A-99 Bo: call\n- a note", base=1)
    assert Action.objects.count() == 1


def test_an_aside_carries_who_wrote_it_and_when_and_keeps_both_while_it_is_edited(
    save, room, signed_in
):
    save("- talk\nASIDE: the bank did answer")
    first = room[0].asides.get()
    assert first.author == "Secretary Person"
    chair = signed_in("chair")
    save("- talk\n- more\nASIDE: the bank did answer us\nASIDE: in May", base=1, client=chair)
    one, two = room[0].asides.all()
    assert (one.line, one.author, one.written_at) == (3, "Secretary Person", first.written_at)
    assert two.author == "Chair Person"
    shown = chair.get(room[0].meeting.get_absolute_url()).content.decode()
    assert "Aside, Secretary Person," in shown
    save("- talk", base=2)
    assert not room[0].asides.exists()
