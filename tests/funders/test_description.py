from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from reporting.funders.api.describing import as_yaml, description
from reporting.funders.urls import urlpatterns

pytestmark = pytest.mark.req("REP-09")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api"


def test_the_file_in_docs_is_what_the_views_say() -> None:
    # After a change: manage.py describe_api, then read the difference.
    assert (DOCS / "openapi.yaml").read_bytes() == as_yaml()


def test_every_address_is_described() -> None:
    assert len(description()["paths"]) == len(urlpatterns)


def test_only_reading_is_described() -> None:
    verbs = {verb for path in description()["paths"].values() for verb in path}

    assert verbs == {"get"}
    assert description()["openapi"] == "3.1.0"


def test_the_shapes_are_json_schema() -> None:
    for shape in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)


def test_the_site_gives_the_same_description(db, client, settings) -> None:
    settings.ROOT_URLCONF = "msa.urls.national"

    assert client.get("/api/v1/openapi.json").json() == description()


def test_the_casework_site_has_no_interface(settings) -> None:
    names = get_resolver("msa.urls.casework").reverse_dict

    assert [name for name in names if str(name).startswith("api-")] == []


@pytest.mark.parametrize("tool", ["curl", "Excel Power Query", "R", "Python"])
def test_getting_started_shows_each_tool(tool) -> None:
    assert f"\n## {tool}\n" in (DOCS / "getting-started.md").read_text()
