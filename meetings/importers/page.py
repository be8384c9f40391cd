"""The lines of a page, whatever it was written in."""

from __future__ import annotations

from meetings.importers.layout import Layout
from meetings.importers.mail import without_mail
from meetings.importers.markdown import looks_like_markdown, markdown_layout
from meetings.importers.mediawiki import looks_like_mediawiki, mediawiki_layout
from meetings.importers.plain import plain_layout


def layout_of(text: str) -> Layout:
    """The page's lines, read by what it seems to be written in."""
    text, fates, mail = without_mail(text)
    layout = _layout_of(text)
    layout.fates.extend(fates)
    layout.metadata.update(mail)
    return layout


def _layout_of(text: str) -> Layout:
    if looks_like_mediawiki(text):
        return mediawiki_layout(text)
    return markdown_layout(text) if looks_like_markdown(text) else plain_layout(text)
