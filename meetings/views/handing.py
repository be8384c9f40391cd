"""Acts of the secretariat on an action whose minutes are approved."""

from __future__ import annotations

from django.http import HttpResponse

from meetings.access import BoardRequest, board_form
from meetings.forms.promises import ChangeForm, HandOverForm, SplitForm
from meetings.notation.context import Context
from meetings.rules.actions import Act
from meetings.services.handing import change, hand_over, split
from meetings.services.rosters import roster_of_board
from meetings.views.promises import act_page, action_of, deed_of


def _context(request: BoardRequest) -> Context:
    return Context(roster_of_board(request.board), request.today)


@board_form
def action_hand_over(request: BoardRequest, number: int) -> HttpResponse:
    """Somebody else owns it from now on, and is told."""
    action, context = action_of(request, number), _context(request)
    form = HandOverForm(request.POST or None, action=action, context=context)

    def hand() -> object:
        deed = deed_of(request, form, Act.HAND_OVER)
        return hand_over(action, deed, owners=form.cleaned_data["owners"])

    known = [*context.roster.people, *context.roster.organisations]
    return act_page(request, action, form, hand, known=known, is_in_text=action.follows_text)


@board_form
def action_change(request: BoardRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    form = ChangeForm(
        request.POST or None,
        action=action,
        initial={"text": action.text, "due": action.due_on},
    )

    def set_to() -> object:
        data = form.cleaned_data
        deed = deed_of(request, form, Act.CHANGE)
        return change(action, deed, text=data["text"], due=data["due"])

    return act_page(request, action, form, set_to, is_in_text=action.follows_text)


@board_form
def action_split(request: BoardRequest, number: int) -> HttpResponse:
    """Parts that close separately."""
    action = action_of(request, number)
    form = SplitForm(request.POST or None, action=action, context=_context(request))

    def divide() -> object:
        return split(action, deed_of(request, form, Act.SPLIT), parts=form.cleaned_data["parts"])

    return act_page(request, action, form, divide, is_in_text=action.follows_text)
