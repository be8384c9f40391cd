"""Papers laid before the board: taken in, taken off, carried on."""

from __future__ import annotations

import datetime
import hashlib
import math
from dataclasses import dataclass
from functools import partial

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import AgendaItem, Meeting, Paper
from meetings.models.papers import paper_storage
from meetings.services.changes import Save
from meetings.services.paper_types import Kind, Unfit, clean_name, kind_of
from meetings.services.planning import NotNow

A_MEGABYTE = 1024 * 1024
RATE_WINDOW = datetime.timedelta(minutes=10)
BATCH = 500  # names asked for at once
UNCLAIMED = datetime.timedelta(days=1)  # no upload takes so long


class TooMany(Exception):
    """Too many papers within a short time. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = -(-seconds // 60)
        words = ngettext(
            "You have added many papers within ten minutes. Wait %d minute, then go on.",
            "You have added many papers within ten minutes. Wait %d minutes, then go on.",
            minutes,
        )
        super().__init__(words % minutes)


@dataclass(frozen=True)
class Limits:
    """The most bytes that a file and that all the papers of a board may have.

    `rate` is how many papers one person may add within RATE_WINDOW.
    """

    file: int
    board: int
    rate: int


@dataclass(frozen=True)
class Laid:
    """A file that passed, under the name that is shown."""

    name: str
    file: File[bytes]
    kind: Kind
    sha256: str


def look_at(file: File[bytes], *, limits: Limits) -> Laid:
    """The file, if it is one that is taken. Raises Unfit with the status and the sentence."""
    if file.size > limits.file:
        most = limits.file // A_MEGABYTE
        raise Unfit(413, _("The file is larger than the limit of %d MB.") % most)
    if not file.size:
        raise Unfit(422, _("The file is empty."))
    name = clean_name(file.name or "")
    if not name.rpartition(".")[0]:
        raise Unfit(422, _("The file has no name. Name it, with its kind behind a full stop."))
    file.seek(0)
    kind = kind_of(name, file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return Laid(name, file, kind, digest.hexdigest())


@transaction.atomic
def add_paper(item: AgendaItem, *, laid: Laid, title: str, save: Save, limits: Limits) -> Paper:
    """A paper of the item; bytes that the board has already lie on the disk once.

    Raises NotNow where the minutes are approved or the board's room is used up, TooMany where
    the person adds papers faster than the limit. No file is left behind then; where the
    server dies before the row is written, `sweep_papers` finds it.
    """
    board = item.meeting.board
    _wait_unfrozen(item)
    refuse_too_many(save, limits)
    known = Paper.objects.filter(item__meeting__board=board, sha256=laid.sha256).first()
    if known is None and Paper.objects.bytes_of(board) + laid.file.size > limits.board:
        used = limits.board / A_MEGABYTE / 1024
        raise NotNow(_("The board's %.3g GB for papers are used.") % used)
    paper = Paper(
        item=item,
        position=_next_position(item),
        title=title or laid.name.rpartition(".")[0],
        file_name=laid.name,
        content_type=laid.kind.content_type,
        size=laid.file.size,
        sha256=laid.sha256,
        uploaded_by=save.by,
        uploaded_at=save.at,
    )
    paper.file = known.file.name if known else laid.file
    try:
        paper.save()
    except BaseException:
        if known is None:
            paper.file.storage.delete(paper.file.name or "")
        raise
    return paper


def refuse_too_many(save: Save, limits: Limits) -> None:
    """Raises TooMany until the oldest of the person's last papers is out of the window."""
    since = save.at - RATE_WINDOW
    own = Paper.objects.filter(uploaded_by=save.by, uploaded_at__gt=since).order_by("-uploaded_at")
    times = list(own.values_list("uploaded_at", flat=True)[: limits.rate])
    if len(times) == limits.rate:
        raise TooMany(max(1, math.ceil((times[-1] - since).total_seconds())))


def sweep_papers(*, now: datetime.datetime) -> list[str]:
    """Deletes files that no paper has, a day after they were written: an upload that died left
    them. Out: their names."""
    storage = paper_storage()
    try:
        names = storage.listdir("")[1]
    except FileNotFoundError:
        return []
    swept = []
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        known = set(Paper.objects.filter(file__in=some).values_list("file", flat=True))
        swept += [name for name in some if name not in known and _is_old(storage, name, now)]
    for name in swept:
        storage.delete(name)
    return swept


def _is_old(storage: Storage, name: str, now: datetime.datetime) -> bool:
    return now - storage.get_modified_time(name) > UNCLAIMED


def _wait_unfrozen(item: AgendaItem) -> None:
    item.meeting.board.wait_for_turn()
    if Meeting.objects.get(pk=item.meeting_id).is_approved:
        raise NotNow(_("These minutes are approved: their papers stay as they are."))


def _next_position(item: AgendaItem) -> int:
    return (item.papers.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def drop_papers(item: AgendaItem, *, only: Paper | None = None) -> None:
    """Takes an item's papers off, or one of them; bytes that no paper needs leave the disk."""
    _wait_unfrozen(item)
    papers = item.papers.filter(pk=only.pk) if only else item.papers.all()
    names = {str(paper.file.name) for paper in papers}
    papers.delete()
    names -= set(Paper.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names:
        transaction.on_commit(partial(paper_storage().delete, name))


def copy_papers(old: AgendaItem, item: AgendaItem) -> None:
    """The papers of an item for the one that it is carried over to; no byte is copied."""
    Paper.objects.bulk_create(
        Paper(
            item=item,
            **{
                field.attname: getattr(paper, field.attname)
                for field in Paper._meta.concrete_fields
                if field.name not in ("id", "item")
            },
        )
        for paper in old.papers.all()
    )
