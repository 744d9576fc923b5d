"""His copy as JSON: the format is described in docs/copy-format.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.apps import apps

from msa.tenancy.models import Organisation
from oversight.queries.history import History
from rights.holdings import HOLDINGS, LEFT_OUT_EVERYWHERE, NOT_IN_A_COPY
from rights.models import Request
from rights.queries.held import Entry, Held, shown_fields

FORMAT = "msa-own-copy"
VERSION = 1


@dataclass(frozen=True, slots=True)
class About:
    """Which request a copy answers, whose it is to answer, and when it was made."""

    request: Request
    organisation: Organisation
    at: datetime


def as_json(held: Held, looked: History, about: About) -> bytes:
    """Return everything that is held about him, as UTF-8 that people can read too."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "organisation": about.organisation.name,
        "asked_on": about.request.asked_on.isoformat(),
        "made_at": about.at.isoformat(),
        "held": {
            one.name: [_listed(entry) for entry in held.of(one.name)]
            for one in HOLDINGS
        },
        "who_looked": [
            {
                "on": day.on.isoformat(),
                "who": look.who,
                "as": look.as_what,
                "did": look.did,
                "reason": look.why,
                "times": look.times,
                "first_at": look.first_at.isoformat(),
                "last_at": look.last_at.isoformat(),
            }
            for day in looked.days
            for look in day.looks
        ],
        "codes": _codes(),
        "left_out": left_out(),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def left_out() -> list[dict[str, str]]:
    """Return what is held and not in a copy, and why."""
    rows = {
        name: why
        for name, why in LEFT_OUT_EVERYWHERE.items()
        if name not in {"organisation"}
    } | dict(NOT_IN_A_COPY)
    for one in HOLDINGS:
        rows |= {f"{one.name}.{k}": why for k, why in one.left_out.items()}
        rows |= {f"{one.name}.{k}": why for k, why in one.hidden_inside.items()}
    return [{"what": what, "why": str(why)} for what, why in rows.items()]


def _listed(entry: Entry) -> dict[str, Any]:
    listed = dict(entry.values)
    if entry.words is not None:
        listed["words"] = entry.words
    if entry.left_out:
        listed["left_out"] = "confidential to somebody else"
    if entry.in_part:
        listed["left_out_in_part"] = "confidential to somebody else"
    return listed


def _codes() -> dict[str, dict[str, str]]:
    """Return what the codes of each list mean."""
    found = {}
    for one in HOLDINGS:
        model = apps.get_model(one.model)
        for name in shown_fields(model, one):
            field = model._meta.get_field(name)
            choices = getattr(field, "base_field", field).choices
            if choices:
                found[f"{one.name}.{name}"] = {
                    str(code): str(label) for code, label in choices
                }
    return found
