"""The lines of a page, whatever it was written in."""

from __future__ import annotations

from meetings.importers.adorned import as_markdown
from meetings.importers.layout import Layout
from meetings.importers.mail import read_mail
from meetings.importers.markdown import looks_like_markdown, markdown_layout
from meetings.importers.mediawiki import looks_like_mediawiki, mediawiki_layout
from meetings.importers.plain import plain_layout


def layout_of(text: str) -> Layout:
    """The page's lines, without what mail programs put around them."""
    mail = read_mail(text)
    page = as_markdown(mail.text)
    layout = _layout("\n".join(page.lines))
    layout.fates += [*mail.noise, *page.fates]
    layout.metadata = mail.said | page.metadata | layout.metadata
    return layout


def _layout(text: str) -> Layout:
    """Read by what the page seems to be written in."""
    if looks_like_mediawiki(text):
        return mediawiki_layout(text)
    return markdown_layout(text) if looks_like_markdown(text) else plain_layout(text)
