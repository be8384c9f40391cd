"""A meeting in session on the demo board, with empty items; says where it is, as JSON."""

import json
import sys

import django

ITEMS = 12
PEOPLE = ("Ines Maurer", "Nora Quist", "Tomas Lind", "Hana Sato", "Sven Dahl", "Mei Tan")


def main() -> None:
    django.setup()
    from meetings.models import Board, Meeting
    from tests import make

    board = Board.objects.get(slug="harbour")
    meeting = make.meeting(board, state=Meeting.State.IN_SESSION)
    for name in PEOPLE:
        make.attendance(meeting, board.people.get(name=name))
    items = [make.item(meeting, f"Item {number}").pk for number in range(1, ITEMS + 1)]
    sys.stdout.write(json.dumps({"draft": f"{meeting.get_absolute_url()}draft/", "items": items}))


if __name__ == "__main__":
    main()
