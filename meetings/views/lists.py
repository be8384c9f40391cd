"""What all list pages do: filter, refuse what they do not offer, and page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from meetings.access import TABLE, BoardRequest
from meetings.filters import BoardFilter
from meetings.models import Organisation, Person
from meetings.services.voting_records import counts_of, votes_in_sight

PAGE_SIZE = 50
LONGEST_VALUE = 200
VOTES_SHOWN = 20


def list_context(
    request: BoardRequest, filter_class: type[BoardFilter], rows: QuerySet[Any]
) -> dict[str, Any]:
    """The filter, the page of rows it leaves, and the addresses of other pages and the table."""
    found, page_number = filter_of(request, filter_class, rows)
    page = page_of(found.qs, page_number)
    query = request.GET.copy()
    query.pop("page", None)
    match = request.resolver_match
    table = match.url_name.replace("_list", "_csv") if match and match.url_name else ""
    return {
        "filter": found,
        "page": page,
        "query": query.urlencode(),
        "is_filtered": any(found.data.values()),
        "table_url": reverse(table, args=[request.board.slug]) if table in TABLE else "",
    }


def filter_of(
    request: BoardRequest, filter_class: type[BoardFilter], rows: QuerySet[Any]
) -> tuple[BoardFilter, str]:
    """The rows that the address asks for, and which page of them.

    An unknown or repeated parameter, an order that is not offered, or a page that is no page,
    is a bad request; values are cut at 200 characters.
    """
    data = {key: str(value)[:LONGEST_VALUE] for key, value in request.GET.items()}
    page_number = data.pop("page", "1")
    known = set(filter_class.base_filters)
    if not set(data) <= known or any(len(v) > 1 for _k, v in request.GET.lists()):
        raise BadRequest("unknown or repeated parameter")
    found = filter_class(data, queryset=rows, actor=request.actor, today=request.today)
    if "order" in found.form.errors:
        raise BadRequest("no such order")
    return found, page_number


def count_of(
    rows: QuerySet[Any], way: str, kind: type[Person] | type[Organisation], what: Any = "pk"
) -> Coalesce:
    """How many of a board's rows hang, by that way, on a listed record or on those merged
    into it; no row counts twice.
    """
    listed = OuterRef(OuterRef("pk"))
    same = kind.objects.filter(Q(pk=listed) | Q(merged_into=listed)).order_by()
    hanging = rows.filter(**{f"{way}__in": same}).order_by().values("board")
    return Coalesce(Subquery(hanging.annotate(n=Count(what, distinct=True)).values("n")), 0)


def votes_of(request: BoardRequest, whose: Q) -> dict[str, Any]:
    """One page of somebody's votes, and how many there are of each choice."""
    votes = votes_in_sight(request.actor, whose)
    page = page_of(votes, request.GET.get("page", "1"), size=VOTES_SHOWN)
    counts = counts_of(votes) if page.object_list else {}
    return {"votes": page, "vote_counts": counts}


def page_of(rows: Any, number: str, *, size: int = PAGE_SIZE) -> Page[Any]:
    """One page of a list; a page that is no page is a bad request."""
    try:
        return Paginator(rows, size).page(number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise BadRequest("no such page") from error
