"""Attempts to change approved minutes, by every door, and what became of each."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from meetings.models import (
    Action,
    ActionReview,
    AgendaItem,
    Approval,
    Aside,
    Attendance,
    ItemPresenter,
    Meeting,
    Member,
    Resolution,
    Statement,
)
from meetings.models.locks import OF_ATTENDANCE, OF_ITEM, OF_ITEMS, OF_MEETING
from meetings.services.approving import Approved, approve_minutes
from tests import make
from tests.tampering import signed_in

TEXT = (
    "Lena: the plan holds\nASIDE: said later\nACTION Lena: send the figures\n"
    "RESOLVED: That it rain - carried 5-0"
)
TEXTS: dict[type[models.Model], tuple[tuple[str, Any], ...]] = {
    Meeting: (("state", "adjourned"), ("place", "Elsewhere"), ("date", make.A_DAY.replace(day=9)),
              ("called_to_order", "09:00"), ("approved_on", None)),
    AgendaItem: (("notes", "- other"), ("title", "Other"), ("position", 40),
                 ("disposition", "deferred"), ("is_in_camera", True)),
    Attendance: (("name", "Somebody Else"), ("mode", "absent"), ("is_presiding", True)),
    ItemPresenter: (("name", "Somebody Else"),),
    Statement: (("text", "the plan fails"), ("speaker", "Mark")),
    Aside: (("text", "never said"),),
    Action: (("line", 40),),
    ActionReview: (("remark", "never done"), ("verdict", "done")),
    Resolution: (("text", "That it snow"), ("recorded_for", 1), ("number", "R-1999-01"),
                 ("mover_name", "Nobody"), ("recorded_outcome", "not_carried")),
}  # fmt: skip
LOCKED: dict[type[models.Model], tuple[str, ...]] = {
    Meeting: OF_MEETING,
    AgendaItem: OF_ITEM,
    Attendance: OF_ATTENDANCE,
    **{model: OF_ITEMS[model._meta.model_name or ""]
       for model in (ItemPresenter, Statement, Aside, Action, ActionReview, Resolution)},
}  # fmt: skip
REFUSED, NO_EFFECT, CHANGED = "refused", "without effect", "CHANGED"


@dataclass(frozen=True)
class Attempt:
    what: str
    door: str
    act: Callable[[], Any]


@dataclass(frozen=True)
class World:
    """Approved minutes with a row of every kind, a secretary and an operator."""

    approval: Approval
    secretary: Client
    operator: Client

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("board").get(pk=self.approval.meeting_id)

    def picture(self) -> list[Any]:
        """Every byte that was approved, and the page as it was stored."""
        rows: list[Any] = []
        for model, columns in LOCKED.items():
            rows += _rows(model).order_by("pk").values_list("pk", *columns)
        kept = self.approval.entry.kept
        kept.refresh_from_db()
        return [*rows, kept.text, kept.page, kept.salt]


def world() -> World:
    on = make.board("frozen")
    clerk = make.user("freezing-clerk")
    make.member(on, Member.Role.SECRETARY, "Clara Wren", clerk)
    before = make.meeting(on, make.A_DAY.replace(month=2), Meeting.State.ADJOURNED)
    make.action(make.item(before), make.person(on, "Mark Orr"), number=90)
    of = make.meeting(on, state=Meeting.State.ADJOURNED)
    make.attendance(of, make.person(on, "Lena Moor"))
    item = make.item(of)
    item.presenters.create(name="Lena Moor")
    make.notes(item, f"{TEXT}\nA-90 done: sent")
    make.notes(make.item(of, "Second"), "- another")
    save = make.a_save(clerk)
    approval = approve_minutes(of, approved=Approved(Approval.How.RESOLUTION), save=save)
    make.meeting(on, make.A_DAY.replace(month=4), Meeting.State.ADJOURNED)
    operator = make.user("freezing-operator", is_staff=True, is_superuser=True)
    return World(approval, signed_in(clerk), signed_in(operator))


def _rows(model: type[models.Model]) -> Any:
    return model._default_manager.all()


def _one(of: World, model: type[models.Model]) -> Any:
    """The row that belongs to the approved minutes."""
    if model is Meeting:
        return of.meeting
    path = "meeting" if model in (AgendaItem, Attendance, ActionReview) else "item__meeting"
    return _rows(model).filter(**{path: of.approval.meeting_id}).order_by("pk")[0]


def attempts(of: World) -> Iterator[Attempt]:
    for model, changes in TEXTS.items():
        row = _one(of, model)
        name = str(model._meta.verbose_name)
        for column, value in changes:
            what = f"{name}: {column}"
            yield Attempt(
                what, "ORM", partial(_rows(model).filter(pk=row.pk).update, **{column: value})
            )
            yield Attempt(what, "save()", partial(_save, row, column, value))
            yield Attempt(what, "SQL", partial(_sql, row, column, value))
        yield Attempt(f"{name}: deleted", "ORM", partial(_delete, row))
        yield Attempt(f"{name}: deleted", "SQL", partial(_raw_delete, row))
        yield from _by_operator(of, row)
    yield from _additions(of)
    yield from _by_page(of)
    yield Attempt("brought again from a file", "command", partial(_replace, of))


def _save(row: models.Model, column: str, value: Any) -> None:
    again = _rows(type(row)).get(pk=row.pk)
    setattr(again, column, value)
    again.save()


def _sql(row: models.Model, column: str, value: Any) -> None:
    field = next(one for one in row._meta.concrete_fields if one.column == column)
    stored = field.get_db_prep_save(field.to_python(value), connection)
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [stored, row.pk])  # noqa: S608


def _delete(row: models.Model) -> None:
    _rows(type(row)).get(pk=row.pk).delete()


def _raw_delete(row: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


def _by_operator(of: World, row: models.Model) -> Iterator[Attempt]:
    name = row._meta.model_name
    for page in ("change", "delete"):
        address = reverse(f"admin:meetings_{name}_{page}", args=[row.pk])
        post = partial(of.operator.post, address, {"post": "yes", "text": "x", "notes": "x"})
        yield Attempt(f"{name}: {page}", "admin", post)
    chosen = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
    many = partial(of.operator.post, reverse(f"admin:meetings_{name}_changelist"), chosen)
    yield Attempt(f"{name}: chosen among many", "admin", many)


def _additions(of: World) -> Iterator[Attempt]:
    meeting, item = of.meeting, _one(of, AgendaItem)
    who = make.person(meeting.board, "New Comer")
    yield Attempt("an item added", "ORM", partial(make.item, meeting, "New"))
    yield Attempt("somebody added", "ORM", partial(make.attendance, meeting, who))
    said = {"item": item, "line": 50, "person": who, "speaker": "N", "text": "t"}
    yield Attempt("a statement added", "ORM", partial(Statement.objects.create, **said))
    yield Attempt("an action added", "ORM", partial(make.action, item, line=51))
    yield Attempt("a resolution added", "ORM", partial(make.resolution, item, line=52))


def _by_page(of: World) -> Iterator[Attempt]:
    meeting, item = of.meeting, _one(of, AgendaItem)
    there, slug = _one(of, Attendance), of.meeting.board.slug
    action, resolution = _one(of, Action), _one(of, Resolution)
    texts = {"text": "- other", "base": item.revision}
    kinds = {"kind": "deferred", "reason": "late", "revision": item.revision}
    posts: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("item_notes", [meeting.key, item.pk], texts),
        ("item_restore", [meeting.key, item.pk, 1], {}),
        ("flag_answer", [meeting.key, item.pk], {"code": "x", "subject": "y", "settle": "yes"}),
        ("item_add", [meeting.key], {"title": "New"}),
        ("item_split", [meeting.key, item.pk], {"title": "Half", "line": "1", "at": "1"}),
        ("item_take", [meeting.key, item.pk], {}),
        ("item_disposition", [meeting.key, item.pk], kinds),
        ("agenda_item", [meeting.key, item.pk], {"title": "Other", "presenters": "Mark"}),
        ("agenda_move", [meeting.key, item.pk], {"to": "down", "direction": "down"}),
        ("agenda_drop", [meeting.key, item.pk], {}),
        ("agenda_begin", [meeting.key], {"all": "yes"}),
        ("agenda_use", [meeting.key], {"template": "1"}),
        ("agenda_publish", [meeting.key], {}),
        ("agenda_edit", [meeting.key], {"title": "New"}),
        ("meeting_edit", [meeting.key], {"date": "2026-03-09", "place": "Elsewhere"}),
        ("meeting_begin", [meeting.key], {}),
        ("meeting_adjourn_propose", [meeting.key], {}),
        ("meeting_adjourn", [meeting.key], {f"item-{item.pk}-kind": "deferred"}),
        ("meeting_resume", [meeting.key], {}),
        ("roll_call", [meeting.key], {f"there-{there.person_id}": "absent"}),
        ("attendee_new", [meeting.key], {"name": "New Comer", "mode": "present"}),
        ("attendee_edit", [meeting.key, there.pk], {"name": "Else", "mode": "absent"}),
        ("paper_add", [meeting.key, item.pk], {"title": "x", "file": io.BytesIO(b"%PDF-1.7")}),
        ("action_edit", [action.number], {"text": "other", "owners": "Mark"}),
        ("resolution_edit", [resolution.label], {"text": "other", "outcome": "not_carried"}),
        ("ballot_open", [resolution.label], {}),
    ]  # fmt: skip
    for name, arguments, data in posts:
        address = reverse(name, args=[slug, *arguments])
        yield Attempt(name, "page", partial(of.secretary.post, address, data))


def _replace(of: World) -> None:
    """`import_minutes --replace` of other minutes of that day."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minutes.txt"
        path.write_text("Minutes of 5 March 2026\n\nPresent: Lena Moor\n\n1. Budget\n- other\n")
        quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        slug = of.meeting.board.slug
        call_command("import_minutes", str(path), "--board", slug, "--replace", **quiet)


def outcome(of: World, attempt: Attempt, before: list[Any]) -> str:
    """What became of an attempt; it is taken back. A page that refuses says so in a sentence."""
    try:
        with transaction.atomic():
            answer = attempt.act()
            changed = of.picture() != before
            transaction.set_rollback(True)
    except (DatabaseError, ProtectedError, CommandError):
        return REFUSED
    if changed:
        return CHANGED
    return REFUSED if getattr(answer, "status_code", 0) >= 400 else NO_EFFECT


def outcomes(of: World, *doors: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    before = of.picture()
    for attempt in attempts(of):
        if not doors or attempt.door in doors:
            kind = outcome(of, attempt, before)
            found.setdefault(kind, []).append(f"{attempt.what} ({attempt.door})")
    return found
