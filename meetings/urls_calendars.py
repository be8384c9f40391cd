"""The addresses of calendars, and of what people say before a meeting."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import answers, calendars

MEETING = f"{BOARD}meetings/<key:key>/"

on_calendars = [
    path(f"{MEETING}answer/", answers.meeting_answer, name="meeting_answer"),
    path(f"{MEETING}meeting.ics", calendars.meeting_ics, name="meeting_ics"),
    path("calendar/", calendars.calendar_feed_settings, name="calendar_feed_settings"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
    path(f"{MEETING}cancel/", answers.meeting_cancel, name="meeting_cancel"),
]
