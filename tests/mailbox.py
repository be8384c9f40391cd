"""Mails with votes as tests bring them."""

from meetings.importers.mailed import read_messages
from meetings.models import MailClaim, Person
from meetings.services.mail_intake import keep_mail
from tests import make
from tests.test_written_votes import circular

LIMIT = 1024 * 1024


def mail(sender, body="+1", subject="Vote", more=""):
    date = "Date: Fri, 6 Mar 2026 18:31:07 +0100"
    return f"From: {sender}\n{date}\nSubject: {subject}\n{more}\n{body}\n"


def address_of(name):
    return f"{name.split()[0].lower()}@example.org"


def board(*firms, slug="harbour", **bylaws):
    """A seated board whose delegates have an address each."""
    on = make.seated_board(*firms, slug=slug, **bylaws)
    for person in Person.objects.filter(board=on):
        Person.objects.filter(pk=person.pk).update(email=address_of(person.name))
    return on


def written(*firms, **bylaws):
    """An open vote in writing, on such a board."""
    return circular(board(*firms, **bylaws))


def from_delegate(name, body="+1", **more):
    return mail(f"{name} Delegate <{address_of(name)}>", body, **more)


def bring(ballot, *mails):
    """The new claims, and how many messages were new and known."""
    last = MailClaim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = read_messages("\n".join(mails).encode(), limit=LIMIT)
    counts = keep_mail(ballot, found=found, save=make.a_save())
    return list(MailClaim.objects.filter(pk__gt=last).order_by("pk")), counts
