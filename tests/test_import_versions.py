"""Another version of that meeting? Other bytes for a date that the board has minutes of."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from meetings.models import Action, ImportBatch, ImportSource, Meeting, Person
from tests import make
from tests.test_import_plain import MINUTES, store

CORRECTED = MINUTES.replace("- The press leaks.", "- The press is mended.")
MARCH_ONLY = CORRECTED.replace("4 March 2026", "March 2026")


@pytest.fixture
def desk(as_secretary, harbour):
    class Desk:
        def post(self, name, *args, **data):
            address = reverse(name, args=["harbour", *args])
            return as_secretary.post(address, data, follow=True).content.decode()

        def bring(self, *texts, run=True):
            files = [SimpleUploadedFile(f"{n}.txt", t.encode()) for n, t in enumerate(texts)]
            shown = self.post("import_new", uploads=files)
            return self.post("import_run", ImportBatch.objects.latest("pk").pk) if run else shown

        def say(self, **choice):
            source = ImportSource.objects.waiting().get()
            return self.post("import_version", source.pk, **choice)

    return Desk()


def notes():
    return "\n".join(
        item.notes for meeting in Meeting.objects.order_by("key") for item in meeting.items.all()
    )


def test_other_bytes_of_a_day_are_asked_about(desk):
    desk.bring(MINUTES)
    shown = desk.bring(CORRECTED)
    assert "is here already. Another version of that meeting?" in shown
    assert "Replace 2026-03-04 by this" in shown
    assert "Keep both meetings" in shown
    assert "Throw this text away" in shown
    assert Meeting.objects.count() == 1


def test_the_question_is_asked_before_a_run_too(desk):
    desk.bring(MINUTES)
    assert "Another version of that meeting?" in desk.bring(CORRECTED, run=False)


def test_a_version_replaces_the_meetings_minutes_and_the_former_text_waits(desk):
    desk.bring(MINUTES)
    desk.bring(CORRECTED)
    assert "Replaced: 4 March 2026" in desk.say(replace="2026-03-04")
    meeting = Meeting.objects.get()
    assert (meeting.key, meeting.source.name) == ("2026-03-04", "0.txt")
    assert "mended" in notes()
    assert bytes(ImportSource.objects.waiting().get().content) == MINUTES.encode()
    assert Action.objects.count() == 2
    assert Person.objects.filter(user=None).count() == 5


def test_minutes_of_the_command_line_that_are_replaced_wait_with_this_batch(desk, harbour):
    store(harbour)
    desk.bring(CORRECTED)
    desk.say(replace="2026-03-04")
    assert ImportSource.objects.waiting().get().batch == ImportBatch.objects.get()


def test_both_may_be_meetings_of_that_day(desk):
    desk.bring(MINUTES)
    desk.bring(CORRECTED)
    assert "Made: 4 March 2026." in desk.say(both="1")
    assert sorted(Meeting.objects.values_list("key", flat=True)) == ["2026-03-04", "2026-03-04-2"]


def test_the_text_may_be_thrown_away(desk):
    desk.bring(MINUTES)
    desk.bring(CORRECTED)
    desk.post("import_discard", ImportSource.objects.waiting().get().pk)
    assert "leaks" in notes()


WORKED_ON = {
    "its notes were edited": lambda m: m.items.update(revision=2),
    "its state has moved on": lambda m: Meeting.objects.update(state="approved"),
}


@pytest.mark.parametrize("why", WORKED_ON)
def test_minutes_that_somebody_worked_on_or_approved_are_not_replaced(why, desk):
    desk.bring(MINUTES)
    desk.bring(CORRECTED)
    WORKED_ON[why](Meeting.objects.get())
    assert why in desk.say(replace="2026-03-04")
    assert "leaks" in notes()
    assert ImportSource.objects.waiting().count() == 1


def test_a_version_that_cannot_be_made_leaves_the_meeting_as_it_was(desk, harbour):
    desk.bring(MINUTES)
    for _twice in "ab":
        make.person(harbour, "Flo Hart")
    desk.bring(CORRECTED.replace("Eli Gray", "Flo Hart"))
    assert "this board has 2 people called Flo Hart" in desk.say(replace="2026-03-04")
    assert "leaks" in notes()
    assert Action.objects.count() == 2


def test_a_meeting_that_was_not_imported_is_not_offered_and_not_replaced(desk, harbour):
    make.meeting(harbour, make.A_DAY.replace(day=4))
    shown = desk.bring(CORRECTED)
    assert "is here already, and was not imported." in shown
    assert "Replace 2026-03-04" not in shown
    assert "correct it there instead" in desk.say(replace="2026-03-04")
    assert "Made: 4 March 2026." in desk.say(both="1")


@pytest.mark.parametrize("choice", [{}, {"replace": ""}, {"replace": "2026-04-08"}, {"x": "1"}])
def test_a_choice_that_was_not_offered_changes_nothing(choice, desk, harbour):
    make.meeting(harbour, make.A_DAY.replace(month=4, day=8))
    desk.bring(MINUTES)
    desk.bring(CORRECTED)
    said = desk.say(**choice)
    assert "has changed or gone" in said or "Choose whether to replace" in said
    assert "leaks" in notes()
    assert ImportSource.objects.waiting().count() == 1


@pytest.mark.parametrize(("first", "second"), [(MINUTES, MARCH_ONLY), (MARCH_ONLY, MINUTES)])
def test_a_month_is_asked_about_where_a_day_of_it_is_known_and_the_other_way_round(
    first, second, desk
):
    desk.bring(first)
    assert "Another version of that meeting?" in desk.bring(second)
    desk.say(both="1")
    assert sorted(Meeting.objects.values_list("key", flat=True)) == ["2026-03", "2026-03-04"]


def test_other_months_and_undated_texts_are_not_asked_about(desk):
    desk.bring(MINUTES)
    shown = desk.bring(MARCH_ONLY.replace("March", "April"), MINUTES.replace("4 March 2026", ""))
    assert "Another version" not in shown
    assert Meeting.objects.count() == 3


def test_a_meetings_text_has_no_versions_to_make(desk):
    desk.bring(MINUTES)
    assert "<title>" in desk.post("import_version", ImportSource.objects.get().pk, both="1")
    assert Meeting.objects.count() == 1


def test_two_texts_of_one_day_in_one_archive_are_asked_about(desk):
    shown = desk.bring(MINUTES, CORRECTED)
    assert "1 became meetings, 1 waiting" in shown
    assert "Replace 2026-03-04 by this" in shown


@pytest.fixture
def import_file(tmp_path, harbour):
    def run(text, **options):
        (tmp_path / "a.txt").write_text(text)
        call_command("import_minutes", str(tmp_path / "a.txt"), board="harbour", **options)

    return run


def test_the_command_refuses_another_version_and_says_how_to_replace(import_file, capsys):
    import_file(MINUTES)
    with pytest.raises(CommandError):
        import_file(CORRECTED)
    assert "With --replace these minutes take its place." in capsys.readouterr().err
    assert "leaks" in notes()


def test_the_command_replaces_when_told_to_and_can_go_back(import_file):
    import_file(MINUTES)
    import_file(CORRECTED, replace=True)
    assert "mended" in notes()
    assert ImportSource.objects.count() == 1
    import_file(MINUTES, replace=True)
    assert "leaks" in notes()


def test_the_command_replaces_nothing_in_a_dry_run(import_file, capsys):
    import_file(MINUTES)
    import_file(CORRECTED, replace=True, dry_run=True)
    assert "would become the meeting 2026-03-04" in capsys.readouterr().out
    assert "leaks" in notes()


@pytest.mark.parametrize("why", WORKED_ON)
def test_the_command_never_replaces_what_was_worked_on_or_approved(why, import_file, capsys):
    import_file(MINUTES)
    WORKED_ON[why](Meeting.objects.get())
    with pytest.raises(CommandError):
        import_file(CORRECTED, replace=True)
    assert why in capsys.readouterr().err
    assert "leaks" in notes()


def test_the_command_does_not_choose_between_two_meetings_of_a_day(import_file, harbour, capsys):
    import_file(MINUTES)
    make.meeting(harbour, make.A_DAY.replace(day=4))
    with pytest.raises(CommandError):
        import_file(CORRECTED, replace=True)
    assert "2 meetings of that date" in capsys.readouterr().err


def test_the_command_imports_a_day_beside_its_month(import_file):
    import_file(MINUTES)
    import_file(MARCH_ONLY)
    assert Meeting.objects.count() == 2
