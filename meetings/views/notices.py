"""Mails: which ones somebody gets, how they end, and in the demo what would have left."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from meetings.access import SignedInRequest, open_form, signed_in_form, signed_in_page
from meetings.forms.notices import PreferencesForm
from meetings.models import Mailing, Notice, Person
from meetings.services.delivering import deliver, keep_here, letter_for
from meetings.services.mail_choices import (
    choices_of,
    choose,
    end_mails,
    has_ended,
    mailing_of,
)
from meetings.services.mailings import Post, address_of, pack_all
from meetings.services.reminders import write_reminders

NEWEST = 50


@signed_in_form
def notice_preferences(request: SignedInRequest) -> HttpResponse:
    """A form for each board, since somebody is a person of each."""
    forms = [_preferences(request, actor.person) for actor in request.actors if actor.person]
    sent = next((form for form in forms if form.is_bound), None)
    if sent and sent.is_valid():
        choose(sent.person, sent.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notice_preferences")
    context = {"forms": forms, "always": [Notice.Kind(kind).label for kind in Notice.ALWAYS]}
    return render(request, "meetings/notice_preferences.html", context, status=422 if sent else 200)


def _preferences(request: SignedInRequest, person: Person) -> PreferencesForm:
    person = person.kept_as
    person.user = request.user
    is_sent = request.method == "POST" and request.POST.get("person") == str(person.pk)
    data = request.POST if is_sent else None
    start = choices_of(person)
    return PreferencesForm(data, person=person, address=address_of(person), initial=start)


@never_cache
@open_form
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The page asks; only a press, here or in the mail program, ends the mails."""
    mailing = mailing_of(token)
    if mailing is None:
        raise Http404
    person = mailing.person.kept_as
    if request.method == "POST":
        end_mails(person)
    context = {"board": mailing.board, "is_ended": has_ended(person)}
    return render(request, "meetings/unsubscribe.html", context)


@signed_in_form
def demo_outbox(request: SignedInRequest) -> HttpResponse:
    """What would have left, of one's own boards; a press does what the timer would do."""
    _only_in_the_demo()
    if request.method == "POST":
        write_reminders(now=timezone.now())
        pack_all(post=Post(settings.SITE_URL, settings.MAIL_HOUR), now=timezone.now())
        deliver(hand_over=keep_here, site=settings.SITE_URL, clock=timezone.now)
        return redirect("demo_outbox")
    mailings = Mailing.objects.filter(board__in=request.boards).select_related("board", "person")
    waiting = Notice.objects.to_be_mailed(timezone.now()).filter(board__in=request.boards)
    context = {
        "mailings": mailings[:NEWEST],
        "waiting": waiting.select_related("board", "person")[:NEWEST],
    }
    return render(request, "meetings/demo_outbox.html", context)


@signed_in_page
def demo_mail(request: SignedInRequest, pk: int) -> HttpResponse:
    _only_in_the_demo()
    mailings = Mailing.objects.select_related("board", "person__merged_into")
    mailing = get_object_or_404(mailings, pk=pk, board__in=request.boards)
    letter = letter_for(mailing, settings.SITE_URL)
    return render(request, "meetings/demo_mail.html", {"mailing": mailing, "letter": letter})


def _only_in_the_demo() -> None:
    """Where mails leave, nobody reads other people's."""
    if not settings.DEMO or settings.EMAIL_URL:
        raise Http404
