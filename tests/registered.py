"""A register as tests fill it, and its export as a stranger checks it."""

import io
import json
import subprocess
import sys
import zipfile

from django.urls import reverse

from meetings.exports.snapshot import snapshot
from meetings.models import Approval, Meeting, RegisterEntry
from meetings.services.approving import Approved, approve_minutes
from meetings.services.register import Kind, Record, register
from tests import make

REGISTER_PAGES = ("register_list", "register_entry", "register_help", "register_export")
TEXT_ACTS = ("register_dispose", "register_hold", "register_lift")
BY_RESOLUTION = Approved(Approval.How.RESOLUTION)
NOTES = "ADA: The plan holds.\nRESOLVED: That it rain - carried, no objections"


def approved(on, *texts, in_camera=(), date=make.A_DAY):
    """The approval of minutes with an item for each text, and for each that was in camera."""
    of = make.meeting(on, date, state=Meeting.State.ADJOURNED)
    for text in texts or (() if in_camera else (NOTES,)):
        make.notes(make.item(of), text)
    for text in in_camera:
        make.notes(make.item(of, "Behind doors", is_in_camera=True), text)
    return approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())


def an_entry(on, content=None, **more):
    record = Record(Kind.MINUTES, content or {"items": []}, **more)
    return register(on, record=record, at=make.a_save().at)


def entries(on, meeting, rows):
    """So many entries about a meeting; the last of them."""
    content = snapshot(meeting)
    return [an_entry(on, content, meeting=meeting) for _number in range(rows)][-1]


def verify(folder, *arguments):
    """What the program says of the folder it lies in: its exit status and its lines."""
    told = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return told.returncode, (told.stdout + told.stderr).splitlines()


def unpacked(client, on, folder):
    """The copy that somebody takes away, as a folder."""
    answer = client.get(reverse("register_export", args=[on.slug]))
    assert answer.status_code == 200
    zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).extractall(folder)
    return folder


def content_of(entry):
    return json.loads(RegisterEntry.objects.get(pk=entry.pk).kept.text)


def register_addresses(on):
    """What the addresses of the register, and of corrections, need."""
    approval = approved(on)
    return {
        **{name: [on.slug] for name in REGISTER_PAGES},
        "register_entry": [on.slug, approval.entry.seq],
        **{name: [on.slug, approval.entry.seq] for name in TEXT_ACTS},
        "minutes_correct": [on.slug, approval.meeting.key],
    }
