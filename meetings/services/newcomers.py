"""People and organisations that a board has not known before."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Board, Organisation, Person
from meetings.notation.names import Known, fold
from meetings.services.naming import NamesRefused, keep_names, known_by


class SameName(NamesRefused):
    """The board knows somebody of that name: perhaps this very person, sent twice."""


@transaction.atomic
def add_person(
    board: Board,
    *,
    name: str,
    email: str = "",
    aliases: Iterable[str] = (),
    is_another: bool = False,
) -> Person:
    """Somebody new. Raises SameName where the board knows one of that name, unless it is
    said that they are somebody else; NamesRefused for an e-mail or alias of another's.
    """
    board.wait_for_turn()
    known = [one for one in known_by(board, Person) if fold(name) in _folded(one)]
    if known and not is_another:
        sentence = _("There is somebody called “%s” already.") % known[0].name
        raise SameName({"another": [sentence]})
    if email:
        _refuse_known_email(board, email)
    person = Person.objects.create(board=board, name=name, email=email)
    return keep_names(person, name=name, aliases=aliases, email=email)


@transaction.atomic
def add_organisation(board: Board, *, name: str, aliases: Iterable[str] = ()) -> Organisation:
    """A new organisation. Raises NamesRefused where one of the names is another's."""
    board.wait_for_turn()
    for one in known_by(board, Organisation):
        if fold(name) in _folded(one):
            raise NamesRefused({"name": [_("“%s” is an organisation of this board.") % one.name]})
    firm = Organisation.objects.create(board=board, name=name)
    return keep_names(firm, name=name, aliases=aliases)


def _folded(known: Known) -> set[str]:
    return {fold(known.name), *map(fold, known.others)}


def _refuse_known_email(board: Board, email: str) -> None:
    known = Person.objects.filter(board=board, email__iexact=email).first()
    if known:
        raise NamesRefused({"email": [_("This is the e-mail address of %s.") % known.name]})
