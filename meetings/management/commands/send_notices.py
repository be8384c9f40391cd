"""send_notices: writes due reminders and delivers the outbox once; a timer runs it."""

from __future__ import annotations

import smtplib
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core import mail  # noqa: TID251  # this is the outbox command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from meetings.exports.letters import Letter, clean
from meetings.models import Mailing, Notice
from meetings.services.delivering import HandOver, NotTaken, deliver, keep_here
from meetings.services.mailings import Post, pack_all
from meetings.services.reminders import write_reminders

REFUSED = 500  # SMTP: from here on the answer is for good
DUMB = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError)


class Server:
    """One connection to the mail server for a run, opened again after a mail that failed."""

    def __init__(self) -> None:
        self.connection = mail.get_connection()

    def hand_over(self, mailing: Mailing, letter: Letter) -> None:
        """Raises NotTaken."""
        try:
            self.connection.open()  # kept for the next mail, if it is not open already
            self.connection.send_messages([self._message(mailing, letter)])
        except smtplib.SMTPRecipientsRefused as no:
            codes = [code for code, _reason in no.recipients.values()]
            self.connection.close()
            raise NotTaken(clean(str(no)), is_final=min(codes) >= REFUSED) from no
        except (smtplib.SMTPException, OSError) as no:
            self.connection.close()
            raise NotTaken(clean(repr(no)), is_away=_is_away(no)) from no

    def _message(self, mailing: Mailing, letter: Letter) -> mail.EmailMultiAlternatives:
        message = mail.EmailMultiAlternatives(
            letter.subject,
            letter.text,
            formataddr((clean(mailing.board.name), settings.MAIL_FROM)),
            [mailing.address],
            headers=letter.headers,
            connection=self.connection,
        )
        message.attach_alternative(letter.html, "text/html")
        for one in letter.attachments:
            message.attach(one.name, one.content, one.content_type)
        return message


def _is_away(no: Exception) -> bool:
    """Nobody answered, or the line went: the next mail would fare no better."""
    if isinstance(no, smtplib.SMTPResponseException):
        return isinstance(no, smtplib.SMTPConnectError)
    return isinstance(no, DUMB)


class Command(BaseCommand):
    help = "Writes due reminders and delivers what waits in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list it, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError("Set SITE_URL, for example https://board.example.org.")
        post = Post(settings.SITE_URL, settings.MAIL_HOUR)
        if options["dry_run"]:
            with transaction.atomic():
                self._list(post)
                transaction.set_rollback(True)
            return
        hand_over = self._way_out()
        written = write_reminders(now=timezone.now())
        made = pack_all(post=post, now=timezone.now())
        run = deliver(hand_over=hand_over, site=post.site, clock=timezone.now)
        self.stdout.write(
            f"{written} reminders written, {made} mails made: {run.sent} sent, "
            f"{run.put_off} put off, {run.failed} failed, {run.dropped} dropped"
        )
        if run.error:
            raise CommandError(f"Not every mail was sent. The last reason: {run.error}")

    def _way_out(self) -> HandOver:
        """The mail server; in the demo mails stay here, where a page shows them."""
        if settings.EMAIL_URL or settings.DEBUG:
            return Server().hand_over
        if settings.DEMO:
            return keep_here
        raise CommandError("Set EMAIL_URL, for example smtp://localhost:25.")

    def _list(self, post: Post) -> None:
        """What a run would do now, found by doing it and taking it back."""
        now = timezone.now()
        write_reminders(now=now)
        pack_all(post=post, now=now)
        due = Mailing.objects.due(now).select_related("board", "person")
        for mailing in due.order_by("board__slug", "person__name", "pk"):
            who = f"{mailing.person} <{mailing.address}>"
            self.stdout.write(f"{mailing.board.slug}: {who}: {mailing.subject}")
        waiting = Notice.objects.to_be_mailed(now).select_related("board", "person")
        for notice in waiting.order_by("board__slug", "person__name", "pk"):
            why = "not reachable" if notice.fate == Notice.Fate.UNREACHABLE else "waits"
            kind = notice.get_kind_display()
            self.stdout.write(f"{notice.board.slug}: {notice.person}: {kind} ({why})")
        self.stdout.write(f"{due.count()} mails would be sent; nothing was written")
