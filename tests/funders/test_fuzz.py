"""What the interface's own description doesn't expect (S19)."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from reporting.funders.api.describing import description
from reporting.funders.enums import Scope
from tests.funders.conftest import Program

pytestmark = pytest.mark.req("S19", "REP-09")
EXAMPLES = 1500 if os.environ.get("MSA_EXHAUSTIVE") == "1" else 20


@pytest.fixture
def described(national_site: None, done: Any, settings: Any) -> Any:
    """The description, as the running interface gives it."""
    settings.MSA_FUNDER_LIMITS = {}
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application()
    )


@pytest.fixture
def reader(give: Any) -> Program:
    """A program that reads everything that any program may."""
    codes = ["kauri", "rimu", "totara"]
    return Program(give(scopes=list(Scope), organisations=codes))


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", sorted(description()["paths"]))
def test_the_interface_keeps_to_its_description(
    described: Any, reader: Program, done: Any, path: str, mode: Any
) -> None:
    asked = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path]["get"].as_strategy(generation_mode=mode))
    def keeps_to_it(case: Any) -> None:
        nonlocal asked
        if mode is GenerationMode.POSITIVE:
            # Nobody can make up a cursor; half ask for a report that is there.
            (case.query or {}).pop("cursor", None)
            if case.path_parameters and asked % 2:
                case.path_parameters["pk"] = str(done.id)
        asked += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {reader.token}"})

    keeps_to_it()

    assert asked
