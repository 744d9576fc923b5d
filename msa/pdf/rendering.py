"""One document, made by WeasyPrint in the process that may do nothing else."""

from __future__ import annotations

import gc
import mimetypes
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from msa.pdf.confined import Refused

#: What stands before a path below static/ in the HTML that is rendered.
STATIC_BASE = "https://static.invalid/"
VARIANT = "pdf/ua-1"


def rendered(html: str, identifier: bytes) -> bytes:
    """Return HTML as a PDF.

    Raises:
        Refused: it asks for anything but our static files.
    """
    # A render makes a million objects that all live to its end; looking for garbage
    # among them meanwhile is most of the time it would take.
    gc.disable()
    page = HTML(string=html, base_url=STATIC_BASE, url_fetcher=_OwnFiles())
    try:
        document = page.render(font_config=FontConfiguration(), pdf_variant=VARIANT)
        _carry_no_files(document)
        content: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=identifier
        )
    except FatalURLFetchingError as fault:
        raise Refused(str(fault)) from None
    return content


def _carry_no_files(document: Document) -> None:
    # A link marked as an attachment would put the file that it names into ours.
    document.metadata.attachments.clear()
    for page in document.pages:
        page.links = [link for link in page.links if link[0] != "attachment"]


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
