"""HTML to a tagged PDF (PDF/UA-1). The only place that knows WeasyPrint.

The renderer fetches nothing but our own static files, and the same input gives the same
bytes. Built to PDF/UA-1, not certified.
"""

from __future__ import annotations

import gc
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

#: What stands before a path below static/ in the HTML that is rendered.
STATIC_BASE = "https://static.invalid/"


class FetchRefused(ValueError):
    """The HTML asked for something that is not one of our own static files."""


def html_to_pdf(html: str, *, identifier: bytes) -> bytes:
    """Return HTML as a tagged PDF; ``identifier`` names the document for ever.

    Addresses in the HTML are relative to static/. The title, language and dates come
    from the HTML itself.

    Raises:
        FetchRefused: the HTML refers to anything else.
    """
    fonts = FontConfiguration()
    fetcher = _OwnFiles()
    try:
        with _without_garbage_collection():
            page = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetcher)
            content: bytes = page.write_pdf(
                font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
            )
    except FatalURLFetchingError as fault:
        raise FetchRefused(str(fault)) from None
    return content


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # untyped library
    """Reads static files and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = self._path(url)
        if path is None:
            # Anything milder would be logged by the renderer and passed over.
            raise FatalURLFetchingError(url[:80])
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(
            url, body=path.read_bytes(), headers={"Content-Type": kind}
        )

    @staticmethod
    def _path(url: str) -> Path | None:
        if not url.startswith(STATIC_BASE):
            return None
        name = unquote(url.removeprefix(STATIC_BASE))
        found = None if ".." in name.split("/") else finders.find(name)
        return Path(found) if isinstance(found, str) else None


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    # A render makes a million objects that all live to its end; looking for garbage
    # among them meanwhile is most of the time it would take.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
