"""HTML to a tagged PDF (PDF/UA-1). The only package that knows WeasyPrint.

The renderer fetches nothing but our own static files, works in a process that is
limited in time and memory, and the same input gives the same bytes. Built to PDF/UA-1,
not certified.
"""

from __future__ import annotations

from msa.pdf.confined import Refused, RenderFailed, run_confined

__all__ = ["FetchRefused", "RenderFailed", "html_to_pdf"]

#: More than any document of ours has; more than this is not even tried.
MOST_CHARACTERS = 5_000_000


class FetchRefused(Refused):
    """The HTML asked for something that is not one of our own static files."""


def html_to_pdf(html: str, *, identifier: bytes) -> bytes:
    """Return HTML as a tagged PDF; ``identifier`` names the document for ever.

    Addresses in the HTML are relative to static/. The title, language and dates come
    from the HTML itself.

    Raises:
        FetchRefused: the HTML refers to anything else.
        RenderFailed: it is too much to be made in half a minute.
    """
    if len(html) > MOST_CHARACTERS:
        raise RenderFailed
    # A second of imports that most processes never need. They are ours, not the
    # fork's, or each document would pay for them.
    from msa.pdf.rendering import rendered

    try:
        return run_confined(lambda: rendered(html, identifier))
    except Refused as fault:
        raise FetchRefused(str(fault)) from None
