"""What each address answers each of the cast: the table that the test of access walks."""

from tests import actions_desk, calendar_desk, circulation_desk
from tests.people_desk import expected
from tests.registered import REGISTER_PAGES, TEXT_ACTS

CAST = ("anonymous", "outsider", "guest", "observer", "member", "secretary", "chair", "admin")
LOGIN, OK, HIDDEN, FORBIDDEN = 302, 200, 404, 403
# What a GET answers, in the order of the cast. The operator is on no board: it is hidden.
BOARD_READERS = (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK, HIDDEN)
MEETING_READERS = (LOGIN, HIDDEN, OK, OK, OK, OK, OK, HIDDEN)
MEMBERS = (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, OK, OK, OK, HIDDEN)
KEEPERS = (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, HIDDEN)
UNMARKED = (LOGIN, HIDDEN, HIDDEN, *(FORBIDDEN,) * 4, HIDDEN)  # nobody of the cast administers
SIGNED_IN = (LOGIN, OK, OK, OK, OK, OK, OK, OK)
EVERYONE = (OK,) * 8
ONLY_IN_THE_DEMO = (LOGIN, *(HIDDEN,) * 7)
ONLY_POST = (405,) * 8
ONLY_POST_HERE = (LOGIN, *(405,) * 7)
AWAY = 302
RECORD_ACTS = ("detail", "edit", "merge", "unmerge")
PROXY_ACTS = ("proxy_give", "proxy_take_back", "recusal_declare", "recusal_take_back")
OF_A_MEETING = (
    "meeting_detail", "meeting_edit", "agenda_edit", "agenda_begin", "agenda_use",
    "agenda_publish", "meeting_source", "meeting_draft", "meeting_state", "meeting_names",
    "meeting_begin", "meeting_adjourn_propose", "meeting_adjourn", "meeting_resume",
    "meeting_send", "roll_call", "item_add", "attendee_new", "meeting_proxies", *PROXY_ACTS,
    *calendar_desk.OF_A_MEETING, "meeting_review", "minutes_approve", "minutes_adopt",
)  # fmt: skip
AGENDA_ACTS = tuple(
    f"agenda_{act}" for act in ("begin", "move", "drop", "use", "publish", "template_drop")
)
SOURCE_ACTS = ("source", "undo", "version", "discard")
ACTION_ACTS = ("detail", "edit", "carries_out")
RESOLUTION_ACTS = ("detail", "edit", "ends", "excerpt")
BALLOT_ACTS = ("detail", "votes", "preview", "review", "close", "give_up", "state")
EXPECTED = {
    "home": SIGNED_IN,
    "access_help": SIGNED_IN,
    "notice_preferences": SIGNED_IN,
    "unsubscribe": (HIDDEN,) * 8,  # of a token that is in no mail
    **dict.fromkeys(("demo_outbox", "demo_mail"), ONLY_IN_THE_DEMO),
    "notice_open": (LOGIN, *(HIDDEN,) * 7),
    "notices_read": ONLY_POST_HERE,
    "theme": ONLY_POST,
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "board_detail": BOARD_READERS,
    "meeting_list": MEETING_READERS,
    "meeting_detail": MEETING_READERS,
    "meeting_new": KEEPERS,
    "meeting_edit": KEEPERS,
    "series_new": KEEPERS,
    "agenda_edit": KEEPERS,
    **dict.fromkeys(AGENDA_ACTS, ONLY_POST_HERE),
    "agenda_item": KEEPERS,
    "agenda_templates": KEEPERS,
    "agenda_template": KEEPERS,
    "paper": MEETING_READERS,
    "paper_add": KEEPERS,
    "paper_drop": ONLY_POST_HERE,
    "meeting_source": KEEPERS,
    **dict.fromkeys(("meeting_draft", "meeting_review"), KEEPERS),
    "item_notes": ONLY_POST_HERE,
    "flag_answer": ONLY_POST_HERE,
    "item_history": KEEPERS,
    "item_revision": KEEPERS,
    "item_compare": KEEPERS,
    "item_restore": ONLY_POST_HERE,
    "item_state": MEMBERS,
    "meeting_state": MEMBERS,
    "meeting_names": KEEPERS,
    **dict.fromkeys(("meeting_begin", "meeting_adjourn_propose"), ONLY_POST_HERE),
    "meeting_adjourn": KEEPERS,
    "meeting_resume": ONLY_POST_HERE,
    "meeting_send": KEEPERS,
    "roll_call": KEEPERS,
    **circulation_desk.expected(globals()),
    "meeting_proxies": MEMBERS,
    **calendar_desk.expected(BOARD_READERS, MEETING_READERS, KEEPERS, SIGNED_IN),
    **dict.fromkeys(PROXY_ACTS, ONLY_POST_HERE),
    "item_add": ONLY_POST_HERE,
    "item_split": KEEPERS,
    "item_take": ONLY_POST_HERE,
    "item_disposition": KEEPERS,
    "attendee_new": KEEPERS,
    "attendee_edit": KEEPERS,
    **actions_desk.lists(BOARD_READERS, meeting_csv=MEETING_READERS),
    # Owners report, too: nobody of the cast owns this one.
    **dict.fromkeys(("action_edit", "action_carries_out", *actions_desk.NAMES), KEEPERS),
    "resolution_edit": KEEPERS,
    "resolution_ends": KEEPERS,
    "resolution_excerpt": BOARD_READERS,
    **dict.fromkeys(("import_new", "import_adopt", "minutes_approve", "minutes_adopt"), KEEPERS),
    "import_batch": KEEPERS,
    "import_source": KEEPERS,
    "import_names": ONLY_POST_HERE,
    "import_run": ONLY_POST_HERE,
    "import_actions": ONLY_POST_HERE,
    "import_undo": ONLY_POST_HERE,
    "import_version": ONLY_POST_HERE,
    "import_discard": ONLY_POST_HERE,
    "action_list": BOARD_READERS,
    "action_detail": BOARD_READERS,
    "resolution_list": BOARD_READERS,
    "resolution_detail": BOARD_READERS,
    "ballot_open": ONLY_POST_HERE,
    "ballot_detail": BOARD_READERS,
    "ballot_votes": ONLY_POST_HERE,
    "ballot_preview": ONLY_POST_HERE,
    "ballot_review": ONLY_POST_HERE,
    "ballot_close": ONLY_POST_HERE,
    "ballot_give_up": KEEPERS,
    "what_if": MEMBERS,
    "bylaws_list": BOARD_READERS,
    "bylaws_new": UNMARKED,
    "bylaws_edit": UNMARKED,
    **dict.fromkeys(("mail_intake", "mail_claims", "mail_claim", "mail_answer"), KEEPERS),
    "vote_object": (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, *(HIDDEN,) * 4),
    "circular_new": KEEPERS,
    "ballot_continue": KEEPERS,
    "assisted_vote": KEEPERS,
    "own_votes": MEMBERS,
    "vote_receipt": (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, HIDDEN, OK, OK, HIDDEN),
    "ballot_state": BOARD_READERS,
    "vote_change": KEEPERS,
    "objection_raise": ONLY_POST_HERE,
    "objection_resolve": ONLY_POST_HERE,
    "casting_vote": ONLY_POST_HERE,
    "recusal_add": ONLY_POST_HERE,
    **dict.fromkeys(REGISTER_PAGES, BOARD_READERS),
    **{"minutes_correct": KEEPERS} | dict.fromkeys(TEXT_ACTS, UNMARKED),
    "person_list": BOARD_READERS,
    "person_detail": BOARD_READERS,
    "person_edit": KEEPERS,
    "person_merge": KEEPERS,
    "person_unmerge": ONLY_POST_HERE,
    "organisation_list": BOARD_READERS,
    "organisation_detail": BOARD_READERS,
    "organisation_edit": KEEPERS,
    "organisation_merge": KEEPERS,
    "organisation_unmerge": ONLY_POST_HERE,
    **expected(BOARD_READERS, KEEPERS, UNMARKED),
    # Accounts are allauth's pages.
    "account_login": (OK, *(AWAY,) * 7),
    "account_logout": ONLY_POST,
    "account_signup": (OK, *(AWAY,) * 7),
    "account_inactive": EVERYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": (LOGIN, *(AWAY,) * 7),
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": EVERYONE,
    "account_reset_password_from_key_done": EVERYONE,
}
