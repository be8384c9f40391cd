"""Append-only tables, guarded by triggers on both engines against every writer."""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from meetings.models.ballots import Ballot
from meetings.models.circulation import Comment
from meetings.models.ledger import ActionUpdate
from meetings.models.locks import LOCKS, differs, text_is_gone, text_is_held
from meetings.models.mail import MailClaim
from meetings.models.proposals import TextProposal

ALWAYS = ("UPDATE", "DELETE")
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    # Draft revisions may lawfully be disposed of; what one says may not change.
    "meetings_notesrevision": ("UPDATE",),
    "meetings_actionupdate": ALWAYS,
    "meetings_ballot": ("DELETE",),
    "meetings_ballotphase": ALWAYS,
    "meetings_ballotseat": ALWAYS,
    "meetings_ballotresult": ALWAYS,
    "meetings_vote": ALWAYS,
    "meetings_handcount": ALWAYS,
    "meetings_objection": ALWAYS,
    "meetings_castingvote": ALWAYS,
    "meetings_mailmessage": ALWAYS,
    "meetings_mailclaim": ("DELETE",),
    "meetings_mailobjection": ALWAYS,
    "meetings_registerentry": ALWAYS,
    "meetings_registertext": ("UPDATE",),  # may lawfully be disposed of
    "meetings_textproposal": ("DELETE",),
    "meetings_approval": ALWAYS,
    "meetings_correction": ALWAYS,
    "meetings_circulation": ALWAYS,
    "meetings_circulateditem": ALWAYS,
    "meetings_comment": ("DELETE",),
}


IS_APPEND_ONLY = "is append-only"
ITEM_OF_UPDATE = "(SELECT act.item_id FROM meetings_action act WHERE act.id = OLD.action_id)"
# What quotes approved minutes goes with their text; of the ledger its wordings alone.
GOES_WITH_THE_TEXT = {
    ("meetings_circulateditem", "DELETE"): f"NOT {text_is_gone('OLD.item_id')}",
    ("meetings_comment", "DELETE"): f"NOT {text_is_gone('OLD.item_id')}",
    ("meetings_actionupdate", "UPDATE"): (
        f"NEW.text_before <> '' OR NEW.text_after <> '' OR {differs(ActionUpdate.FROZEN)} "
        f"OR NOT {text_is_gone(ITEM_OF_UPDATE)}"
    ),
}


@dataclass(frozen=True)
class Guard:
    """One trigger: what it refuses, and of which rows.

    `when` looks at the row alone; `where` asks other tables too. `why` is said of the table.
    """

    table: str
    name: str
    event: str
    when: str = ""
    where: str = ""
    why: str = IS_APPEND_ONLY

    @property
    def message(self) -> str:
        return f"{self.table} {self.why}: {self.event.split()[0]} refused"


def guard_name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


GUARDS = (
    *(
        Guard(
            table,
            guard_name(table, event),
            event,
            where=GOES_WITH_THE_TEXT.get((table, event), ""),
        )
        for table, events in APPEND_ONLY.items()
        for event in events
    ),
    Guard(
        "meetings_notesrevision",
        "meetings_notesrevision_held",
        "DELETE",
        where=text_is_held("OLD.item_id"),
        why="is under legal hold",
    ),
    # A ballot's own counter and closing time move while it is open, and nothing else does.
    Guard("meetings_ballot", "meetings_ballot_frozen", f"UPDATE OF {', '.join(Ballot.FROZEN)}"),
    Guard("meetings_ballot", "meetings_ballot_closed", "UPDATE", "OLD.closed_at IS NOT NULL"),
    # A claim is matched anew while it is held, and decided once.
    Guard(
        "meetings_mailclaim",
        "meetings_mailclaim_frozen",
        f"UPDATE OF {', '.join(MailClaim.FROZEN)}",
    ),
    Guard("meetings_mailclaim", "meetings_mailclaim_decided", "UPDATE", "OLD.state <> 'held'"),
    # A proposal is answered once, and says what it said.
    Guard(
        "meetings_textproposal",
        "meetings_textproposal_frozen",
        f"UPDATE OF {', '.join(TextProposal.FROZEN)}",
    ),
    Guard(
        "meetings_textproposal",
        "meetings_textproposal_answered",
        "UPDATE",
        "OLD.answered_at IS NOT NULL",
    ),
    # A comment is answered once.
    Guard("meetings_comment", "meetings_comment_frozen", f"UPDATE OF {', '.join(Comment.FROZEN)}"),
    Guard("meetings_comment", "meetings_comment_answered", "UPDATE", "OLD.state <> 'open'"),
    *(Guard(lock.table, lock.name, lock.event, lock.when, lock.where, lock.why) for lock in LOCKS),
)


def create_guards(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table in existing:
                for statement in _create(connection.vendor, guard):
                    cursor.execute(statement)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """For the tests' flush alone."""
    with connection.cursor() as cursor:
        for guard in GUARDS:
            on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            for trigger in (guard.name, f"{guard.name}_all"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on_table}")


def _create(vendor: str, guard: Guard) -> list[str]:
    when = f"WHEN ({guard.when}) " if guard.when else ""
    if vendor == "sqlite":
        where = f" WHERE {guard.where}" if guard.where else ""
        return [
            f"DROP TRIGGER IF EXISTS {guard.name}",
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'){where}; END",
        ]
    truncate = (
        [
            f"CREATE OR REPLACE TRIGGER {guard.name}_all BEFORE TRUNCATE ON {guard.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {guard.name}()"
        ]
        if guard.event == "DELETE" and guard.why == IS_APPEND_ONLY
        else []
    )
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_refusal(guard)} END $$",
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW {when}EXECUTE FUNCTION {guard.name}()",
        *truncate,
    ]


def _refusal(guard: Guard) -> str:
    """The body of PostgreSQL's function: it refuses, or lets the row pass."""
    refused = f"RAISE integrity_constraint_violation USING MESSAGE = '{guard.message}';"
    if not guard.where:
        return refused
    row = "OLD" if guard.event == "DELETE" else "NEW"
    whole = f"IF TG_OP = 'TRUNCATE' THEN {refused} END IF;"
    return f"{whole} IF {guard.where} THEN {refused} END IF; RETURN {row};"


def install_guards(using: str, **_: Any) -> None:
    create_guards(connections[using])
