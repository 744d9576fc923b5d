"""Reviews as files, and the files of reviews: always to keep, never shown inside."""

from __future__ import annotations

from django.http import HttpResponse

from standards.models import Evidence
from standards.printing import file_name, render_pdf
from standards.queries.reviews import Review


def pdf_of(review: Review) -> HttpResponse:
    """Answer with a review as a PDF to keep."""
    return HttpResponse(
        render_pdf(review),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(review)}"',
        },
    )


def attached(evidence: Evidence, content: bytes) -> HttpResponse:
    """Answer with a file that somebody added.

    No browser opens it on our address, whatever is in it; its name says nothing.
    """
    return HttpResponse(
        content,
        content_type=evidence.sort.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{evidence.file_name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
