"""Reports on many of one's own actions, on one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.forms.notes import UNSTORABLE
from meetings.models import Action
from meetings.models.slips import slips_for
from meetings.rules.actions import Act
from meetings.services.promises import Deed, do_all
from meetings.views.finding import save_of
from meetings.views.promises import me

SEEN = re.compile(r"seen-([1-9][0-9]{0,8})", re.ASCII)
LONGEST = 2000
MOST = 50
ACTS = {"": None, "start": Act.START, "finish": Act.FINISH}


@dataclass
class Row:
    """One action on the form, with what was typed for it and what was wrong with that."""

    action: Action
    seen: str
    act: str = ""
    remark: str = ""
    why: str = ""

    @property
    def is_told(self) -> bool:
        return bool(self.act or self.remark.strip())


@board_form
def actions_report(request: BoardRequest) -> HttpResponse:
    """All reports are stored together, or none and every error is said at once."""
    if request.method != "POST":
        mine = _mine(request).filter(state__in=Action.OPEN_STATES)
        rows = [Row(action, action.seen) for action in mine[:MOST]]
        return _page(request, rows, 200)
    rows = list(_sent(request))
    told = [row for row in rows if row.is_told]
    _check(told)
    if any(row.why for row in told):
        return _page(request, rows, 422)
    person, save = me(request), save_of(request)
    refused = do_all(
        (row.action, Deed(ACTS[row.act] or Act.REMARK, row.seen, person, save, row.remark))
        for row in told
    )
    for row in rows:
        row.why = refused.get(row.action.pk, "")
        row.seen = row.action.seen
    if refused:
        return _page(request, rows, 409)
    text = ngettext("%d report is in the ledger.", "%d reports are in the ledger.", len(told))
    messages.success(request, text % len(told))
    return redirect("actions_report", request.board.slug)


def _mine(request: BoardRequest) -> QuerySet[Action]:
    rows = Action.objects.visible_to(request.actor).mine(request.actor)
    return (
        rows.select_related("board", "item__meeting__board")
        .prefetch_related("owners__person__merged_into")
        .annotate(slips=slips_for(request.actor))
        .order_by(F("due_on").asc(nulls_last=True), "number")
    )


def _sent(request: BoardRequest) -> Iterable[Row]:
    """What the form sent. An action that is none of the sender's is not there."""
    sent = {int(match[1]) for key in request.POST if (match := SEEN.fullmatch(key))}
    found = {action.number: action for action in _mine(request).filter(number__in=sent)}
    if sent - set(found) or len(sent) > MOST:
        raise Http404
    for number, action in found.items():
        yield Row(
            action,
            request.POST[f"seen-{number}"],
            request.POST.get(f"act-{number}", ""),
            request.POST.get(f"remark-{number}", "").replace("\r\n", "\n"),
        )


def _check(rows: Iterable[Row]) -> None:
    for row in rows:
        if row.act not in ACTS:
            row.why = _("Choose one of the answers.")
        elif len(row.remark) > LONGEST:
            row.why = _("Write at most %d characters.") % LONGEST
        elif UNSTORABLE.search(row.remark):
            row.why = _("The remark has a character that cannot be stored.")


def _page(request: BoardRequest, rows: list[Row], status: int) -> HttpResponse:
    wrong = [row for row in rows if row.why]
    context = {"rows": rows, "wrong": wrong, "longest": LONGEST}
    return render(request, "meetings/actions_report.html", context, status=status)
