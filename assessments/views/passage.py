"""What lets a survivor go on with his one check-in: a sealed cookie, good for a while.

He has no account. Who came in by a code or a link holds this cookie and nothing else,
so that no address of a page he is on leads anywhere from another device (UI-V4).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from assessments.services.responding import Opened
from msa.vault.account_secrets import open_text, seal_text
from msa.vault.envelope import CannotOpen

#: Each page he opens gives him so long again.
SECONDS = 30 * 60
_SALT = "assessments.views.passage"


@dataclass(frozen=True, slots=True)
class Passage:
    """The check-in a device may go on with, and how it is shown there."""

    opened: Opened
    order: str = "mi"
    """Which language stands first: ``mi`` or ``en``."""
    handed: bool = False
    """Is this the peer worker's own device?"""
    code: str = ""
    """What he is told when he pauses on a device that is not his."""

    @property
    def heading_order(self) -> str:
        """The order of the languages as headings know it."""
        return f"{self.order}-first"


def read(request: HttpRequest) -> Passage | None:
    """Return what this device may go on with, or None."""
    text = request.COOKIES.get(settings.PASSAGE_COOKIE_NAME, "")
    try:
        sealed = TimestampSigner(salt=_SALT).unsign(text, max_age=SECONDS)
        held = json.loads(open_text(sealed))
    except (BadSignature, CannotOpen):
        return None
    ids = UUID(held["organisation"]), UUID(held["assessment"])
    return Passage(
        Opened(*ids, held["device"]),
        order=held["order"],
        handed=held["handed"],
        code=held["code"],
    )


def write(response: HttpResponse, passage: Passage) -> None:
    """Let the device go on with a check-in from now on."""
    held = {
        "organisation": str(passage.opened.organisation),
        "assessment": str(passage.opened.assessment),
        "device": passage.opened.device,
        "order": passage.order,
        "handed": passage.handed,
        "code": passage.code,
    }
    response.set_cookie(
        settings.PASSAGE_COOKIE_NAME,
        TimestampSigner(salt=_SALT).sign(seal_text(json.dumps(held))),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def end(response: HttpResponse) -> None:
    """Take the cookie from the device, and what the browser kept besides."""
    response.delete_cookie(settings.PASSAGE_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache"'
