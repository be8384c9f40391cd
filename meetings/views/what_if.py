"""The calculator as a page: what would be decided, if."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from meetings.access import BoardRequest, board_page, can
from meetings.forms.what_if import WhatIfForm
from meetings.rules.asked import case_of, fields_of
from meetings.rules.cases import Impossible, as_json, counts_as_json, read_case, rule_as_json
from meetings.rules.verdict import decide
from meetings.services.bylaws import bylaws_on, rule_of
from meetings.services.enacting import seats_today
from meetings.services.tallying import Tally


@board_page
def what_if(request: BoardRequest) -> HttpResponse:
    """Its address holds the whole question; without one the board's own rule is filled in."""
    asked: dict[str, list[str]] = {name: list(texts) for name, texts in request.GET.lists()}
    if not asked:
        form = WhatIfForm(_own_rule(request))
        return render(request, "meetings/what_if.html", {"form": form})
    status, answer = 200, {}
    try:
        answer = _answer(asked)
    except Impossible as no:
        status, answer = 422, {"why": str(no)}
    context = {"form": WhatIfForm(asked), **answer}
    return render(request, "meetings/what_if.html", context, status=status)


def question_of(
    request: BoardRequest,
    rule: Mapping[str, Any],
    tally: Tally | None,
    closed: Mapping[str, Any] | None,
) -> str:
    """A vote as a question to the calculator, for those who may ask: as it stands or was closed."""
    if not can(request.actor, "what_if"):
        return ""
    case = counts_as_json(tally.counts) | dict(rule) if tally else closed
    return urlencode(fields_of(case)) if case else ""


def _answer(asked: dict[str, list[str]]) -> dict[str, Any]:
    """The verdict, and the line that makes the calculator give the same. Raises Impossible."""
    rule, counts = read_case(case_of(asked))
    verdict = decide(rule, counts)
    line = counts_as_json(counts) | rule_as_json(rule, counts.recusal)
    return {
        "verdict": verdict,
        "line": json.dumps(line),
        "answer": json.dumps(as_json(verdict)),
    }


def _own_rule(request: BoardRequest) -> dict[str, list[str]]:
    """The rule in force today, with today's seats; nobody has voted."""
    bylaws = bylaws_on(request.board, request.today)
    seats = bylaws.seats_fixed or seats_today(request.board, request.today)
    rule = rule_as_json(*rule_of(bylaws))
    found: dict[str, list[str]] = {}
    for name, text in fields_of({"seats": seats, **rule}):
        found.setdefault(name, []).append(text)
    return found
