"""The addresses of actions, and of lists as tables."""

from django.urls import path

from meetings.converters import BOARD
from meetings.views import actions, corrections, handing, promises, reports, reviewing, tables

ACTION = f"{BOARD}actions/<number:number>/"

on_actions = [
    path(f"{BOARD}actions/", actions.action_list, name="action_list"),
    path(f"{BOARD}actions/report/", reports.actions_report, name="actions_report"),
    path(f"{BOARD}meetings/<key:key>/review/", reviewing.meeting_review, name="meeting_review"),
    path(f"{BOARD}actions.csv", tables.action_csv, name="action_csv"),
    path(f"{BOARD}resolutions.csv", tables.resolution_csv, name="resolution_csv"),
    path(f"{BOARD}meetings.csv", tables.meeting_csv, name="meeting_csv"),
    path(f"{BOARD}people.csv", tables.person_csv, name="person_csv"),
    path(f"{BOARD}organisations.csv", tables.organisation_csv, name="organisation_csv"),
    path(ACTION, actions.action_detail, name="action_detail"),
    path(f"{ACTION}edit/", corrections.action_edit, name="action_edit"),
    path(f"{ACTION}carries-out/", actions.action_carries_out, name="action_carries_out"),
    path(f"{ACTION}report/", promises.action_report, name="action_report"),
    path(f"{ACTION}cancel/", promises.action_cancel, name="action_cancel"),
    path(f"{ACTION}supersede/", promises.action_supersede, name="action_supersede"),
    path(f"{ACTION}hand-over/", handing.action_hand_over, name="action_hand_over"),
    path(f"{ACTION}change/", handing.action_change, name="action_change"),
    path(f"{ACTION}split/", handing.action_split, name="action_split"),
]
