"""The demo's minutes before the newest: circulated, and commented on as members do."""

from __future__ import annotations

from meetings.models import AgendaItem, Comment, Meeting, Person
from meetings.services.answering import answer_comment
from meetings.services.changes import Save
from meetings.services.circulating import circulate, plan_circulation
from meetings.services.commenting import Remark, add_comment

QUESTION = "Who pays for the room?"
ANSWER = "Quayside lends it. We pay for the coffee."
ROOM = "MEI: Quayside has a room for thirty, three minutes from the station, free in the second"
RIGHT = f"{ROOM.replace('three', 'five')} week of April."


def circulate_and_comment(meeting: Meeting, save: Save) -> None:
    """Two comments of one member: a question that is answered, a correction that waits."""
    planned = plan_circulation(meeting, on=save.at.date())
    circulate(meeting, mark=planned.mark, anyway=True, save=save)
    tomas = Person.objects.get(board=meeting.board, name="Tomas Lind")
    item = AgendaItem.objects.get(meeting=meeting, title="Hosting the spring meeting")
    item.meeting = meeting
    asked = add_comment(item, remark=Remark(QUESTION), by=tomas, save=save)
    answer_comment(asked, state=Comment.State.ANSWERED, words=ANSWER, save=save)
    line = next(n for n, said in enumerate(item.notes.split("\n"), 1) if ROOM in said)
    remark = Remark("I walked it: five minutes.", line, item.revision, RIGHT)
    add_comment(item, remark=remark, by=tomas, save=save)
