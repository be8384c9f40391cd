"""The lines of minutes as HTML.

They are written here and not in a template, since a page has hundreds: what a template looks
up for each line is looked up once for each page. Whatever came from somebody goes through
`escape`, but for a block's own html, which the sanitiser let through.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import can
from meetings.exports.asked import owners_of
from meetings.exports.minutes import Block
from meetings.models import Action, Attendance, Meeting
from meetings.models.actors import Actor
from meetings.templatetags.records import action_mark, mark_html, shown

FORM = object()  # the place of the form with which somebody comments on a line
Piece = str | Block | object


@dataclass
class Writer:
    """Writes the lines of one page for one reader; `actor` is None on a page that is stored.

    `commenting` says how many comments stand where, and at which line the form is.
    """

    meeting: Meeting
    actor: Actor | None
    today: datetime.date | None
    commenting: Any = None
    may_correct: bool = False
    addresses: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: dict[tuple[str, int | None, str, str], str] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    comment: str = field(default_factory=lambda: _("Comment"))

    def address(self, page: str, number: int) -> str:
        """The address of a record's page; looked up with a one, which is then replaced."""
        if page not in self.addresses:
            found = reverse(page, args=[self.meeting.board.slug, 1])
            head, _one, tail = found.rpartition("1")
            self.addresses[page] = (head, tail)
        head, tail = self.addresses[page]
        return f"{head}{number}{tail}"

    def person(self, pk: int | None, name: str, css_class: str = "") -> str:
        return self._link("person_detail", pk, name, css_class)

    def organisation(self, pk: int | None, name: str, css_class: str = "") -> str:
        return self._link("organisation_detail", pk, name, css_class)

    def _link(self, page: str, pk: int | None, name: str, css_class: str) -> str:
        """As `person_link` of the other pages: the name alone for who may not follow it."""
        key = (page, pk, name, css_class)
        if key not in self.links:
            words = escape(shown(name))
            if pk is None or (self.actor and not can(self.actor, page)):
                self.links[key] = f'<span class="{css_class}">{words}</span>'
            else:
                address = self.address(page, pk)
                self.links[key] = f'<a class="{css_class}" href="{address}">{words}</a>'
        return self.links[key]

    def owners(self, action: Action) -> str:
        return ", ".join(
            self.organisation(owner.organisation_id, owner.name)
            if owner.organisation_id
            else self.person(owner.person_id, owner.name)
            for owner in owners_of(action)
        )

    def mark(self, action: Action) -> str:
        """How it stands today; a stored page says only when it is due."""
        if action.pk not in self.marks:
            self.marks[action.pk] = self._mark(action)
        return self.marks[action.pk]

    def _mark(self, action: Action) -> str:
        if self.today is not None:
            return mark_html(action_mark(action, self.today))
        if action.due_on is None:
            return ""
        words = _("due %(on)s") % {"on": date_format(action.due_on, "j M Y")}
        return f'<span class="mark plain"><span aria-hidden="true">◷</span> {escape(words)}</span>'

    def number(self, action: Action) -> str:
        """A link to the action; what has no number yet leads to its line."""
        if action.number is None:
            address = escape(action.get_absolute_url())
        else:
            address = self.address("action_detail", action.number)
        return f'<a class="number" href="{address}">{action.label}</a>'

    def comments(self, anchor: str) -> str:
        """As components/comment_link.html."""
        if not self.commenting or not anchor:
            return ""
        count = self.commenting.counts.get(anchor, 0)
        said = ""
        if count:
            board, key = self.meeting.board.slug, self.meeting.key
            address = reverse("minutes_comments", args=[board, key])
            words = ngettext("%(counter)s comment", "%(counter)s comments", count)
            words %= {"counter": count}
            said = f'<a class="comment-count" href="{address}#at-{anchor}">{words}</a> '
        return (
            f' <span class="comment-tools">{said}<a class="comment-link" '
            f'href="?line={anchor}#{anchor}">{self.comment}<span class="unseen"> {anchor}</span>'
            "</a></span>"
        )

    def pieces(self, block: Block) -> Iterator[Piece]:
        """HTML; the block itself, for what a template shows; FORM, where the form comes."""
        if block.kind == "list":
            yield '<ul class="notes">'
            for entry in block.entries:
                yield f'<li class="level-{entry.level}" id="{entry.anchor}">{entry.html}'
                yield self.comments(entry.anchor)
                yield from self._form(entry)
                yield "</li>"
            yield "</ul>\n"
            return
        if block.kind == "resolution":
            yield block
        else:
            yield LINES.get(block.kind, _said)(self, block)
        yield from self._form(block)

    def _form(self, block: Block) -> Iterator[Piece]:
        if self.commenting and self.commenting.at == block.anchor:
            yield FORM

    def attendee(self, row: Attendance) -> str:
        """Somebody of the attendance list, with what is said of them there."""
        html = self.person(row.person_id, row.name)
        if row.organisation_id:
            firm = self.organisation(row.organisation_id, row.organisation_name, "muted")
            html = f"{html} · {firm}"
        said = "".join(f" · {escape(words)}" for words in _said_of(row))
        return f'<li>{html}<span class="muted">{said}</span>{self._correct(row)}</li>\n'

    def _correct(self, row: Attendance) -> str:
        if not self.may_correct:
            return ""
        meeting = self.meeting
        address = reverse("attendee_edit", args=[meeting.board.slug, meeting.key, row.pk])
        whose = f'<span class="unseen"> {escape(shown(row.name))}</span>'
        return f' <a class="correct" href="{address}">{_("Correct")}{whose}</a>'


def _said_of(row: Attendance) -> Iterator[str]:
    if row.is_presiding:
        yield _("chair")
    if row.is_taking_minutes:
        yield _("minutes")
    if row.capacity == Attendance.Capacity.GUEST:
        yield _("guest")
    elif row.capacity == Attendance.Capacity.STAFF:
        yield _("staff")
    if row.mode != Attendance.Mode.PRESENT:
        yield str(row.get_mode_display())
    if row.is_voting_as_recorded is False:
        yield _("no vote")


def _note(writer: Writer, block: Block) -> str:
    comments = writer.comments(block.anchor)
    level = f"note level-{block.level}"
    return f'<p class="{level}" id="{block.anchor}">{block.html}{comments}</p>\n'


def _statement(writer: Writer, block: Block) -> str:
    speaker = writer.person(block.row.person_id, block.row.speaker, "speaker")
    words = f"<p>{block.html}{writer.comments(block.anchor)}</p>"
    return f'<div class="statement" id="{block.anchor}">{speaker}{words}</div>\n'


def _action(writer: Writer, block: Block) -> str:
    owners = writer.owners(block.row)
    who = f'<span class="owners">{owners}{":" if owners else ""}</span>'
    words = f"<p>{who} {block.html}{writer.comments(block.anchor)}</p>"
    number, mark = writer.number(block.row), writer.mark(block.row)
    return f'<div class="action" id="{block.anchor}">{number}{words}{mark}</div>\n'


def _review(writer: Writer, block: Block) -> str:
    """What was said of an action; the action's own words where the line has none."""
    row = block.row
    words = f"<strong>{escape(str(row.get_verdict_display()))}</strong>"
    if block.html:
        words += f": {block.html}"
    if not getattr(block.content, "text", "") and row.action.text not in row.remark:
        words += f' <span class="muted reviewed">{escape(row.action.text)}</span>'
    words += writer.comments(block.anchor)
    number = writer.number(row.action)
    return f'<div class="review" id="{block.anchor}">{number}<p>{words}</p></div>\n'


def _aside(writer: Writer, block: Block) -> str:
    whose = escape(_whose(block))
    comments = writer.comments(block.anchor)
    words = f"<span>{whose}</span> {block.html}{comments}"
    return f'<p class="aside" id="{block.anchor}">{words}</p>\n'


def _whose(block: Block) -> str:
    content, row = block.content, block.row
    author = getattr(content, "author", None)
    if author:
        words = {"name": author.typed, "place": content.place}
        return _("Aside, %(name)s, %(place)s:") % words
    if row and row.author and row.written_at:
        words = {"name": row.author, "when": date_format(row.written_at, "j F Y")}
        return _("Aside, %(name)s, %(when)s:") % words
    return _("Aside:")


def _quote(writer: Writer, block: Block) -> str:
    words = f"<p>{block.html}{writer.comments(block.anchor)}</p>"
    return f'<blockquote id="{block.anchor}">{words}</blockquote>\n'


def _code(writer: Writer, block: Block) -> str:
    code = f"<code>{escape(block.content.text)}</code>"
    comments = writer.comments(block.anchor)
    return f'<pre id="{block.anchor}" tabindex="0">{code}</pre>{comments}\n'


def _said(writer: Writer, block: Block) -> str:
    comments = writer.comments(block.anchor)
    return f'<p class="said" id="{block.anchor}">{block.html}{comments}</p>\n'


LINES = {
    "note": _note,
    "statement": _statement,
    "action": _action,
    "review": _review,
    "aside": _aside,
    "quote": _quote,
    "code": _code,
}
