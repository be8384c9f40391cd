"""Approved minutes as later meetings corrected them, beside what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.exports.minutes import Block, ReadItem, ReadMeeting
from meetings.models import AgendaItem, Correction, Meeting
from meetings.models.actors import Actor
from meetings.notation.edit import without_marks


@dataclass(frozen=True)
class Saying:
    """What approved minutes say at a line, as approved and as it reads by now."""

    item: AgendaItem
    line: int
    approved: str
    last: Correction | None = None

    @property
    def reads(self) -> str:
        return self.last.reads if self.last else self.approved

    @property
    def said(self) -> str:
        return without_marks(self.reads)

    @property
    def value(self) -> str:
        return f"{self.item.pk}-{self.line}"


def corrections_of(meeting: Meeting, actor: Actor) -> list[Correction]:
    """A meeting's corrections in sight, in the order of the minutes and then of the register."""
    rows = Correction.objects.visible_to(actor).filter(item__meeting=meeting)
    found = rows.select_related("item", "adopted_in__meeting", "resolution", "entry")
    return list(found.order_by("item__position", "line", "entry__seq"))


def sayings_of(read: ReadMeeting, corrections: list[Correction]) -> list[Saying]:
    """Every line that can be corrected; words that go on over several lines are one."""
    last = {(one.item_id, one.line): one for one in corrections}
    return [
        Saying(one.item, line, words, last.get((one.item.pk, line)))
        for one in read.items
        for line, words in _lines(one)
    ]


def as_corrected(read: ReadMeeting, corrections: list[Correction]) -> None:
    """Puts the corrected words where the approved ones stood; what was added comes last."""
    last = {(one.item_id, one.line): one for one in corrections}
    for one in read.items:
        mine = {line: c for (item, line), c in last.items() if item == one.item.pk}
        one.blocks = list(_replaced(one, mine))


def _replaced(read: ReadItem, mine: dict[int | None, Correction]) -> Iterator[Block]:
    for block in read.blocks:
        block.entries = [_block(entry, mine) for entry in block.entries]
        yield block if block.entries else _block(block, mine)
    if None in mine:
        yield Block("note", "", _html(mine[None]), row=mine[None])


def _block(block: Block, mine: dict[int | None, Correction]) -> Block:
    correction = mine.get(_number(block))
    if correction is None:
        return block
    return Block("note", block.anchor, _html(correction), block.level, correction)


def _html(correction: Correction) -> SafeString:
    """The words, or those that were struck, and a link to the margin."""
    if correction.reads:
        rows = ((line,) for line in correction.reads_said.splitlines())
        words = format_html("<ins>{}</ins>", format_html_join(SafeString("<br>"), "{}", rows))
    else:
        words = format_html("<del>{}</del>", correction.was_said)
    number = correction.entry.seq
    mark = _("corrected, entry %d") % number
    link = '{} <a class="correction-mark" href="#correction-{}">{}</a>'
    return format_html(link, words, number, mark)


def _number(block: Block) -> int:
    return int(block.anchor.rpartition("-")[2])


def _lines(read: ReadItem) -> Iterator[tuple[int, str]]:
    typed = read.item.notes.split("\n")
    flat = [entry for block in read.blocks for entry in (block.entries or [block])]
    starts = [*sorted({_number(block) for block in flat}), len(typed) + 1]
    for start, end in pairwise(starts):
        yield start, "\n".join(typed[start - 1 : end - 1]).rstrip()
