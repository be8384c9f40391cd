"""Inline Markdown into safe HTML: emphasis, code and links, and nothing else."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt

SPECIAL = re.compile(r"[*_`\[\\&]")
LONGEST_LINE = 5000
SCHEMES = {"http", "https", "mailto"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def _is_allowed(url: str) -> bool:
    """An absolute http, https or mailto address, or a path on this site."""
    bare = _INVISIBLE.sub("", url)
    if bare != url or "\\" in url:
        return False
    if url.startswith("/"):
        return not url.startswith("//")
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    markdown.enable(["emphasis", "backticks", "link", "escape", "entity"])
    markdown.validateLink = _is_allowed  # type: ignore[method-assign]
    return markdown


_MARKDOWN = _markdown()


def with_visible_marks(text: str) -> str:
    """Direction overrides are shown instead of working: they can make a text lie."""
    return BIDI.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def render_inline(text: str) -> str:
    """HTML of one line: only strong, em, code and a; everything else as its characters.

    Direction overrides are shown as marks instead of working. A line of more than 5,000
    characters is shown as typed.
    """
    text = with_visible_marks(text)
    if len(text) > LONGEST_LINE or not SPECIAL.search(text):
        return escape(text)
    return nh3.clean(
        _MARKDOWN.renderInline(text),
        tags={"strong", "em", "code", "a"},
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
