"""Which mails somebody gets: chosen on a page, or ended by the link in a mail."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import MailChoice, Mailing, Notice, Person
from meetings.services.tokens import hash_of

How = MailChoice.How
CHOSEN = [kind for kind in Notice.Kind if kind not in Notice.ALWAYS]


def choices_of(person: Person) -> dict[str, str]:
    """How each kind comes that may be chosen, by kind."""
    usual = {kind: How.AT_ONCE if kind in Notice.AT_ONCE else How.DAILY for kind in CHOSEN}
    said = MailChoice.objects.filter(person=person, kind__in=CHOSEN)
    return {
        str(kind): str(how) for kind, how in (usual | dict(said.values_list("kind", "how"))).items()
    }


def choose(person: Person, choices: Mapping[str, str]) -> None:
    """Keeps a choice for each of these kinds, whoever else chooses at the same moment."""
    rows = [MailChoice(person=person, kind=kind, how=how) for kind, how in choices.items()]
    MailChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["how"]
    )


def mailing_of(token: str) -> Mailing | None:
    """The mail whose link this was."""
    mailings = Mailing.objects.select_related("board", "person__merged_into")
    return mailings.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def end_mails(person: Person) -> None:
    """No mails but those about votes, from this moment on. Again changes nothing."""
    choose(person, dict.fromkeys([kind.value for kind in CHOSEN], How.NEVER))
    about_votes = Notice.objects.filter(mailing__isnull=False, kind__in=Notice.ALWAYS)
    waiting = Mailing.objects.filter(person=person, state=Mailing.State.WAITING)
    waiting.exclude(pk__in=about_votes.values("mailing")).update(
        state=Mailing.State.DROPPED, error=_("Mails were ended.")
    )


def has_ended(person: Person) -> bool:
    return set(choices_of(person).values()) == {How.NEVER}
