"""What the tests of names and merges share: two records of Ada, and how tables are compared."""

import datetime

from django.apps import apps
from django.urls import reverse

from meetings.models import Member
from tests import make

TODAY = datetime.date(2026, 6, 1)


def address(name, record, **query):
    path = reverse(name, args=[record.board.slug, record.pk])
    return f"{path}?into={query['into'].pk}" if query else path


def everything():
    """Every row of ours, less histories, which only grow."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("meetings").get_models()
        if not model.__name__.startswith("Historical")
    }


def into_of(*records):
    return [type(record).objects.get(pk=record.pk).merged_into for record in records]


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def ada_again(board):
    """Ada as one of the minutes writes her, with a row of every kind."""
    low = make.person(board, "A. Lowe")
    low.aliases.create(name="ADL")
    meeting = make.meeting(board)
    make.attendance(meeting, low, make.organisation(board))
    item = make.item(meeting)
    make.action(item, low, text="paint the fence")
    item.statements.create(line=1, person=low, speaker="Lowe", text="the fence is old")
    make.resolution(item, mover=low, number="R-1")
    Member.objects.create(person=low, end_date=make.A_DAY)
    board.seats.create(name="Old seat", person=low, end_date=make.A_DAY)
    return low
