"""Reviews as files."""

from __future__ import annotations

from django.http import HttpResponse

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
