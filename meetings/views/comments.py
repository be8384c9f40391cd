"""Comments on circulated minutes: made by line, read together, answered one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form, board_page, can
from meetings.exports import asked
from meetings.forms.comments import AnswerForm, CommentForm
from meetings.models import AgendaItem, Comment, Meeting
from meetings.notation.compare import compare
from meetings.notation.edit import words_at
from meetings.rules.verdict import OutOfOrder
from meetings.services.answering import accept_comment, answer_comment
from meetings.services.changes import Frozen
from meetings.services.commenting import (
    LineMoved,
    Place,
    add_comment,
    find_place,
    lines_now,
    may_comment,
)
from meetings.services.minutes import Clash, context_of
from meetings.services.refusals import Refused
from meetings.views.finding import meeting_of, readable_item, save_of

NO = (Frozen, OutOfOrder, Refused)
SHOWN = ("all", "open", "answered")
LONGEST_LINE_NUMBER = 5  # digits: notes have at most 60,000 characters


@dataclass
class Commenting:
    """What the minutes page needs for comments: how many stand where, and the form asked for.

    Lines are named by their anchors.
    """

    at: str = ""
    form: CommentForm | None = None
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waiting: int = 0


def commenting_on(
    request: BoardRequest, meeting: Meeting, items: list[AgendaItem]
) -> Commenting | None:
    """For a member's page of circulated minutes, in two queries."""
    if not may_comment(meeting) or not can(request.actor, "comment_add"):
        return None
    found = Commenting()
    wanted = request.GET.get("line", "")
    for item in items:
        if wanted == item.anchor() or wanted.startswith(f"{item.anchor()}-line-"):
            _open_form(found, item, wanted.removeprefix(f"{item.anchor()}-line-"))
    here = {item.pk: item for item in items}
    rows = [row for row in asked.comments(meeting=meeting.pk) if row.item_id in here]
    for row in rows:
        row.item = here[row.item_id]
        found.waiting += row.is_open
    lines = lines_now(rows)
    for row in rows:
        found.counts[row.item.anchor(lines[row.pk])] += 1
    return found


def _open_form(found: Commenting, item: AgendaItem, wanted: str) -> None:
    """The form at that line with its words; at the item, where no line begins there."""
    first: dict[str, Any] = {"revision": item.revision}
    found.at = item.anchor()
    if wanted.isdecimal() and len(wanted) <= LONGEST_LINE_NUMBER:
        try:
            words = words_at(item.notes, int(wanted), context_of(item, item.notes))
        except LookupError:
            pass
        else:
            first |= {"line": int(wanted), "proposed": words}
            found.at = item.anchor(int(wanted))
    found.form = CommentForm(initial=first)


@board_act
def comment_add(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """A member's remark on a line; what cannot be taken comes back with its words."""
    item = readable_item(request, key, pk)
    if request.actor.person is None:
        raise Http404
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _again(request, item, form, "", 422)
    try:
        comment = add_comment(
            item, remark=form.remark(), by=request.actor.person, save=save_of(request)
        )
    except LineMoved as no:
        return _again(request, item, _moved(request, item, no), str(no), 409, no)
    except NO as no:
        return _again(request, item, form, str(no), 422 if isinstance(no, Refused) else 409)
    messages.success(request, _("Your comment is kept, and the secretariat is told."))
    return redirect(f"{item.meeting.get_absolute_url()}#{item.anchor(comment.line)}")


def _moved(request: BoardRequest, item: AgendaItem, no: LineMoved) -> CommentForm:
    """The form as it was typed, on the line as it is now or on the item."""
    data = request.POST.copy()
    data["line"] = str(no.place.line) if no.place else ""
    data["revision"] = str(item.revision)
    return CommentForm(data)


def _again(
    request: BoardRequest,
    item: AgendaItem,
    form: CommentForm,
    why: str,
    status: int,
    moved: LineMoved | None = None,
) -> HttpResponse:
    context = {
        "item": item,
        "meeting": item.meeting,
        "form": form,
        "why": why,
        "place": moved.place if moved else None,
        "may_comment": may_comment(item.meeting),
    }
    return render(request, "meetings/comment_add.html", context, status=status)


@board_page
def minutes_comments(request: BoardRequest, key: str) -> HttpResponse:
    """Every comment in the order of the minutes, with its line then and now."""
    meeting = meeting_of(request, key)
    if not meeting.minutes_open_to(request.actor):
        raise Http404
    shown = request.GET.get("show", "all")
    if shown not in SHOWN:
        raise Http404
    rows = Comment.objects.visible_to(request.actor).filter(item__meeting=meeting)
    found = list(rows.with_people())
    waiting = sum(row.is_open for row in found)
    wanted = [row for row in found if shown == "all" or row.is_open == (shown == "open")]
    lines = lines_now(wanted)
    context = {
        "meeting": meeting,
        "comments": [(row, row.item.anchor(lines[row.pk]), _lost(row, lines)) for row in wanted],
        "shown": shown,
        "counts": {"open": waiting, "answered": len(found) - waiting, "all": len(found)},
    }
    return render(request, "meetings/minutes_comments.html", context)


def _lost(row: Comment, lines: dict[int, int | None]) -> bool:
    """Whether the line that was remarked on is gone by now."""
    return row.line is not None and lines[row.pk] is None


@board_form
def comment_answer(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """One comment beside its line then and now: accepted, declined for a reason, or answered."""
    meeting = meeting_of(request, key)
    rows = Comment.objects.visible_to(request.actor).filter(item__meeting=meeting).with_people()
    comment = get_object_or_404(rows, pk=pk)
    comment.item.meeting = meeting
    place = _place(comment)
    form = AnswerForm(request.POST) if request.method == "POST" else _first_answer(comment, place)
    status, why = 200, ""
    if request.method == "POST":
        status, why = 422, ""
        if form.is_valid():
            try:
                done = _answer(request, comment, form)
            except (*NO, Clash) as no:
                status, why = 422 if isinstance(no, Refused) else 409, _worded(no)
                comment = rows.get(pk=pk)
                comment.item.meeting = meeting
                place = _place(comment)
            else:
                if done:
                    messages.success(request, done)
                    return redirect("minutes_comments", request.board.slug, key)
                status = 200
        form = _on_what_is_shown(request, comment)
    context = {
        "meeting": meeting,
        "comment": comment,
        "item": comment.item,
        "place": place,
        "form": form,
        "why": why,
        "since": compare(comment.quoted, place.words) if place and place.is_changed else [],
        "rows": _difference(comment, place, form),
        "may_accept": not meeting.is_frozen and (place or comment.line is None),
    }
    return render(request, "meetings/comment_answer.html", context, status=status)


def _answer(request: BoardRequest, comment: Comment, form: AnswerForm) -> str:
    """Does what the form asks for; the sentence that says so, none for a look."""
    act, words, save = request.POST.get("act"), form.cleaned_data["words"], save_of(request)
    if act == "look":
        return ""
    if act == "accept":
        accept_comment(comment, wording=form.wanted(), words=words, save=save)
        return _("The line is rewritten, and whoever proposed it is told.")
    states = {"decline": Comment.State.DECLINED, "answer": Comment.State.ANSWERED}
    if act not in states:
        raise Refused(_("Choose what is to become of this comment."))
    answer_comment(comment, state=states[act], words=words, save=save)
    return _("Answered, and whoever made the comment is told.")


def _place(comment: Comment) -> Place | None:
    if comment.line is None:
        return None
    revision, quoted = comment.revision, comment.quoted
    return find_place(comment.item, line=comment.line, revision=revision, quoted=quoted)


def _first_answer(comment: Comment, place: Place | None) -> AnswerForm:
    wording = comment.proposed or (place.words if place else "")
    return AnswerForm(initial={"base": comment.item.revision, "wording": wording})


def _on_what_is_shown(request: BoardRequest, comment: Comment) -> AnswerForm:
    """What was typed, on the notes as the page shows them now."""
    data = request.POST.copy()
    data["base"] = str(comment.item.revision)
    return AnswerForm(data)


def _difference(comment: Comment, place: Place | None, form: AnswerForm) -> Any:
    """The line as it reads beside the wording in the form."""
    wording = str(form["wording"].value() or "").replace("\r\n", "\n")
    return compare(place.words if place else "", wording)


def _worded(no: Exception) -> str:
    if isinstance(no, Clash):
        return _(
            "Somebody else changed this line just now. Nothing is stored: here is what it reads, "
            "beside your wording."
        )
    return str(no)
