"""Lines of other markup as Markdown's: "h2. Roof", "*Roof*", "\\section{Roof}", "#topic Roof"."""

from __future__ import annotations

import re
from collections.abc import Callable

# Each form, how many lines of a page must have it, and what it is in Markdown.
NUMBERED = re.compile(r"h(?P<rank>[1-6])\.\s+(?P<text>\S.*)")
SECTION = re.compile(r"\\(?P<kind>(?:sub)*section)\*?\{(?P<text>[^{}]+)\}\s*")
ENTRY = re.compile(r"\s*\\item\s+(?P<text>\S.*)")
BARRED = re.compile(r"\|\|\s*(?P<text>.*\S)\s*\|\|")
STARRED = re.compile(r"(?P<sign>[*_])(?P<text>[^*_\s][^*_]{1,60})(?P=sign)\s*:?")
STARRED_LABEL = re.compile(
    r"(?P<sign>[*_])(?P<text>[A-Z][^*_:]{1,40}):?(?P=sign):?\s+(?P<rest>\S.*)"
)
SPOKEN = re.compile(
    r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+<[@+ ]?(?P<who>[^<>\s]{1,30})>\s+(?P<text>\S.*)"
)
TOPIC = re.compile(r"#?topic:?\s+(?P<text>\S.*)", re.IGNORECASE)
DEFINED = re.compile(r":\s+(?P<text>\S.*)")


def rewrite(lines: list[str]) -> None:
    """Rewrites such lines in place, where a page has at least two of a form."""
    uses_double = any("**" in line or "__" in line for line in lines)
    forms: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (NUMBERED, lambda m: f"{'#' * int(m['rank'])} {m['text']}"),
        (SECTION, lambda m: f"{'#' * (2 + m['kind'].count('sub'))} {m['text']}"),
        (ENTRY, lambda m: f"- {m['text']}"),
        (BARRED, lambda m: f"| {m['text'].replace('||', '|')} |"),
        (SPOKEN, _spoken),
    ]
    if not uses_double:
        forms.append((STARRED, lambda m: f"**{m['text']}**"))
        forms.append((STARRED_LABEL, lambda m: f"{m['text']}: {m['rest']}"))
    for form, markdown in forms:
        found = {n: m for n, line in enumerate(lines) if (m := form.fullmatch(line.rstrip()))}
        if len(found) > 1 or form is BARRED:
            lines_of = {n: markdown(match) for n, match in found.items()}
            for number, text in lines_of.items():
                lines[number] = text
    _list_definitions(lines)


def _spoken(match: re.Match[str]) -> str:
    topic = TOPIC.fullmatch(match["text"])
    return f"## {topic['text']}" if topic else f"{match['who']}: {match['text']}"


def _list_definitions(lines: list[str]) -> None:
    """A term with several definitions is a heading with a list."""
    for number in range(1, len(lines)):
        here, above = DEFINED.fullmatch(lines[number]), lines[number - 1]
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if here and (DEFINED.fullmatch(below) or above.startswith("- ")) and above.strip():
            lines[number] = f"- {here['text']}"
