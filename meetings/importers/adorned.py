"""Pages whose headings have rules of any sign under them, or stars in front, as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meetings.importers.dialects import rewrite
from meetings.importers.document import Fate, LineFate

RULED = re.compile(r"(?P<sign>[=~^\"'+*#`.:_-])(?P=sign){2,}")
FIELD = re.compile(r":(?P<key>[A-Za-z][\w -]{1,30}):\s+(?P<value>\S.*)")
DIRECTIVE = re.compile(r"\.\.\s+[\w-]+::.*|\.\.\s+_[^:]+:.*|::")
OPTION = re.compile(r"\s+:[\w-]+:.*")
LONGER_RULE = 4  # by so much a rule may be longer than its heading
STARRED = re.compile(r"(?P<stars>\*{1,6})\s+(?P<text>\S.*?)(?:\s+:[\w:@]+:)?\s*")
SETTING = re.compile(r"#\+(?P<key>[A-Za-z_]+):\s*(?P<value>.*)")
TASK = re.compile(r"(?P<state>TODO|DONE|NEXT|WAITING|CANCELLED)\s+(?P<text>\S.*)")
TERM = re.compile(r"(?P<head>\s*[-+]\s+\S[^:]{0,60}?)\s+::\s+(?P<text>\S.*)")


@dataclass
class Rewritten:
    """A page in Markdown, line for line, with what was left out of it."""

    lines: list[str]
    fates: list[LineFate] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)

    def leave_out(self, index: int, reason: str) -> None:
        if self.lines[index].strip():
            self.fates.append(LineFate(index + 1, Fate.NOISE, reason))
        self.lines[index] = ""


def as_markdown(text: str) -> Rewritten:
    """The page with such headings as Markdown's, and with as many lines as it had.

    Other pages come out as they are.
    """
    page = Rewritten(text.split("\n"))
    if any(SETTING.match(line) for line in page.lines[:10]):
        _read_stars(page)
    else:
        _read_rules(page)
        rewrite(page.lines)
    return page


def _read_stars(page: Rewritten) -> None:
    """ "* Roof", "** TODO Ada: mend it", "- Present :: Ada, Bo" and "#+DATE: 2026-03-04"."""
    for index, line in enumerate(page.lines):
        setting, starred = SETTING.match(line), STARRED.fullmatch(line)
        term = TERM.match(line)
        if setting:
            page.metadata.setdefault(setting["key"].lower(), setting["value"].strip())
            page.leave_out(index, "front matter")
        elif starred:
            page.lines[index] = _starred(starred)
        elif term:
            page.lines[index] = f"{term['head']}: {term['text']}"


def _starred(match: re.Match[str]) -> str:
    task = TASK.match(match["text"])
    if task:
        return f"- [{'x' if task['state'] == 'DONE' else ' '}] {task['text']}"
    return f"{'#' * len(match['stars'])} {match['text']}"


def _read_rules(page: Rewritten) -> None:
    """Headings between two rules, or over one of any sign: the first kind is the highest.

    Only where a page has a kind that Markdown does not: Markdown reads its own.
    """
    found = list(_ruled(page.lines))
    fields = [n for n, line in enumerate(page.lines[:40]) if FIELD.fullmatch(line.strip())]
    if not (fields or any(sign not in "=-" or over for _, sign, over in found)):
        return
    kinds = list(dict.fromkeys((sign, over) for _, sign, over in found))
    for index, sign, over in found:
        rank = min(kinds.index((sign, over)) + 1, 6)
        page.lines[index] = f"{'#' * rank} {page.lines[index].strip()}"
        page.leave_out(index + 1, "rule")
        if over:
            page.leave_out(index - 1, "rule")
    for index in fields:
        match = FIELD.fullmatch(page.lines[index].strip())
        page.lines[index] = f"{match['key']}: {match['value']}" if match else ""
    _leave_out_directives(page)


def _ruled(lines: list[str]) -> list[tuple[int, str, bool]]:
    """Place and sign of each heading with a rule of its length below it, and if above too."""
    found = []
    for index in range(len(lines) - 1):
        text, below = lines[index].rstrip(), RULED.fullmatch(lines[index + 1].rstrip())
        if not below or not text.strip() or RULED.fullmatch(text):
            continue
        above = lines[index - 1].rstrip() if index else ""
        over = above == below.group()
        opens = over or not above.strip()
        if opens and 0 <= len(below.group()) - len(text.strip()) <= LONGER_RULE + text.count(" "):
            found.append((index, below["sign"], over))
    return found


def _leave_out_directives(page: Rewritten) -> None:
    within = False
    for index, line in enumerate(page.lines):
        is_one = bool(DIRECTIVE.fullmatch(line.strip()))
        within = is_one or (within and bool(OPTION.fullmatch(line)))
        if within:
            page.leave_out(index, "markup")
