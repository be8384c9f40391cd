"""The addresses of the register, and of what changes approved minutes."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import adopting, amending, approving, disposing, register

REGISTER = f"{BOARD}register/"

MEETING = f"{BOARD}meetings/<key:key>/"

on_register = [
    path(f"{BOARD}meetings/<key:key>/correct/", amending.minutes_correct, name="minutes_correct"),
    path(f"{MEETING}approve/", approving.minutes_approve, name="minutes_approve"),
    path(f"{MEETING}adopt/", adopting.minutes_adopt, name="minutes_adopt"),
    path(f"{BOARD}import/adopt/", adopting.import_adopt, name="import_adopt"),
    path(REGISTER, register.register_list, name="register_list"),
    path(f"{REGISTER}check/", register.register_help, name="register_help"),
    path(f"{REGISTER}export/", register.register_export, name="register_export"),
    path(f"{REGISTER}<number:seq>/", register.register_entry, name="register_entry"),
    path(f"{REGISTER}<number:seq>/dispose/", disposing.register_dispose, name="register_dispose"),
    path(f"{REGISTER}<number:seq>/hold/", disposing.register_hold, name="register_hold"),
    path(f"{REGISTER}<number:seq>/lift/", disposing.register_lift, name="register_lift"),
]
