"""Ahead of a meeting: who votes for a seat, and what it is recused from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_page
from meetings.forms.proxies import ProxyForm, RecusalForm
from meetings.models import AgendaItem, Meeting, Member, Person, Proxy, Recusal
from meetings.rules.seats import Seat
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Frozen
from meetings.services.halls import Hall, hall_of
from meetings.services.proxies import give_proxy, take_proxy_back
from meetings.services.recusals import declare_recusal, take_recusal_back
from meetings.services.refusals import Refused
from meetings.views.finding import meeting_of


@dataclass
class _Desk:
    """A meeting before whoever is at the keyboard, with the seats they may speak of."""

    request: BoardRequest
    meeting: Meeting
    hall: Hall
    seats: list[Seat]

    def own(self, key: int) -> Seat:
        """Raises PermissionDenied for somebody else's seat."""
        for seat in self.seats:
            if seat.key == key:
                return seat
        raise PermissionDenied(_("You can speak only for your own seat."))

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(seat.key, seat.name) for seat in self.seats]

    def proxy_form(self, data: Any = None) -> ProxyForm:
        return ProxyForm(data, seats=self.choices, people=self._voters())

    def recusal_form(self, data: Any = None) -> RecusalForm:
        actor = self.request.actor
        known = AgendaItem.objects.on_agenda_for(actor).filter(meeting=self.meeting)
        items = known.filter(order_taken=None).distinct().order_by("position")
        return RecusalForm(data, seats=self.choices, items=items)

    def recusals(self) -> Any:
        rows = Recusal.objects.filter(item__meeting=self.meeting)
        mine = rows.filter(seat__in=[seat.key for seat in self.seats])
        return mine.select_related("item", "seat", "person").order_by("item__position", "pk")

    def _voters(self) -> Any:
        """Who may vote at all: those who sit on a seat, and members without one."""
        day = self.meeting.date or self.request.today
        able = Q(seat__isnull=False) | Q(role=Member.Role.MEMBER)
        terms = Member.objects.current(day).filter(able, person__board=self.request.board)
        sitting = Person.objects.filter(pk__in=terms.values("person"))
        return sitting.unmerged().order_by("name")


def _desk(request: BoardRequest, key: str) -> _Desk:
    meeting = meeting_of(request, key)
    hall = hall_of(meeting, on=request.today)
    actor = request.actor
    me = actor.person.pk if actor.person else None
    seats = [seat for seat in hall.seats if actor.keeps_minutes or me in seat.people]
    return _Desk(request, meeting, hall, seats)


@board_page
def meeting_proxies(request: BoardRequest, key: str) -> HttpResponse:
    return _page(_desk(request, key))


@board_act
def proxy_give(request: BoardRequest, key: str) -> HttpResponse:
    desk = _desk(request, key)
    form = desk.proxy_form(request.POST)
    _whose(desk, request.POST.get("seat"))
    if not form.is_valid():
        return _page(desk, status=422, proxy=form)

    def act() -> None:
        seat, holder = form.cleaned_data["seat"], form.cleaned_data["holder"]
        give_proxy(desk.meeting, seat=seat, holder=holder.pk, on=request.today)

    return _done(desk, act, _("The proxy is given."), proxy=form)


@board_act
def proxy_take_back(request: BoardRequest, key: str) -> HttpResponse:
    desk = _desk(request, key)
    seat = _whose(desk, request.POST.get("seat"))

    def act() -> None:
        take_proxy_back(desk.meeting, seat=seat.key if seat else 0)

    return _done(desk, act, _("The proxy is taken back."))


@board_act
def recusal_declare(request: BoardRequest, key: str) -> HttpResponse:
    """For whoever sits on the seat; entered by the secretariat, for its representative."""
    desk = _desk(request, key)
    form = desk.recusal_form(request.POST)
    _whose(desk, request.POST.get("seat"))
    if not form.is_valid():
        return _page(desk, status=422, recusal=form)

    def act() -> None:
        sent = form.cleaned_data
        item: AgendaItem = sent["item"]
        item.meeting = desk.meeting
        person = _declarer(request, desk.own(sent["seat"]))
        declare_recusal(item, seat=sent["seat"], person=person, nature=sent["nature"])

    return _done(desk, act, _("The recusal is declared."), recusal=form)


@board_act
def recusal_take_back(request: BoardRequest, key: str) -> HttpResponse:
    desk = _desk(request, key)
    sent = request.POST.get("recusal", "")
    wanted = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
    row = get_object_or_404(Recusal, item__meeting=desk.meeting, pk=wanted)
    desk.own(row.seat_id or 0)
    row.item.meeting = desk.meeting
    return _done(desk, lambda: take_recusal_back(row), _("The recusal is taken back."))


def _declarer(request: BoardRequest, seat: Seat) -> int:
    me = request.actor.person
    if me and me.pk in seat.people:
        return me.pk
    if not seat.people:
        raise Refused(_("Nobody sits on %s who could declare it.") % seat.name)
    return seat.people[0]


def _whose(desk: _Desk, sent: str | None) -> Seat | None:
    """The seat that was sent, None where it is none of the board's; another's is forbidden."""
    for seat in desk.hall.seats:
        if str(seat.key) == sent:
            return desk.own(seat.key)
    return None


def _done(desk: _Desk, act: Callable[[], object], words: str, **forms: Any) -> HttpResponse:
    """Back to the page, or the page with why not and what was typed."""
    try:
        act()
    except (Refused, OutOfOrder, Frozen) as no:
        status = 422 if isinstance(no, Refused) else 409
        return _page(desk, status=status, why=str(no), **forms)
    messages.success(desk.request, words)
    return redirect("meeting_proxies", desk.request.board.slug, desk.meeting.key)


def _page(
    desk: _Desk, *, status: int = 200, why: str = "", proxy: Any = None, recusal: Any = None
) -> HttpResponse:
    given = Proxy.objects.filter(meeting=desk.meeting).select_related("holder", "seat", "item")
    keys = {seat.key for seat in desk.seats}
    me = desk.request.actor.person
    proxies = list(given.order_by("seat__name"))
    context = {
        "meeting": desk.meeting,
        "bylaws": desk.hall.bylaws,
        "seats": desk.seats,
        "proxies": [row for row in proxies if row.seat_id in keys],
        "held": [row for row in proxies if me and row.holder == me and row.seat_id not in keys],
        "recusals": desk.recusals(),
        "proxy_form": proxy or desk.proxy_form(),
        "recusal_form": recusal or desk.recusal_form(),
        "why": why,
    }
    return render(desk.request, "meetings/meeting_proxies.html", context, status=status)
