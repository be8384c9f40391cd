"""Minutes as plain text: what is not approved says so on every page of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Approval, Attendance, Meeting, RegisterEntry
from meetings.models.actors import Actor
from meetings.notation.markup import with_visible_marks

A_PAGE = 60


def minutes_text(meeting: Meeting, actor: Actor) -> str:
    """The minutes as this actor may read them, items as they were typed.

    Unapproved ones bear the mark above, below and at least every 60 lines; approved ones end
    with their entry in the register. Source: domain rules, section 8.
    """
    items = AgendaItem.objects.on_agenda_for(actor).filter(meeting=meeting).order_by("position")
    mark = "" if meeting.is_approved else draft_words(meeting)
    lines = [meeting.board.name, _("Minutes of %(when)s") % {"when": meeting.when}]
    lines += [attendance_text(meeting.attendances.order_by("position", "pk"))]
    has_secrets = False
    for item in items:
        lines += ["", mark] if mark else [""]
        lines += [str(item), "=" * len(str(item)), *_paged(item.notes, mark)]
        has_secrets = has_secrets or item.is_in_camera
    lines += ["", mark or _register_words(meeting, has_secrets=has_secrets)]
    text = "\n".join([mark, "", *lines] if mark else lines)
    return with_visible_marks(text.rstrip()) + "\n"


def draft_words(meeting: Meeting) -> str:
    """What every page of unapproved minutes says."""
    return _("DRAFT: the minutes of %(when)s are not approved.") % {"when": meeting.when}


def attendance_text(rows: Iterable[Attendance]) -> str:
    """Who was there and who was not, a line each."""
    return "\n".join(_attendee(row) for row in rows)


def _attendee(row: Attendance) -> str:
    firm = f" ({row.organisation_name})" if row.organisation_name else ""
    said = [str(row.get_mode_display())]
    said += [str(row.get_capacity_display())] if row.capacity else []
    said += [_("in the chair")] if row.is_presiding else []
    said += [_("taking minutes")] if row.is_taking_minutes else []
    return f"{row.name}{firm}: {', '.join(said)}"


def _paged(notes: str, mark: str) -> Iterator[str]:
    for number, line in enumerate(notes.rstrip().split("\n")):
        if mark and number and number % A_PAGE == 0:
            yield mark
        yield line


def _register_words(meeting: Meeting, *, has_secrets: bool) -> str:
    """The entries that prove it; minutes adopted elsewhere have none."""
    rows = Approval.objects.select_related("entry__kept", "in_camera_entry__kept")
    approval = rows.filter(meeting=meeting).first()
    if approval is None:
        return _("Final as recorded.")
    words = [_("Register: %s") % _entry_words(approval.entry)]
    hidden = approval.in_camera_entry
    if hidden and has_secrets:
        words.append(_("Register, in camera: %s") % _entry_words(hidden))
    return "\n".join(words)


def _entry_words(entry: RegisterEntry) -> str:
    head = f"{entry.seq}:{entry.hash}"
    return head if hasattr(entry, "kept") else _("%s, whose text was disposed of") % head
