from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msa.exchange.reading import (
    INCUMBENT_MAPPING,
    Kind,
    Mapping,
    MappingRefused,
    Mode,
)

if TYPE_CHECKING:
    from tests.msa.exchange.conftest import Export


@pytest.fixture
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mapping") / "mapping.json"


def load(saved: Path, data: Any) -> Mapping:
    saved.write_text(json.dumps(data), encoding="utf-8")
    return Mapping.load(saved)


def test_an_empty_mapping_is_the_incumbents(saved: Path) -> None:
    assert load(saved, {}) == INCUMBENT_MAPPING


def test_another_system_with_other_words(export: Export, saved: Path) -> None:
    mapping = load(
        saved,
        {
            "contacts": {
                "file": "visits.csv",
                "columns": {"hours": "Duration", "travel_hours": None},
            },
            "contact_types": {"Kōrero": ["CONTACT", "PHONE"], "Hui": ["GROUP", None]},
        },
    )
    export.put(
        "visits.csv",
        "ContactID,ClientID,ContactDate,Type,Duration,Worker,Notes\n"
        "1,1001,06/02/2026,KORERO,0.5,,\n"
        "2,1001,06/02/2026,Hui,1,,\n",
    )

    first, second = export.read(mapping).contacts

    assert (first.kind, first.mode) == (Kind.CONTACT, Mode.PHONE)
    assert first.original_type == "Kōrero"
    assert (second.kind, second.mode, second.travel_minutes) == (Kind.GROUP, None, 0)


def test_towns_ethnicities_and_statuses_are_added_to_ours(saved: Path) -> None:
    mapping = load(
        saved,
        {
            "towns": {"Town Z": "CAN"},
            "ethnicities": {"Kiwi": "11"},
            "statuses": {"Closed": "ENDED"},
        },
    )

    assert (mapping.towns["Town Z"], mapping.towns["Taupō"]) == ("CAN", "WKO")
    assert mapping.ethnicities["Kiwi"] == "11"
    assert set(mapping.statuses) == {"Waitlist", "Active", "Exited", "Closed"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "must be a JSON object"),
        ({"persons": {}}, 'has no "persons"'),
        ({"people": {"file": "../people.csv"}}, "plain file name"),
        ({"people": {"path": "people.csv"}}, 'not "path"'),
        ({"people": {"columns": {"nickname": "Nick"}}}, 'no field "nickname"'),
        ({"people": {"columns": {"consent": None}}}, '"consent" of "people" needs'),
        ({"people": {"columns": {"iwi": 3}}}, "must be a text"),
        ({"counted": ["a/b.csv"]}, "plain file name"),
        ({"yes": "Y"}, "list of texts"),
        ({"contact_types": {"Hui": ["PARTY", None]}}, 'type "Hui" must be a pair'),
        ({"contact_types": {"Hui": 7}}, 'type "Hui" must be a pair'),
        ({"towns": {"Oz": "NSW"}}, '"Oz" in "towns" must be one of'),
        ({"statuses": {"Gone": "LOST"}}, '"Gone" in "statuses" must be one of'),
        ({"consent_given": ["Yes", ""]}, "words that say yes"),
        ({"consent_given": ["Yes", "NO"]}, "words that say yes"),
        ({"consent_given": []}, "words that say yes"),
    ],
)
def test_a_wrong_mapping_is_told_where(saved: Path, data: Any, told: str) -> None:
    with pytest.raises(MappingRefused, match=told.replace("[", r"\[")):
        load(saved, data)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_file_that_is_no_mapping(saved: Path, content: bytes) -> None:
    saved.write_bytes(content)

    with pytest.raises(MappingRefused, match="not a readable JSON file"):
        Mapping.load(saved)
