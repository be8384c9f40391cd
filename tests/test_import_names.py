"""Names of an archive that fit several people: asked once for all its texts, and remembered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import (
    Action,
    Attendance,
    ImportBatch,
    ImportSource,
    Meeting,
    Person,
    PersonAlias,
    Statement,
)
from meetings.services.archives import undo_import
from tests import make

DAYS = ("4 March 2026", "8 April 2026", "6 May 2026")


def minutes(day, people, *lines):
    listed = "".join(f"- {name}\n" for name in people)
    present = f"Present\n\n{listed}\n" if people else ""
    notes = "\n".join(f"- {line}" for line in lines)
    return f"Orchard Board Meeting, {day}\n\n{present}Cider press\n\n{notes}\n"


KIT_LOW = minutes(DAYS[0], ["Ada Low", "Kit Low"], "a note")
KIT_ORR = minutes(DAYS[1], ["Ada Low", "Kit Orr"], "a note")
WHICH_KIT = minutes(DAYS[2], ["Ada Low"], "ACTION Kit: oil the press", "a note")


@pytest.fixture
def desk(as_secretary, harbour):
    class Desk:
        def bring(self, *texts):
            files = [SimpleUploadedFile(f"{n}.txt", t.encode()) for n, t in enumerate(texts)]
            return self.post("import_new", uploads=files)

        def post(self, name, *args, **data):
            address = reverse(name, args=["harbour", *args])
            return as_secretary.post(address, data, follow=True).content.decode()

        @property
        def batch(self):
            return ImportBatch.objects.latest("pk")

        def answer(self, **answers):
            said = {f"as:{key.replace('_', ' ')}": value for key, value in answers.items()}
            return self.post("import_names", self.batch.pk, **said)

        def run(self):
            return self.post("import_run", self.batch.pk)

        def shown(self):
            return as_secretary.get(
                reverse("import_batch", args=["harbour", self.batch.pk])
            ).content.decode()

    return Desk()


def owners():
    return {
        owner.name: owner.person.name if owner.person else None
        for owner in Action.objects.get().owners.select_related("person")
    }


def aliases():
    return sorted(PersonAlias.objects.values_list("name", "person__name"))


def test_a_name_that_two_people_of_an_archive_share_is_asked_once_for_all_texts(desk):
    again = WHICH_KIT.replace("6 May", "3 June")
    shown = desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT, again)
    assert shown.count('name="as:kit"') == 1
    assert "in 2 texts" in shown
    assert "ACTION Kit: oil the press" in shown
    assert 'value="name:Kit Low"' in shown
    assert 'value="name:Kit Orr"' in shown


def test_who_is_on_a_texts_own_list_is_not_asked_about(desk):
    desk.bring(KIT_LOW, minutes(DAYS[1], ["Kit Orr"], "ACTION Kit: oil the press"))
    assert "as:kit" not in desk.shown()
    desk.run()
    assert owners() == {"Kit": "Kit Orr"}


def test_an_answer_is_remembered_for_this_archive_and_later_ones(desk):
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    assert "Noted for 1 name." in desk.answer(kit="name:Kit Orr")
    assert '<option value="name:Kit Orr" selected>' in desk.shown()
    desk.run()
    assert owners() == {"Kit": "Kit Orr"}
    assert aliases() == [("Kit", "Kit Orr")]
    assert not any(item.flags for item in Meeting.objects.get(date__month=5).items.all())
    desk.bring(WHICH_KIT.replace("6 May", "3 June"))
    assert "as:kit" not in desk.shown()


def test_somebody_on_an_own_list_wins_over_an_answer_about_other_texts(desk):
    later = minutes("3 June 2026", ["Kit Low"], "ACTION Kit: mend the fence")
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT.replace("ACTION", "ASIDE: ACTION"), later)
    desk.answer(kit="name:Kit Orr")
    desk.run()
    assert owners() == {"Kit": "Kit Low"}


def test_a_name_without_an_answer_stays_as_typed_and_is_flagged(desk):
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    desk.run()
    assert owners() == {"Kit": None}
    item = Meeting.objects.get(date__month=5).items.get()
    assert [flag["code"] for flag in item.flags] == ["ambiguous_name"]


def test_a_name_left_as_typed_stays_so_and_the_choice_is_kept(desk):
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    desk.answer(kit="leave")
    assert '<option value="leave" selected>' in desk.shown()
    desk.run()
    assert owners() == {"Kit": None}
    assert aliases() == []


def test_a_near_name_may_be_somebody_else_who_is_made_then(desk):
    text = minutes(DAYS[0], ["Antony Dun"], "ACTION Anthony: oil the press")
    desk.bring(text)
    assert 'value="name:Antony Dun"' in desk.shown()
    desk.answer(anthony="new")
    desk.run()
    assert owners() == {"Anthony": "Anthony"}


def test_initials_are_offered_the_people_of_all_the_texts_that_use_them(desk):
    said = ("XY: the press leaks", "XY: it always did")
    desk.bring(
        minutes(DAYS[0], ["Ada Low", "Kit Orr"], *said),
        minutes(DAYS[1], ["Kit Orr", "Bo Ek"], *said),
    )
    shown = desk.shown()
    assert 'value="name:Kit Orr"' in shown
    assert 'value="name:Ada Low"' not in shown
    desk.answer(xy="name:Kit Orr")
    desk.run()
    assert aliases() == [("XY", "Kit Orr")]
    assert Statement.objects.filter(person__name="Kit Orr").count() == 4


@pytest.fixture
def two_adas(harbour):
    pair = [make.person(harbour, "Ada Low") for _ in "ab"]
    make.attendance(make.meeting(harbour), pair[0], make.organisation(harbour, "Calder"))
    return pair


def test_a_listed_name_of_two_people_is_asked_about_and_refused_until_it_is_said(desk, two_adas):
    desk.bring(KIT_LOW, KIT_ORR)
    shown = desk.shown()
    assert "Ada Low (Calder)" in shown
    assert f"Ada Low (no. {two_adas[1].pk})" in shown
    assert "this board has 2 people called" in desk.run()
    assert not Meeting.objects.exclude(source=None).exists()
    desk.answer(**{"=ada_low": f"person:{two_adas[1].pk}"})
    desk.run()
    listed = Attendance.objects.filter(name="Ada Low", meeting__source__isnull=False)
    assert set(listed.values_list("person", flat=True)) == {two_adas[1].pk}
    assert listed.count() == 2


def test_a_listed_name_may_be_a_third_person_who_is_made_once(desk, two_adas):
    desk.bring(KIT_LOW, KIT_ORR)
    desk.answer(**{"=ada_low": "new"})
    desk.run()
    assert Person.objects.filter(name="Ada Low").count() == 3
    for source in ImportSource.objects.exclude(meeting=None):
        undo_import(source)
    assert Person.objects.filter(name="Ada Low").count() == 2


def test_taking_back_the_last_meeting_that_needs_an_answer_takes_its_alias_back(desk):
    again = WHICH_KIT.replace("6 May", "3 June").replace("oil", "clean")
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT, again)
    desk.answer(kit="name:Kit Orr")
    desk.run()
    by_name = {source.name: source for source in ImportSource.objects.all()}
    undo_import(by_name["3.txt"])
    assert aliases() == [("Kit", "Kit Orr")]
    undo_import(by_name["2.txt"])
    assert aliases() == []
    undo_import(by_name["1.txt"])
    assert not Person.objects.filter(name="Kit Orr").exists()
    desk.run()
    assert aliases() == [("Kit", "Kit Orr")]


def test_an_alias_that_was_there_before_stays(desk, harbour):
    orr = make.person(harbour, "Kit Orr")
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    desk.answer(kit=f"person:{orr.pk}")
    orr.aliases.create(name="kit")
    desk.run()
    for source in ImportSource.objects.order_by("-pk"):
        undo_import(source)
    assert aliases() == [("kit", "Kit Orr")]


def test_somebody_merged_after_the_answer_is_the_one_they_are(desk, harbour):
    orr = make.person(harbour, "Kit Orr")
    desk.bring(KIT_LOW, WHICH_KIT)
    assert "Noted for 1 name." in desk.answer(kit=f"person:{orr.pk}")
    christopher = make.person(harbour, "Christopher Orr")
    Person.objects.filter(pk=orr.pk).update(merged_into=christopher)
    desk.run()
    assert owners() == {"Kit": "Christopher Orr"}


@pytest.mark.parametrize("bad", ["person:999999", "name:Nobody", "person:x", "\x00", "true"])
def test_who_was_not_offered_is_refused_and_nothing_is_kept(bad, desk):
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    assert "Choose one of the people offered for “Kit”." in desk.answer(kit=bad)
    assert desk.batch.answers == {}


def test_somebody_of_another_board_is_not_offered(desk, library):
    other = make.person(library, "Kit Orr")
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    assert "Choose one of the people" in desk.answer(kit=f"person:{other.pk}")


def test_an_answer_can_be_taken_back_until_the_meetings_are_made(desk):
    desk.bring(KIT_LOW, KIT_ORR, WHICH_KIT)
    desk.answer(kit="name:Kit Orr")
    assert "Noted for 0 names." in desk.answer(kit="")
    desk.run()
    assert owners() == {"Kit": None}


def test_answers_about_names_that_nobody_asked_are_passed_over(desk):
    desk.bring(KIT_LOW)
    assert "Noted for 0 names." in desk.answer(kit="new")
    assert desk.batch.answers == {}


def test_texts_kept_before_names_were_are_made_without_questions(desk):
    desk.bring(WHICH_KIT)
    source = ImportSource.objects.get()
    del source.report["names"]
    source.save(update_fields=["report"])
    assert "1 became meetings" in desk.run()


def test_no_more_than_sixty_names_are_asked_at_a_time_the_commonest_first(desk):
    people = [f"{given} {family}" for given in given_names(70) for family in ("Low", "Orr")]
    lines = [f"ACTION {given}: oil the press" for given in given_names(70)]
    half = [f"ACTION {given}: clean it" for given in given_names(70)[60:]]
    listed = minutes(DAYS[0], people, "a note")
    desk.bring(listed, minutes(DAYS[1], [], *lines), minutes(DAYS[2], [], *half))
    shown = desk.shown()
    assert shown.count('name="as:') == 60
    assert shown.count("in 2 texts") == 10


def given_names(count):
    letters = "abcdefghij"
    return [f"Q{letters[n // 10]}r{letters[n % 10]}l" for n in range(count)]
