from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from tests.guards.catalogue import Connection
from tests.guards.url_matrix import CAST
from tests.reference.addresses import WHO
from tests.reference.callers import entrances, reached
from tests.reference.events import events
from tests.reference.fields import fields
from tests.reference.pages import PAGES
from tests.reference.permissions import permissions
from tests.reference.row_rules import conjuncts, in_words
from tests.reference.writing import HOW, REFERENCE

ARCHITECTURE = REFERENCE.parent / "architecture.md"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_as_the_product_has_it(
    name: str, catalogue: Connection, request: pytest.FixtureRequest
) -> None:
    with translation.override("en-nz"):
        found = PAGES[name](catalogue)
    kept = REFERENCE / f"{name}.md"

    if request.config.getoption("--rewrite-reference"):
        kept.write_text(found)

    assert kept.read_text() == found, f"{HOW} writes it anew; read what changed"


def test_every_page_is_generated() -> None:
    assert {path.stem for path in REFERENCE.glob("*.md")} == set(PAGES)


def test_the_map_leads_to_every_page() -> None:
    text = ARCHITECTURE.read_text()

    assert [name for name in PAGES if f"(reference/{name}.md)" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    linked = {
        target
        for path in REFERENCE.glob("*.md")
        for part in path.read_text().split("](")[1:]
        for target in [part.partition(")")[0]]
        if target.endswith(".md")
    }

    assert linked
    assert [one for one in linked if not (REFERENCE / Path(one)).exists()] == []


def test_each_of_the_cast_is_introduced() -> None:
    assert WHO.keys() == set(CAST)


def test_another_right_changes_the_page(catalogue: Connection) -> None:
    before = permissions(catalogue)
    catalogue.execute("GRANT DELETE ON standards_judgement TO msa_manager")
    catalogue.execute(
        "CREATE POLICY more ON standards_judgement FOR DELETE TO msa_manager"
        " USING (true)"
    )

    assert permissions(catalogue) != before


def test_another_end_of_a_consent_changes_the_page(catalogue: Connection) -> None:
    before = fields(catalogue)
    catalogue.execute("UPDATE priv.keyed_table SET on_withdrawal = 'delete'")

    assert fields(catalogue) != before


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("true", ["true"]),
        ("(a = 1)", ["(a = 1)"]),
        ("((a = 1) AND ((b = 2) AND (c = 3)))", ["(a = 1)", "(b = 2)", "(c = 3)"]),
        ("((a = 1) OR ((b = 2) AND (c = 3)))", ["((a = 1) OR ((b = 2) AND (c = 3)))"]),
    ],
)
def test_a_condition_is_taken_apart_where_all_of_it_must_hold(
    condition: str, parts: list[str]
) -> None:
    assert list(conjuncts(condition)) == parts


def test_a_condition_that_is_known_is_said_in_words() -> None:
    own = "(organisation_id = ( SELECT sec.organisation() AS organisation))"

    assert in_words(f"({own} AND ((state)::text = 'OPEN'::text))") == (
        "its own organisation's; `state = 'OPEN'`"
    )


@pytest.mark.parametrize(
    ("who", "does", "never"),
    [
        ("worker", "session.logged", "review.signed"),
        ("manager", "review.signed", "report.released"),
        ("admin", "member.left", "session.logged"),
        ("national", "report.released", "section.saved"),
        ("check-in", "check-in.finished", "check-in.offered"),
        ("program", "funder-call.answered", "report.released"),
    ],
)
def test_events_are_traced_to_who_causes_them(who: str, does: str, never: str) -> None:
    codes = reached(entrances()[who])

    assert does in codes
    assert never not in codes


def test_an_event_written_by_a_sql_function_is_traced(catalogue: Connection) -> None:
    line = next(
        line for line in events(catalogue).split("\n") if "`evidence.opened`" in line
    )

    assert line.endswith("| manager, national staff |")
