"""Who may: one table that drives the pages, their test and the help page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.models import Attendance, Board, Meeting, Member, Person, User, signed_in
from meetings.models.actors import Actor, Standing
from meetings.needs import ON_ACTIONS, ON_CALENDARS, ON_PEOPLE, ON_REGISTER, Need, Row

ROLE_STANDING = {
    **dict.fromkeys(Member.SECRETARIAT, Standing.SECRETARIAT),
    Member.Role.MEMBER: Standing.MEMBER,
    Member.Role.OBSERVER: Standing.OBSERVER,
    Member.Role.STAFF: Standing.OBSERVER,
}

TABLE: dict[str, Row] = {
    "home": Row(Need.SIGN_IN, _("see one's own actions, meetings and minutes")),
    "notice_open": Row(Need.SIGN_IN, _("go from what one was told to what it is about")),
    "notices_read": Row(Need.SIGN_IN, _("say that one has read what one was told")),
    "access_help": Row(Need.SIGN_IN, _("read who may do what")),
    "theme": Row(Need.NOTHING, _("choose light or dark pages")),
    "notice_preferences": Row(Need.SIGN_IN, _("choose which mails one gets")),
    "unsubscribe": Row(Need.NOTHING, _("end the mails one gets, by the link in them")),
    "demo_outbox": Row(Need.SIGN_IN, _("see the mails of a demo, which leave nowhere")),
    "demo_mail": Row(Need.SIGN_IN, _("read a mail of a demo")),
    "healthz": Row(Need.NOTHING, _("ask whether the server is alive")),
    "readyz": Row(Need.NOTHING, _("ask whether the server can do its work")),
    "board_detail": Row(Need.OBSERVER, _("see a board at a glance")),
    "meeting_list": Row(Need.GUEST, _("see the meetings one may know of")),
    "meeting_detail": Row(Need.GUEST, _("read an agenda, and minutes once they are out")),
    "meeting_new": Row(Need.SECRETARIAT, _("plan a meeting")),
    "meeting_edit": Row(Need.SECRETARIAT, _("change a meeting's date, time and place")),
    "series_new": Row(Need.SECRETARIAT, _("plan a series of meetings")),
    "meeting_draft": Row(Need.SECRETARIAT, _("take minutes")),
    "item_notes": Row(Need.SECRETARIAT, _("save an item's notes")),
    "flag_answer": Row(Need.SECRETARIAT, _("say who or what the notes mean")),
    "item_history": Row(Need.SECRETARIAT, _("see who wrote in an item's notes, and when")),
    "item_revision": Row(Need.SECRETARIAT, _("read an earlier version of an item's notes")),
    "item_compare": Row(Need.SECRETARIAT, _("compare two versions of an item's notes")),
    "item_restore": Row(Need.SECRETARIAT, _("put an earlier version of the notes in force")),
    "item_state": Row(Need.MEMBER, _("follow an item's notes as they are typed")),
    "meeting_state": Row(Need.MEMBER, _("follow where a meeting is")),
    "meeting_names": Row(Need.SECRETARIAT, _("have names completed while typing")),
    "meeting_begin": Row(Need.SECRETARIAT, _("call a meeting to order")),
    "meeting_adjourn_propose": Row(Need.SECRETARIAT, _("press “Adjourn”")),
    "meeting_adjourn": Row(Need.SECRETARIAT, _("adjourn a meeting")),
    "meeting_resume": Row(Need.SECRETARIAT, _("take an adjournment back")),
    "meeting_send": Row(Need.SECRETARIAT, _("send out a meeting's actions")),
    "minutes_circulate": Row(Need.SECRETARIAT, _("circulate draft minutes")),
    "minutes_changes": Row(Need.OBSERVER, _("see what changed since minutes were circulated")),
    "minutes_text": Row(Need.GUEST, _("read minutes as plain text")),
    "minutes_comments": Row(Need.MEMBER, _("see the comments on circulated minutes")),
    "comment_add": Row(Need.MEMBER, _("comment on circulated minutes")),
    "comment_answer": Row(Need.SECRETARIAT, _("answer a comment on minutes")),
    "roll_call": Row(Need.SECRETARIAT, _("call the roll")),
    "meeting_proxies": Row(Need.MEMBER, _("see one's own seat's proxy and recusals")),
    "proxy_give": Row(Need.MEMBER, _("give one's own seat's proxy for a meeting")),
    "proxy_take_back": Row(Need.MEMBER, _("take one's own seat's proxy back")),
    "recusal_declare": Row(Need.MEMBER, _("declare a conflict of one's own seat")),
    "recusal_take_back": Row(Need.MEMBER, _("take a recusal of one's own seat back")),
    "item_add": Row(Need.SECRETARIAT, _("add an item while the meeting runs")),
    "item_split": Row(Need.SECRETARIAT, _("split an item and its notes in two")),
    "item_take": Row(Need.SECRETARIAT, _("say which item is under discussion")),
    "item_disposition": Row(Need.SECRETARIAT, _("say what became of an item")),
    "attendee_new": Row(Need.SECRETARIAT, _("add somebody to a meeting's attendance")),
    "attendee_edit": Row(Need.SECRETARIAT, _("correct somebody's attendance")),
    "agenda_edit": Row(Need.SECRETARIAT, _("build an agenda")),
    "agenda_begin": Row(Need.SECRETARIAT, _("put on an agenda what is due on it")),
    "agenda_item": Row(Need.SECRETARIAT, _("change what is planned of an item")),
    "agenda_move": Row(Need.SECRETARIAT, _("move an item up or down the agenda")),
    "agenda_drop": Row(Need.SECRETARIAT, _("drop an item without notes")),
    "agenda_use": Row(Need.SECRETARIAT, _("add a template's items to an agenda")),
    "agenda_publish": Row(Need.SECRETARIAT, _("publish an agenda")),
    "agenda_templates": Row(Need.SECRETARIAT, _("keep templates of standing items")),
    "agenda_template": Row(Need.SECRETARIAT, _("change a template")),
    "agenda_template_drop": Row(Need.SECRETARIAT, _("throw a template away")),
    "paper": Row(Need.GUEST, _("open a paper of an item one may know of")),
    "paper_add": Row(Need.SECRETARIAT, _("add a paper to an item")),
    "paper_drop": Row(Need.SECRETARIAT, _("take a paper off an item")),
    "meeting_source": Row(Need.SECRETARIAT, _("see what became of each imported line")),
    "import_new": Row(Need.SECRETARIAT, _("bring old minutes")),
    "import_batch": Row(Need.SECRETARIAT, _("see what was brought and what became of it")),
    "import_source": Row(Need.SECRETARIAT, _("look at what was understood of a text")),
    "import_names": Row(Need.SECRETARIAT, _("say whom the names of an archive mean")),
    "import_run": Row(Need.SECRETARIAT, _("make meetings of what was brought")),
    "import_version": Row(
        Need.SECRETARIAT, _("replace a meeting's minutes by another version, or keep both")
    ),
    "import_actions": Row(Need.SECRETARIAT, _("close or carry on an archive's open actions")),
    "import_undo": Row(Need.SECRETARIAT, _("take an import back")),
    "import_discard": Row(Need.SECRETARIAT, _("throw away a text that is no meeting yet")),
    **ON_ACTIONS,
    "resolution_list": Row(Need.OBSERVER, _("see resolutions")),
    "resolution_detail": Row(Need.OBSERVER, _("see a resolution and its result")),
    "resolution_excerpt": Row(Need.OBSERVER, _("print an excerpt of one decision")),
    "resolution_edit": Row(Need.SECRETARIAT, _("correct a resolution in the minutes")),
    "ballot_open": Row(Need.SECRETARIAT, _("open a vote on a motion")),
    "ballot_detail": Row(Need.OBSERVER, _("look at a vote and how it stands")),
    "ballot_votes": Row(Need.SECRETARIAT, _("record votes")),
    "ballot_preview": Row(Need.SECRETARIAT, _("see what votes would decide")),
    "ballot_review": Row(Need.SECRETARIAT, _("look at what would be recorded before closing")),
    "ballot_close": Row(Need.SECRETARIAT, _("close a vote")),
    "bylaws_list": Row(Need.OBSERVER, _("read the board's bylaws, of today and of other days")),
    "bylaws_new": Row(Need.ADMINISTRATOR, _("lay down new bylaws")),
    "bylaws_edit": Row(Need.ADMINISTRATOR, _("change bylaws of a day to come")),
    "what_if": Row(Need.MEMBER, _("work out what a vote would decide")),
    "circular_new": Row(Need.SECRETARIAT, _("put a resolution to a vote in writing")),
    "ballot_continue": Row(Need.SECRETARIAT, _("let a vote go on in writing")),
    "assisted_vote": Row(Need.SECRETARIAT, _("enter a vote that somebody gave otherwise")),
    "own_votes": Row(Need.MEMBER, _("vote for one's own seat, or one held by proxy")),
    "vote_receipt": Row(Need.MEMBER, _("see the receipt of one's own vote")),
    "ballot_state": Row(Need.OBSERVER, _("follow a vote")),
    "vote_change": Row(Need.SECRETARIAT, _("change a seat's vote, for a reason")),
    "objection_raise": Row(Need.SECRETARIAT, _("record a concern against a motion")),
    "objection_resolve": Row(Need.SECRETARIAT, _("record how a concern was met")),
    "casting_vote": Row(Need.SECRETARIAT, _("record the casting vote of whoever presides")),
    "recusal_add": Row(Need.SECRETARIAT, _("recuse a seat from the item that is voted on")),
    "mail_intake": Row(Need.SECRETARIAT, _("bring messages with votes")),
    "mail_claims": Row(Need.SECRETARIAT, _("confirm votes that came by mail")),
    "mail_claim": Row(Need.SECRETARIAT, _("say what becomes of a vote that came by mail")),
    "mail_answer": Row(Need.SECRETARIAT, _("answer an objection to a vote by mail")),
    "vote_object": Row(Need.MEMBER, _("object to one's own vote by mail")),
    "ballot_give_up": Row(Need.SECRETARIAT, _("give a vote up")),
    "resolution_ends": Row(
        Need.SECRETARIAT, _("say which earlier resolution this one replaces or rescinds")
    ),
    **ON_PEOPLE,
    **ON_REGISTER,
    **ON_CALENDARS,
}


class BoardRequest(HttpRequest):
    """A request whose sender has a standing on the board in the address."""

    user: User
    actor: Actor
    board: Board
    boards: list[Board]
    today: datetime.date


class SignedInRequest(HttpRequest):
    """A request on no board; `actors` are the sender's standings on all of theirs."""

    user: User
    actors: list[Actor]
    boards: list[Board]
    today: datetime.date


def memberships_of(user: User, on: datetime.date) -> list[Member]:
    """The terms running on that day, one board each, with person and board, by its name.

    Every page asks for them: what the database need not join or sort is left out.
    """
    return sorted(signed_in.terms(user=user.pk, on=on), key=lambda term: term.person.board.name)


def actor_for(member: Member) -> Actor:
    """The standing that a running term gives."""
    standing = ROLE_STANDING[Member.Role(member.role)]
    return Actor(member.person.board, standing, member.person, member)


def actor_on(slug: str, user: User, memberships: list[Member]) -> Actor:
    """The standing of somebody on a board; 404 for a board that is not theirs."""
    for member in memberships:
        if member.person.board.slug == slug:
            return actor_for(member)
    return _guest_on(slug, user)


def _guest_on(slug: str, user: User) -> Actor:
    is_guest = Q(attendances__capacity=Attendance.Capacity.GUEST)
    is_guest |= Q(merged_from__attendances__capacity=Attendance.Capacity.GUEST)
    invited = Person.objects.filter(is_guest, board__slug=slug, user=user)
    person = invited.select_related("board").first()
    if person is None:
        raise Http404
    return Actor(person.board, Standing.GUEST, person)


def meetings_as_guest(user: User) -> list[Meeting]:
    """Meetings to which somebody was invited without being on the board."""
    return signed_in.meetings_as_guest(user=user.pk)


def can(actor: Actor, page: str) -> bool:
    """Whether the table lets this actor open a page of their board."""
    need = TABLE[page].need
    if need is Need.ADMINISTRATOR:
        return actor.administers
    return actor.is_at_least(need.standing)


View = Callable[..., HttpResponseBase]
SAFE = ["GET", "HEAD"]


def _on_board(view: View) -> View:
    """A page under /boards/<slug>/: the table decides before the view sees the request.

    Who has no business on the board sees 404, as if it did not exist; who has some, but
    not enough, sees 403.
    """
    name = view.__name__

    @wraps(view)
    def checked(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        user = cast(User, request.user)
        today = timezone.localdate()
        memberships = memberships_of(user, today)
        actor = actor_on(slug, user, memberships)
        if not can(actor, name):
            if actor.is_at_least(Standing.OBSERVER):
                raise PermissionDenied(TABLE[name].need.value)
            raise Http404
        board_request = cast(BoardRequest, request)
        board_request.actor, board_request.board = actor, actor.board
        board_request.today = today
        board_request.boards = [member.person.board for member in memberships]
        return view(board_request, **kwargs)

    return _tabled(checked, name)


def board_page(view: View) -> View:
    """A page that is only read."""
    return require_safe(_on_board(view))


def board_form(view: View) -> View:
    """A page with a form that comes back to it."""
    return require_http_methods(["GET", "HEAD", "POST"])(_on_board(view))


def board_act(view: View) -> View:
    return require_POST(_on_board(view))


def _signed_in(view: View, methods: list[str]) -> View:
    @wraps(view)
    def prepared(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        own = cast(SignedInRequest, request)
        own.today = timezone.localdate()
        own.actors = [actor_for(term) for term in memberships_of(own.user, own.today)]
        own.boards = [actor.board for actor in own.actors]
        return view(own, **kwargs)

    return require_http_methods(methods)(_tabled(prepared, view.__name__))


def signed_in_page(view: View) -> View:
    """A page of the person's own, on no board. The login middleware turns others away."""
    return _signed_in(view, SAFE)


def signed_in_form(view: View) -> View:
    """A page of the person's own with a form that comes back to it."""
    return _signed_in(view, [*SAFE, "POST"])


def signed_in_act(view: View) -> View:
    return _signed_in(view, ["POST"])


def open_form(view: View) -> View:
    """A form that whoever holds its address may send: a mail program has no cookie of ours."""
    checked = require_http_methods([*SAFE, "POST"])(_tabled(view, view.__name__))
    return login_not_required(csrf_exempt(checked))


def open_page(view: View) -> View:
    return login_not_required(require_safe(_tabled(view, view.__name__)))


def open_act(view: View) -> View:
    return login_not_required(require_POST(_tabled(view, view.__name__)))


def _tabled(view: View, name: str) -> View:
    """Refuses to start with a page that has no row."""
    if name not in TABLE:
        raise LookupError(f"{name} has no row in the access table")
    return view
