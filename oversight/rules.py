"""When openings are worth asking about: every rule, its limits, and why, in words.

Nobody is given a score, and nothing here says that something was wrong: each has many
good reasons, and the way to know is to ask. PostgreSQL counts in
``sec.unusual_openings``; the limits it counts by are these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: How far back the page looks.
PERIOD = timedelta(days=30)

#: From ten at night until six in the morning, on the clock in Aotearoa New Zealand.
NIGHT_FROM_HOUR, NIGHT_TO_HOUR = 22, 6
NIGHT_OPENINGS = 3
MANY_PEOPLE, MANY_WITHIN = 15, timedelta(hours=1)
LEAVING_PEOPLE, LEAVING_WITHIN = 5, timedelta(days=7)
REFUSED_TIMES, REFUSED_WITHIN = 3, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to ask: its code, what was seen, and what may well explain it."""

    code: str
    title: str | Promise
    meaning: str | Promise
    often: str | Promise


RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "not-his",
            _("Opened somebody they were not working with"),
            _("A peer worker asked for somebody who was not assigned to them then."),
            _("Often: a handover on the same day, or standing in for a colleague."),
        ),
        Rule(
            "night",
            _("Opened records at night"),
            _("Three or more openings between 10 pm and 6 am."),
            _("Often: somebody rang in the night, or notes are written up late."),
        ),
        Rule(
            "many",
            _("Opened many people in a short time"),
            _("Fifteen or more different people within one hour."),
            _("Often: getting ready for supervision or a handover."),
        ),
        Rule(
            "leaving",
            _("Opened several people just before leaving"),
            _("Five or more different people in the last seven days of working here."),
            _("Often: finishing notes and saying goodbye."),
        ),
        Rule(
            "refused",
            _("Was refused several times"),
            _("Three or more refusals within one hour."),
            _("Often: an old bookmark, or somebody who was handed over."),
        ),
        Rule(
            "capped",
            _("Was stopped after opening very many records"),
            _("More than any work here needs in an hour or a day: no more opened."),
            _(
                "Rarely harmless: ring them now, and if it was not they, end their "
                "access and find out whom it touched."
            ),
        ),
    )
}


def limits() -> list[Any]:
    """Return the limits in the order in which PostgreSQL takes them."""
    return [
        NIGHT_FROM_HOUR,
        NIGHT_TO_HOUR,
        NIGHT_OPENINGS,
        MANY_WITHIN,
        MANY_PEOPLE,
        LEAVING_WITHIN,
        LEAVING_PEOPLE,
        REFUSED_WITHIN,
        REFUSED_TIMES,
    ]
