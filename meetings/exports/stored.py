"""Approved minutes as a page that is rendered once and kept."""

from __future__ import annotations

from django.template.loader import render_to_string

from meetings.exports.minutes import read_meeting
from meetings.models import Meeting
from meetings.models.actors import Actor, Standing


def stored_page(meeting: Meeting, *, in_camera: bool = False) -> str:
    """The minutes as HTML, without the frame of a page and without anything that lives on.

    In: `in_camera` for the items that were, else those that were not.
    """
    standing = Standing.SECRETARIAT if in_camera else Standing.OBSERVER
    read = read_meeting(meeting, Actor(meeting.board, standing))
    items = [one for one in read.items if one.item.is_in_camera is in_camera]
    context = {
        "board": meeting.board,
        "meeting": meeting,
        "read": read,
        "items": items,
        "in_camera": in_camera,
    }
    return render_to_string("exports/minutes.html", context)
