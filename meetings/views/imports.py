"""Bringing old minutes: a form, a look, one press, and the way back."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_act, board_form, board_page
from meetings.forms.imports import DateForm, ImportForm
from meetings.importers.archive import ZIP_MARK, unpack
from meetings.importers.source import Unreadable
from meetings.models import Action, ImportBatch, ImportSource
from meetings.services.archives import (
    bring,
    carry_actions,
    close_actions,
    document_of,
    make_next,
    undo_import,
)
from meetings.services.changes import Save
from meetings.services.questions import answer, questions_of
from meetings.services.refusals import Refused
from meetings.services.versions import make_version, twins_of

SECONDS_A_REQUEST = 5
LATEST = 10


@board_form
def import_new(request: BoardRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        refusals: list[tuple[str, str]] = []
        batch = bring(
            request.board,
            files=list(_files(form, refusals)),
            save=_save(request),
            limit=settings.IMPORT_LIMIT_BYTES,
            is_final=form.cleaned_data["is_final"] == "final",
        )
        if refusals:
            batch.refusals = [*refusals, *batch.refusals]
            batch.save(update_fields=["refusals"])
        return redirect("import_batch", request.board.slug, batch.pk)
    batches = ImportBatch.objects.filter(board=request.board)[:LATEST]
    context = {"form": form, "batches": batches.prefetch_related("sources__meeting")}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/import_new.html", context, status=status)


def _files(form: ImportForm, refusals: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of all that was brought; archives are unpacked."""
    text = form.cleaned_data["text"]
    if text.strip():
        yield _("pasted text"), text.encode("utf-8", "surrogatepass")
    for upload in form.cleaned_data["uploads"]:
        name = upload.name or _("file")
        content = _read(upload)
        if not content.startswith(ZIP_MARK):
            yield name, content
            continue
        try:
            yield from unpack(content)
        except Unreadable as no:
            refusals.append((name, str(no)))


def _read(upload: UploadedFile[bytes]) -> bytes:
    """The bytes, one more than is allowed at most: the reader words the refusal."""
    return bytes(upload.read(settings.IMPORT_LIMIT_BYTES + 1))


def _save(request: BoardRequest) -> Save:
    return Save(by=request.user, at=timezone.now(), is_archived=True)


@board_page
def import_batch(request: BoardRequest, batch: int) -> HttpResponse:
    found = get_object_or_404(ImportBatch, board=request.board, pk=batch)
    sources = list(found.sources.select_related("meeting__board").defer("content"))
    waiting = [source for source in sources if not hasattr(source, "meeting")]
    twins = twins_of(request.board, waiting) if waiting else {}
    context = {
        "batch": found,
        "rows": [(source, twins.get(source.pk, [])) for source in sources],
        "waiting_count": len(waiting),
        "made_count": len(sources) - len(waiting),
        "open_count": Action.objects.of_batch(found).count(),
        "goes_on": bool(waiting) and "go" in request.GET,
        "questions": questions_of(found, waiting) if waiting else [],
        "why": request.session.pop("import_refusals", {}),
    }
    return render(request, "meetings/import_batch.html", context)


@board_form
def import_source(request: BoardRequest, pk: int) -> HttpResponse:
    """What was understood of a text, beside the text; its date is asked for if it lacks one."""
    sources = ImportSource.objects.filter(board=request.board).select_related("batch")
    source = get_object_or_404(sources, pk=pk)
    form = DateForm(request.POST or None, initial={"stated_date": source.stated_date})
    needs_date = not source.report["date"] and source.imported_at is None
    if request.method == "POST" and not needs_date:
        messages.error(request, _("The date of these minutes is settled already."))
        return redirect("import_batch", request.board.slug, source.batch_id)
    if request.method == "POST" and form.is_valid():
        source.stated_date = form.cleaned_data["stated_date"]
        source.save(update_fields=["stated_date"])
        return redirect("import_batch", request.board.slug, source.batch_id)
    document, why, fates = None, "", {}
    try:
        document = document_of(source, limit=settings.IMPORT_LIMIT_BYTES)
        fates = {fate.number: (fate.fate.value, fate.kind) for fate in document.fates}
    except Unreadable as no:
        why = str(no)
    context = {
        "source": source,
        "document": document,
        "why": why,
        "needs_date": needs_date,
        "form": form,
        "lines": source.lines_with(fates),
    }
    return render(
        request, "meetings/import_source.html", context, status=422 if form.errors else 200
    )


@board_act
def import_names(request: BoardRequest, batch: int) -> HttpResponse:
    """Whom the names mean that fit several people: one form for the whole archive."""
    found = get_object_or_404(ImportBatch, board=request.board, pk=batch)
    said = {name[3:]: str(value) for name, value in request.POST.items() if name[:3] == "as:"}
    try:
        count = answer(found, said)
    except Refused as no:
        messages.error(request, str(no))
    else:
        noted = ngettext("Noted for %d name.", "Noted for %d names.", count) % count
        messages.success(request, noted)
    return redirect("import_batch", request.board.slug, found.pk)


@board_act
def import_run(request: BoardRequest, batch: int) -> HttpResponse:
    """Makes meetings for a few seconds; the page then goes on until none is left."""
    found = get_object_or_404(ImportBatch, board=request.board, pk=batch)
    refused: dict[int, str] = {}
    until = time.monotonic() + SECONDS_A_REQUEST
    while made := make_next(
        found, save=_save(request), limit=settings.IMPORT_LIMIT_BYTES, refused=refused
    ):
        source, why = made
        if why:
            refused[source.pk] = why
        if time.monotonic() > until:
            break
    request.session["import_refusals"] = {str(pk): why for pk, why in refused.items()}
    address = redirect("import_batch", request.board.slug, found.pk)
    if made:
        address["Location"] += "?go=on"
    return address


@board_act
def import_actions(request: BoardRequest, batch: int) -> HttpResponse:
    """The archive's open actions, closed or carried into the present at once."""
    found = get_object_or_404(ImportBatch, board=request.board, pk=batch)
    if request.POST.get("become") == "closed":
        count = close_actions(found, on=request.today)
        messages.success(request, _("Closed: %d actions.") % count)
    elif request.POST.get("become") == "current":
        count = carry_actions(found)
        messages.success(request, _("Carried into the present: %d actions.") % count)
    else:
        messages.error(request, _("Choose whether to close the actions or to carry them on."))
    return redirect("import_batch", request.board.slug, found.pk)


@board_act
def import_undo(request: BoardRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(ImportSource, board=request.board, pk=pk, batch__isnull=False)
    try:
        undo_import(source)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Taken back. The text waits here again."))
    return redirect("import_batch", request.board.slug, source.batch_id)


@board_act
def import_version(request: BoardRequest, pk: int) -> HttpResponse:
    """A text whose date is taken: in the place of that meeting's minutes, or beside it."""
    waiting = ImportSource.objects.waiting().filter(board=request.board, batch__isnull=False)
    source = get_object_or_404(waiting.select_related("batch", "board"), pk=pk)
    instead_of = request.POST.get("replace", "")
    if not instead_of and "both" not in request.POST:
        messages.error(request, _("Choose whether to replace that meeting or to keep both."))
        return redirect("import_batch", request.board.slug, source.batch_id)
    try:
        meeting = make_version(
            source,
            instead_of=instead_of,
            save=_save(request),
            limit=settings.IMPORT_LIMIT_BYTES,
        )
    except (Refused, Unreadable) as no:
        messages.error(request, str(no))
    else:
        said = _("Replaced: %s. The text it was made of waits.") if instead_of else _("Made: %s.")
        messages.success(request, said % meeting.when)
    return redirect("import_batch", request.board.slug, source.batch_id)


@board_act
def import_discard(request: BoardRequest, pk: int) -> HttpResponse:
    waiting = ImportSource.objects.waiting().filter(board=request.board, batch__isnull=False)
    source = get_object_or_404(waiting, pk=pk)
    batch = source.batch_id
    source.delete()
    messages.success(request, _("Thrown away: %s") % source.name)
    return redirect("import_batch", request.board.slug, batch)
