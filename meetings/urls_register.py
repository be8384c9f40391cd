"""The addresses of the register, and of what changes approved minutes."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import amending, register

REGISTER = f"{BOARD}register/"

on_register = [
    path(f"{BOARD}meetings/<key:key>/correct/", amending.minutes_correct, name="minutes_correct"),
    path(REGISTER, register.register_list, name="register_list"),
    path(f"{REGISTER}check/", register.register_help, name="register_help"),
    path(f"{REGISTER}export/", register.register_export, name="register_export"),
    path(f"{REGISTER}<number:seq>/", register.register_entry, name="register_entry"),
]
