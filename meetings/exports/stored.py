"""Approved minutes as a page that is rendered once and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from meetings.exports.minutes import ReadMeeting, read_meeting
from meetings.models import Meeting
from meetings.models.actors import Actor, Standing

CONTENTS = "<!-- contents -->"  # what comes after it stands in the margin
STATE_TODAY = re.compile(r"<!-- state of action (\d+) -->")  # comes in when the page is served


def read_for_storing(meeting: Meeting, *, in_camera: bool) -> ReadMeeting:
    """What a stored page is rendered of: the items that were in camera, or those that were not."""
    standing = Standing.SECRETARIAT if in_camera else Standing.OBSERVER
    read = read_meeting(meeting, Actor(meeting.board, standing))
    read.items = [one for one in read.items if one.item.is_in_camera is in_camera]
    kept = {one.item.pk for one in read.items}
    read.actions = [row for row in read.actions if row.item_id in kept]
    read.resolutions = [row for row in read.resolutions if row.item_id in kept]
    return read


def stored_page(read: ReadMeeting, *, in_camera: bool = False, rules: Mapping[str, Any]) -> str:
    """The minutes as HTML, without the frame of a page and without anything that lives on.

    In: what `read_for_storing` gives; `rules` are the quorum and the findings of the rules of
    order, as they are on the day of the approval.
    """
    context = {
        "board": read.meeting.board,
        "meeting": read.meeting,
        "read": read,
        "items": read.items,
        "in_camera": in_camera,
        **rules,
    }
    return render_to_string("exports/minutes.html", context)
