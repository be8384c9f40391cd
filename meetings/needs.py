"""What a page may ask of the person at the keyboard, and what some nouns' pages ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Standing

StrOrPromise: TypeAlias = str | Promise


class Need(Enum):
    """What a page asks of the person at the keyboard."""

    NOTHING = _("nobody in particular: anyone may")
    SIGN_IN = _("to be signed in")
    GUEST = _("to be a guest of the meeting, or more")
    OBSERVER = _("to be an observer, staff, or more")
    MEMBER = _("to be a member, or more")
    SECRETARIAT = _("to be secretary, chair or deputy chair")
    ADMINISTRATOR = _("to be the board's administrator, whatever one's role")

    @property
    def standing(self) -> Standing:
        return {
            Need.GUEST: Standing.GUEST,
            Need.OBSERVER: Standing.OBSERVER,
            Need.MEMBER: Standing.MEMBER,
            Need.SECRETARIAT: Standing.SECRETARIAT,
        }[self]


@dataclass(frozen=True)
class Row:
    """One page: what it asks for and what it lets one do, in words."""

    need: Need
    does: StrOrPromise


ON_ACTIONS: dict[str, Row] = {
    "action_list": Row(Need.OBSERVER, _("see actions")),
    "action_detail": Row(Need.OBSERVER, _("see an action and its ledger")),
    "action_edit": Row(Need.SECRETARIAT, _("correct an action in the minutes")),
    "action_carries_out": Row(Need.SECRETARIAT, _("say which resolution an action carries out")),
    "action_report": Row(Need.OBSERVER, _("report on one's own action")),
    "action_cancel": Row(Need.SECRETARIAT, _("cancel an action, for a reason")),
    "action_supersede": Row(Need.SECRETARIAT, _("let another action take an action's place")),
    "action_hand_over": Row(Need.SECRETARIAT, _("hand an action over to another owner")),
    "action_change": Row(Need.SECRETARIAT, _("change an action's day or wording after approval")),
    "meeting_review": Row(Need.SECRETARIAT, _("go through the open actions in a meeting")),
    "actions_report": Row(Need.OBSERVER, _("report on several of one's own actions at once")),
    "action_csv": Row(Need.OBSERVER, _("take actions along as a table")),
    "resolution_csv": Row(Need.OBSERVER, _("take resolutions along as a table")),
    "meeting_csv": Row(Need.GUEST, _("take the list of meetings along as a table")),
    "person_csv": Row(Need.OBSERVER, _("take the list of people along as a table")),
    "organisation_csv": Row(Need.OBSERVER, _("take the list of organisations along as a table")),
    "action_split": Row(Need.SECRETARIAT, _("split an action into parts")),
}
ON_PEOPLE: dict[str, Row] = {
    "person_list": Row(Need.OBSERVER, _("see the board's people")),
    "person_detail": Row(Need.OBSERVER, _("see a person's record")),
    "person_new": Row(Need.SECRETARIAT, _("add a person")),
    "person_edit": Row(Need.SECRETARIAT, _("change a person's names")),
    "person_merge": Row(Need.SECRETARIAT, _("merge two records of one person")),
    "person_unmerge": Row(Need.SECRETARIAT, _("separate records of people again")),
    "organisation_list": Row(Need.OBSERVER, _("see the board's organisations")),
    "organisation_detail": Row(Need.OBSERVER, _("see an organisation's record")),
    "organisation_new": Row(Need.SECRETARIAT, _("add an organisation")),
    "organisation_edit": Row(Need.SECRETARIAT, _("change an organisation's names")),
    "organisation_merge": Row(Need.SECRETARIAT, _("merge two records of one organisation")),
    "organisation_unmerge": Row(Need.SECRETARIAT, _("separate records of organisations again")),
    "board_year": Row(Need.OBSERVER, _("see a year in pictures: who came, what became of actions")),
    "member_seat": Row(Need.SECRETARIAT, _("give somebody a place on the board, or another")),
    "member_change_role": Row(Need.ADMINISTRATOR, _("change a member's role")),
    "member_end": Row(Need.SECRETARIAT, _("end a member's term")),
    "member_status": Row(Need.OBSERVER, _("see who holds which seat, and each membership")),
    "member_status_csv": Row(Need.OBSERVER, _("take the same along as a table")),
    "members_import": Row(Need.SECRETARIAT, _("bring a table of members")),
    "seat_new": Row(Need.SECRETARIAT, _("make a seat")),
    "seat_represent": Row(Need.SECRETARIAT, _("say who represents a seat")),
    "seat_end": Row(Need.SECRETARIAT, _("end a seat")),
    "affiliation_new": Row(Need.SECRETARIAT, _("begin an organisation's membership")),
    "affiliation_edit": Row(
        Need.SECRETARIAT, _("change a membership's class, contract and fee, or end it")
    ),
}

ON_REGISTER: dict[str, Row] = {
    "minutes_approve": Row(Need.SECRETARIAT, _("approve minutes by a later meeting's decision")),
    "minutes_adopt": Row(Need.SECRETARIAT, _("adopt imported minutes that are final as recorded")),
    "import_adopt": Row(Need.SECRETARIAT, _("adopt all that is final as recorded")),
    "register_list": Row(Need.OBSERVER, _("see the register")),
    "register_entry": Row(Need.OBSERVER, _("see an entry of the register, and check it")),
    "register_help": Row(Need.OBSERVER, _("read how to check the register")),
    "register_dispose": Row(
        Need.ADMINISTRATOR, _("propose or confirm that a registered text is disposed of")
    ),
    "register_hold": Row(Need.ADMINISTRATOR, _("propose or confirm a legal hold on a text")),
    "register_lift": Row(Need.ADMINISTRATOR, _("propose or confirm that a legal hold is lifted")),
    "minutes_correct": Row(
        Need.SECRETARIAT, _("register a correction of approved minutes that was adopted")
    ),
    "register_export": Row(Need.OBSERVER, _("take a copy of the register away")),
}

ON_CALENDARS: dict[str, Row] = {
    "meeting_answer": Row(Need.OBSERVER, _("say whether one comes to a meeting")),
    "meeting_cancel": Row(Need.SECRETARIAT, _("cancel a meeting")),
    "meeting_ics": Row(Need.GUEST, _("open a meeting in one's calendar")),
    "calendar_feed": Row(Need.NOTHING, _("follow a calendar by its private address")),
    "calendar_feed_settings": Row(Need.SIGN_IN, _("make or end one's calendar's address")),
}
