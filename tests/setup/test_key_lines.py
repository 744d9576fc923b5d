from __future__ import annotations

import stat

import pytest

from bin.key_lines import KEPT, KeyLines, Refused
from msa.vault.key_files import name_of, word_to_drop

OLD = "ab" * 32


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "root.key"
    path.write_text(OLD)
    path.chmod(0o400)
    return KeyLines(tmp_path, "root")


@pytest.mark.req("SEC-07")
def test_a_key_is_replaced_step_by_step(key):
    key.add()
    _, new = key.lines
    key.switch()
    assert key.lines == [new, OLD]

    key.drop(word_to_drop(OLD))

    assert key.lines == [new]
    assert len(bytes.fromhex(new)) == 32


def test_a_switch_can_be_taken_back(key):
    key.add()
    before = key.lines

    key.switch()
    key.switch()

    assert key.lines == before


def test_no_third_key_is_added(key):
    key.add()

    with pytest.raises(Refused, match="two keys already"):
        key.add()


def test_one_key_alone_can_not_be_switched(key):
    with pytest.raises(Refused, match="add another first"):
        key.switch()


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize("word", [word_to_drop, name_of])
def test_a_key_is_dropped_by_its_own_word_alone(key, word):
    key.add()

    with pytest.raises(Refused, match="not the word"):
        key.drop(word(OLD))

    assert len(key.lines) == 2


@pytest.mark.req("SEC-07")
def test_the_rounding_key_stays_and_is_told_why(tmp_path):
    (tmp_path / "rounding.key").write_text(OLD)

    with pytest.raises(Refused, match="rounded differently"):
        KeyLines(tmp_path, "rounding")

    assert "rounding" in KEPT


@pytest.mark.parametrize(
    ("name", "says"), [("roots", "a key is one of"), ("root", "there is no")]
)
def test_a_key_that_is_not_there_is_told(tmp_path, name, says):
    with pytest.raises(Refused, match=says):
        KeyLines(tmp_path, name)


def test_the_file_keeps_its_rights_and_leaves_nothing_beside(key, tmp_path):
    key.add()

    (left,) = tmp_path.iterdir()
    assert stat.S_IMODE(left.stat().st_mode) == 0o400


def test_a_short_name_says_nothing_of_the_key(key):
    assert len(name_of(OLD)) == 8
    assert name_of(OLD) not in OLD
