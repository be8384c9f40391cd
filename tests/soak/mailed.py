"""300 votes, half by page and half by mail, 40 of them faulty: every message is accounted for."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.soak.promises import Outcome

FAULTS = (
    "late",
    "not a seat",
    "duplicate",
    "forged",
    "empty",
    "two choices",
    "automatic",
    "quoted only",
)


@dataclass(frozen=True)
class Count:
    """What was sent and what became of it; `told` are the notices of votes by mail."""

    pages: int
    mails: int
    faulty: int
    brought: int
    recorded: int
    refused: int
    duplicate: int
    held: int
    votes: int
    told: int
    moved: int

    @property
    def is_whole(self) -> bool:
        """To the message: nothing lost, nothing counted twice, no vote without its notice."""
        good = self.mails - self.faulty
        return (
            self.brought == self.mails
            and self.recorded == good == self.told
            and self.refused + self.duplicate + self.held == self.faulty
            and self.votes == self.pages + good
            and self.moved == 0
        )


def mailed(where: str, size: int) -> Iterator[Outcome]:
    """In: the seats of the largest room of the run; seven is the full one."""
    from django.db import transaction

    pages, faulty = (150, 40) if size == 7 else (12, 8)
    for is_twin in (False, True):
        with transaction.atomic():
            count = counted(pages=pages, mails=pages, faulty=faulty, drops_duplicates=is_twin)
            transaction.set_rollback(True)
        figures = (
            f"{count.pages} by page, {count.mails} by mail, {count.faulty} faulty: in "
            f"{count.brought} = {count.recorded} recorded + {count.refused} refused + "
            f"{count.duplicate} duplicate + {count.held} held; {count.votes} votes, "
            f"{count.told} notices, {count.moved} rows changed by GET and HEAD"
        )
        without = ", duplicates not kept" if is_twin else ""
        yield Outcome(
            f"every mail accounted for{without}, {where}", figures, count.is_whole, is_twin
        )


def counted(*, pages: int, mails: int, faulty: int, drops_duplicates: bool = False) -> Count:
    """One vote in writing from the first message to the last decision, in real rows."""
    from meetings.models import Notice, Vote
    from meetings.services.mail_intake import funnel_of
    from tests import make
    from tests.ballot_desk import Desk, client_of
    from tests.mailbox import from_delegate, written
    from tests.test_written_votes import own

    names = [f"Firm{number}" for number in range(pages + mails)]
    ballot = written(*names, slug=f"mailed-{make.next_number()}")
    for name in names[:pages]:
        own(ballot, name)
    good, bad = names[pages : pages + mails - faulty], names[pages + mails - faulty :]
    sent = [from_delegate(name) for name in good]
    wrong = [(FAULTS[place % len(FAULTS)], name) for place, name in enumerate(bad)]
    early = [
        faulty_mail(fault, name, sent[place % len(good)])
        for place, (fault, name) in enumerate(wrong)
        if fault != "late"
    ]
    _bring(ballot, [*sent, *early], drops_duplicates)
    _decide(ballot, refused=faulty // 4)
    _end(ballot)
    _bring(ballot, [from_delegate(name) for fault, name in wrong if fault == "late"], False)
    moved = _moved(Desk(ballot, client_of(ballot.resolution.board)))
    funnel = funnel_of(ballot)
    told = Notice.objects.filter(board=ballot.resolution.board, kind="vote_mailed")
    return Count(
        pages, mails, faulty, funnel.brought, funnel.recorded, funnel.refused, funnel.duplicate,
        funnel.held, Vote.objects.filter(seat__ballot=ballot).count(),
        told.values("subject_key").distinct().count(), moved,
    )  # fmt: skip


def _bring(ballot: Any, mails: list[str], drops_duplicates: bool) -> None:
    """Fifty at once; the twin loses those that were brought before."""
    from meetings.services import mail_intake
    from tests.mailbox import bring

    keep = mail_intake._keep_duplicates
    if drops_duplicates:
        mail_intake._keep_duplicates = lambda *_: None
    try:
        for start in range(0, len(mails), 50):
            bring(ballot, *mails[start : start + 50])
    finally:
        mail_intake._keep_duplicates = keep


def _decide(ballot: Any, *, refused: int) -> None:
    from meetings.models import MailClaim
    from meetings.services.mail_claims import confirm_claim, refuse_claim
    from tests import make

    save = make.a_save()
    for claim in MailClaim.objects.ready().filter(ballot=ballot):
        confirm_claim(claim, seen=claim.mark, save=save)
    for claim in MailClaim.objects.held().filter(ballot=ballot).order_by("pk")[:refused]:
        refuse_claim(claim, reason="It is no vote", seen=claim.mark, save=save)


def faulty_mail(fault: str, name: str, other: str) -> str:
    from tests.mailbox import from_delegate, mail

    own_words = {"empty": "", "two choices": "+1\n\n-1", "quoted only": "On Monday Bo wrote:\n> +1"}
    senders = {"not a seat": f"Stranger {name}", "forged": f"{name} Delegate"}
    if fault == "duplicate":
        return other
    if fault in senders:
        return str(mail(f"{senders[fault]} <{name}@elsewhere.example>"))
    more = "Auto-Submitted: auto-replied\n" if fault == "automatic" else ""
    return str(from_delegate(name, own_words.get(fault, "+1"), more=more))


def _end(ballot: Any) -> None:
    """The deadline has passed, a second ago."""
    from django.utils import timezone

    last = ballot.phases.order_by("-number")[0]
    ballot.phases.create(
        number=last.number + 1, channel="writing", basis="answered", rule=last.rule,
        deadline=timezone.now() - datetime.timedelta(seconds=1),
    )  # fmt: skip


def _moved(desk: Any) -> int:
    """How many rows anything but a POST changes, on every address of these pages."""
    from meetings.models import MailClaim, MailMessage, MailObjection, Notice, Vote

    def state() -> Counter[str]:
        kept = (MailClaim, MailMessage, MailObjection, Notice, Vote)
        return Counter(f"{m.__name__}{row}" for m in kept for row in m.objects.values_list())

    before = state()
    claims = MailClaim.objects.filter(ballot=desk.ballot)
    numbers = claims.filter(vote__isnull=False).values_list("vote__number", flat=True)
    addresses = [
        desk.address("mail_intake"),
        desk.address("mail_claims"),
        *(desk.address("mail_claim", claim.pk) for claim in claims),
        *(desk.address("vote_object", number) for number in numbers[:5]),
    ]
    for address in addresses:
        desk.client.get(f"{address}?act=confirm&words=x")
        desk.client.head(address, headers={"Purpose": "prefetch"})
    return sum((state() - before).values()) + sum((before - state()).values())
