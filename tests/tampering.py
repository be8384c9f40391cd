"""Attempts to change what is voted on, by every door, and what became of each."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from meetings.models import (
    AgendaItem,
    Ballot,
    BallotSeat,
    Bylaws,
    Member,
    Organisation,
    Seat,
    Vote,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import is_untouched
from meetings.services.closing import Closing, close_ballot
from meetings.services.tallying import tally_of
from meetings.services.votes import record_votes
from meetings.services.written import Circular, open_circular
from tests import make
from tests.voting import seat, vote

LATER = datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)
ONE = {"kind": "fixed", "number": 1}
HALF = {"kind": "more_than_half"}
OF_BALLOT = {
    "text": ("text", "That the harbour be sold"),
    "quorum": ("rule", {"quorum": {"kind": "at_least_half"}, "majority": {"kind": "of_present"}}),
    "quorum number": ("rule", {"quorum": ONE, "majority": {"kind": "of_present"}}),
    "majority": ("rule", {"quorum": HALF, "majority": ONE}),
    "seats base": ("seats_base", 40),
    "casting vote": ("casting_vote", "chair"),
    "silence": ("silence", "abstains"),
    "members vote": ("members_vote", True),
    "proxies": ("profile", {"proxies": True, "proxies_count": True, "proxies_across": True}),
    "takes effect": ("written_effective", "last_vote"),
    "number": ("number", 7),
    "bylaws": ("bylaws_id", None),
    "bylaws in words": ("bylaws_words", "as the chair likes it"),
    "opened by": ("opened_by_id", None),
    "opened at": ("opened_at", LATER),
    "hash": ("hash", "0" * 64),
}
OF_SEAT = {"seat name": ("name", "Someone Else"), "seat position": ("position", 40)}
OF_PHASE = {
    "phase channel": ("channel", "writing"),
    "phase basis": ("basis", "answered"),
    "deadline": ("deadline", LATER + datetime.timedelta(days=1)),
    "phase rule": ("rule", {"quorum": ONE, "majority": ONE}),
}
OF_BYLAWS = {
    "quorum_kind": "fixed", "quorum_number": 1, "majority_kind": "fixed", "majority_number": 1,
    "seats_fixed": 40, "casting_vote": "chair", "silence": "abstains", "allows_proxies": True,
    "recusal_effect": "votes_only", "objection_blocks": True, "allows_other_delegates": False,
}  # fmt: skip
NOT_IN_HASH = ("opened at",)  # the database says when, as it stores the row
DOORS = ("page", "admin", "ORM", "save()", "SQL")
REFUSED, NO_EFFECT, NOTICED, CHANGED = "refused", "without effect", "noticed", "CHANGED"


@dataclass(frozen=True)
class Attempt:
    """What is tried, by which door; the act returns an answer where it asks a page."""

    what: str
    door: str
    act: Callable[[], Any]


@dataclass(frozen=True)
class World:
    """An open vote with two votes in it, and a secretary and an operator who try to change it."""

    ballot: Ballot
    secretary: Client
    operator: Client

    def fresh(self) -> Ballot:
        found = Ballot.objects.select_related("resolution__item__meeting__board")
        return found.get(pk=self.ballot.pk)

    def picture(self) -> list[Any]:
        """All that is frozen, and what the vote would decide."""
        ballot = self.fresh()
        moving = ("votes_taken", "closed_at")
        parts = (Ballot.objects.filter(pk=ballot.pk), ballot.phases, ballot.seats.order_by("pk"))
        rows: list[Any] = [row for part in parts for row in part.values()]
        frozen = [{name: row[name] for name in row if name not in moving} for row in rows]
        return [frozen, tally_of(ballot, save=make.a_save()).verdict]

    def is_stopped(self) -> bool:
        """Whether it is noticed: the hash differs, and no vote and no closing goes through."""
        ballot = self.fresh()
        if is_untouched(ballot):
            return False
        choices = {seat(self.ballot, "Calder"): Vote.Choice.FOR}
        acts = (
            lambda: record_votes(ballot, choices=choices, key="after", save=make.a_save()),
            lambda: close_ballot(ballot, closing=Closing("roll_call", ""), save=make.a_save()),
        )
        return all(_is_refused(act) for act in acts)


def _is_refused(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except OutOfOrder as no:
        return "not what it was when the vote was opened" in str(no)
    return False


def world(slug: str = "frozen", *, is_written: bool = False) -> World:
    clerk = make.user(f"{slug}-clerk")
    operator = make.user(f"{slug}-operator", is_staff=True, is_superuser=True)
    names = ("Aster", "Brightwater", "Calder", "Dunmore")
    on = make.seated_board(*names, slug=slug, majority_kind="of_present")
    make.member(on, role=Member.Role.SECRETARY, account=clerk)
    if is_written:
        circular = Circular("Budget", "That the budget be approved", LATER)
        ballot = open_circular(on, circular=circular, save=make.a_save(clerk))
    else:
        ballot = make.ballot(on, here=names[:3], by=clerk)
        vote(ballot, Aster="for", Brightwater="against")
    return World(ballot, signed_in(clerk), signed_in(operator))


def signed_in(account: Any) -> Client:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def attempts(of: World) -> Iterator[Attempt]:
    ballot = of.ballot
    phase, row = ballot.phases.get(), ballot.seats.order_by("position")[0]
    for owner, changes in ((ballot, OF_BALLOT), (row, OF_SEAT), (phase, OF_PHASE)):
        for what, (column, value) in changes.items():
            yield from _by_code(what, owner, column, value)
        yield Attempt(f"{owner._meta.model_name} deleted", "ORM", partial(_delete, owner))
        yield from _by_operator(of, owner)
    yield Attempt("a seat added", "ORM", partial(_add_seat, ballot))
    yield from _sources(of)
    yield from _by_page(of)


def _by_code(what: str, owner: models.Model, column: str, value: Any) -> Iterator[Attempt]:
    rows = type(owner)._default_manager.filter(pk=owner.pk)
    yield Attempt(what, "ORM", lambda: rows.update(**{column: value}))
    yield Attempt(what, "save()", partial(_save, owner, column, value))
    yield Attempt(what, "SQL", partial(_sql, owner, column, value))


def _save(owner: models.Model, column: str, value: Any) -> None:
    again = type(owner)._default_manager.get(pk=owner.pk)
    setattr(again, column, value)
    again.save()


def _sql(owner: models.Model, column: str, value: Any) -> None:
    field = next(one for one in owner._meta.concrete_fields if one.attname == column)
    stored = field.get_db_prep_save(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {owner._meta.db_table} SET {column} = %s WHERE id = %s",  # noqa: S608
            [stored, owner.pk],
        )


def _delete(owner: models.Model) -> None:
    type(owner)._default_manager.filter(pk=owner.pk)._raw_delete("default")
    connection.check_constraints()


def _add_seat(ballot: Ballot) -> None:
    board = ballot.resolution.board
    firm = make.organisation(board, "Latecomer")
    BallotSeat.objects.create(ballot=ballot, seat=make.seat(board, firm), position=9, name="Late")


def _by_operator(of: World, owner: models.Model) -> Iterator[Attempt]:
    for page in ("change", "delete"):
        address = reverse(f"admin:meetings_{owner._meta.model_name}_{page}", args=[owner.pk])
        post = partial(of.operator.post, address, {"post": "yes", "text": "other"})
        yield Attempt(f"{owner._meta.model_name}: {page}", "admin", post)


def _sources(of: World) -> Iterator[Attempt]:
    """What the ballot was made from may change; the ballot does not."""
    board = of.ballot.resolution.board
    laws = Bylaws.objects.get(board=board)
    chair = Seat.objects.filter(board=board)[0]
    motion = of.ballot.resolution
    for what, owner, values in (
        ("the bylaws it came from", laws, OF_BYLAWS),
        ("the seat's own name", chair, {"name": "Someone Else"}),
        ("the motion's own text", motion, {"text": "That the harbour be sold"}),
    ):
        rows: Any = type(owner)._default_manager
        yield Attempt(what, "ORM", partial(rows.filter(pk=owner.pk).update, **values))
        yield Attempt(what, "admin", partial(_in_admin, of.operator, owner, values))
    newer = {"board": board, "effective_from": make.A_DAY, **OF_BYLAWS}
    yield Attempt("newer bylaws of that day", "ORM", partial(Bylaws.objects.create, **newer))


def _in_admin(operator: Client, owner: models.Model, values: dict[str, Any]) -> Any:
    """The change page, filled in as it comes and with other values."""
    address = reverse(f"admin:meetings_{owner._meta.model_name}_change", args=[owner.pk])
    page = operator.get(address)
    forms = [page.context["adminform"].form]
    for part in page.context["inline_admin_formsets"]:
        forms += [part.formset.management_form, *part.formset.forms]
    sent = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    sent = {name: value for name, value in (sent | values).items() if value not in (None, False)}
    answer = operator.post(address, sent)
    wrong = answer.context["adminform"].form.errors if answer.status_code == 200 else ""
    if wrong:
        raise AssertionError(f"{owner}: {wrong}")
    return answer


def _by_page(of: World) -> Iterator[Attempt]:
    motion = of.ballot.resolution
    board, item = motion.board, AgendaItem.objects.get(pk=motion.item_id)
    notes = reverse("item_notes", args=[board.slug, item.meeting.key, item.pk])
    other = item.notes.replace("budget be approved", "harbour be sold")
    typed = {"text": other, "base": item.revision}
    yield Attempt("the motion's line", "page", partial(of.secretary.post, notes, typed))
    sent = {"key": "a-form-of-its-own", "hash": of.ballot.hash}
    votes = reverse("ballot_votes", args=[board.slug, of.ballot.pk])
    for what, (column, value) in OF_BALLOT.items():
        post = partial(of.secretary.post, votes, sent | {column: str(value)})
        yield Attempt(f"{what}, sent with votes", "page", post)
    again = reverse("ballot_open", args=[board.slug, motion.label])
    asked = {"majority": "simple"}
    yield Attempt("opened again", "page", partial(of.secretary.post, again, asked))
    firm = Organisation.objects.get(board=board, name="Aster")
    rename = reverse("organisation_edit", args=[board.slug, firm.pk])
    yield Attempt("a holder's name", "page", partial(of.secretary.post, rename, {"name": "Zz"}))


def outcome(of: World, attempt: Attempt, before: list[Any], *, looks_at_hash: bool = True) -> str:
    """What became of an attempt; it is taken back."""
    try:
        with transaction.atomic():
            answer = attempt.act()
            changed = _picture_after(of) != before
            is_noticed = changed and looks_at_hash and of.is_stopped()
            transaction.set_rollback(True)
    except (DatabaseError, ProtectedError):
        return REFUSED
    if not changed:
        return REFUSED if getattr(answer, "status_code", 0) >= 400 else NO_EFFECT
    return NOTICED if is_noticed else CHANGED


def _picture_after(of: World) -> Any:
    """A ballot that is gone or cannot be read any more is another one too."""
    try:
        with transaction.atomic():
            return of.picture()
    except Exception as error:
        return repr(error)


def outcomes(
    of: World, *, doors: tuple[str, ...] = DOORS, looks_at_hash: bool = True
) -> dict[str, list[str]]:
    """What was tried, by what became of it."""
    found: dict[str, list[str]] = {}
    before = of.picture()
    for attempt in attempts(of):
        if attempt.door in doors:
            kind = outcome(of, attempt, before, looks_at_hash=looks_at_hash)
            found.setdefault(kind, []).append(f"{attempt.what} ({attempt.door})")
    return found
