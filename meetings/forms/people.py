"""The names of people and organisations, and whom a record is the same as."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import Organisation, Person
from meetings.notation.markup import with_visible_marks
from meetings.notation.names import Known, could_be_one, fold, share_surname
from meetings.services.naming import NamesRefused

LONGEST_NAME = 200
MOST_ALIASES = 50


def clean_name(typed: str) -> str:
    """Spaces between words count once. Raises ValidationError for what nobody can be called."""
    name = " ".join(typed.split())
    if not any(character.isalnum() for character in fold(name)):
        raise ValidationError(_("“%(name)s” has no letter."), params={"name": name})
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("“%(name)s…” is too long: at most %(most)d characters."),
            params={"name": name[:40], "most": LONGEST_NAME},
        )
    return name


class NamesForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("If minutes use the name that stands here now, keep it below."),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("Nicknames, former names, initials; one on each line."),
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        lines = [line for line in self.cleaned_data["aliases"].splitlines() if line.strip()]
        if len(lines) > MOST_ALIASES:
            raise ValidationError(
                _("These are %(count)d names; at most %(most)d are kept."),
                params={"count": len(lines), "most": MOST_ALIASES},
            )
        return [clean_name(line) for line in lines]

    def show(self, refused: NamesRefused) -> None:
        """Each sentence beside its field."""
        for field, sentences in refused.problems.items():
            for sentence in sentences:
                self.add_error(field, sentence)


class PersonForm(NamesForm):
    email = forms.EmailField(label=_("E-mail"), required=False)
    field_order = ("name", "email", "aliases")


def names_of(record: Person | Organisation) -> dict[str, str]:
    """What the form shows at first."""
    aliases = "\n".join(alias.name for alias in record.aliases.all())
    shown = {"name": record.name, "aliases": aliases}
    return shown | {"email": record.email} if isinstance(record, Person) else shown


class MergeForm(forms.Form):
    """Whom a record is the same as: the likely ones first."""

    into = forms.IntegerField(
        min_value=1,
        max_value=10**18 - 1,
        widget=forms.Select,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Choose one of the list.")
        ),
    )

    def offer(self, record: Person | Organisation, known: list[Known]) -> None:
        """What is asked about the record, and the answers to choose from."""
        field = self.fields["into"]
        is_person = isinstance(record, Person)
        field.label = _("Is the same person as") if is_person else _("Is the same as")
        field.widget.choices = choices_for(record, known)


def choices_for(record: Person | Organisation, known: list[Known]) -> list[tuple[Any, Any]]:
    """Everybody else of the board by all their names, in two groups: the likely, the rest."""
    one = next(each for each in known if each.key == record.pk)
    groups: tuple[list[Any], list[Any]] = ([], [])
    for other in sorted(known, key=lambda each: fold(each.name)):
        if other.key != record.pk:
            is_likely = could_be_one(one, other) or (
                isinstance(record, Person) and share_surname(one, other)
            )
            groups[not is_likely].append((other.key, _label(other)))
    named = zip((_("Likely"), _("The others")), groups, strict=True)
    return [("", "–"), *((title, group) for title, group in named if group)]


def _label(known: Known) -> str:
    label = f"{known.name} ({', '.join(known.others)})" if known.others else known.name
    return with_visible_marks(label if len(label) < 80 else f"{label[:79]}…")
