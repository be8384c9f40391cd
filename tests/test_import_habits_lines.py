"""Habits of telling a decision, a count or a promise within the text; the like stays a note."""

import pytest

from tests.test_import_habits import under


@pytest.mark.parametrize(
    ("habit", "text", "outcome", "tally"),
    [
        ("letters", "M/S/C (Ek/Dun) to buy pipes. 7-3-1", "carried", (7, 3, 1)),
        (
            "letters, lost",
            "M/S (Ek/Dun) to buy pipes. Motion failed, 3-7.",
            "defeated",
            (3, 7, None),
        ),
        (
            "made by",
            "A motion to buy pipes was made by B. Ek and seconded by C. Dun. Carried.",
            "carried",
            None,
        ),
        (
            "show of hands",
            "A motion was made by B. Ek, seconded by C. Dun, to buy pipes. Some talk. "
            "On a show of hands the motion was defeated 3 to 7.",
            "defeated",
            (3, 7, None),
        ),
        (
            "vote taken",
            "It was moved by Ms Ek, seconded by Mr Dun, that we buy pipes. On a vote being taken, "
            "there voted for the motion 3 and against 7. The motion was accordingly lost.",
            "defeated",
            (3, 7, None),
        ),
        (
            "moved and resolved",
            "It was proposed by Cllr. Ek, seconded by Cllr. Dun and RESOLVED that we buy pipes.",
            "carried",
            None,
        ),
        (
            "proposed and backed",
            "(a) It is loud. Bo proposed buying pipes. Cy seconded. Carried without dissent.",
            "carried",
            None,
        ),
        (
            "no second",
            "Motion by Ek to buy pipes; second by Dun. Passed 4-0.",
            "carried",
            (4, 0, None),
        ),
        (
            "active",
            "Council resolved, by nine votes to two, to buy pipes.",
            "carried",
            (9, 2, None),
        ),
        (
            "active, heard first",
            "The Board, having heard Bo, resolved to buy pipes.",
            "carried",
            None,
        ),
        ("papers", "The report on the pipes was read and agreed.", "carried", None),
        ("no verb", "Accounts of the pipes: approved unanimously.", "carried", None),
        (
            "put to the vote",
            "The price of pipes was put to the vote and adopted, 5 to 1.",
            "carried",
            (5, 1, None),
        ),
        (
            "in capitals",
            "Two letters, on pipes. RESOLVED no objection to the pipes.",
            "carried",
            None,
        ),
        (
            "verdict in front",
            "Motion passed: we buy pipes - 3 for, 0 against, 1 abstention",
            "carried",
            (3, 0, 1),
        ),
        ("voted", "Voted: To buy pipes. 5-0", "carried", (5, 0, None)),
        ("signs", "AGREED: We buy pipes (+5, 1, -0)", "carried", (5, 0, 1)),
        ("slashes", "Motion: we buy pipes. Carried. Vote: 5/0/1", "carried", (5, 0, 1)),
        (
            "roll call",
            "Motion: we buy pipes.\nRoll call: Ada Low aye, Bo Ek nay, Cy Dun aye\nCarried",
            "carried",
            (2, 1, 0),
        ),
        (
            "abstaining by name",
            "Motion by Ek, second by Dun, to buy pipes. Passed 3-0, Low abstaining.",
            "carried",
            (3, 0, 1),
        ),
        ("count and no result", "Motion: we buy pipes.\nFor: 3 Against: 1", None, (3, 1, None)),
    ],
)
def test_decisions_in_sentences_are_found_with_their_counts(habit, text, outcome, tally):
    (motion,) = under(text)["resolutions"]
    assert "pipes" in motion["text"], habit
    assert motion["outcome"] == outcome, habit
    found = (motion["for"], motion["against"], motion["abstain"])
    assert found == (tally or (None, None, None)), habit


@pytest.mark.parametrize(
    "text",
    [
        "Decision: No decision. It will come back in May.",
        "Decision: None.",
        "The board agreed to talk again about pipes.",
        "Approved suppliers must send their prices.",
        "Bo proposed that we meet in the church.",
        "The committee decided nothing.",
        "The county has approved pipes in 2 to 3 towns.",
        "Cy said that the motion was carried elsewhere.",
        "The report on pipes should be approved next time.",
        "There was no vote by show of hands.",
        "The plan of 4-6 May was discussed.",
        "Bo has 3-4 pipes for the organ.",
    ],
)
def test_what_only_sounds_decided_is_a_note(text):
    assert under(text)["resolutions"] == []


@pytest.mark.parametrize(
    ("habit", "text", "owners", "done"),
    [
        ("label in a paragraph", "It is loud. AP: Bo to ask the tuner", ["Bo"], None),
        ("names only", "We ask the tuner. AP: Bo", ["Bo"], None),
        ("bracket", "(b) It is loud. [Action: Bo and Cy to ask the tuner]", ["Bo", "Cy"], None),
        ("bracket and dash", "It is loud. [Action: Bo] -- ask the tuner", ["Bo"], None),
        ("italics", "It is loud. *Bo to ask the tuner.*", ["Bo"], None),
        ("follow-up", "FOLLOW-UP:   Bo will ask the tuner by 4 May.", ["Bo"], None),
        ("to do", "To do: Bo: ask the tuner", ["Bo"], None),
        ("square bracket", "ACTION [Bo]: ask the tuner", ["Bo"], None),
        ("several names", "It is loud. AP: Bo & Cy ask the tuner", ["Bo", "Cy"], None),
        ("everybody", "It is loud. AP: everyone think of the tuner", ["everyone"], None),
        ("title", "ACTION: Cllr. Ek to ask the tuner", ["Ek"], None),
        ("office", "Action: Director of Music to ask the tuner", ["Director of Music"], None),
        ("nobody", "Action: ask the tuner about May", [], None),
        ("word behind", "ACTION: Bo to ask the tuner - **in progress**", ["Bo"], False),
        ("carried forward", "ACTION: Bo to ask the tuner (carried forward)", ["Bo"], False),
        ("closed", "ACTION: Bo to ask the tuner. Closed.", ["Bo"], True),
    ],
)
def test_promises_in_the_midst_of_text_are_found(habit, text, owners, done):
    (action,) = under(text)["actions"]
    assert (action["owners"], action["done"]) == (owners, done), habit
    assert "the tuner" in action["text"], habit


@pytest.mark.parametrize(
    "text",
    [
        "The action plan: see above.",
        "Action: Approved as presented",
        "*Bold ideas to come.*",
        "FOLLOW-UP: None",
        "It is loud. Action: none",
        "@bo-ek: CI is green again",
    ],
)
def test_what_only_sounds_promised_is_a_note(text):
    assert under(text)["actions"] == []


@pytest.mark.parametrize(
    ("word", "done"),
    [
        ("Not started", False),
        ("In progress", False),
        ("Completed", True),
        ("c/f", False),
        ("", None),
    ],
)
def test_a_cell_says_whether_a_promise_was_kept(word, done):
    table = f"| Task | Owner | Status |\n| --- | --- | --- |\n| ask the tuner | Bo Ek | {word} |"
    page = under(table, top="# Choir board, 4 March 2026\n\n")
    assert [action["done"] for action in page["actions"]] == [done]


def test_a_log_that_lists_a_promise_again_gives_its_state():
    log = "Ref      Action            Owner     Status\n7/3      Ask the tuner     BE        Closed"
    page = under(f"ACTION 7/3: BE to ask the tuner.\n\n{log}")
    assert [(action["owners"], action["done"]) for action in page["actions"]] == [(["BE"], True)]
