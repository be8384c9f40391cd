"""The pages of circulated minutes: what each of the cast gets, and what their addresses need."""

from django.urls import reverse

from meetings.models import AgendaItem, Meeting
from meetings.services.minutes import edit_notes
from tests import make

NOTES = "- The roof leaks.\n- It rains.\n  - on Mondays\n"
SECRET = "the landlord's price"
OF_MINUTES = ("minutes_circulate", "minutes_changes", "minutes_text", "minutes_comments")


def expected(answers):
    """What a GET answers, by the name of the page; `answers` by the name of their readers."""
    return {
        "minutes_circulate": answers["KEEPERS"],
        "minutes_changes": answers["BOARD_READERS"],
        "minutes_text": answers["MEETING_READERS"],
        "minutes_comments": answers["MEMBERS"],
        "comment_add": answers["ONLY_POST_HERE"],
        "comment_answer": answers["KEEPERS"],
    }


def addresses_of_comments(item, author, *before):
    """What each address needs; `before` is what stands before it."""
    key = item.meeting.key
    return {
        **{name: [*before, key] for name in OF_MINUTES},
        "comment_add": [*before, key, item.pk],
        "comment_answer": [*before, key, make.comment(item, author).pk],
    }


def comment_on(meeting, rows):
    """Circulated, commented on by line, and changed since."""
    make.circulation(meeting)
    author = meeting.attendances.first().person
    found = [make.comment(item, author, line=1, quoted="- a note") for item in meeting.items.all()]
    for item in meeting.items.for_saving():
        edit_notes(item, edit=lambda text: f"- before\n{text}", save=make.a_save())
    return found[rows - 1]


def circulated_minutes(board):
    """One item in the open and one in camera."""
    of = make.meeting(board, state=Meeting.State.ADJOURNED)
    make.notes(make.item(of, "Budget"), NOTES)
    make.notes(make.item(of, "Rent", is_in_camera=True), f"- {SECRET}")
    make.circulation(of)
    return of


def notes_of(item):
    return AgendaItem.objects.get(pk=item.pk).notes


def rewrite(item, edit):
    edit_notes(AgendaItem.objects.for_saving().get(pk=item.pk), edit=edit, save=make.a_save())


def commented(client, item, **fields):
    data = {"line": 1, "revision": item.revision, "text": "Which roof?", "proposed": ""} | fields
    address = reverse("comment_add", args=["harbour", item.meeting.key, item.pk])
    return client.post(address, data)


def answered(client, comment, act, **fields):
    item = AgendaItem.objects.get(pk=comment.item_id)
    data = {"base": item.revision, "wording": comment.proposed, "words": "", "act": act} | fields
    address = reverse("comment_answer", args=["harbour", item.meeting.key, comment.pk])
    return client.post(address, data)
