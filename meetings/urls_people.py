"""The addresses of people, organisations and seats."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import organisations, people

on_people = [
    path(f"{BOARD}people/", people.person_list, name="person_list"),
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
]
