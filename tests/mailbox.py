"""Mails with votes as tests bring them."""

from django.utils import timezone

from meetings.importers.mailed import read_messages
from meetings.models import MailClaim, MailMessage, Person
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


def kept(ballot, vote=None, **fields):
    """A message on a ballot, with one claim: held, or recorded as that vote."""
    board = ballot.resolution.board
    number = make.next_number()
    message = MailMessage.objects.create(
        board=board, content=b"+1", sha256=f"{number:064x}", text=from_delegate("Ada"), own="+1",
        sender_name=f"Ada {number}", subject="Vote",
    )  # fmt: skip
    if vote is None:
        return MailClaim.objects.create(message=message, ballot=ballot, **fields)
    seat = vote.seat
    return MailClaim.objects.create(
        message=message, ballot=ballot, seat=seat, choice=vote.choice, state="recorded",
        vote=vote, decided_at=timezone.now(), **fields,
    )  # fmt: skip


def disputed(ballot, vote, person=None):
    """A held claim, and an objection to a recorded one."""
    recorded = kept(ballot, vote, person=person)
    objection = recorded.objections.create(person=person, words="I wrote no mail")
    return kept(ballot, words="+1", seat=vote.seat, person=person, choice="for"), objection


def addresses_of(ballot, vote, person, *first):
    """What each page of mail needs: a held claim, and an objection to the one of that vote."""
    claim, objection = disputed(ballot, vote, person)
    return {
        **{page: [*first, ballot.pk] for page in ("mail_intake", "mail_claims")},
        "mail_claim": [*first, ballot.pk, claim.pk],
        "mail_answer": [*first, ballot.pk, objection.pk],
        "vote_object": [*first, ballot.pk, vote.number],
    }
