"""Signing in: one door, by user name or e-mail."""

import pytest
from django.core import mail
from django.urls import reverse

from tests import make

LOGIN = "/accounts/login/"


def sign_in(client, login, password="demo", **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["ada", "ada@example.org", "ADA@example.org"])
def test_user_name_and_e_mail_both_open_the_door(login, client, db):
    make.user("ada")
    assert sign_in(client, login).url == "/"


def test_a_wrong_password_keeps_what_was_typed_and_says_what_to_do(client, db):
    make.user("ada")
    page = sign_in(client, "ada", "wrong").content.decode()
    assert "There is a problem" in page
    assert 'value="ada"' in page
    assert "wrong" not in page


def test_unknown_and_known_accounts_get_the_same_answer(client, db):
    make.user("ada")
    known = sign_in(client, "ada", "wrong").content.decode().replace("ada", "")
    unknown = sign_in(client, "bob", "wrong").content.decode().replace("bob", "")
    strip = lambda page: [row for row in page.splitlines() if "csrf" not in row]  # noqa: E731
    assert strip(known) == strip(unknown)


def test_the_sixth_wrong_guess_is_refused_and_so_is_the_right_password_after_it(client, db):
    make.user("ada")
    for _attempt in range(6):
        sign_in(client, "ada", "wrong")
    assert "Too many failed login attempts" in sign_in(client, "ada").content.decode()


@pytest.mark.parametrize("bad", ["//evil.example", "https:evil", "/\\evil", "javascript:x"])
def test_a_foreign_address_after_sign_in_is_ignored(bad, client, db):
    make.user("ada")
    assert sign_in(client, "ada", next=bad).url == "/"


def test_nobody_signs_themselves_up(client, db):
    response = client.post(
        "/accounts/signup/", {"username": "eve", "password1": "x", "email": "e@e.org"}
    )
    assert "Sign Up Closed" in response.content.decode()


def test_signing_in_gives_a_new_session(client, db):
    make.user("ada")
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "ada")
    assert client.session.session_key != before


def test_a_forgotten_password_is_set_anew_by_mail(client, db):
    make.user("ada")
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    (message,) = mail.outbox
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "quite-another-9", "password2": "quite-another-9"})
    assert sign_in(client, "ada", "quite-another-9").url == "/"


def test_signing_out_ends_the_session(as_secretary, harbour):
    as_secretary.post(reverse("account_logout"))
    assert as_secretary.get("/").status_code == 302


def test_the_theme_is_kept_in_a_cookie_and_shown(client, db):
    response = client.post(reverse("theme"), {"theme": "dark", "next": LOGIN})
    assert response.url == LOGIN
    assert 'data-theme="dark"' in client.get(LOGIN).content.decode()
