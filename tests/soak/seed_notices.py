"""A board of people with addresses, and for each three notices that can wait, and one."""

import sys

import django

DAILY = 3


def main() -> None:
    """In: the board's address, how many people it has, and the number of the first notice."""
    django.setup()
    slug, people, first = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(str(notices(slug, people, first)))


def notices(slug: str, people: int, first: int) -> int:
    """How many were written. Each says a mark of its own."""
    from django.db import transaction

    from meetings.models import Member, Notice
    from meetings.services.notices import News, tell
    from tests import make

    kinds = [Notice.Kind.ACTION_NEW] * DAILY + [Notice.Kind.BALLOT_OPENED]
    number = first
    with transaction.atomic():
        board = make.board(slug)
        for reader in range(people):
            address = f"{slug}{reader}@example.org"
            person = make.person(board, f"Reader {reader}", email=address)
            Member.objects.create(person=person)
            for kind in kinds:
                news = News(board=board, kind=kind, subject=board, text=f"n{number:06}", cause="x")
                tell([person], news=news, save=make.a_save())
                number += 1
    return number - first


if __name__ == "__main__":
    main()
