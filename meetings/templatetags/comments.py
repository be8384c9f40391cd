"""Comments on minutes: how many stand at a line, and what became of one."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from meetings.models import Comment
from meetings.templatetags.records import Mark

register = template.Library()
COMMENT_MARKS = {
    Comment.State.OPEN: ("○", "warn"),
    Comment.State.ACCEPTED: ("✓", "good"),
    Comment.State.DECLINED: ("✗", "plain"),
    Comment.State.ANSWERED: ("↩", "info"),
}


@register.filter
def comment_mark(comment: Comment) -> Mark:
    return Mark(str(comment.get_state_display()), *COMMENT_MARKS[Comment.State(comment.state)])


@register.filter
def at_anchor(counts: Mapping[str, int], anchor: str) -> int:
    """How many comments stand at a line or an item."""
    return counts.get(anchor, 0)
