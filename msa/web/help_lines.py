"""Whom anybody can ring or text at any hour, one click from every page (REF-04).

The page and the sheet say nothing of what this service is, so that neither gives away
whoever is seen with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from msa.pdf import html_to_pdf


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One number, when it is answered and what it is for."""

    name: str
    call: str = ""
    text: str = ""
    hours: str = ""
    about: str = ""
    is_on_sheet: bool = True
    """Not where its very name would say too much to whoever finds the sheet."""

    @property
    def dials(self) -> str:
        """The number as a telephone takes it."""
        return self.call.replace(" ", "")

    @property
    def texts(self) -> str:
        """The number to text as a telephone takes it."""
        return self.text.replace(" ", "")


def national_lines() -> list[HelpLine]:
    """Return the numbers that answer anywhere in the country: a setting."""
    return [HelpLine(**line) for line in settings.MSA_HELP_LINES]


def sheet(lines: Sequence[HelpLine]) -> bytes:
    """Return one page to be handed to somebody, with those lines that may be on it."""
    return _sheet(
        tuple(line for line in lines if line.is_on_sheet), get_language() or ""
    )


# What anybody may ask for without signing in is made once.
@cache
def _national_sheet(language: str) -> bytes:
    return _sheet(
        tuple(line for line in national_lines() if line.is_on_sheet), language
    )


def _sheet(lines: tuple[HelpLine, ...], language: str) -> bytes:
    html = render_to_string("help_lines/pdf/sheet.html", {"lines": lines})
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])


def as_download(content: bytes) -> HttpResponse:
    """Answer with a sheet under a name that says nothing."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="numbers.pdf"'},
    )


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """Show the national numbers to anybody."""
    return render(request, "help_lines/talk.html", {"lines": national_lines()})


@require_safe
def talk_on_paper(request: HttpRequest) -> HttpResponse:
    """Give anybody the sheet of the national numbers."""
    return as_download(_national_sheet(get_language() or ""))
