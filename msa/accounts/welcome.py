"""When somebody has signed in: it is told, and he is told what was done meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from msa.accounts.models import Person, Reset
from msa.accounts.resets import untold_resets_of
from msa.accounts.second_factor import kind_shown
from msa.accounts.telling import tell


def signed_in(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Tell that somebody signed in, and him who reset his sign-in meanwhile.

    Whoever has no second factor yet is not in: that he sets one up is told then. So a
    link does not show to whoever opened it what its owner is to see.
    """
    kind = kind_shown(request)
    if not kind:
        return
    tell(person, "sign-in.made", factor=kind)
    for reset in untold_resets_of(person, at=at):
        messages.warning(request, _words(reset))


def _words(reset: Reset) -> str:
    made = localtime(reset.made_at)
    return _(
        "%(name)s made a link to reset your sign-in on %(day)s at %(time)s. If you did "
        "not ask for it, tell your manager or another administrator today."
    ) % {
        "name": reset.maker,
        "day": date_format(made, "j F Y"),
        "time": date_format(made, "g:i A").lower(),
    }
