"""Habits of writing down actions, motions and deferrals; what is like one stays a note."""

import pytest

from tests.test_import_habits import under


@pytest.mark.parametrize(
    ("habit", "text", "owners", "done"),
    [
        (
            "owner behind the sentence",
            "It is loud. Bo would ask the tuner. (Action: BE)",
            ["BE"],
            None,
        ),
        ("owner below the sentence", "Bo would ask the tuner.\n\nACTION: BE", ["BE"], None),
        ("owner at the right", f"Bo to ask the tuner.{' ' * 30}ACTION: BE", ["BE"], None),
        ("numbered action", ">> ACTION 2: Bo to ask the tuner", ["Bo"], None),
        ("numbered action point", "AP3: Bo to ask the tuner", ["Bo"], None),
        ("who in a bracket", "TODO(Bo): ask the tuner", ["Bo"], None),
        ("box", "- [x] Bo asks the tuner", ["Bo"], True),
        ("handle", "@bo-ek will ask the tuner", ["bo-ek"], None),
        ("italics", "*Action: Bo to ask the tuner*", ["Bo"], None),
        ("jobs", "Jobs:\n > Bo - ask the tuner", ["Bo"], None),
        ("initials as a name", "ACTION ITEM: B. Ek to ask the tuner", ["B. Ek"], None),
        ("everybody of a kind", "ACTION 4: All members to ask the tuner", ["All"], None),
        (
            "not yet done",
            "Actions from last meeting:\n 1. Bo to ask the tuner - NOT YET DONE",
            ["Bo"],
            False,
        ),
    ],
)
def test_actions_are_found_with_their_owners(habit, text, owners, done):
    (action,) = under(text)["actions"]
    assert (action["owners"], action["done"]) == (owners, done), habit
    assert "the tuner" in action["text"], habit


@pytest.mark.parametrize(
    "text",
    [
        "The action plan was discussed at length.",
        "Bo said that the action taken abroad was wrong.",
        "- [x] The agenda was sent out in time",
        "Somebody would have to ask the tuner.",
        "Action: none",
    ],
)
def test_talk_of_action_is_no_action(text):
    assert under(text)["actions"] == []


@pytest.mark.parametrize(
    ("habit", "text", "outcome", "tally"),
    [
        (
            "movers below",
            "MOTION: To buy pipes.\nMade by: Bo Ek   Second: Cy Dun   Vote: 4-0, motion carried.",
            "carried",
            (4, 0),
        ),
        (
            "quoted block",
            "> **Motion:** To buy pipes.\n"
            "> *Moved:* Ek *Seconded:* Dun\n"
            "> **Result:** Failed: 1 in favour, 3 against.",
            "defeated",
            (1, 3),
        ),
        (
            "no second",
            "MOTION: To buy pipes.\n"
            "Made by: Bo Ek   Second: none. Motion died for lack of a second.",
            "defeated",
            None,
        ),
        (
            "motion by, second by",
            "Motion by Ek, second by Dun, to buy pipes. Vote: 5 yes, 0 no.",
            None,
            (5, 0),
        ),
        (
            "prop and sec",
            "Prop: B Ek Sec: C Dun that we buy pipes. Agreed.",
            "carried",
            None,
        ),
        (
            "proposal and consensus",
            "PROPOSAL: We buy pipes.\n\nConsensus reached.",
            "carried",
            None,
        ),
        (
            "proposal that fell",
            "Proposal that we buy pipes. Proposed BE, seconded CD. For 2, against "
            "3, abstention 1.\n"
            "The proposal fell.",
            "defeated",
            (2, 3),
        ),
        (
            "numbered resolution",
            "Resolution 4/2026: The board decides to buy pipes.\n"
            "  For: 3 (A, B, C)   Against: 0   Abstentions: 1",
            "carried",
            (3, 0),
        ),
        (
            "votes by name",
            "Vote: buy pipes\n\n- Ada: +1\n- Bo: -1\n- Cy: +1\n\nResult: accepted",
            "carried",
            (2, 1),
        ),
        (
            "names by vote",
            "Bo proposed to buy pipes.\n+1: Ada, Bo\n-1: none\n=> accepted",
            "carried",
            (2, 0),
        ),
        (
            "numbers in words",
            "RESOLVED that we buy pipes. Carried, three in favour, one against.",
            "carried",
            (3, 1),
        ),
        (
            "nem con",
            "We buy pipes. Proposed by Bo Ek, seconded by Cy Dun.\n\nCarried nem con.",
            "carried",
            None,
        ),
        (
            "it was resolved",
            "After some talk it was resolved to buy pipes.",
            "carried",
            None,
        ),
        (
            "no quorum",
            "Vote (we buy pipes in May): not possible without quorum.",
            "no_quorum",
            None,
        ),
        (
            "count below a decision",
            "Decision: We buy pipes.\n\nVote: 3 in favour, 1 against",
            "carried",
            (3, 1),
        ),
    ],
)
def test_motions_are_found_with_what_became_of_them(habit, text, outcome, tally):
    (motion,) = under(text)["resolutions"]
    assert "pipes" in motion["text"], habit
    assert motion["outcome"] == outcome, habit
    assert tally is None or (motion["for"], motion["against"]) == tally, habit


@pytest.mark.parametrize(
    "text",
    [
        "Bo moved house and has boxes everywhere.",
        "Bo moved to Lisbon in spring.",
        "It was agreed in principle that the organ is loud.",
        "Cy asked whether the cap had been agreed in principle.",
        "The grant that was approved last year is spent.",
        "No vote was taken at this stage.",
        "The board agreed that the organ is loud.",
        "For 3 years the organ was silent, against all advice.",
    ],
)
def test_what_sounds_like_a_decision_is_a_note(text):
    assert under(text)["resolutions"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The keys are with Bo. This item was held over to the next meeting.",
        "Not enough time, moved to 2026-04-01.",
        "Bo could not come, so this point was skipped.",
        "Not discussed for lack of time.",
        "Two views were heard. To be decided by e-mail.",
        "Bo not here → push to 6 May",
        "Tabled until Bo can be present.",
    ],
)
def test_an_item_put_off_is_deferred(text):
    page = under(text)
    assert [item["deferred"] for item in page["items"]] == [True, False]
    assert page["resolutions"] == []


@pytest.mark.parametrize(
    "text",
    ["The organ was moved to the gallery.", "Bo carried the pipes over to the church."],
)
def test_what_was_carried_elsewhere_is_not_put_off(text):
    assert not any(item["deferred"] for item in under(text)["items"])
