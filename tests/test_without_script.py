"""A member's morning without script: only the forms that stand in the pages, filled and sent."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from meetings.models import Ballot, MeetingAnswer, Person, Vote
from tests import make
from tests.home_desk import circular, client_of, day, told

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The forms of a page: where each goes, what it sends by itself, what it asks, its buttons."""

    def __init__(self, html):
        super().__init__()
        self.found, self.list = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.found.append({"to": has.get("action", ""), "sends": {}, "asks": {}, "presses": []})
        elif tag == "option" and "selected" in has:
            self.found[-1]["sends"][self.list] = has.get("value", "")
        elif tag in ("input", "textarea", "select", "button") and self.found and has.get("name"):
            self._field(has.get("type", tag), has)

    def _field(self, kind, has):
        form, name, value = self.found[-1], has["name"], has.get("value", "")
        if kind == "select":
            self.list = name
        if kind == "hidden" or "checked" in has:
            form["sends"][name] = value
        elif kind in ("submit", "button"):
            form["presses"].append((name, value))
        else:
            form["asks"].setdefault(name, []).append(value)


class Member:
    """Somebody with a browser that runs no script."""

    def __init__(self, person):
        self.client, self.at, self.html = client_of(person), "/", ""

    def open(self, address):
        return self._arrive(self.client.get(address, follow=True), address)

    def send(self, to="", press=None, **typed):
        """Sends the one form that goes there, by that button, with what is typed into it."""
        fits = [
            form
            for form in Forms(self.html).found
            if to in form["to"]
            and (press is None or press in form["presses"])
            and set(typed) <= set(form["asks"])
        ]
        assert fits, f"no form to {to!r} with {press} and {sorted(typed)} on {self.at}"
        data = fits[0]["sends"] | typed | ({press[0]: press[1]} if press else {})
        address = urljoin(self.at, fits[0]["to"])
        return self._arrive(self.client.post(address, data, follow=True), address)

    def _arrive(self, answer, address):
        assert answer.status_code == 200, (address, answer.status_code)
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.html = answer.content.decode()
        return self


@pytest.fixture
def board():
    return make.seated_board()


@pytest.fixture
def me(board):
    return Person.objects.get(name="Aster Delegate")


@pytest.fixture
def member(me):
    return Member(me)


def test_an_action_is_reported_done_and_the_next_one_is_begun(board, me, member):
    item = make.item(make.meeting(board))
    late, soon = (make.action(item, me, text=f"t{n}", due_on=day(n)) for n in (-3, 3))
    member.open("/").send(f"/actions/{late.number}/report/", ("act", "finish"))
    assert member.at == "/"
    member.send(f"/actions/{soon.number}/report/", ("act", "start"))
    assert [(one.refresh_from_db(), one.state)[1] for one in (late, soon)] == [
        "done",
        "in_progress",
    ]


def test_an_answer_to_the_next_meeting_is_given_by_one_press(board, me, member):
    meeting = make.meeting(board, day(5), "agenda_published")
    member.open("/").send("/answer/", ("answer", "remote"))
    assert MeetingAnswer.objects.get(meeting=meeting, person=me).choice == "remote"


def test_a_vote_is_given_from_home_to_receipt(board, member):
    ballot = circular(board)
    address = f"/boards/harbour/ballots/{ballot.pk}/"
    assert address in member.open("/").html
    link = member.html[member.html.index(f'href="{address}') + 6 :].split('"')[0]
    member.open(link).send(choice="for")
    member.send(press=("step", "cast"))
    assert Vote.objects.get(seat__ballot=ballot).choice == "for"
    assert "Receipt" in member.html
    assert Ballot.objects.get().is_open


def test_news_is_marked_as_read_by_a_press(me, member):
    told(me, text="You promised it.")
    assert "You promised it." in member.open("/").html
    member.send("/news/read/")
    assert "You promised it." not in member.html


def test_a_comment_is_made_on_circulated_minutes(board, me, member):
    meeting = make.meeting(board, day(-9), "circulated")
    item = make.item(meeting)
    make.notes(item, "- The press leaks.")
    address = meeting.get_absolute_url()
    assert f'{address}comments/"' in member.open("/").html
    member.open(f"{address}?line={item.anchor()}").send("/comments/", text="It did not leak.")
    assert item.comments.get().text == "It did not leak."


def test_mails_on_late_actions_are_ended(me, member):
    member.open("/mail/preferences/").send(**{f"p{me.pk}-action_late": "never"})
    assert me.mail_choices.get(kind="action_late").how == "never"
