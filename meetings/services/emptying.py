"""Minutes whose text was disposed of are emptied in the working tables, too."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.models import (
    Action,
    ActionReview,
    ActionUpdate,
    AgendaItem,
    AgendaVersion,
    Approval,
    Aside,
    CirculatedItem,
    Comment,
    ImportSource,
    ItemPresenter,
    LegalHold,
    Meeting,
    Recusal,
    RegisterEntry,
    Resolution,
    Statement,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.drafts import delete_revisions

DRAWN = (Statement, Aside, CirculatedItem, Comment)


def empty_minutes(entry: RegisterEntry) -> None:
    """Takes away what an entry committed to, once its text is gone: notes, drafts, what was
    circulated and remarked, what was drawn from them. Titles and attendance stay, but in camera.

    Votes and corrections are entries of their own, so their words stay until those go. Raises
    OutOfOrder where the file that minutes came from holds another part under legal hold.
    Source: reliability.md, promise 14.
    """
    of = Approval.objects.filter(Q(entry=entry) | Q(in_camera_entry=entry)).first()
    if of is None:
        return
    meeting = Meeting.objects.get(pk=of.meeting_id)
    in_camera = entry.kind == RegisterEntry.Kind.IN_CAMERA
    items = list(AgendaItem.objects.filter(meeting=meeting, is_in_camera=in_camera))
    keys = [item.pk for item in items]
    _empty_source(meeting)
    for model in DRAWN:
        model._default_manager.filter(item__in=keys).delete()
    delete_revisions(keys)
    _empty_records(keys)
    nothing = {"notes": "", "flags": [], "settled_flags": [], "disposition_reason": ""}
    AgendaItem.objects.filter(pk__in=keys).update(**nothing)
    if in_camera:
        _empty_titles(meeting, keys)


def _empty_records(items: list[int]) -> None:
    """Records live on, without the words that came from the notes."""
    gone = _("Disposed of")
    resolutions = Resolution.objects.filter(item__in=items)
    resolutions.filter(ballots=None).update(text=gone)
    resolutions.update(recorded_words="")
    Action.objects.filter(item__in=items).update(text=gone)
    worded = ~Q(text_before="", text_after="")
    updates = ActionUpdate.objects.filter(worded, action__item__in=items)
    updates.update(text_before="", text_after="")
    ActionReview.objects.filter(item__in=items).update(remark="")
    Recusal.objects.filter(item__in=items, line__isnull=False).update(nature=gone)


def _empty_titles(meeting: Meeting, items: list[int]) -> None:
    """What a title says of an item in camera goes from every agenda that was published."""
    gone = _("Disposed of")
    ItemPresenter.objects.filter(item__in=items).delete()
    AgendaItem.objects.filter(pk__in=items).update(title=gone)
    for version in AgendaVersion.objects.filter(meeting=meeting):
        version.items = [
            one | {"title": gone, "presenters": []} if one["pk"] in items else one
            for one in version.items
        ]
        version.save(update_fields=["items"])


def _empty_source(meeting: Meeting) -> None:
    """The file holds both parts, and everything that was said."""
    if meeting.source_id is None:
        return
    if LegalHold.objects.filter(kept__entry__meeting=meeting).exists():
        sentence = _("The file of these minutes holds what is under legal hold. Lift that first.")
        raise OutOfOrder(sentence)
    ImportSource.objects.filter(pk=meeting.source_id).update(content=b"", report={})
