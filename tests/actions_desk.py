"""The pages of acts on one action, for the tables of tests that hold every page."""

ACTS = ("report", "cancel", "supersede", "hand_over", "change", "split")
TABLES = tuple(
    f"{noun}_csv" for noun in ("action", "resolution", "meeting", "person", "organisation")
)
NAMES = tuple(f"action_{act}" for act in ACTS)


def addresses_of(action, *board):
    return {name: [*board, action.number] for name in NAMES}


def addresses_of_lists(*board):
    return {name: [*board] for name in ("actions_report", *TABLES)}


def lists(answers, **others):
    return dict.fromkeys(("actions_report", *TABLES), answers) | others
