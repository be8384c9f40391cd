"""Pages of votes by mail in a real browser: accessible, nothing wider than a phone, no script."""

import os
from pathlib import Path

import pytest

from meetings.models import Board, MailClaim, MailObjection, Member, Person
from tests.browser.windows import findings_everywhere
from tests.mailbox import bring, mail
from tests.test_written_votes import circular

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "https://lists.example.org/" + "very-long-address" * 20


def voter():
    """The member with an account, and an address on record."""
    term = Member.objects.filter(
        person__board__slug="harbour", person__user__username="member", seat__isnull=False
    ).select_related("person")[0]
    Person.objects.filter(pk=term.person_id).update(email="member@example.org")
    return term.person


def pictures(page, name):
    folder = os.environ.get("PICTURES")
    for width in (320, 1280) if folder else ():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(str(folder)) / f"{name}-{width}-{scheme}.png", full_page=True)


def test_votes_by_mail_from_the_paste_to_the_objection(page, site, sign_in, complaints):
    person = voter()
    ballot = circular(Board.objects.get(slug="harbour"), "That the crane be painted")
    other = mail("Stranger <stranger@example.org>", f"+1\n\n{LONG}")
    bring(ballot, other)
    found = {}

    def look(name):
        found[name] = findings_everywhere(page) + complaints
        pictures(page, name)

    sign_in("secretary")
    base = f"{site}/boards/harbour/ballots/{ballot.pk}/"
    page.goto(f"{base}mail/")
    look("mail_intake")
    page.fill("textarea[name=text]", mail(f"{person.name} <member@example.org>", "-1"))
    page.click("main button.primary")
    look("mail_claims")
    page.click("main button.primary")
    assert "1 vote is recorded" in page.inner_text("main, body")
    page.goto(f"{base}mail/claims/{MailClaim.objects.held().get().pk}/")
    look("mail_claim")
    claim = MailClaim.objects.get(state="recorded")
    claim.objections.create(person=person, words="I wrote no mail")
    page.goto(f"{base}mail/objections/{MailObjection.objects.get().pk}/")
    look("mail_answer")
    page.goto(f"{base}mail/claims/")
    look("mail_claims_with_objection")
    page.context.clear_cookies()
    sign_in("member")
    page.goto(f"{base}receipts/{claim.vote.number}/object/")
    look("vote_object")
    assert {name: what for name, what in found.items() if what} == {}
