"""Bylaws to start from. They fill the form; nothing is stored before somebody has read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Bylaws

Settings = dict[str, Any]


def _organisations(seats: int) -> Settings:
    """Source: domain rules, sections 1, 1, 2, 7 and 7, 2."""
    return {
        "quorum_kind": Bylaws.Quorum.FIXED,
        "quorum_number": seats // 2 + 1,
        "written_majority_kind": Bylaws.Majority.OF_ALL_SEATS,
    }


def _individuals(_seats: int) -> Settings:
    """No proxies, nobody else's delegate, nothing in writing unless the bylaws say so; who has
    an interest counts as there. Source: domain rules, sections 1, 4 and 5."""
    return {
        "allows_written_votes": False,
        "allows_other_delegates": False,
        "recusal_effect": Bylaws.RecusalEffect.VOTES_ONLY,
    }


def _company(seats: int) -> Settings:
    """Two directors make a quorum, the chair breaks ties, in writing all must agree, whoever has
    an interest is left out. Source: domain rules, sections 5, 6 and 7, 2."""
    return {
        "quorum_kind": Bylaws.Quorum.FIXED,
        "quorum_number": 2,
        "casting_vote": Bylaws.CastingVote.CHAIR,
        "written_majority_kind": Bylaws.Majority.FIXED,
        "written_majority_number": max(seats, 1),
        "allows_other_delegates": False,
        "members_vote": True,
    }


TEMPLATES: dict[str, tuple[str | Promise, Callable[[int], Settings]]] = {
    "organisations": (_("Organisations hold seats, fixed quorum"), _organisations),
    "individuals": (_("Individuals, Robert's Rules"), _individuals),
    "company": (_("Company-limited board"), _company),
}
