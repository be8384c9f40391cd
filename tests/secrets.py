"""A board on which one word is said in camera wherever words can be, and every address to ask."""

import datetime
import io
import zipfile

from meetings.models import (
    Action,
    Affiliation,
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    Member,
    Organisation,
    Paper,
    Person,
    RegisterEntry,
    Resolution,
    Vote,
)
from meetings.rules.actions import Act
from meetings.services.agendas import publish_agenda
from meetings.services.amending import Amendment, correct_minutes
from meetings.services.approving import approve_minutes
from meetings.services.ballots import open_ballot
from meetings.services.changes import Save
from meetings.services.commenting import Remark, add_comment
from meetings.services.disposing import place_hold
from meetings.services.handing import Part, change, split
from meetings.services.minutes import edit_notes
from meetings.services.promises import Deed, do
from meetings.services.sending import plan_sending, send_out
from tests import make
from tests.home_desk import day
from tests.registered import BY_RESOLUTION
from tests.voting import close, vote

SECRET = "canaryword"
OPEN_NOTES = "- in the open\nACTION Lena: paint the fence"
NOTES = (
    f"- {SECRET} note\nLena: {SECRET} statement\nASIDE: {SECRET} aside\n"
    f"ACTION Oscar, Lena: {SECRET} task by 3 May 2026\nMOTION: That {SECRET} be bought"
)


class World:
    """Meetings in every state, each with an item in the open and one in camera."""

    def __init__(self):
        self.board = make.seated_board("Aster", "Brightwater", "Calder")
        self.people = {name: self._person(name) for name in ("oscar", "rita", "sam", "gus", "fay")}
        self.lena = make.person(self.board, "Lena Moor")
        self.save = Save(by=self.people["sam"].user, at=make.a_save().at)
        for name, role in {"oscar": "observer", "rita": "member", "sam": "secretary"}.items():
            Member.objects.create(person=self.people[name], role=role)
        past = {"start_date": "2020-01-01", "end_date": "2026-06-30"}
        Member.objects.create(person=self.people["fay"], role="member", **past)
        firm = Organisation.objects.earliest("pk")
        Affiliation.objects.create(organisation=firm, start_date=make.A_DAY)
        self.approved = self._approved()
        self._circulated()
        self._draft()
        self._running()
        self._ahead()
        self._live_on()

    def _person(self, name):
        return make.person(self.board, f"{name.title()} Person", user=make.user(name))

    def _meeting(self, date, state, notes=NOTES):
        of = make.meeting(self.board, date, state)
        for term in Member.objects.filter(seat__board=self.board).order_by("pk"):
            make.attendance(of, term.person, term.organisation)
        for name in ("lena", "oscar", "rita"):
            make.attendance(of, self.people.get(name) or self.lena)
        make.attendance(of, self.people["gus"], capacity=Attendance.Capacity.GUEST)
        make.notes(make.item(of, "Garden"), OPEN_NOTES) if notes else make.item(of, "Garden")
        self._secret_item(of, notes)
        return of

    def _secret_item(self, of, notes):
        reason = {"disposition_reason": SECRET, "disposition": "discussed"} if notes else {}
        item = make.item(of, f"{SECRET} title", is_in_camera=True, **reason)
        item.presenters.create(name=f"{SECRET} presenter")
        make.paper(item, title=f"{SECRET} paper", content=b"%PDF-1.7\n" + SECRET.encode())
        item.recusals.create(person=self.people["rita"], nature="supplier")
        if notes:
            make.notes(item, notes)

    def _secret(self, of):
        return AgendaItem.objects.for_saving().get(meeting=of, is_in_camera=True)

    def _vote(self, of):
        motion = Resolution.objects.get(item=self._secret(of))
        return open_ballot(motion, save=self.save)

    def _approved(self):
        of = self._meeting(make.A_DAY, Meeting.State.IN_SESSION)
        ballot = self._vote(of)
        vote(ballot, Aster="for", Brightwater="for", Calder="against")
        close(ballot)
        Meeting.objects.filter(pk=of.pk).update(state=Meeting.State.ADJOURNED)
        of.refresh_from_db()
        make.circulation(of)
        self._comment(of)
        edit_notes(self._secret(of), edit=lambda text: f"- {SECRET} before\n{text}", save=self.save)
        return approve_minutes(of, approved=BY_RESOLUTION, save=self.save)

    def _comment(self, of):
        remark = Remark(f"{SECRET} comment", 1, self._secret(of).revision, f"- {SECRET} proposal")
        term = Member.objects.filter(seat__board=self.board).earliest("pk")
        add_comment(self._secret(of), remark=remark, by=term.person, save=self.save)

    def _circulated(self):
        of = self._meeting(make.A_DAY + datetime.timedelta(30), Meeting.State.ADJOURNED)
        make.circulation(of)
        self._comment(of)
        edit_notes(self._secret(of), edit=lambda text: f"- {SECRET} new\n{text}", save=self.save)

    def _draft(self):
        """With a correction of the approved minutes, adopted in camera and in the open."""
        of = self._meeting(make.A_DAY + datetime.timedelta(60), Meeting.State.ADJOURNED)
        was = AgendaItem.objects.filter(meeting=self.approved.meeting)
        secret, plain = was.get(is_in_camera=True), was.get(is_in_camera=False)
        here, behind_doors = of.items.order_by("position")
        self._correct(secret, 1, here)
        self._correct(secret, 2, behind_doors)
        self._correct(plain, 1, behind_doors)

    def _correct(self, item, line, there):
        words = item.notes.split("\n")[line - 1]
        amendment = Amendment(item, words, f"- {SECRET} corrected", there, line)
        correct_minutes(amendment=amendment, save=self.save)

    def _running(self):
        of = self._meeting(make.A_DAY + datetime.timedelta(90), Meeting.State.IN_SESSION)
        vote(self._vote(of), Aster="for")

    def _ahead(self):
        of = self._meeting(day(20), Meeting.State.SCHEDULED, notes="")
        publish_agenda(of, save=self.save)
        AgendaItem.objects.filter(meeting=of, is_in_camera=True).update(title=f"{SECRET} retitled")
        publish_agenda(of, save=self.save)

    def _live_on(self):
        """What is told of actions in camera, and why texts in camera are kept."""
        meeting = self.approved.meeting
        send_out(meeting, mark=plan_sending(meeting, on=make.A_DAY).mark, save=self.save)
        place_hold(self.approved.in_camera_entry, reason=f"{SECRET} case", save=self.save)
        for row in Action.objects.filter(item__is_in_camera=True, item__meeting=meeting):
            deed = self._deed(row, Act.CHANGE)
            action = change(row, deed, text=f"{SECRET} anew", due=row.due_on)
            action = do(action, self._deed(action, Act.REMARK))
            parts = [Part(SECRET), Part(f"{SECRET} 2")]
            split(action, self._deed(action, Act.SPLIT), parts=parts)

    def _deed(self, action, act):
        by = self.people["sam"]
        return Deed(
            act, action.seen, by, self.save, f"{SECRET} remark", f"https://x.example/{SECRET}"
        )

    def arguments(self):
        """What each page that more than the secretariat may open is asked for."""
        board = ["harbour"]
        meetings = [[*board, key] for key in Meeting.objects.values_list("key", flat=True)]
        items = AgendaItem.objects.values_list("meeting__key", "pk")
        actions = Action.objects.filter(number__isnull=False).values_list("number", flat=True)
        votes = Vote.objects.values_list("seat__ballot", "number")
        papers = Paper.objects.values_list("item__meeting__key", "pk")
        return {
            **every(OF_BOARD, [board]),
            **every(OF_MEETING, meetings),
            "item_state": [[*board, *one] for one in items],
            "paper": [[*board, *one] for one in papers],
            **every(OF_ACTION, [[*board, number] for number in actions]),
            **every(OF_RESOLUTION, [[*board, row.label] for row in Resolution.objects.all()]),
            **every(OF_BALLOT, [[*board, row.pk] for row in Ballot.objects.all()]),
            **every(OF_VOTE, [[*board, *one] for one in votes]),
            "person_detail": [[*board, row.pk] for row in Person.objects.all()],
            "organisation_detail": [[*board, row.pk] for row in Organisation.objects.all()],
            "register_entry": [[*board, row.seq] for row in RegisterEntry.objects.all()],
            **every(OWN, [[]]),
        }


def every(names, arguments):
    return dict.fromkeys(names, arguments)


OWN = ("home", "access_help", "notice_preferences", "calendar_feed_settings", "demo_outbox")
OF_BOARD = (
    "board_detail", "meeting_list", "action_list", "resolution_list", "bylaws_list", "what_if",
    "person_list", "organisation_list", "board_year", "member_status", "member_status_csv",
    "action_csv", "resolution_csv", "meeting_csv", "person_csv", "organisation_csv",
    "actions_report", "register_list", "register_help", "register_export",
)  # fmt: skip
OF_MEETING = (
    "meeting_detail", "minutes_changes", "minutes_text", "minutes_comments", "meeting_state",
    "meeting_proxies", "meeting_answer", "meeting_ics",
)  # fmt: skip
OF_ACTION = ("action_detail", "action_report")
OF_RESOLUTION = ("resolution_detail", "resolution_excerpt")
OF_BALLOT = ("ballot_detail", "ballot_state", "own_votes")
OF_VOTE = ("vote_receipt", "vote_object")
ELSEWHERE = {  # tested by themselves: they take a token, a notice or a mail
    "notice_open", "unsubscribe", "demo_mail", "calendar_feed", "theme", "healthz", "readyz",
}  # fmt: skip
POSTS = {
    "notices_read", "comment_add", "proxy_give", "proxy_take_back", "recusal_declare",
    "recusal_take_back",
}  # fmt: skip


def text_of(response):
    """What somebody gets, archives unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        files = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(files.read(name) for name in files.namelist())
    return body.decode(errors="replace") + str(response.headers)
