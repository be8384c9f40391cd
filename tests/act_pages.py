"""The pages of acts on one action, for the tables of tests that hold every page."""

ACTS = ("report", "cancel", "supersede", "hand_over", "change", "split")
NAMES = tuple(f"action_{act}" for act in ACTS)


def addresses_of(action, *board):
    return {name: [*board, action.number] for name in NAMES}
