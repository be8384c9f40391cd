"""Who of the demo has said whether they come to the next meeting."""

from __future__ import annotations

from meetings.models import Meeting, MeetingAnswer, Person
from meetings.services.answers import give_answer
from meetings.services.changes import Save

Choice = MeetingAnswer.Choice
ANSWERS = {
    "Priya Nair": Choice.COMES,
    "Sven Dahl": Choice.REMOTE,
    "Mei Tan": Choice.COMES,
    "Erik Moe": Choice.REMOTE,
    "Luis Prado": Choice.AWAY,
}
DELEGATED = {"Nadia Ruiz": "Pia Brandt"}


def answer_ahead(meeting: Meeting, save: Save) -> None:
    """Some come, one does not, one sends a colleague; the others have not answered yet."""
    for name, choice in (ANSWERS | dict.fromkeys(DELEGATED, Choice.DELEGATE)).items():
        person = Person.objects.get(board=meeting.board, name=name)
        sent = DELEGATED.get(name, "")
        give_answer(meeting, person=person, choice=choice, delegate=sent, save=save)
