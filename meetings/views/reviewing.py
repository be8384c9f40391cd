"""A meeting's review of open actions, as a checklist."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from meetings.access import BoardRequest, board_form
from meetings.forms.notes import UNSTORABLE
from meetings.models import Action, ActionReview, Meeting
from meetings.models.slips import slips_for
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Frozen
from meetings.services.minutes import Clash
from meetings.services.planning import NotNow
from meetings.services.reviewing import Found, found_by, item_of_review, to_review, write_found
from meetings.views.drafts import wants_json
from meetings.views.finding import meeting_of, save_of

LONGEST = 500
VERDICTS = {"", *ActionReview.Verdict.values}


@dataclass
class Sent:
    """What the form sent; `changed` is what differs from what its writer saw."""

    found: dict[int, Found] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)

    @property
    def changed(self) -> list[tuple[Found, str]]:
        return [
            (one, self.seen[number])
            for number, one in self.found.items()
            if one.mark != self.seen[number]
        ]


@board_form
def meeting_review(request: BoardRequest, key: str) -> HttpResponse:
    """Each open action gets a verdict and a remark; they become lines of the minutes."""
    meeting = meeting_of(request, key)
    actions = _actions(request, meeting)
    if request.method != "POST":
        return _page(request, meeting, actions, Sent(), "", 200)
    sent = _sent(request, actions)
    try:
        write_found(meeting, sent.changed, save=save_of(request))
    except (NotNow, OutOfOrder, Frozen, Clash) as no:
        if wants_json(request):
            return JsonResponse({"error": str(no)}, status=409)
        return _page(request, meeting, actions, sent, str(no), 409)
    if wants_json(request):
        return JsonResponse({"seen": {n: one.mark for n, one in sent.found.items()}})
    item = item_of_review(meeting)
    address = reverse("meeting_draft", args=[request.board.slug, meeting.key])
    return redirect(f"{address}?item={item.position}")


def _actions(request: BoardRequest, meeting: Meeting) -> list[Action]:
    rows = to_review(meeting, request.actor).select_related("board", "item__meeting__board")
    owned = rows.prefetch_related("owners__person__merged_into")
    return list(owned.annotate(slips=slips_for(request.actor)))


def _sent(request: BoardRequest, actions: list[Action]) -> Sent:
    """Whatever is sent of other actions is not there; a verdict that is none is left out."""
    post, sent = request.POST, Sent()
    known = {f"seen-{action.number}" for action in actions}
    if any(key.startswith("seen-") and key not in known for key in post):
        raise Http404
    for action in actions:
        number = action.number or 0
        verdict = post.get(f"verdict-{number}", "")
        if f"seen-{number}" in post and verdict in VERDICTS:
            typed = UNSTORABLE.sub("", post.get(f"remark-{number}", ""))
            remark = " ".join(typed.split())[:LONGEST]
            sent.found[number] = Found(number, verdict, remark if verdict else "")
            sent.seen[number] = post[f"seen-{number}"]
    return sent


def _page(
    request: BoardRequest,
    meeting: Meeting,
    actions: list[Action],
    sent: Sent,
    why: str,
    status: int,
) -> HttpResponse:
    now = found_by(meeting)
    why_not = ""
    try:
        item_of_review(meeting)
    except NotNow as no:
        why_not = str(no)
    rows = []
    for action in actions:
        number = action.number or 0
        stands = now.get(number, (Found(number), 0))[0]
        rows.append((action, sent.found.get(number, stands), stands.mark))
    context = {
        "meeting": meeting,
        "rows": rows,
        "why": why or why_not,
        "is_writable": not why_not,
        "verdicts": ActionReview.Verdict.choices,
        "longest": LONGEST,
    }
    return render(request, "meetings/meeting_review.html", context, status=status)
