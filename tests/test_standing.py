"""How each organisation stands, on a day: class, contract, fee, and who holds its seats."""

import datetime

from django.urls import reverse
from django.utils import timezone

from meetings.models import Affiliation, Member
from tests import make

TODAY = timezone.localdate()
A_DAY = datetime.timedelta(days=1)
FULL = {
    "membership_class": "full",
    "contract": "signed",
    "fee": "due",
    "fee_due_on": "2026-06-30",
    "fee_paid_on": "",
    "start_date": "2026-03-05",
}


def address(name, *arguments):
    return reverse(name, args=["harbour", *arguments])


def affiliated(board, name="Aster", **fields):
    start = {"membership_class": "full", "start_date": make.A_DAY}
    firm = make.organisation(board, name)
    return Affiliation.objects.create(organisation=firm, **(start | fields))


def seen_of(row):
    return row.history.values_list("history_id", flat=True).first()


def test_a_membership_begins_on_a_day_and_once(as_secretary, harbour):
    firm = make.organisation(harbour)
    for _time in range(2):
        answer = as_secretary.post(address("affiliation_new", firm.pk), FULL)
        assert answer.status_code == 302
    row = Affiliation.objects.get()
    assert (row.membership_class, row.contract, row.fee) == ("full", "signed", "due")
    assert row.fee_due_on == datetime.date(2026, 6, 30)


def test_another_class_ends_the_membership_before_on_the_day_before(as_secretary, harbour):
    row = affiliated(harbour)
    data = FULL | {"membership_class": "start-up", "start_date": "2026-05-01"}
    as_secretary.post(address("affiliation_new", row.organisation_id), data)
    old, new = Affiliation.objects.order_by("start_date")
    assert (old.membership_class, old.end_date) == ("full", datetime.date(2026, 4, 30))
    assert (new.membership_class, new.end_date) == ("start-up", None)


def test_a_fee_that_is_paid_leaves_its_trace_in_the_history(as_secretary, harbour):
    row = affiliated(harbour, fee="due")
    data = FULL | {"fee": "paid", "fee_paid_on": "2026-04-02", "end_date": "", "seen": seen_of(row)}
    assert as_secretary.post(address("affiliation_edit", row.pk), data).status_code == 302
    assert [entry.fee for entry in row.history.order_by("history_id")] == ["due", "paid"]


def test_a_change_over_somebody_elses_is_refused_and_kept_on_the_page(as_secretary, harbour):
    row = affiliated(harbour)
    seen = seen_of(row)
    row.contract = "sent"
    row.save(update_fields=["contract"])
    data = FULL | {"contract": "ended", "end_date": "", "seen": seen}
    answer = as_secretary.post(address("affiliation_edit", row.pk), data)
    assert answer.status_code == 409
    assert "in the meantime" in answer.content.decode()
    assert '<option value="ended" selected>' in answer.content.decode()
    row.refresh_from_db()
    assert row.contract == "sent"


def test_a_fee_paid_on_a_day_is_a_fee_that_is_paid(as_secretary, harbour):
    row = affiliated(harbour)
    data = FULL | {"fee_paid_on": "2026-04-02", "end_date": "", "seen": seen_of(row)}
    answer = as_secretary.post(address("affiliation_edit", row.pk), data)
    assert answer.status_code == 422
    assert "A fee with a day of payment is a fee that is paid." in answer.content.decode()


def test_two_memberships_do_not_share_a_day(as_secretary, harbour):
    row = affiliated(harbour, end_date=datetime.date(2026, 4, 30))
    later = Affiliation.objects.create(
        organisation=row.organisation, start_date=datetime.date(2026, 5, 1)
    )
    data = FULL | {"end_date": "2026-05-05", "seen": seen_of(row)}
    answer = as_secretary.post(address("affiliation_edit", row.pk), data)
    assert answer.status_code == 409
    assert later.organisation_id == row.organisation_id


def test_the_status_tells_of_each_seat_whether_somebody_sits_on_it(as_secretary, harbour):
    firm = affiliated(harbour).organisation
    seat = make.seat(harbour, firm)
    make.member(harbour, name="Ada Low", seat=seat, organisation=firm, start_date=make.A_DAY)
    make.member(harbour, name="Bo Lee", seat=seat, precedence=2, start_date=make.A_DAY)
    make.seat(harbour, make.organisation(harbour, "Brightwater"))
    affiliated(harbour, "Calder", fee="due")
    page = as_secretary.get(address("member_status")).content.decode()
    assert "2 seats, 1 vacant; 1 organisation owes a fee" in page
    assert page.index("Ada Low") < page.index("Bo Lee") < page.index("(alternate)")
    assert "no seat" in page


def test_the_status_of_a_day_tells_what_was_then(as_secretary, harbour):
    firm = affiliated(harbour).organisation
    seat = make.seat(harbour, firm)
    make.member(harbour, name="Ada Low", seat=seat, start_date=make.A_DAY, end_date=TODAY - A_DAY)
    make.member(harbour, name="Bo Lee", seat=seat, start_date=TODAY)
    today = as_secretary.get(address("member_status")).content.decode()
    before = as_secretary.get(address("member_status"), {"on": f"{TODAY - A_DAY}"}).content.decode()
    assert "Bo Lee" in today and "Ada Low" not in today  # noqa: PT018
    assert "Ada Low" in before and "Bo Lee" not in before  # noqa: PT018


def test_a_fee_paid_since_was_due_on_the_day_that_is_asked_about(as_secretary, harbour):
    row = affiliated(harbour, fee="due")
    row.history.update(history_date=timezone.now() - 9 * A_DAY)
    row.fee = "paid"
    row.save(update_fields=["fee"])
    day = f"{TODAY - 3 * A_DAY}"
    table = as_secretary.get(address("member_status_csv"), {"on": day}).content.decode("utf-8-sig")
    assert '"Aster","full","none","due"' in table
    table = as_secretary.get(address("member_status_csv")).content.decode("utf-8-sig")
    assert '"Aster","full","none","paid"' in table


def test_a_day_that_is_none_is_a_sentence_and_shows_today(as_secretary, harbour):
    answer = as_secretary.get(address("member_status"), {"on": "2026-02-31"})
    assert answer.status_code == 422
    assert "2026-02-31 is not a date." in answer.content.decode()


def test_a_name_like_a_formula_is_text_in_the_table(as_secretary, harbour):
    affiliated(harbour, "=1+1")
    table = as_secretary.get(address("member_status_csv")).content.decode("utf-8-sig")
    assert '"\'=1+1"' in table


def test_a_person_with_a_seat_of_their_own_fills_it(as_secretary, harbour):
    person = make.person(harbour, "Ada Low")
    harbour.seats.create(name="Founder", person=person)
    page = as_secretary.get(address("member_status")).content.decode()
    assert "filled" in page
    assert not Member.objects.filter(person=person).exists()
