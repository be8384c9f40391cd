"""Mails leave: claimed by one worker, handed over, marked; what fails is tried again, bounded."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from meetings.exports.letters import Letter, letter_of
from meetings.models import Mailing, Member, Notice
from meetings.services.inviting import invitations
from meetings.services.mailings import address_of
from meetings.services.tokens import hash_of

MOST_ATTEMPTS = 75  # at most one an hour: three days
LONGEST_PAUSE = datetime.timedelta(hours=1)
LONGEST_ERROR = 500
logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """The mail server did not take it. `is_final`: it never will; `is_away`: nobody is there."""

    def __init__(self, reason: str, *, is_final: bool = False, is_away: bool = False) -> None:
        super().__init__(reason)
        self.is_final, self.is_away = is_final, is_away


HandOver = Callable[[Mailing, Letter], None]


@dataclass
class Delivery:
    """What became of the mails of a run."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    dropped: int = 0
    error: str = ""


def deliver(*, hand_over: HandOver, site: str, clock: Callable[[], datetime.datetime]) -> Delivery:
    """Sends every mail that is due, each by one worker. Ends early where no server answers.

    `hand_over` gives a mail to the server and raises NotTaken. Between its return and the mark
    lies the one moment in which a death means that the same mail, by its Message-ID, is handed
    over again.
    """
    run = Delivery()
    while mailing := claim(now=clock()):
        try:
            _send(mailing, run, hand_over, site, clock)
        except NotTaken as no:
            _put_off(mailing, run, no, clock())
            if no.is_away:
                break
        except Exception as fault:  # one mail that cannot be made must not stop the others
            logger.exception("Mail %s could not be made", mailing.message_id)
            _put_off(mailing, run, NotTaken(repr(fault)), clock())
    return run


@transaction.atomic
def claim(*, now: datetime.datetime) -> Mailing | None:
    """The next mail that is due, which from now on is this worker's for the time of a lease."""
    due = Mailing.objects.due(now)
    rows = due.select_for_update(skip_locked=True, of=("self",))  # one engine locks all anyway
    mailing = (
        rows.select_related("board", "person__user", "person__merged_into__user")
        .order_by("next_try_at", "pk")
        .first()
    )
    if mailing is None:
        return None
    mailing.address = address_of(mailing.person.kept_as)
    mailing.state, mailing.claimed_at = Mailing.State.CLAIMED, now
    taken = due.filter(pk=mailing.pk).update(
        state=mailing.state,
        claimed_at=now,
        attempts=F("attempts") + 1,
        address=mailing.address,
        token_hash=hash_of(token_of(mailing)),
    )
    mailing.attempts += 1
    return mailing if taken else claim(now=now)


def token_of(mailing: Mailing) -> str:
    """256 bits that only this site can work out again; the database keeps their hash."""
    key = "meetings.unsubscribe"
    return salted_hmac(key, mailing.message_id, algorithm="sha256").hexdigest()


def letter_for(mailing: Mailing, site: str) -> Letter:
    notices = Notice.objects.filter(mailing=mailing).order_by("created_at", "pk")
    rows = list(notices.select_related("board"))
    attached = invitations(mailing, rows, site=site)
    token = token_of(mailing)
    return letter_of(mailing, rows, site=site, token=token, attached=attached)


def _send(
    mailing: Mailing,
    run: Delivery,
    hand_over: HandOver,
    site: str,
    clock: Callable[[], datetime.datetime],
) -> None:
    if not _is_on_board(mailing, clock()):
        run.dropped += 1
        _settle(mailing, state=Mailing.State.DROPPED, error=_("The term has ended."))
        return
    if not mailing.address:
        raise NotTaken(_("No e-mail address."), is_final=True)
    hand_over(mailing, letter_for(mailing, site))
    run.sent += 1
    _settle(mailing, state=Mailing.State.SENT, sent_at=clock(), error="")


def _is_on_board(mailing: Mailing, now: datetime.datetime) -> bool:
    """Whoever left hears no more, even of what was written while they were there."""
    day = mailing.board.day_of(now)
    person = mailing.person.kept_as
    return bool(Member.objects.current(day).filter(person__in=person.same()).exists())


def _put_off(mailing: Mailing, run: Delivery, no: NotTaken, now: datetime.datetime) -> None:
    """Twice as long after each try, an hour at most; after three days it has failed."""
    run.error = str(no)
    if no.is_final or mailing.attempts >= MOST_ATTEMPTS:
        run.failed += 1
        _settle(mailing, state=Mailing.State.FAILED, error=run.error[:LONGEST_ERROR])
        return
    run.put_off += 1
    pause = min(datetime.timedelta(minutes=2 ** min(mailing.attempts - 1, 10)), LONGEST_PAUSE)
    _settle(
        mailing,
        state=Mailing.State.WAITING,
        next_try_at=now + pause,
        error=run.error[:LONGEST_ERROR],
    )


def _settle(mailing: Mailing, **fields: object) -> None:
    """Only while it is still this worker's: a lease that ran out made it another's."""
    mine = Mailing.objects.filter(
        pk=mailing.pk, state=Mailing.State.CLAIMED, claimed_at=mailing.claimed_at
    )
    mine.update(**fields)


def keep_here(mailing: Mailing, letter: Letter) -> None:
    """The way out of a demo: nowhere. A page shows what would have left."""
