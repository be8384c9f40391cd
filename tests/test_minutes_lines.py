"""The lines of minutes on their page: what was typed stays text, and links are for who may."""

import datetime

import pytest

from meetings.exports.minutes import read_meeting
from meetings.models import Attendance
from meetings.models.actors import Actor, Standing
from meetings.templatetags.lines import Writer
from meetings.templatetags.minutes import parts, people
from tests import make

NASTY = "<b>Bo & Co</b>"
KINDS = f"""- a note <i>so</i>
{NASTY}: said <i>so</i>
ACTION {NASTY}: do <i>so</i> by 30 June 2026
> quoted <i>so</i>
ASIDE: aside <i>so</i>
```
code <i>so</i>
```
[{NASTY} - here] noted <i>so</i>"""


@pytest.fixture
def meeting(harbour):
    found = make.meeting(harbour, state="circulated")
    who = make.person(harbour, NASTY)
    firm = make.organisation(harbour, "<u>Firm</u>")
    make.attendance(found, who, firm, capacity="guest")
    make.notes(make.item(found), KINDS)
    return found


def written(meeting, standing, today=None):
    actor = Actor(meeting.board, standing)
    read = read_meeting(meeting, actor)
    writer = Writer(meeting, actor, today)
    lines = "".join(part.html for one in read.items for part in parts(one.blocks, writer))
    return lines + people(read.there, writer)


@pytest.mark.parametrize("today", [None, datetime.date(2026, 7, 1)])
def test_whatever_was_typed_stays_text(meeting, today):
    html = written(meeting, Standing.OBSERVER, today)
    assert not [tag for tag in ("<b>", "<i>", "<u>") if tag in html]
    assert html.count("&lt;i&gt;so&lt;/i&gt;") == 7


def test_people_are_linked_for_those_who_may_look_at_them(meeting):
    row = Attendance.objects.get()
    address = f'href="/boards/harbour/people/{row.person_id}/"'
    assert address in written(meeting, Standing.OBSERVER)
    meeting.state = "approved"
    html = written(meeting, Standing.GUEST)
    assert "&lt;b&gt;Bo" in html
    assert "/people/" not in html
    assert "/organisations/" not in html


def test_a_name_of_figures_leads_to_its_own_page(harbour):
    make.person(harbour)
    writer = Writer(make.meeting(harbour), Actor(harbour, Standing.MEMBER), None)
    assert writer.address("person_detail", 211) == "/boards/harbour/people/211/"
