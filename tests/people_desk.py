"""The pages of people, seats and memberships: who may open them, and what their addresses need."""

from meetings.models import Affiliation, Organisation, Person, Seat
from tests import make

PLAIN = ("person_new", "organisation_new", "member_status", "member_status_csv", "seat_new",
         "members_import", "board_year")  # fmt: skip
OF_A_PERSON = ("member_seat",)
OF_A_TERM = ("member_change_role", "member_end")
OF_A_SEAT = ("seat_represent", "seat_end")
READ = ("member_status", "member_status_csv", "board_year")
NO_PAGES = {"member_status_csv"}


def expected(readers, keepers, administrators):
    """What a GET answers, by the name of the page."""
    kept = (*PLAIN, *OF_A_PERSON, *OF_A_TERM, *OF_A_SEAT, "affiliation_new", "affiliation_edit")
    found = dict.fromkeys(kept, keepers)
    return found | dict.fromkeys(READ, readers) | {"member_change_role": administrators}


def addresses_of_people(board, *before):
    """What each address needs; `before` is what stands before it."""
    person = Person.objects.filter(board=board, merged_into=None).first()
    firm = Organisation.objects.filter(board=board, merged_into=None).earliest("pk")
    seat = Seat.objects.filter(board=board).first() or make.seat(board, firm)
    term = make.member(board, name="Kim Sitter", seat=seat, organisation=firm, precedence=90)
    standing = Affiliation.objects.create(organisation=firm, start_date=make.A_DAY)
    return {
        **{name: [*before] for name in PLAIN},
        **{name: [*before, person.pk] for name in OF_A_PERSON},
        **{name: [*before, term.pk] for name in OF_A_TERM},
        **{name: [*before, seat.pk] for name in OF_A_SEAT},
        "affiliation_new": [*before, firm.pk],
        "affiliation_edit": [*before, standing.pk],
    }
