"""A file with the minutes of several meetings: each is told apart, or nothing is taken."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importers.parts import read_parts
from meetings.importers.source import Unreadable, as_lines
from meetings.models import ImportBatch, ImportSource, Meeting
from tests.test_import_laws import PAGES
from tests.test_import_plain import MINUTES, store

LIMIT = 5_000_000
APRIL = MINUTES.replace("4 March 2026", "8 April 2026").replace("Winter feed", "Spring feed")
MARKDOWN = """---
layout: minutes
---
# Orchard Board 2026-03-04

## Present

* Ada Low
* Bo Ek

## Cider press

It leaks. The next meeting is on 8 April 2026.

"""
ROLLING = """# Orchard committee

Notes of all our calls.

## 2026-03-04

### Cider press

- It leaks.

## 2026-04-08

### Fences

- Bo paints them.

## 2026-05-06

### Bees

- They fly.
"""
MONTHS = """Orchard Board/March 2026 Minutes

  • Ada Low (Northwind, chair)
  • Bo Ek (Calder)

Cider press (Bo)

It leaks.

Bees (Ada)

They fly.

Orchard Board/April 2026 Minutes

  • Ada Low (Northwind, chair)
  • Bo Ek (Calder)

Fences (Ada)

They stand.

Bees (Bo)

They fly.
"""
DATES_BELOW = """The Orchard
Minutes of a Regular Meeting of the Board

March 4, 2026

Present: Ada Low, Bo Ek.

Cider press

It leaks.

The Orchard
Minutes of a Regular Meeting of the Board

April 8, 2026

Present: Ada Low, Cy Dun.

Fences

They stand.
"""
WIKI = """== Board meeting 4 March 2026 ==
=== Present ===
* Ada Low
* Bo Ek
=== Press ===
* It leaks.
== Board meeting 8 April 2026 ==
=== Present ===
* Ada Low
* Cy Dun
=== Fences ===
* They stand.
"""
SEVERAL = {
    "plain text": (MINUTES + "\n" + APRIL, ["2026-03-04", "2026-04-08"]),
    "the newest first": (APRIL + "\n" + MINUTES, ["2026-04-08", "2026-03-04"]),
    "Markdown with its front matter": (
        MARKDOWN + MARKDOWN.replace("Board 2026-03-04", "Board 2026-04-08"),
        ["2026-03-04", "2026-04-08"],
    ),
    "a rolling page": (ROLLING, ["2026-03-04", "2026-04-08", "2026-05-06"]),
    "months": (MONTHS, ["2026-03", "2026-04"]),
    "dates below the titles": (DATES_BELOW, ["2026-03-04", "2026-04-08"]),
    "MediaWiki": (WIKI, ["2026-03-04", "2026-04-08"]),
}


def dates_in(text):
    return [str(part.document.date) for part in read_parts(text.encode(), limit=LIMIT)]


@pytest.mark.parametrize("what", SEVERAL)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_meetings_in_one_file_are_told_apart_and_keep_their_own_bytes(what, end):
    text, dates = SEVERAL[what]
    content = text.replace("\n", end).encode("utf-8-sig")
    parts = read_parts(content, limit=LIMIT)
    assert [str(part.document.date) for part in parts] == dates
    assert b"".join(part.content for part in parts) == content
    for part in parts:
        assert read_parts(part.content, limit=LIMIT) == (part,)


def test_every_meeting_of_a_file_has_its_own_people_and_items():
    first, second = read_parts(SEVERAL["plain text"][0].encode(), limit=LIMIT)
    assert first.document == read_parts(MINUTES.encode(), limit=LIMIT)[0].document
    assert [item.title for item in second.document.items][2:] == ["Spring feed", "Bees"]
    markdown = SEVERAL["Markdown with its front matter"][0]
    assert read_parts(markdown.encode(), limit=LIMIT)[1].content.startswith(b"---\nlayout")


HEAD = "Orchard Board Meeting, 8 April 2026\n\nPresent: Ada Low, Bo Ek\n\n"
ONE_MEETING = {
    "the next meeting at the end": HEAD + "Budget\n\nfine\n\nNext meeting: 6 May 2026, 10:00",
    "the next meeting as a heading": (
        "# Board Meeting 8 April 2026\n\nPresent: Ada, Bo\n\n# Budget\n\nfine\n\n"
        "# Next meeting\n\n6 May 2026\n\nPresent will be: Ada, Bo\n"
    ),
    "dates to come": (
        HEAD + "Budget\n\nfine\n\nUpcoming meetings\n\nOrchard Board Meeting, 6 May 2026\n\n"
        "Orchard Board Meeting, 3 June 2026\n\nAdjourned at 12:00"
    ),
    "the last minutes approved": (
        HEAD + "Minutes of 4 March 2026\n\nApproved as they stand.\n\nBudget (Bo)\n\nfine"
    ),
    "the last minutes as a heading": (
        "# Minutes of 8 April 2026\n\n# Minutes of 4 March 2026\n\nfine\n\n# Budget\n\nfine\n"
    ),
    "an item with people": (
        "# Board 8 April 2026\n\nPresent: Ada, Bo\n\n## Fair 12 May 2026\n\n"
        "Present: Cy, Dee\n\n## Fair 13 June 2026\n\nPresent: Cy, Eli\n"
    ),
    "two days on end": (
        "# Board 8 April 2026\n\n## Budget\n\nfine\n\nso\n\n"
        "# Board 9 April 2026\n\n## Roof\n\na\n\nb\n"
    ),
    "a date on every page": (MINUTES.replace("Fences (Cy)", "Orchard Board Meeting, 4 March 2026")),
    "other dates in the head": (
        "Orchard Board Meeting, 8 April 2026\n\nPrinted 2 May 2026\n\n"
        "Present: Ada, Bo\n\nBudget (Bo)\n\nfine\n\nRoof (Ada)\n\ntight\n"
    ),
    "events with dates": (
        "# Orchard Board\n\nPresent: Ada, Bo\n\n## Fair 2026-05-12\n\na\n\nb\n\n"
        "## Fair 2026-06-12\n\na\n\nb\n"
    ),
    "a report for each month": (
        "# Orchard Board\n\n## Accounts, May 2026\n\na\n\nb\n\n## Accounts, June 2026\n\na\n\nb\n"
    ),
}


@pytest.mark.parametrize("what", ONE_MEETING)
def test_one_meeting_that_speaks_of_other_days_stays_one(what):
    assert len(dates_in(ONE_MEETING[what])) == 1


def test_a_second_meeting_without_a_plain_border_is_refused_in_a_sentence():
    text = (
        "# Orchard Board 4 March 2026\n\n## Present\n\n- Ada Low\n\n## Press\n\n"
        + "It leaks.\n\n" * 6
        + "**Orchard Board 8 April 2026**\n\nPresent: Ada Low, Bo Ek\n\nIt is repaired.\n"
    )
    with pytest.raises(Unreadable) as refused:
        read_parts(text.encode(), limit=LIMIT)
    assert "2 meetings: 2026-03-04 (line 1) and 2026-04-08 (line 21)." in str(refused.value)
    assert dates_in(text.replace("**Orchard", "- **Orchard")) == ["2026-03-04"]


def test_a_file_of_which_one_meeting_cannot_be_read_is_refused_as_a_whole():
    short = "Orchard Board Meeting, 8 April 2026\n\nPresent: Ada Low, Bo Ek\n"
    with pytest.raises(Unreadable, match=r"2 meetings, and .* by themselves\. No agenda item"):
        read_parts(f"{MINUTES}\n{short}".encode(), limit=LIMIT)


DAYS = st.sampled_from(
    ["# Board 4 March 2026", "Board meeting, 8 April 2026", "## 2026-05-06", "Present: Ada, Bo", ""]
)
MIXED = st.lists(DAYS | PAGES, max_size=12).map("\n\n".join)


@given(MIXED, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_the_parts_of_any_page_are_all_of_it_and_are_stable(text, end):
    content = text.replace("\n", end).encode()
    try:
        parts = read_parts(content, limit=LIMIT)
    except Unreadable:
        return
    assert b"".join(part.content for part in parts) == content
    for part in parts:
        filled = [
            number
            for number, line in enumerate(as_lines(part.content.decode()), start=1)
            if line.strip()
        ]
        assert [fate.number for fate in part.document.fates] == filled
        assert read_parts(part.content, limit=LIMIT) == (part,)


def test_each_document_of_the_corpus_is_one_meeting_and_with_its_copy_of_later_years_two(corpus):
    found = {}
    for path in sorted((corpus / "dev").iterdir()):
        if path.suffix in (".txt", ".md", ".wiki"):
            text = path.read_text(encoding="utf-8")
            later = re.sub(r"\b20[012]\d\b", lambda year: str(int(year[0]) + 3), text)
            found[path.name] = (len(dates_in(text)), len(dates_in(f"{text.rstrip()}\n\n{later}")))
    del found["SOURCES.md"]
    assert {one for one, _two in found.values()} == {1}
    assert sum(two == 2 for _one, two in found.values()) >= len(found) - 1  # one has no date at all


def bring(client, text):
    client.post(reverse("import_new", args=["harbour"]), {"text": text, "is_final": ""})
    batch = ImportBatch.objects.latest("pk")
    client.post(reverse("import_run", args=["harbour", batch.pk]))
    return batch


def test_a_pasted_text_of_two_meetings_becomes_two_sources_and_two_meetings(as_secretary):
    bring(as_secretary, MINUTES + "\n" + APRIL)
    sources = ImportSource.objects.order_by("pk")
    assert [s.name for s in sources] == ["pasted text (1 of 2)", "pasted text (2 of 2)"]
    assert b"".join(bytes(s.content) for s in sources) == (MINUTES + "\n" + APRIL).encode()
    assert sorted(m.key for m in Meeting.objects.all()) == ["2026-03-04", "2026-04-08"]


def test_a_meeting_that_is_known_already_does_not_keep_the_other_one_out(as_secretary, harbour):
    store(harbour, MINUTES + "\n")
    batch = bring(as_secretary, MINUTES + "\n" + APRIL)
    assert [name for name, _why in batch.refusals] == ["pasted text (1 of 2)"]
    assert Meeting.objects.count() == 2


def test_the_command_imports_a_file_of_two_meetings_whole_or_not_at_all(tmp_path, harbour, capsys):
    both = tmp_path / "spring.txt"
    both.write_text(APRIL + "\n" + MINUTES)
    run = {"board": "harbour", "json": str(tmp_path / "out")}
    call_command("import_minutes", str(both), dry_run=True, **run)
    assert not Meeting.objects.exists()
    store(harbour, APRIL.replace("The press leaks", "The press is new"))
    with pytest.raises(CommandError, match="1 of 1 refused"):
        call_command("import_minutes", str(both), **run)
    assert [m.key for m in Meeting.objects.all()] == ["2026-04-08"]
    Meeting.objects.update(key="other", date="2026-01-01")
    capsys.readouterr()
    call_command("import_minutes", str(both), **run)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("spring.txt (2 of 2): became the meeting 2026-03-04")
    assert said[1].startswith("spring.txt (1 of 2): became the meeting 2026-04-08")
    dates = [json.loads((tmp_path / f"out/spring-{n}.json").read_text())["date"] for n in (1, 2)]
    assert dates == ["2026-03-04", "2026-04-08"]
