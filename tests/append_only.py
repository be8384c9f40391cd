"""Attempts to rewrite or delete what votes, mails, circulations and approvals left behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    ActionUpdate,
    AgendaItem,
    Approval,
    Ballot,
    BallotPhase,
    BallotResult,
    BallotSeat,
    CastingVote,
    CirculatedItem,
    Circulation,
    Comment,
    Correction,
    HandCount,
    MailClaim,
    MailMessage,
    MailObjection,
    Meeting,
    Objection,
    RegisterEntry,
    TextProposal,
    Vote,
)
from meetings.services.answering import answer_comment
from meetings.services.approving import approve_minutes
from meetings.services.disposing import propose
from meetings.services.objections import cast_casting_vote, raise_objection
from tests import make
from tests.mailbox import disputed
from tests.registered import BY_RESOLUTION
from tests.tampering import signed_in
from tests.voting import close, seat, vote

CHANGES: dict[type[models.Model], tuple[str, Any]] = {
    Ballot: ("text", "That the harbour be sold"),
    BallotPhase: ("number", 7),
    BallotSeat: ("name", "Someone Else"),
    BallotResult: ("sentence", "Carried by everybody."),
    Vote: ("choice", "abstain"),
    HandCount: ("votes_for", 40),
    Objection: ("words", "none"),
    CastingVote: ("choice", "against"),
    Circulation: ("attendance", "nobody"),
    CirculatedItem: ("notes", "- nothing"),
    Comment: ("text", "never mind"),
    MailMessage: ("text", "-1"),
    MailClaim: ("words", "never"),
    MailObjection: ("words", "never mind"),
    ActionUpdate: ("remark", "never begun"),
    RegisterEntry: ("commitment", "0" * 64),
    Approval: ("how", "lapse"),
    Correction: ("reads", "- nothing"),
    TextProposal: ("reason", "none"),
}
WHO = DATABASE, BEFORE, NOBODY = "the database", "Django, before it came so far", "nobody"


@dataclass(frozen=True)
class Attempt:
    model: type[models.Model]
    how: str
    act: Callable[[], Any]

    @property
    def table(self) -> str:
        return self.model._meta.db_table


def rows() -> dict[type[models.Model], models.Model]:
    """A vote that was closed, also by mail, and minutes that were commented on, approved and
    corrected, with a row in each table."""
    names = ("Aster", "Brightwater", "Calder")
    ballot = make.ballot(make.seated_board(*names, slug="kept", casting_vote="chair"))
    vote(ballot, Aster="for", Brightwater="against")
    raise_objection(ballot, seat=seat(ballot, "Calder"), words="too dear", save=make.a_save())
    cast_casting_vote(ballot, choice="for", person=None, save=make.a_save())
    HandCount.objects.create(ballot=ballot, votes_for=1, votes_against=1, abstentions=0)
    close(ballot)
    disputed(ballot, Vote.objects.all()[0])
    _comment_on(ballot.resolution.item)
    _live_on(ballot.resolution.item)
    return {model: _rows(model).order_by("pk")[0] for model in CHANGES}


def _comment_on(item: AgendaItem) -> None:
    """Its minutes are circulated, and a comment on them is answered."""
    Meeting.objects.filter(pk=item.meeting_id).update(state=Meeting.State.ADJOURNED)
    make.circulation(Meeting.objects.select_related("board").get(pk=item.meeting_id))
    comment = make.comment(item, make.person(item.meeting.board))
    answer_comment(comment, state=Comment.State.ANSWERED, words="yes", save=make.a_save())


def _live_on(item: AgendaItem) -> None:
    """They are approved and corrected, a disposal is proposed, an action is begun."""
    person, account = make.person(item.meeting.board), make.user("append-typist")
    action = make.action(item, person, number=41)
    ActionUpdate.objects.create(
        action=action, at=timezone.now(), by=person, recorded_by=account, state="in_progress"
    )
    meeting = Meeting.objects.select_related("board").get(pk=item.meeting_id)
    entry = approve_minutes(meeting, approved=BY_RESOLUTION, save=make.a_save()).entry
    propose(entry, act=TextProposal.Act.HOLD, reason="A claim.", by=account, save=make.a_save())
    Correction.objects.create(item=item, reads="- more", adopted_in=item, entry=entry)


def operator() -> Client:
    return signed_in(make.user("append-operator", is_staff=True, is_superuser=True))


def attempts(kept: dict[type[models.Model], models.Model], who: Client) -> Iterator[Attempt]:
    for model, row in kept.items():
        column, value = CHANGES[model]
        acts = {
            **_by_orm(model, row, column, value),
            **_by_admin(model, row, who),
            **_by_sql(model, row, column, value),
        }
        for how, act in acts.items():
            yield Attempt(model, how, act)


def _rows(model: type[models.Model]) -> Any:
    return model._default_manager.all()


def _by_orm(
    model: type[models.Model], row: models.Model, column: str, value: Any
) -> dict[str, Callable[[], Any]]:
    def changed() -> models.Model:
        again: models.Model = _rows(model).get(pk=row.pk)
        setattr(again, column, value)
        return again

    of_row = _rows(model).filter(pk=row.pk)
    return {
        "save()": lambda: changed().save(),
        "delete()": lambda: _rows(model).get(pk=row.pk).delete(),
        "queryset update": lambda: of_row.update(**{column: value}),
        "bulk_update": lambda: _rows(model).bulk_update([changed()], [column]),
        "queryset delete": of_row.delete,
        "queryset delete, past Django's own protection": lambda: of_row._raw_delete("default"),
        "update_or_create": lambda: _rows(model).update_or_create({column: value}, pk=row.pk),
    }


def _by_admin(
    model: type[models.Model], row: models.Model, who: Client
) -> dict[str, Callable[[], Any]]:
    name = f"admin:meetings_{model._meta.model_name}"
    chosen = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
    own = admin.site._registry[model]
    request = RequestFactory().post("/")
    return {
        "admin action": lambda: who.post(reverse(f"{name}_changelist"), chosen),
        "admin delete page": lambda: who.post(reverse(f"{name}_delete", args=[row.pk]), chosen),
        "admin change page": lambda: who.post(reverse(f"{name}_change", args=[row.pk]), chosen),
        "admin action, past its permission": lambda: own.delete_queryset(
            request, _rows(model).filter(pk=row.pk)
        ),
        "admin form, past its permission": lambda: own.save_model(request, row, None, change=True),
    }


def _by_sql(
    model: type[models.Model], row: models.Model, column: str, value: Any
) -> dict[str, Callable[[], Any]]:
    table = model._meta.db_table
    quoted = connection.ops.quote_name
    columns = [str(field.column) for field in model._meta.concrete_fields]
    names = ", ".join(map(quoted, columns))
    copied = ", ".join("%s" if name == column else quoted(name) for name in columns)
    a_row = f"SELECT {copied} FROM {table} WHERE id = {row.pk}"  # noqa: S608
    update = f"UPDATE {table} SET {column} = %s WHERE id = {row.pk}"  # noqa: S608
    upsert = f"INSERT INTO {table} ({names}) {a_row} ON CONFLICT (id) DO UPDATE SET {column} = %s"
    acts: dict[str, Callable[[], Any]] = {
        "SQL UPDATE": partial(_sql, update, value),
        "SQL UPDATE of all": partial(_sql, f"UPDATE {table} SET {column} = %s", value),  # noqa: S608
        "SQL DELETE": partial(_sql, f"DELETE FROM {table} WHERE id = {row.pk}"),  # noqa: S608
        "SQL INSERT ON CONFLICT": partial(_sql, upsert, value, value),
    }
    if connection.vendor == "sqlite":
        replaced = f"INSERT OR REPLACE INTO {table} ({names}) {a_row}"
        or_replace = update.replace("UPDATE", "UPDATE OR REPLACE", 1)
        acts["SQL INSERT OR REPLACE"] = partial(_sql, replaced, value)
        acts["SQL UPDATE OR REPLACE"] = partial(_sql, or_replace, value)
    else:
        acts["SQL TRUNCATE"] = partial(_sql, f"TRUNCATE {table} CASCADE")
        only = f"UPDATE ONLY {table} SET {column} = %s"  # noqa: S608
        acts["SQL UPDATE ONLY"] = partial(_sql, only, value)
    return acts


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def who_refused(attempt: Attempt) -> str:
    """An attempt is made and taken back."""
    before = list(_rows(attempt.model).order_by("pk").values())
    try:
        with transaction.atomic():
            attempt.act()
            connection.check_constraints()
            is_changed = list(_rows(attempt.model).order_by("pk").values()) != before
            transaction.set_rollback(True)
    except DatabaseError as no:
        return DATABASE if "append-only" in str(no) else BEFORE
    except ProtectedError:
        return BEFORE
    return NOBODY if is_changed else BEFORE


def outcomes(kept: dict[type[models.Model], models.Model], who: Client) -> dict[str, list[Attempt]]:
    """All attempts, by who refused them."""
    connection.check_constraints()  # so that nothing waits that would be in a TRUNCATE's way
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts(kept, who):
        found.setdefault(who_refused(attempt), []).append(attempt)
    return found
