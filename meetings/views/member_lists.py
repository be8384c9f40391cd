"""Many members at once: a table, a look at what it would change, one press."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.exports.cells import plain_cell
from meetings.forms.fields import brought_by
from meetings.forms.member_lists import MembersForm
from meetings.importers.members import COLUMNS, MOST_ROWS, RolesElsewhere, read_members
from meetings.importers.source import Unreadable
from meetings.services.member_lists import LookAgain, import_members
from meetings.services.member_plans import Plan, plan_members

LIMIT = 2 * 1024 * 1024


@board_form
def members_import(request: BoardRequest) -> HttpResponse:
    """The table is kept on the page that shows what it would change, and sent again with it."""
    is_sent = request.method == "POST"
    form = MembersForm(request.POST, request.FILES) if is_sent else MembersForm()
    shown: dict[str, Any] = {"columns": COLUMNS, "most": MOST_ROWS}
    if not is_sent or not form.is_valid():
        return _page(request, shown | {"form": form}, 422 if is_sent else 200)
    content = brought_by(form, limit=LIMIT)
    shown["form"] = MembersForm(initial={"text": content[:LIMIT].decode("utf-8-sig", "replace")})
    try:
        table = read_members(content, limit=LIMIT, plain=plain_cell)
    except Unreadable as no:
        shown["form"] = MembersForm()
        return _page(request, shown | {"problems": [str(no)]}, 422)
    except RolesElsewhere as no:
        return _page(request, shown | {"problems": [str(no)]}, 403)
    plan = plan_members(request.board, table, on=request.today)
    problems = [*table.problems, *(plan.problems if not table.problems else ())]
    if problems:
        return _page(request, shown | {"problems": problems}, 422)
    status, seen = 200, form.cleaned_data["seen"]
    if seen:
        try:
            done = import_members(request.board, table, on=request.today, seen=seen)
        except LookAgain as no:
            status, shown["why"] = 409, str(no)
            plan = plan_members(request.board, table, on=request.today)
        else:
            messages.success(request, _("Imported: %s.") % _counts(done))
            return redirect("member_status", request.board.slug)
    shown |= {"plan": plan, "counts": _counts(plan), "separator": table.separator}
    return _page(request, shown, status)


def _page(request: BoardRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "meetings/members_import.html", shown, status=status)


def _counts(plan: Plan) -> str:
    new, changed, same = (plan.count(kind) for kind in ("new", "changed", "unchanged"))
    parts = [_("%d new") % new, _("%d unchanged") % same]
    if changed:
        parts.insert(1, ngettext("%d changed", "%d changed", changed) % changed)
    return ", ".join(parts)
