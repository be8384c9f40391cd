"""A mail as it is sent: subject, plain text, HTML and headers, made of notices."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from meetings.exports.links import paths_of
from meetings.models import Board, Mailing, Notice
from meetings.notation.markup import with_visible_marks

Kind = Notice.Kind
LONGEST_SUBJECT = 150
WORDS: dict[str, Promise] = {
    Kind.AGENDA_PUBLISHED: _("An agenda is out"),
    Kind.MEETING_CHANGED: _("A meeting has moved"),
    Kind.MEETING_CANCELLED: _("A meeting is cancelled"),
    Kind.MINUTES_CIRCULATED: _("Minutes to read"),
    Kind.COMMENT_MADE: _("A comment on minutes"),
    Kind.COMMENT_ANSWERED: _("Your comment was answered"),
    Kind.MINUTES_APPROVED: _("Minutes were approved"),
    Kind.MINUTES_CORRECTED: _("Approved minutes were corrected"),
    Kind.ACTION_HANDED: _("An action was handed over"),
    Kind.ACTION_DUE_SOON: _("An action is due in a week"),
    Kind.ACTION_DUE: _("An action is due today"),
    Kind.ACTION_LATE: _("An action is late"),
    Kind.ACTION_NEW: _("A new action"),
    Kind.ACTION_CHANGED: _("An action has changed"),
    Kind.BALLOT_OPENED: _("Your vote is asked for"),
    Kind.BALLOT_CLOSING: _("A vote closes soon and yours is missing"),
    Kind.BALLOT_RESULT: _("The result of a vote"),
    Kind.VOTE_RECORDED: _("Receipt of your vote"),
    Kind.VOTE_MAILED: _("Receipt of a vote by mail"),
    Kind.VOTE_ANSWERED: _("Your objection was answered"),
}


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One notice as it reads; `address` is where it leads."""

    heading: str
    text: str
    address: str


@dataclass(frozen=True)
class Envelope:
    """What a mail says around its notices. `site` is the configured address, never a request's."""

    board: Board
    name: str
    site: str
    token: str = field(repr=False)

    @property
    def preferences(self) -> str:
        return self.site + reverse("notice_preferences")

    @property
    def unsubscribe(self) -> str:
        return self.site + reverse("unsubscribe", args=[self.token])


def clean(text: str) -> str:
    """One line without control characters, as a header may hold it."""
    shown = with_visible_marks(text)
    kept = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in shown)
    return " ".join("".join(kept).split())


def subject_of(board: Board, kinds: Sequence[str]) -> str:
    """The board and what the mail is about; wording of records stays in the mail."""
    if len(kinds) == 1:
        about = str(WORDS[kinds[0]])
    else:
        told = ngettext("%(count)d notice", "%(count)d notices", len(kinds))
        named = dict.fromkeys(str(Kind(kind).label) for kind in kinds)
        about = f"{told % {'count': len(kinds)}}: {', '.join(named)}"
    subject = clean(f"{board.name}: {about}")
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"


def letter_of(
    mailing: Mailing,
    notices: Sequence[Notice],
    *,
    site: str,
    token: str,
    attached: Sequence[Attachment] = (),
) -> Letter:
    """The mail, the same whenever it is made. `token` opens the page on which mails are ended.

    Source of the headers: RFC 2369 and 8058 (one press ends the mails), RFC 3834.
    """
    board = mailing.board
    envelope = Envelope(board, mailing.person.kept_as.name, site, token)
    paths = paths_of(notices)
    entries = [
        Entry(str(WORDS[notice.kind]), _body(notice.text), site + paths[notice.pk])
        for notice in notices
    ]
    can_end = any(notice.kind not in Notice.ALWAYS for notice in notices)
    context = {"envelope": envelope, "entries": entries, "can_end": can_end}
    headers = {"Message-ID": mailing.message_id, "Auto-Submitted": "auto-generated"}
    if can_end:
        headers["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return Letter(
        subject=mailing.subject,
        text=_rendered("exports/letter.txt", context),
        html=_rendered("exports/letter.html", context),
        headers=headers,
        attachments=tuple(attached),
    )


def _rendered(template: str, context: dict[str, Any]) -> str:
    """A plain string, no longer marked as safe: a page that shows a mail escapes it."""
    return render_to_string(template, context) + ""


def _body(text: str) -> str:
    """Line ends stay, every other control character goes."""
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc")
    return with_visible_marks("".join(kept))
