"""The register: approved minutes, results and corrections, chained so that a stranger can check."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from meetings.exports.chain import canonical, commitment_of
from meetings.models import AgendaItem, Approval, Meeting, RegisterEntry, RegisterText
from meetings.models.guards import create_guards, drop_guards
from meetings.rules.verdict import OutOfOrder
from meetings.services.amending import Amendment, correct_minutes
from meetings.services.approving import Approved, approve_minutes
from meetings.services.changes import Frozen
from meetings.services.disposing import dispose_of, lift_hold, place_hold
from meetings.services.minutes import save_notes
from meetings.services.register import head_of
from meetings.services.verifying import faults_in
from tests import make
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
BY_RESOLUTION = Approved(Approval.How.RESOLUTION)


def approved(on, text="ADA: The plan holds.\nRESOLVED: That it rain - carried, no objections"):
    of = make.meeting(on, state=Meeting.State.ADJOURNED)
    make.notes(make.item(of), text)
    return approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())


def verify(folder, *arguments):
    told = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return told.returncode, told.stdout


def exported(on, folder):
    call_command("export_board", on.slug, folder)
    return folder


def test_approved_minutes_are_an_entry_that_commits_to_their_text(harbour):
    approval = approved(harbour)
    entry = approval.entry
    assert (entry.seq, entry.kind, entry.prev) == (1, "minutes", "0" * 64)
    assert commitment_of(entry.kept.salt, entry.kept.text) == entry.commitment
    assert json.loads(entry.kept.text)["items"][0]["notes"].startswith("ADA: The plan holds.")


def test_the_page_is_rendered_once_and_names_who_spoke(harbour):
    of = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    ada = make.person(harbour, "Ada Low")
    make.attendance(of, ada)
    make.notes(make.item(of), "ADA: The plan holds.\nACTION Ada: send it by 30 April")
    page = approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save()).entry.kept.page
    assert "The plan holds." in page
    assert f"/people/{ada.pk}/" in page


def test_minutes_are_approved_once(harbour):
    approval = approved(harbour)
    with pytest.raises(Frozen):
        approve_minutes(approval.meeting, approved=BY_RESOLUTION, save=make.a_save())


def test_minutes_are_not_approved_while_the_meeting_runs(harbour):
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    with pytest.raises(OutOfOrder, match="after the meeting"):
        approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())


def test_minutes_are_not_approved_over_an_open_vote():
    ballot = make.ballot(make.seated_board())
    Meeting.objects.update(state=Meeting.State.ADJOURNED)
    with pytest.raises(OutOfOrder, match=r"The vote on .* is open"):
        approve_minutes(ballot.resolution.item.meeting, approved=BY_RESOLUTION, save=make.a_save())


def test_what_was_in_camera_is_an_entry_of_its_own(harbour):
    of = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    make.notes(make.item(of, "Open"), "- said aloud")
    make.notes(make.item(of, "Closed", is_in_camera=True), "- whispered")
    approval = approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())
    assert "whispered" not in approval.entry.kept.text + approval.entry.kept.page
    assert "whispered" in approval.in_camera_entry.kept.text
    assert "said aloud" not in approval.in_camera_entry.kept.text


def test_a_result_is_registered_with_what_it_takes_to_work_it_out_again():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster="for")
    close(ballot)
    kept = json.loads(RegisterEntry.objects.get(kind="result").kept.text)
    assert kept["case"]["for"] == 1
    assert [seat["name"] for seat in kept["sheet"]] == ["Aster", "Brightwater", "Calder"]


def test_the_register_is_append_only(harbour):
    approved(harbour)
    for act in (
        lambda: RegisterEntry.objects.update(kind="hold"),
        lambda: RegisterEntry.objects.all()._raw_delete("default"),
        lambda: RegisterText.objects.update(text="x"),
        lambda: Approval.objects.update(how="lapse"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_approved_notes_cannot_be_saved(harbour):
    item = AgendaItem.objects.for_saving().get(meeting=approved(harbour).meeting)
    with pytest.raises(Frozen):
        save_notes(item, text="other", base=item.revision, save=make.a_save())


def test_a_correction_by_a_later_meeting_leaves_the_original(harbour):
    approval = approved(harbour)
    later = make.meeting(harbour, timezone.localdate(), state=Meeting.State.IN_SESSION)
    was = AgendaItem.objects.get(meeting=approval.meeting)
    change = Amendment(was, "it rain", "it snow", make.item(later))
    correction = correct_minutes(amendment=change, save=make.a_save())
    assert correction.entry.prev == approval.entry.hash
    assert "it rain" in RegisterText.objects.get(entry=approval.entry).text


def test_an_earlier_meeting_corrects_nothing(harbour):
    approval = approved(harbour)
    earlier = make.meeting(harbour, make.A_DAY.replace(year=2020), state=Meeting.State.ADJOURNED)
    change = Amendment(
        AgendaItem.objects.get(meeting=approval.meeting), "a", "b", make.item(earlier)
    )
    with pytest.raises(OutOfOrder, match="by a later meeting"):
        correct_minutes(amendment=change, save=make.a_save())


def test_what_is_disposed_of_is_gone_and_the_chain_stays_whole(harbour, tmp_path):
    entry = approved(harbour).entry
    dispose_of(harbour, entries=[entry], reason="Seven years have passed.", save=make.a_save())
    assert not RegisterText.objects.filter(entry=entry).exists()
    assert list(faults_in(harbour)) == []
    assert verify(exported(harbour, tmp_path))[0] == 0


def test_what_is_under_legal_hold_is_not_disposed_of(harbour):
    entry = approved(harbour).entry
    hold = place_hold(entry, reason="A claim is pending.", save=make.a_save())
    with pytest.raises(OutOfOrder, match="under legal hold"):
        dispose_of(harbour, entries=[entry], reason="Old.", save=make.a_save())
    lift_hold(hold, reason="Settled.", save=make.a_save())
    dispose_of(harbour, entries=[entry], reason="Old.", save=make.a_save())
    assert list(faults_in(harbour)) == []


def test_a_stranger_verifies_the_export_with_one_old_head(harbour, tmp_path):
    approved(harbour)
    head = head_of(harbour)
    approved(harbour)
    code, told = verify(exported(harbour, tmp_path), "--head", head)
    assert (code, told.split("\n")[0]) == (0, "2 entries, 2 of them whole")


def test_one_rotten_entry_is_named_and_the_others_verify(harbour, tmp_path):
    for _number in range(5):
        approved(harbour)
    path = exported(harbour, tmp_path) / "register.jsonl"
    lines = path.read_text().split("\n")
    lines[2] = lines[2].replace("holds", "falls")
    path.write_text("\n".join(lines))
    code, told = verify(tmp_path)
    assert code == 1
    assert told.split("\n")[:2] == [
        "entry 3: its text is not what was committed to",
        "5 entries, 4 of them whole",
    ]


def test_a_register_cut_short_is_found_with_an_old_head(harbour, tmp_path):
    approved(harbour)
    approved(harbour)
    head = head_of(harbour)
    path = exported(harbour, tmp_path) / "register.jsonl"
    path.write_text(path.read_text().split("\n")[0] + "\n")
    (tmp_path / "texts" / "2.json").unlink()
    assert verify(tmp_path)[0] == 0
    code, told = verify(tmp_path, "--head", head)
    assert code == 1
    assert "cut short" in told


def test_the_database_is_checked_against_the_register(harbour):
    approved(harbour)
    call_command("verify_register", harbour.slug)
    drop_guards(connection)
    AgendaItem.objects.update(notes="something else")
    create_guards(connection)
    assert list(faults_in(harbour)) == ["entry 1: the minutes of 2026-03-05 say something else"]
    with pytest.raises(CommandError):
        call_command("verify_register", harbour.slug)


def test_canonical_text_has_one_form():
    assert canonical({"b": 1, "a": ["é", None]}) == canonical({"a": ["e\u0301", None], "b": 1})
    with pytest.raises(TypeError):
        canonical({"a": 0.5})


def test_texts_are_not_guessed_from_what_is_left(harbour):
    entry = approved(harbour).entry
    guesses = (entry.kept.text, "for", "against", "abstain")
    salts = ("", "00" * 32)
    assert all(commitment_of(s, g) != entry.commitment for s in salts for g in guesses)


def test_the_chain_has_no_fork(harbour):
    entry = approved(harbour).entry
    fields = {name: getattr(entry, name) for name in ("board", "chain", "kind", "time", "prev")}
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.create(seq=2, commitment="c", hash="h", **fields)
    assert connection.in_atomic_block
