"""A quarter's true figures, against reading the quarter's columns and against loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.measures.facts import Facts
from reporting.measures.reading import read_facts
from reporting.quarters import Quarter
from tests import databases
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN
from tests.bench.world import World

QUARTER = Quarter(2026, 3)
_FIRST, _AFTER = date(2026, 7, 1), date(2026, 10, 1)
#: All that the figures are made from: sessions, journeys, profiles, rounding keys.
_NEEDED = (
    f"""SELECT organisation_id, subject_id, kind, mode, minutes FROM cases_session
         WHERE NOT withheld AND held_on >= '{_FIRST}' AND held_on < '{_AFTER}'""",
    "SELECT subject_id, started_on, activated_on, ended_on FROM cases_episode",
    "SELECT subject_id, age_band, ethnicities, region FROM cases_statisticalprofile",
    "SELECT id, rounding_key FROM consent_subject",
)


def build() -> Facts:
    """Compute what the national report of a quarter is made from."""
    with use(Context(FOUNDER, FOUNDER, "reporting")):
        return read_facts(QUARTER)


def _lines(world: World) -> Iterator[Comparison]:
    with databases.superuser(world.database) as admin:

        def copy() -> None:
            for columns in _NEEDED:
                admin.execute(f"COPY ({columns}) TO '/dev/null'".encode())

        yield Comparison(
            "report", "COPY of the needed columns to nowhere", 5.5, build, copy
        )
    yield Comparison(
        "report or loops",
        "a loop over organisations and survivors through the ORM",
        1 / 40,
        build,
        _loops,
        repetitions=1,
    )


def _loops() -> Counter[tuple[object, ...]]:
    """Count as one would who thinks in objects; less than the report counts."""
    figures: Counter[tuple[object, ...]] = Counter()
    clients = plain.Client.objects.using(PLAIN)
    organisations = clients.values_list("organisation_id", flat=True).distinct()
    with transaction.atomic(using=PLAIN):
        for organisation in organisations:
            for client in clients.filter(organisation_id=organisation):
                _count_one(client, figures)
    return figures


def _count_one(client: plain.Client, figures: Counter[tuple[object, ...]]) -> None:
    organisation = client.organisation_id
    his = {"organisation_id": organisation, "subject_id": client.subject_id}
    held = plain.Session.objects.using(PLAIN).filter(
        **his, held_on__gte=_FIRST, held_on__lt=_AFTER
    )
    for session in held:
        for part in (organisation, session.kind, session.mode):
            figures["sessions", part] += 1
            figures["minutes", part] += session.minutes
    for episode in plain.Episode.objects.using(PLAIN).filter(**his):
        new = episode.activated_on is not None and episode.activated_on >= _FIRST
        figures["new" if new else "continuing", organisation] += 1
    for profile in plain.Profile.objects.using(PLAIN).filter(**his):
        for part in (profile.age_band, profile.region, *profile.ethnicities):
            figures["people", part] += 1


CASE = Case("report", _lines)
