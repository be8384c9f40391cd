"""Records: tables, their constraints, and the words that chain on their querysets."""

from meetings.models.accounts import User
from meetings.models.actions import Action
from meetings.models.agenda import AgendaItem, AgendaVersion, ItemPresenter
from meetings.models.agenda_templates import AgendaTemplate, AgendaTemplateItem
from meetings.models.answers import MeetingAnswer
from meetings.models.attendance import (
    Attendance,
    Presence,
    Proxy,
    Recusal,
    Representation,
)
from meetings.models.ballots import (
    Ballot,
    BallotPhase,
    BallotResult,
    BallotSeat,
    NotedResult,
)
from meetings.models.boards import Board, Bylaws
from meetings.models.calendars import CalendarFeed, Cancellation
from meetings.models.circulation import CirculatedItem, Circulation, Comment
from meetings.models.former_keys import FormerKey
from meetings.models.imports import ImportBatch, ImportSource
from meetings.models.ledger import ActionReview, ActionUpdate
from meetings.models.mail import MailClaim, MailMessage, MailObjection
from meetings.models.mailing import MailChoice, Mailing
from meetings.models.meetings import Meeting
from meetings.models.members import Member, Seat
from meetings.models.minutes import Aside, NotesRevision, Statement
from meetings.models.notices import Notice
from meetings.models.organisations import (
    Affiliation,
    Organisation,
    OrganisationAlias,
)
from meetings.models.owners import ActionOwner
from meetings.models.papers import Paper
from meetings.models.people import Person, PersonAlias
from meetings.models.proposals import TextProposal
from meetings.models.register import (
    Approval,
    Correction,
    LegalHold,
    RegisterEntry,
    RegisterText,
)
from meetings.models.resolutions import Resolution
from meetings.models.votes import CastingVote, HandCount, Objection, Vote

__all__ = [
    "Action",
    "ActionOwner",
    "ActionReview",
    "ActionUpdate",
    "Affiliation",
    "AgendaItem",
    "AgendaTemplate",
    "AgendaTemplateItem",
    "AgendaVersion",
    "Approval",
    "Aside",
    "Attendance",
    "Ballot",
    "BallotPhase",
    "BallotResult",
    "BallotSeat",
    "Board",
    "Bylaws",
    "CalendarFeed",
    "Cancellation",
    "CastingVote",
    "CirculatedItem",
    "Circulation",
    "Comment",
    "Correction",
    "FormerKey",
    "HandCount",
    "ImportBatch",
    "ImportSource",
    "ItemPresenter",
    "LegalHold",
    "MailChoice",
    "MailClaim",
    "MailMessage",
    "MailObjection",
    "Mailing",
    "Meeting",
    "MeetingAnswer",
    "Member",
    "NotedResult",
    "NotesRevision",
    "Notice",
    "Objection",
    "Organisation",
    "OrganisationAlias",
    "Paper",
    "Person",
    "PersonAlias",
    "Presence",
    "Proxy",
    "Recusal",
    "RegisterEntry",
    "RegisterText",
    "Representation",
    "Resolution",
    "Seat",
    "Statement",
    "TextProposal",
    "User",
    "Vote",
]
