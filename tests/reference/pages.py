"""Every page of the reference, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.guards.catalogue import Connection
from tests.reference.diagrams import states
from tests.reference.events import events
from tests.reference.fields import fields
from tests.reference.measures import measures
from tests.reference.permissions import permissions
from tests.reference.readable_columns import readable_columns

PAGES: Mapping[str, Callable[[Connection], str]] = {
    "events": events,
    "fields": fields,
    "measures": measures,
    "permissions": permissions,
    "readable-columns": readable_columns,
    "states": states,
}
