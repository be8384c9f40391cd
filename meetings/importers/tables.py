"""Tables of minutes: their headings say whether the rows are people or actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from meetings.importers.attendance import labelled_kind
from meetings.importers.layout import Mark, RowKind, SourceLine
from meetings.importers.offices import offices_in
from meetings.importers.statuses import done_by_cell

NAMED = ("name", "attendee", "participant", "person", "who", "expert", "delegate")
MEMBERS = ("member", "director", "trustee", "governor", "councillor", "board member")
COLUMNS = {
    "name": (*NAMED[:4], *MEMBERS, *NAMED[5:]),
    "firm": (
        *("affiliation", "organisation", "organization", "company", "org", "employer", "for"),
        *("partner", "project", "institution", "representing", "body"),
    ),
    "role": ("role", "position", "office", "title", "type", "status", "notes", "remarks"),
    "there": ("present", "attendance", "attended", "attending", "here", "present?", "status"),
    "away": ("apologies", "absent", "regrets", "excused", "apologies received"),
    "what": ("action", "action item", "task", "what", "item", "description", "to do", "todo"),
    "who": (
        *("owner", "who", "assignee", "assigned to", "responsible", "lead", "by whom", "owners"),
        *("action by", "person responsible", "responsibility", "assigned"),
    ),
    "when": ("due", "when", "deadline", "due date", "by when", "target", "by", "date due"),
    "subject": ("subject", "topic", "item", "agenda item", "agenda", "matter", "heading"),
    "said": (
        *("discussion", "discussions", "minutes", "minute", "summary", "outcome", "decision"),
        *("decisions", "resolution", "conclusion", "discussion and decisions"),
    ),
    "state": ("status", "state", "done", "done?", "progress", "outcome", "completed", "complete"),
    "ref": ("ref", "ref.", "reference", "no", "no.", "id", "number", "action no", "nr"),
}
NOTED = {"notes", "comments", "details", "key points", "discussion points", "remarks"}
ORDINAL = re.compile(r"[\d./]+[.)]?|[A-Z]\.")
YES = re.compile(r"yes|y|x|1|present|✅|✓|✔|done|complete[d]?|closed|here", re.IGNORECASE)
NO = re.compile(
    r"no|n|absent|❌|✗|✘|regrets|apologies|open|pending|in progress|new|ongoing|", re.IGNORECASE
)


@dataclass
class Table:
    """A table, by the texts of its first row."""

    headings: list[str]

    def __post_init__(self) -> None:
        self.bare = [re.sub(r"[*_#]+", "", text).strip().lower() for text in self.headings]
        parts = [{text, *re.split(r"\s*/\s*|\s+of\s+", text)} for text in self.bare]
        self.places: dict[str, int] = {}
        for column, names in COLUMNS.items():
            for name in names:
                place = next((p for p, words in enumerate(parts) if name in words), None)
                if place is not None and column not in self.places:
                    self.places[column] = place

    @property
    def kind(self) -> RowKind:
        is_noted = bool(NOTED & set(self.bare)) and not {"who", "when"} & self.places.keys()
        if "subject" in self.places and ("said" in self.places or is_noted):
            return RowKind.ITEM
        if {"what", "who"} <= self.places.keys():
            return RowKind.ACTION
        is_vote = {"vote", "votes", "voted"} & set(self.bare)
        return RowKind.PERSON if "name" in self.places and not is_vote else RowKind.NONE

    @property
    def has_headings(self) -> bool:
        return self.kind is not RowKind.NONE or len(self.places) > 1

    def _item(self, line: SourceLine, cells: list[str]) -> SourceLine:
        """The row as an item's title, with what its other cells say; a number is left out."""
        title = self.places["subject"]
        who, what = self.places.get("who"), self.places.get("what")
        said = [cell.strip() for cell in cells]
        if who is not None and what is not None and max(who, what) < len(said):
            task = f"ACTION {said[who]}: {said[what]}" if said[who] and said[what] else said[what]
            said = [task if n == what else "" if n == who else t for n, t in enumerate(said)]
        others = [text for place, text in enumerate(said) if place != title]
        kept = tuple(text for text in others if len(text) > 1 and not ORDINAL.fullmatch(text))
        return replace(line, text=said[title], mark=Mark.BULLET, kind=RowKind.ITEM, cells=kept)

    def row(self, line: SourceLine, cells: list[str]) -> SourceLine:
        """The row as a line of a list: "Owner: task by date", or "Name (Firm, role)"."""

        def cell(column: str) -> str:
            place = self.places.get(column, len(cells))
            return cells[place].strip("* ") if place < len(cells) else ""

        ref = cell("ref") if self.kind is RowKind.ACTION and re.search(r"\d", cell("ref")) else ""
        if self.kind is RowKind.ITEM and cell("subject"):
            return self._item(line, cells)
        if self.kind is RowKind.ACTION and cell("what"):
            owner = f"{cell('who')}: " if cell("who") else ""
            due = f" by {cell('when')}" if cell("when") else ""
            text, checked = f"{owner}{cell('what')}{due}", done_by_cell(cell("state"))
        elif self.kind is RowKind.PERSON and cell("name"):
            member = "member" if self.bare[self.places["name"]] in MEMBERS else ""
            firm = re.sub(r"[()]", "", cell("firm"))
            parts = (member, firm, *offices_in(cell("role")))
            details = ", ".join(part for part in parts if part)
            text = f"{cell('name')} ({details})" if details else cell("name")
            checked = False if _is_yes(cell("away")) else _is_yes(cell("there"))
        elif len(cells) == 2 and labelled_kind(cells[0].strip("*: ")):
            text, checked = f"{cells[0].strip('*: ')}: {cells[1]}", None
        else:
            text, checked = " - ".join(part for part in cells if part) or line.text, None
        return replace(
            line, text=text, mark=Mark.BULLET, kind=self.kind, is_checked=checked, label=ref
        )


def _is_yes(text: str) -> bool | None:
    """Whether a cell says yes or no; None where it is empty or says neither."""
    text = re.sub(r"\s*\([^()]*\)", "", text).strip()
    if not text:
        return None
    if YES.fullmatch(text):
        return True
    return False if NO.fullmatch(text) else None
