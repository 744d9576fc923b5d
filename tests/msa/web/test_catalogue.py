from __future__ import annotations

import gettext
import io
import unicodedata
from pathlib import Path

import pytest
from django.utils.translation import get_language_info

from msa.web.catalogue import (
    Entry,
    UnmarkedEntry,
    compile_entries,
    read_catalogue,
)

LOCALE = Path(__file__).resolve().parents[3] / "msa" / "locale"
PLACE = Path("mi") / "LC_MESSAGES"


def translations(entries: list[Entry]) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_entries(entries)))


@pytest.fixture
def entries() -> list[Entry]:
    return read_catalogue(LOCALE / PLACE / "django.po")


@pytest.mark.parametrize(
    ("english", "te_reo"),
    [("Save", "Tiaki"), ("Sign in", "Takiuru"), ("March", "Poutūterangi")],
)
def test_catalogue_is_read_by_gettext(
    entries: list[Entry], english: str, te_reo: str
) -> None:
    assert translations(entries).gettext(english) == te_reo


def test_no_string_is_reviewed_before_a_speaker_has_seen_it(
    entries: list[Entry],
) -> None:
    assert [e.english for e in entries if e.english and e.is_reviewed] == []


def test_unreviewed_strings_fall_back_to_english(entries: list[Entry]) -> None:
    reviewed = [entry for entry in entries if entry.is_reviewed]

    assert translations(reviewed).gettext("Save") == "Save"


@pytest.mark.parametrize("folder", [LOCALE, LOCALE / "unreviewed"])
def test_compiled_catalogue_is_up_to_date(entries: list[Entry], folder: Path) -> None:
    all_of_them = folder.name == "unreviewed"
    wanted = [e for e in entries if all_of_them or e.is_reviewed]

    assert (folder / PLACE / "django.mo").read_bytes() == compile_entries(wanted)


@pytest.mark.req("UI-L4")
def test_macrons_are_kept_composed(entries: list[Entry]) -> None:
    words = [entry.te_reo for entry in entries]

    assert any("ā" in word for word in words)
    assert words == [unicodedata.normalize("NFC", word) for word in words]


def test_placeholders_are_the_same_in_both_languages(entries: list[Entry]) -> None:
    assert [e for e in entries if e.english.count("%(") != e.te_reo.count("%(")] == []


def test_string_without_a_mark_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid ""\nmsgstr ""\n\nmsgid "Save"\nmsgstr "Tiaki"\n')

    with pytest.raises(UnmarkedEntry, match="Save"):
        read_catalogue(source)


def test_reviewed_string_is_known_as_such(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('# reviewed: yes\nmsgid "Save"\nmsgstr "Tiaki"\n')

    assert read_catalogue(source) == [Entry("Save", "Tiaki", is_reviewed=True)]


def test_django_knows_the_language() -> None:
    assert get_language_info("mi")["name_local"] == "Te reo Māori"
