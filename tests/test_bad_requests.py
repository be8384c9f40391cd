"""Bad input gets a sentence and the right status, and never a 500."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.notation.markup import render_inline
from tests import make

BOARD = "/boards/harbour/"
NO_IDS = ["0", "-1", "9223372036854775808", "99999999999999999", "1e3", "٣", "%00", ".."]
NO_ADDRESS = [
    f"{BOARD}{place}/{bad}/"
    for place in ("people", "organisations", "actions")
    for bad in (*NO_IDS, "x" * 8000)
] + [
    f"{BOARD}meetings/%00/",
    f"{BOARD}meetings/2026-13-45/",
    f"{BOARD}meetings/{'9' * 8000}/",
    f"{BOARD}resolutions/draft-0/",
    f"{BOARD}resolutions/draft-9999999999999999999/",
    f"{BOARD}resolutions/R-1'%20OR%201=1/",
    "/boards/%00/meetings/",
    "/boards/nowhere/meetings/",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESS, ids=lambda address: address[:60])
def test_an_address_that_is_none_is_not_found(address, as_secretary):
    response = as_secretary.get(address)
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


LISTS = ("meeting_list", "action_list", "resolution_list", "person_list", "organisation_list")
BAD_QUERIES = [
    "order=password", "order=a.b--", "_connector=OR", "page=-1", "page=x", "page=2",
    "page=1&page=1", "name__icontains=a", "board=1", "%00=1",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", BAD_QUERIES)
def test_a_list_refuses_what_it_does_not_offer(name, query, as_secretary):
    response = as_secretary.get(f"{reverse(name, args=['harbour'])}?{query}")
    assert response.status_code == 400
    assert "asks for something that is not there" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "name=" + "x" * 100_000,
        "name=%00",
        "role=admin",
        "standing=%27",
    ],
    ids=["long", "NUL", "unknown role", "quote"],
)
def test_a_filter_value_that_is_none_is_answered_on_the_list(query, as_secretary):
    assert as_secretary.get(f"{BOARD}people/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["owner=99999999999999999999", "owner=x", "meeting=0", "state=late'", "organisation=-1"],
)
def test_a_filter_choice_that_is_none_is_said_beside_its_field(query, as_secretary):
    response = as_secretary.get(f"{BOARD}actions/?{query}")
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()


def test_filter_choices_of_another_board_do_not_exist(as_secretary, library):
    stranger = make.person(library, "Stranger Danger")
    response = as_secretary.get(f"{BOARD}actions/?owner={stranger.pk}")
    assert "Stranger Danger" not in response.content.decode()
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace"])
@pytest.mark.parametrize("name", ["home", "meeting_list", "person_list"])
def test_other_methods_are_refused_with_what_is_allowed(name, method, as_secretary):
    arguments = [] if name == "home" else ["harbour"]
    response = getattr(as_secretary, method)(reverse(name, args=arguments))
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_signing_out_by_a_link_is_refused(as_secretary):
    assert as_secretary.get(reverse("account_logout")).status_code == 405


def test_a_form_without_its_token_gives_back_what_was_typed(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        reverse("account_login"), {"login": "my long text", "password": "secret words"}
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert "Your page was open too long" in page
    assert "my long text" in page
    assert "secret words" not in page


@pytest.mark.parametrize("bad", ["//evil.example", "https:evil", "/\\evil", "javascript:x", ""])
def test_a_foreign_address_to_go_back_to_is_ignored(bad, client, db):
    response = client.post(reverse("theme"), {"theme": "dark", "next": bad})
    assert response.url == "/"


def test_an_unknown_theme_is_not_kept(client, db):
    response = client.post(reverse("theme"), {"theme": "<script>", "next": "/"})
    assert "theme" not in response.cookies


TEXTS = {
    "a script": ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    "a handler": ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
    "a script link": ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    "an encoded script link": ("[x](&#x6A;avascript:alert(1))", "[x](javascript:alert(1))"),
    "another site without scheme": ("[x](//evil.example)", "[x](//evil.example)"),
    "a share": ("[x](\\\\host\\share)", "[x](\\host\\share)"),
    "a file": ("[x](file:///etc/passwd)", "[x](file:///etc/passwd)"),
    "data": ("[x](data:text/html,y)", "[x](data:text/html,y)"),
    "a picture": ("![x](http://127.0.0.1/a.png)", None),
    "a zero-width scheme": ("[x](java\u200bscript:alert(1))", None),
}


@pytest.mark.parametrize("what", TEXTS)
def test_hostile_markdown_is_shown_as_text(what):
    text, shown = TEXTS[what]
    html = render_inline(text)
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    if shown is not None:
        assert html == shown


def test_honest_markdown_is_rendered():
    assert render_inline("**a** _b_ `c`") == "<strong>a</strong> <em>b</em> <code>c</code>"
    link = '<a href="https://example.org/x" rel="noopener noreferrer nofollow">t</a>'
    assert render_inline("[t](https://example.org/x)") == link
    assert 'href="/boards/x/"' in render_inline("[t](/boards/x/)")
    assert 'href="mailto:a@example.org"' in render_inline("[t](mailto:a@example.org)")


def test_direction_overrides_are_shown_as_marks():
    assert render_inline("a\u202eb\u2066c") == "a⟨U+202E⟩b⟨U+2066⟩c"


def test_direction_overrides_work_nowhere_on_the_pages(harbour, as_secretary):
    meeting = make.meeting(harbour)
    who = make.person(harbour, "Eve \u202eLow")
    item = make.item(meeting, "Top\u202eic")
    make.attendance(meeting, who)
    make.notes(item, "ACTION Eve: do \u202eit\nRESOLVED: \u202ethat - carried")
    board = ["harbour"]
    for address in (
        meeting.get_absolute_url(),
        who.get_absolute_url(),
        item.resolutions.get().get_absolute_url(),
        *(reverse(name, args=board) for name in LISTS),
    ):
        assert "\u202e" not in as_secretary.get(address).content.decode()


def test_hostile_minutes_are_shown_as_they_were_typed(harbour, as_secretary):
    meeting = make.meeting(harbour)
    item = make.item(meeting, "<b>title</b>")
    who = make.person(harbour, "Eve <i>Low")
    make.attendance(meeting, who)
    make.notes(
        item,
        "- <script>alert(1)</script>\nACTION Eve: <img src=x onerror=alert(1)>\n"
        "RESOLVED: [x](javascript:alert(1)) - carried",
    )
    page = as_secretary.get(meeting.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>title" not in page
    assert "Eve <i>" not in page
    assert 'href="javascript' not in page
