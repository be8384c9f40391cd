"""What approved minutes consist of, locked by triggers while the register keeps their text.

The text of an entry may lawfully go (services.disposing): then its rows may be emptied too.
What lives on is left out: the states of actions and resolutions, flags, readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MEETING_OF_ITEM = "(SELECT i.meeting_id FROM meetings_agendaitem i WHERE i.id = {row}.item_id)"
IN_CAMERA_OF_ITEM = "(SELECT i.is_in_camera FROM meetings_agendaitem i WHERE i.id = {row}.item_id)"

# What an UPDATE may not change, by table; and by which columns a row belongs to its meeting.
OF_MEETING = (
    "id", "key", "kind", "state", "date", "date_precision", "start_time", "place",
    "called_to_order", "adjourned", "approved_on", "recorded_quorum", "recorded_quorum_words",
    "is_final_as_recorded", "source_id", "board_id",
)  # fmt: skip
OF_ITEM = (
    "meeting_id", "position", "title", "is_in_camera", "notes", "revision", "disposition",
    "disposition_reason", "order_taken",
)  # fmt: skip
OF_ATTENDANCE = (
    "meeting_id", "person_id", "name", "organisation_id", "organisation_name", "position", "mode",
    "capacity", "is_presiding", "is_taking_minutes", "is_voting_as_recorded",
)  # fmt: skip
OF_ITEMS: dict[str, tuple[str, ...]] = {
    "itempresenter": ("item_id", "position", "name", "person_id"),
    "statement": ("item_id", "line", "person_id", "speaker", "text"),
    "aside": ("item_id", "line", "author", "written_at", "text"),
    "action": ("item_id", "line"),
    "actionreview": ("item_id", "line", "action_id", "verdict", "remark", "meeting_id"),
    "resolution": (
        "item_id", "line", "text", "number", "own_number", "mover_id", "mover_name", "seconder_id",
        "seconder_name", "recorded_outcome", "recorded_words", "recorded_for", "recorded_against",
        "recorded_abstain",
    ),
}  # fmt: skip
# What has no line is no part of the text: parts of an action, what was swept from a draft.
LINED = ("action", "resolution")
LOCKED_MODELS = ("meeting", "agendaitem", "attendance", *OF_ITEMS)

# The register's entry of the part of approved minutes that an item belongs to.
_ENTRY = (
    "SELECT 1 FROM meetings_agendaitem i JOIN meetings_approval a ON a.meeting_id = i.meeting_id "
    "JOIN meetings_registerentry e "
    "ON e.id = CASE WHEN i.is_in_camera THEN a.in_camera_entry_id ELSE a.entry_id END "
    "WHERE i.id = {item}"
)


@dataclass(frozen=True)
class Lock:
    """One trigger, as `guards.Guard` takes it."""

    table: str
    name: str
    event: str
    when: str
    where: str
    why: str = "is part of approved minutes"


def _kept(meeting: str, in_camera: str = "") -> str:
    """Whether the register keeps the text of a meeting's minutes: of the part a row belongs to."""
    entry = "a.entry_id"
    if in_camera:
        entry = f"CASE WHEN {in_camera} THEN a.in_camera_entry_id ELSE a.entry_id END"
    kept = "meetings_approval a JOIN meetings_registertext t"
    return f"EXISTS (SELECT 1 FROM {kept} ON t.entry_id = {entry} WHERE a.meeting_id = {meeting})"  # noqa: S608 - our own names


def text_is_gone(item: str) -> str:
    """Whether the text of the part that an item belongs to was approved, and disposed of."""
    kept = "SELECT 1 FROM meetings_registertext t WHERE t.entry_id = e.id"
    return f"EXISTS ({_ENTRY.format(item=item)} AND NOT EXISTS ({kept}))"


def text_is_held(item: str) -> str:
    """Whether it is under legal hold."""
    held = (
        "SELECT 1 FROM meetings_legalhold h JOIN meetings_registertext t ON t.id = h.kept_id "
        "WHERE t.entry_id = e.id"
    )
    return f"EXISTS ({_ENTRY.format(item=item)} AND EXISTS ({held}))"


def differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def _locks() -> Iterator[Lock]:
    meeting, item = "meetings_meeting", "meetings_agendaitem"
    yield Lock(meeting, f"{meeting}_locked", "UPDATE", differs(OF_MEETING), _kept("OLD.id"))
    yield Lock(meeting, f"{meeting}_kept", "DELETE", "", _kept("OLD.id"))
    of_item = _kept("OLD.meeting_id", "OLD.is_in_camera")
    into = _kept("NEW.meeting_id", "NEW.is_in_camera")
    yield Lock(item, f"{item}_locked", "UPDATE", differs(OF_ITEM), f"{of_item} OR {into}")
    yield Lock(item, f"{item}_kept", "DELETE", "", of_item)
    yield Lock(item, f"{item}_added", "INSERT", "", _kept("NEW.meeting_id"))
    there = "meetings_attendance"
    old, new = _kept("OLD.meeting_id"), _kept("NEW.meeting_id")
    yield Lock(there, f"{there}_locked", "UPDATE", differs(OF_ATTENDANCE), f"{old} OR {new}")
    yield Lock(there, f"{there}_kept", "DELETE", "", old)
    yield Lock(there, f"{there}_added", "INSERT", "", new)
    for name, columns in OF_ITEMS.items():
        yield from _of_item(name, columns)


def _of_item(name: str, columns: tuple[str, ...]) -> Iterator[Lock]:
    """A table whose rows hang on an item."""
    table = f"meetings_{name}"
    old, new = (
        _kept(MEETING_OF_ITEM.format(row=row), IN_CAMERA_OF_ITEM.format(row=row))
        for row in ("OLD", "NEW")
    )
    there, comes = (f"{r}.line IS NOT NULL" if name in LINED else "" for r in ("OLD", "NEW"))
    yield Lock(table, f"{table}_locked", "UPDATE", differs(columns), f"{old} OR {new}")
    yield Lock(table, f"{table}_kept", "DELETE", there, old)
    yield Lock(table, f"{table}_added", "INSERT", comes, new)


LOCKS = tuple(_locks())
