"""The addresses of people, organisations and seats."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import (
    affiliations,
    boards,
    member_lists,
    members,
    organisations,
    people,
    seats,
    status,
)

on_people = [
    path(f"{BOARD}year/", boards.board_year, name="board_year"),
    path(f"{BOARD}people/", people.person_list, name="person_list"),
    path(f"{BOARD}people/new/", people.person_new, name="person_new"),
    path(f"{BOARD}people/<number:pk>/seat/", members.member_seat, name="member_seat"),
    path(f"{BOARD}people/<number:pk>/", people.person_detail, name="person_detail"),
    path(f"{BOARD}people/<number:pk>/edit/", people.person_edit, name="person_edit"),
    path(f"{BOARD}people/<number:pk>/merge/", people.person_merge, name="person_merge"),
    path(f"{BOARD}people/<number:pk>/unmerge/", people.person_unmerge, name="person_unmerge"),
    path(
        f"{BOARD}organisations/",
        organisations.organisation_list,
        name="organisation_list",
    ),
    path(
        f"{BOARD}organisations/<number:pk>/",
        organisations.organisation_detail,
        name="organisation_detail",
    ),
    path(
        f"{BOARD}organisations/<number:pk>/edit/",
        organisations.organisation_edit,
        name="organisation_edit",
    ),
    path(
        f"{BOARD}organisations/<number:pk>/merge/",
        organisations.organisation_merge,
        name="organisation_merge",
    ),
    path(
        f"{BOARD}organisations/<number:pk>/unmerge/",
        organisations.organisation_unmerge,
        name="organisation_unmerge",
    ),
    path(f"{BOARD}organisations/new/", organisations.organisation_new, name="organisation_new"),
    path(
        f"{BOARD}organisations/<number:pk>/membership/",
        affiliations.affiliation_new,
        name="affiliation_new",
    ),
    path(
        f"{BOARD}memberships/<number:pk>/",
        affiliations.affiliation_edit,
        name="affiliation_edit",
    ),
    path(f"{BOARD}members/status/", status.member_status, name="member_status"),
    path(f"{BOARD}members/import/", member_lists.members_import, name="members_import"),
    path(f"{BOARD}members/status.csv", status.member_status_csv, name="member_status_csv"),
    path(
        f"{BOARD}members/<number:pk>/role/",
        members.member_change_role,
        name="member_change_role",
    ),
    path(f"{BOARD}members/<number:pk>/end/", members.member_end, name="member_end"),
    path(f"{BOARD}seats/new/", seats.seat_new, name="seat_new"),
    path(f"{BOARD}seats/<number:pk>/people/", seats.seat_represent, name="seat_represent"),
    path(f"{BOARD}seats/<number:pk>/end/", seats.seat_end, name="seat_end"),
]
