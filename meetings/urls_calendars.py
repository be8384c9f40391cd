"""The addresses of calendars, and of what people say before a meeting."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import answers

MEETING = f"{BOARD}meetings/<key:key>/"

on_calendars = [
    path(f"{MEETING}answer/", answers.meeting_answer, name="meeting_answer"),
    path(f"{MEETING}cancel/", answers.meeting_cancel, name="meeting_cancel"),
]
