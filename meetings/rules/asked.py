"""A case of the calculator as the fields of a form, and back: what a "what if" page asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from meetings.rules.cases import NUMBERS, Impossible

ONCE = (*NUMBERS, "quorum", "quorum_number", "majority_number", "p", "q", "base", "recusal",
        "objection_blocks", "casting_vote")  # fmt: skip
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def case_of(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The case that a form's fields mean, for `read_case` to judge.

    In: texts by name; `majority` may come several times, as a kind or as `fields_of` writes
    it. What is empty is left out. Raises Impossible for a field that came twice.
    """
    texts = {name: _one(fields, name) for name in ONCE}
    case: dict[str, Any] = {name: whole(texts[name]) for name in NUMBERS if texts[name]}
    if texts["quorum"]:
        case["quorum"] = _with_number(texts["quorum"], texts["quorum_number"])
    kinds = [text.strip() for text in fields.get("majority", ()) if text.strip()]
    asked = [_majority(kind, texts) for kind in kinds]
    if asked:
        case["majority"] = asked[0] if len(asked) == 1 else asked
    options: dict[str, str | bool] = {
        name: texts[name] for name in ("recusal", "casting_vote") if texts[name]
    }
    blocks = texts["objection_blocks"]
    if blocks:
        options["objection_blocks"] = True if blocks == "true" else blocks
    return case | options


def fields_of(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A case as names and texts, from which `case_of` makes the same case again."""
    found = [(name, str(case[name])) for name in NUMBERS if name in case]
    quorum = case["quorum"]
    found.append(("quorum", quorum["kind"]))
    if "number" in quorum:
        found.append(("quorum_number", str(quorum["number"])))
    given = case["majority"]
    majorities = given if isinstance(given, list) else [given]
    found += [("majority", ":".join(str(part) for part in one.values())) for one in majorities]
    found += [(name, case[name]) for name in ("recusal", "casting_vote") if case.get(name)]
    return [*found, ("objection_blocks", "true")] if case.get("objection_blocks") else found


def whole(text: str) -> int | str:
    """A whole number, or the text itself, which is none."""
    return int(text) if WHOLE.fullmatch(text) else text


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    texts = fields.get(name, ())
    if len(texts) > 1:
        raise Impossible(f"{name} was given twice")
    return texts[0].strip() if texts else ""


def _with_number(kind: str, number: str) -> dict[str, Any]:
    return {"kind": kind, "number": whole(number)} if kind == "fixed" else {"kind": kind}


def _majority(asked: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A majority by its kind, with its numbers behind it or in fields of their own."""
    kind, *rest = asked.split(":")
    if kind == "fixed":
        return _with_number(kind, rest[0] if rest else texts["majority_number"])
    if kind != "fraction":
        return {"kind": asked}
    p, q, base = rest if len(rest) == 3 else (texts["p"], texts["q"], texts["base"])
    return {"kind": kind, "p": whole(p), "q": whole(q), "base": base}
