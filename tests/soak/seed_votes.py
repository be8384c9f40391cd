"""Two boards in session with motions to vote on, one of three seats, one of fifty; as JSON."""

import json
import sys

import django

IN_AN_ITEM = 5
BOARDS = {"pier": 3, "wharf": 50}


def main() -> None:
    """In: how many motions each of the boards has."""
    django.setup()
    told = {slug: motions(slug, int(n)) for slug, n in zip(BOARDS, sys.argv[1:], strict=True)}
    sys.stdout.write(json.dumps(told))


def motions(slug: str, number: int) -> list[str]:
    from django.db import transaction

    from meetings.models import Resolution, User
    from tests import make

    with transaction.atomic():
        on = make.seated_board(*(f"Firm {n:02}" for n in range(1, BOARDS[slug] + 1)), slug=slug)
        make.member(on, "secretary", account=User.objects.get(username="secretary"))
        of = make.seated_meeting(on, "")
        lines = [f"MOTION: That berth {n} be dredged" for n in range(1, number + 1)]
        for first in range(0, number, IN_AN_ITEM):
            some = "\n".join(lines[first : first + IN_AN_ITEM])
            make.notes(make.item(of, f"Berths from {first + 1}"), some)
        return [motion.label for motion in Resolution.objects.filter(board=on).order_by("pk")]


if __name__ == "__main__":
    main()
