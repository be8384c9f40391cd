"""The lines of minutes in templates: what stands for itself is written, the rest left to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from meetings.exports.minutes import Block
from meetings.models import Action, Attendance
from meetings.templatetags.lines import Writer

register = template.Library()


@dataclass(frozen=True)
class Part:
    """Lines as they are written, or a resolution for its card, or the place of the form."""

    html: SafeString = field(default_factory=SafeString)
    card: Block | None = None
    asks: bool = False


@register.simple_tag(takes_context=True)
def writer(context: Context) -> Writer:
    """The page's writer; a page that nobody asked for is stored and knows no today."""
    request = context.get("request")
    return Writer(
        context["meeting"],
        getattr(request, "actor", None),
        getattr(request, "today", None),
        context.get("commenting"),
        bool(context.get("may_correct")),
    )


@register.filter
def parts(blocks: Iterable[Block], writer: Writer) -> Iterator[Part]:
    """An item's lines, with what is left to templates in its place."""
    written: list[str] = []
    for block in blocks:
        for piece in writer.pieces(block):
            if isinstance(piece, str):
                written.append(piece)
                continue
            yield Part(_ours(written))
            written = []
            yield Part(card=piece) if isinstance(piece, Block) else Part(asks=True)
    yield Part(_ours(written))


@register.filter
def people(rows: Iterable[Attendance], writer: Writer) -> SafeString:
    return _ours(writer.attendee(row) for row in rows)


@register.filter
def place(action: Action, writer: Writer) -> str:
    """The address of its page; of its line, while it has no number."""
    if action.number is None:
        return f"#{action.anchor}"
    return writer.address("action_detail", action.number)


@register.filter
def owners(action: Action, writer: Writer) -> SafeString:
    return _ours([writer.owners(action)])


@register.filter
def standing(action: Action, writer: Writer) -> SafeString:
    return _ours([writer.mark(action)])


def _ours(html: Iterable[str]) -> SafeString:
    return mark_safe("".join(html))  # noqa: S308 - escaped in lines.py, piece by piece
