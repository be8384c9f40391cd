"""Somebody who types and saves, and asks for the floor, in this very process."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from meetings.models import Action, AgendaItem, Board, Meeting
from meetings.notation import lines as notation
from meetings.notation.align import Held, Typed, align
from meetings.notation.context import Context
from meetings.notation.parser import parse
from meetings.services.minutes import context_of
from tests import make
from tests.bench.reading import ask, cookies_of


@dataclass
class Typist:
    app: WSGIHandler
    cookies: str
    path: str
    first: str
    text: str
    before: str
    context: Context
    held: list[Held]
    base: int = 0
    number: int = 0

    @classmethod
    def sit_down(cls, text: str) -> "Typist":
        board = Board.objects.get(slug="harbour")
        meeting = make.meeting(board, state=Meeting.State.IN_SESSION)
        for person in board.people.all()[:12]:
            make.attendance(meeting, person)
        item = make.item(meeting)
        cookies = cookies_of("secretary")
        path = f"{meeting.get_absolute_url()}items/{item.pk}/notes/"
        typist = cls(WSGIHandler(), cookies, path, text, "", text, context_of(item, text), [])
        typist.begin_again()
        item = AgendaItem.objects.get(pk=item.pk)
        rows = Action.objects.filter(item=item)
        typist.held = [Held(row.pk, row.line, row.text, frozenset(), row.number) for row in rows]
        return typist

    def save(self) -> None:
        """A few more letters somewhere in the text, as every few seconds in a meeting."""
        self.number += 1
        lines = self.text.split("\n")
        lines[self.number * 3 % 57] += " ok"
        self._send("\n".join(lines))

    def say(self) -> None:
        """A statement more."""
        self._send(f"{self.text}\nHana: and one word more")

    def promise(self) -> None:
        """A new action at the end, of two people, with a date."""
        self._send(f"{self.text}\nACTION Hana, Ravi: {self.number} by 30 June")

    def shift(self) -> None:
        """A line more above all the others: every record moves."""
        self._send(f"- first of all\n{self.text}")

    def excuse(self) -> None:
        """A line on who is away: the attendance list follows, and is read for it."""
        self._send(f"{self.text}\nREGRETS+ Hana")

    def be_overtaken(self) -> None:
        """Somebody else saves, on the same text."""
        self.begin_again()
        overtaken = self.base
        self._send(f"{self.first}\n- theirs")
        self.base = overtaken

    def merge(self) -> None:
        """What both typed is merged, and every record moves."""
        self._send(f"- mine\n{self.first}")

    def begin_again(self) -> None:
        """The text as it was; what lost its line is forgotten, so that nothing is adopted."""
        self._send(self.first)
        Action.objects.filter(line=None).delete()

    def _send(self, text: str) -> None:
        self.before, self.text = self.text, text
        form = {"text": text, "base": self.base}
        self.base = json.loads(self._ask("POST", self.path, form))["head"]

    def ask_floor(self) -> None:
        self._ask("GET", "/floor/", {})

    def parse_and_align(self) -> None:
        found = parse(self.text, self.context).lines
        typed = [
            Typed(line.number, line.content.text)
            for line in found
            if isinstance(line.content, notation.Action)
        ]
        align(self.held, [], typed, self.before, self.text)

    def _ask(self, method: str, path: str, form: dict[str, Any]) -> bytes:
        return ask(self.app, self.cookies, method, path, form)
