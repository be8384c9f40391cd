"""The app's addresses; their shapes are promised in the design."""

from django.urls import path, register_converter

from meetings.models.meetings import KEY
from meetings.models.resolutions import NUMBER
from meetings.views import (
    actions,
    adjourning,
    agenda_templates,
    agendas,
    ballots,
    boards,
    bylaws,
    corrections,
    drafts,
    flags,
    history,
    home,
    imports,
    mail,
    meetings,
    organisations,
    own_votes,
    papers,
    people,
    planning,
    proxies,
    resolutions,
    roll,
    sending,
    sessions,
    states,
    votes,
    what_if,
    written,
)


class PositiveNumber:
    """Digits of a number a database can hold; anything else is no address of ours."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MeetingKey:
    regex = KEY

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ResolutionNumber(MeetingKey):
    regex = NUMBER


register_converter(PositiveNumber, "number")
register_converter(MeetingKey, "key")
register_converter(ResolutionNumber, "resolution")

BOARD = "boards/<slug:slug>/"
MEETING = f"{BOARD}meetings/<key:key>/"
NOTES = f"{MEETING}items/<number:pk>/"
ITEM = f"{BOARD}meetings/<key:key>/agenda/<number:pk>/"
BALLOT = f"{BOARD}ballots/<number:pk>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("help/access/", home.access_help, name="access_help"),
    path("theme/", home.theme, name="theme"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    # /boards/<slug>/
    path(f"{BOARD}votes/new/", written.circular_new, name="circular_new"),
    path(f"{BALLOT}in-writing/", written.ballot_continue, name="ballot_continue"),
    path(f"{BALLOT}mine/", own_votes.own_votes, name="own_votes"),
    path(f"{BALLOT}receipts/<number:number>/", own_votes.vote_receipt, name="vote_receipt"),
    path(f"{BALLOT}receipts/<number:number>/object/", mail.vote_object, name="vote_object"),
    path(f"{BALLOT}mail/", mail.mail_intake, name="mail_intake"),
    path(f"{BALLOT}mail/claims/", mail.mail_claims, name="mail_claims"),
    path(f"{BALLOT}mail/claims/<number:claim>/", mail.mail_claim, name="mail_claim"),
    path(f"{BALLOT}mail/objections/<number:objection>/", mail.mail_answer, name="mail_answer"),
    path(f"{BALLOT}seats/<number:seat>/entered/", written.assisted_vote, name="assisted_vote"),
    path(BOARD, boards.board_detail, name="board_detail"),
    path(f"{BOARD}meetings/", meetings.meeting_list, name="meeting_list"),
    path(f"{BOARD}meetings/new/", planning.meeting_new, name="meeting_new"),
    path(f"{BOARD}meetings/series/new/", planning.series_new, name="series_new"),
    path(f"{BOARD}meetings/<key:key>/edit/", planning.meeting_edit, name="meeting_edit"),
    path(f"{BOARD}meetings/<key:key>/", meetings.meeting_detail, name="meeting_detail"),
    path(f"{MEETING}draft/", drafts.meeting_draft, name="meeting_draft"),
    path(f"{MEETING}items/<number:pk>/notes/", drafts.item_notes, name="item_notes"),
    path(f"{NOTES}answer/", flags.flag_answer, name="flag_answer"),
    path(f"{NOTES}history/", history.item_history, name="item_history"),
    path(f"{NOTES}history/<number:number>/", history.item_revision, name="item_revision"),
    path(
        f"{NOTES}history/<number:number>/<number:other>/",
        history.item_compare,
        name="item_compare",
    ),
    path(f"{NOTES}history/<number:number>/restore/", history.item_restore, name="item_restore"),
    path(f"{MEETING}items/<number:pk>/state/", states.item_state, name="item_state"),
    path(f"{MEETING}state/", states.meeting_state, name="meeting_state"),
    path(f"{MEETING}names/", states.meeting_names, name="meeting_names"),
    path(
        f"{MEETING}items/<number:pk>/disposition/",
        corrections.item_disposition,
        name="item_disposition",
    ),
    path(f"{MEETING}begin/", sessions.meeting_begin, name="meeting_begin"),
    path(
        f"{MEETING}adjourn/press/",
        adjourning.meeting_adjourn_propose,
        name="meeting_adjourn_propose",
    ),
    path(f"{MEETING}adjourn/", adjourning.meeting_adjourn, name="meeting_adjourn"),
    path(f"{MEETING}send/", sending.meeting_send, name="meeting_send"),
    path(f"{MEETING}resume/", adjourning.meeting_resume, name="meeting_resume"),
    path(f"{MEETING}items/add/", sessions.item_add, name="item_add"),
    path(f"{MEETING}items/<number:pk>/split/", sessions.item_split, name="item_split"),
    path(f"{MEETING}items/<number:pk>/take/", sessions.item_take, name="item_take"),
    path(f"{MEETING}proxies/", proxies.meeting_proxies, name="meeting_proxies"),
    path(f"{MEETING}proxies/give/", proxies.proxy_give, name="proxy_give"),
    path(f"{MEETING}proxies/take-back/", proxies.proxy_take_back, name="proxy_take_back"),
    path(f"{MEETING}recusals/declare/", proxies.recusal_declare, name="recusal_declare"),
    path(f"{MEETING}recusals/take-back/", proxies.recusal_take_back, name="recusal_take_back"),
    path(f"{MEETING}attendance/", roll.roll_call, name="roll_call"),
    path(f"{MEETING}attendance/new/", corrections.attendee_new, name="attendee_new"),
    path(f"{MEETING}attendance/<number:pk>/", corrections.attendee_edit, name="attendee_edit"),
    path(
        f"{BOARD}meetings/<key:key>/source/",
        meetings.meeting_source,
        name="meeting_source",
    ),
    path(f"{BOARD}meetings/<key:key>/agenda/", agendas.agenda_edit, name="agenda_edit"),
    path(f"{BOARD}meetings/<key:key>/agenda/begin/", agendas.agenda_begin, name="agenda_begin"),
    path(f"{BOARD}meetings/<key:key>/agenda/use/", agendas.agenda_use, name="agenda_use"),
    path(
        f"{BOARD}meetings/<key:key>/agenda/publish/",
        agendas.agenda_publish,
        name="agenda_publish",
    ),
    path(ITEM, agendas.agenda_item, name="agenda_item"),
    path(f"{ITEM}papers/", papers.paper_add, name="paper_add"),
    path(f"{BOARD}meetings/<key:key>/papers/<number:pk>/", papers.paper, name="paper"),
    path(
        f"{BOARD}meetings/<key:key>/papers/<number:pk>/drop/",
        papers.paper_drop,
        name="paper_drop",
    ),
    path(f"{ITEM}move/", agendas.agenda_move, name="agenda_move"),
    path(f"{ITEM}drop/", agendas.agenda_drop, name="agenda_drop"),
    path(
        f"{BOARD}agenda-templates/",
        agenda_templates.agenda_templates,
        name="agenda_templates",
    ),
    path(
        f"{BOARD}agenda-templates/<number:pk>/",
        agenda_templates.agenda_template,
        name="agenda_template",
    ),
    path(
        f"{BOARD}agenda-templates/<number:pk>/drop/",
        agenda_templates.agenda_template_drop,
        name="agenda_template_drop",
    ),
    path(f"{BOARD}import/", imports.import_new, name="import_new"),
    path(f"{BOARD}import/<number:batch>/", imports.import_batch, name="import_batch"),
    path(f"{BOARD}import/<number:batch>/names/", imports.import_names, name="import_names"),
    path(f"{BOARD}import/<number:batch>/run/", imports.import_run, name="import_run"),
    path(f"{BOARD}import/<number:batch>/actions/", imports.import_actions, name="import_actions"),
    path(f"{BOARD}import/sources/<number:pk>/", imports.import_source, name="import_source"),
    path(f"{BOARD}import/sources/<number:pk>/undo/", imports.import_undo, name="import_undo"),
    path(
        f"{BOARD}import/sources/<number:pk>/version/",
        imports.import_version,
        name="import_version",
    ),
    path(
        f"{BOARD}import/sources/<number:pk>/discard/",
        imports.import_discard,
        name="import_discard",
    ),
    path(f"{BOARD}actions/", actions.action_list, name="action_list"),
    path(f"{BOARD}actions/<number:number>/", actions.action_detail, name="action_detail"),
    path(f"{BOARD}actions/<number:number>/edit/", corrections.action_edit, name="action_edit"),
    path(
        f"{BOARD}actions/<number:number>/carries-out/",
        actions.action_carries_out,
        name="action_carries_out",
    ),
    path(f"{BOARD}resolutions/", resolutions.resolution_list, name="resolution_list"),
    path(
        f"{BOARD}resolutions/<resolution:number>/",
        resolutions.resolution_detail,
        name="resolution_detail",
    ),
    path(
        f"{BOARD}resolutions/<resolution:number>/edit/",
        corrections.resolution_edit,
        name="resolution_edit",
    ),
    path(f"{BOARD}resolutions/<resolution:number>/vote/", ballots.ballot_open, name="ballot_open"),
    path(f"{BOARD}bylaws/", bylaws.bylaws_list, name="bylaws_list"),
    path(f"{BOARD}bylaws/new/", bylaws.bylaws_new, name="bylaws_new"),
    path(f"{BOARD}bylaws/<number:pk>/", bylaws.bylaws_edit, name="bylaws_edit"),
    path(f"{BOARD}what-if/", what_if.what_if, name="what_if"),
    path(BALLOT, ballots.ballot_detail, name="ballot_detail"),
    path(f"{BALLOT}votes/", votes.ballot_votes, name="ballot_votes"),
    path(f"{BALLOT}preview/", ballots.ballot_preview, name="ballot_preview"),
    path(f"{BALLOT}review/", ballots.ballot_review, name="ballot_review"),
    path(f"{BALLOT}close/", ballots.ballot_close, name="ballot_close"),
    path(f"{BALLOT}state/", states.ballot_state, name="ballot_state"),
    path(f"{BALLOT}seats/<number:seat>/", votes.vote_change, name="vote_change"),
    path(f"{BALLOT}concerns/", votes.objection_raise, name="objection_raise"),
    path(f"{BALLOT}concerns/<number:concern>/", votes.objection_resolve, name="objection_resolve"),
    path(f"{BALLOT}casting/", votes.casting_vote, name="casting_vote"),
    path(f"{BALLOT}recusals/", votes.recusal_add, name="recusal_add"),
    path(f"{BALLOT}give-up/", ballots.ballot_give_up, name="ballot_give_up"),
    path(
        f"{BOARD}resolutions/<resolution:number>/excerpt/",
        resolutions.resolution_excerpt,
        name="resolution_excerpt",
    ),
    path(
        f"{BOARD}resolutions/<resolution:number>/ends/",
        resolutions.resolution_ends,
        name="resolution_ends",
    ),
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
