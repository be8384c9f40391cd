"""Questions that the notes raise are answered by a press."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act
from meetings.forms.flags import VOTED, AnswerForm
from meetings.models import AgendaItem, Resolution
from meetings.notation.lines import FlagCode
from meetings.rules.verdict import OutOfOrder
from meetings.services import flags, voted_lines
from meetings.services.changes import Frozen, Save
from meetings.services.minutes import Clash, Saved
from meetings.services.refusals import Refused
from meetings.views.drafts import answer_of, refused, to_draft, wants_json
from meetings.views.finding import save_of


@board_act
def flag_answer(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """Who or what was meant is written into the line, remembered, or left as typed."""
    items = AgendaItem.objects.for_saving().filter(meeting__board=request.board)
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    form = AnswerForm(request.POST, board=request.board)
    if not form.is_valid():
        return refused(request, item, form.why_not(), 422)
    try:
        if form.votes_anew():
            return redirect(_voted_anew(item, form, save_of(request)))
        saved = _answered(item, form, save_of(request))
    except Refused as no:
        return refused(request, item, str(no), 422)
    except (Frozen, OutOfOrder) as no:
        return refused(request, item, str(no), 409)
    except (LookupError, Clash):
        words = _("The minutes say something else by now, or cannot say that. Look at the line.")
        return refused(request, item, words, 409)
    return (
        JsonResponse(answer_of(request, saved, []))
        if wants_json(request)
        else to_draft(request, item)
    )


def _asked(form: AnswerForm) -> flags.Question:
    return flags.Question(FlagCode(form.cleaned_data["code"]), form.cleaned_data["subject"])


def _voted_anew(item: AgendaItem, form: AnswerForm, save: Save) -> Resolution:
    new = voted_lines.vote_anew(item, _asked(form), save=save)
    new.board = item.meeting.board
    return new


def _answered(item: AgendaItem, form: AnswerForm, save: Save) -> Saved:
    data = form.cleaned_data
    asked = _asked(form)
    if data["leave"]:
        return flags.leave_as_typed(item, asked, save=save)
    if asked.code in VOTED:
        return voted_lines.put_back(item, asked, save=save)
    if asked.code is FlagCode.UNKNOWN_ITEM:
        return flags.write_item(item, asked, data["item"], save=save)
    return _named(item, form, asked, save)


def _named(item: AgendaItem, form: AnswerForm, asked: flags.Question, save: Save) -> Saved:
    data = form.cleaned_data
    if form.invites():
        return flags.add_guest(item, asked, data["typed"], save=save)
    if form.remembers():
        person = data["person"] or flags.person_called(item, data["typed"])
        return flags.remember_alias(item, asked, person, save=save)
    if data["person"]:
        return flags.write_person(item, asked, data["person"], save=save)
    return flags.write_name(item, asked, data["name"] or data["typed"], save=save)
