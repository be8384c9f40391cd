"""Templates of standing items, kept as they are typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from meetings.models import AgendaTemplate, AgendaTemplateItem, Board


@transaction.atomic
def keep_template(
    board: Board,
    *,
    name: str,
    items: Iterable[AgendaTemplateItem],
    known: AgendaTemplate | None = None,
) -> AgendaTemplate:
    """A new template, or the known one with another name and these items instead of its own."""
    template = known or AgendaTemplate.objects.create(board=board, name=name)
    AgendaTemplate.objects.filter(pk=template.pk).update(name=name)
    template.items.all().delete()
    rows = list(items)
    for row in rows:
        row.template = template
    AgendaTemplateItem.objects.bulk_create(rows)
    return template
