"""What somebody else told us stays out of his copy, in every version (SES-04)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.utils import timezone

from cases.sections import Note
from msa.accounts.actor import Actor
from tests.cases.services.test_corrections import corrected
from tests.cases.world import held, logged
from tests.cast import NOW, TODAY, Cast
from tests.rights.test_copies import document, printed
from tests.rights.world import copy_of

SECRET = "carparksleeping"
TELLER = "hissisterana"
HIS = "thursdaykettle"
OTHERS = f"He is {SECRET} again"


def note(actor: Actor, subject: UUID, session: UUID, said: Note, after: int) -> None:
    corrected(actor, subject, session, note=said, after=after, at=timezone.now())


def copied(cast: Cast, subject: UUID) -> tuple[str, list[dict[str, object]]]:
    """Return all words of both files, and the notes of the JSON, the newest first."""
    files = copy_of(cast.worker, subject)
    words = files["JSON"].decode() + printed(files["PDF"])
    return words, document(files)["held"]["notes"]


@pytest.mark.req("SES-04", "RGT-01")
def test_it_is_left_out_and_the_copy_says_so(cast: Cast, hemi: UUID) -> None:
    session = logged(cast.worker, hemi, body=f"{HIS} at first", at=NOW)
    told = Note(body=HIS, from_others=OTHERS, told_by=TELLER)
    note(cast.worker, hemi, session, told, after=1)
    more = Note(body=f"{HIS} and toast", from_others=OTHERS, told_by=TELLER)
    note(cast.worker, hemi, session, more, after=2)

    words, (now, marked, first) = copied(cast, hemi)

    assert HIS in json.dumps(now)
    assert SECRET not in words
    assert TELLER not in words
    assert now["left_out_in_part"]
    assert marked["left_out_in_part"]
    assert first["left_out"]
    assert "Something is left out here" in words
    assert "Left out: what is written here" in words


@pytest.mark.req("SES-04", "RGT-01")
@pytest.mark.parametrize("kept", [OTHERS, f"Again he is {SECRET.upper()}"])
def test_a_version_from_before_the_mark_is_left_out_whole(
    cast: Cast, hemi: UUID, kept: str
) -> None:
    session = logged(cast.worker, hemi, body=f"{HIS}. {OTHERS}", at=NOW)
    shown, _ = copied(cast, hemi)
    assert SECRET in shown

    note(cast.worker, hemi, session, Note(body=HIS, from_others=kept), after=1)
    note(cast.worker, hemi, session, Note(body=HIS), after=2)

    words, (_now, _marked, first) = copied(cast, hemi)
    assert SECRET not in words.casefold()
    assert "words" not in first
    assert HIS in words


@pytest.mark.req("SES-04", "RGT-01")
def test_versions_without_any_such_words_all_stand_in_it(
    cast: Cast, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, body="firstlyherons", at=NOW)
    corrected(
        cast.worker, hemi, session, held(TODAY, 95), Note(body=HIS), at=timezone.now()
    )

    files = copy_of(cast.worker, hemi)

    paper = printed(files["PDF"])
    assert [
        one for one in ("firstlyherons", HIS, "60 minutes") if one not in paper
    ] == []
    told = document(files)["held"]["session_versions"]
    assert [one["minutes"] for one in told] == [95, 60]


@pytest.mark.req("UI-W14", "RGT-01")
def test_his_copy_says_what_was_written_together(cast: Cast, hemi: UUID) -> None:
    session = logged(cast.worker, hemi, body=HIS, at=NOW)
    assert "Written together" not in printed(copy_of(cast.worker, hemi)["PDF"])

    together = Note(body=HIS, written_together=True)
    note(cast.worker, hemi, session, together, after=1)

    assert "Written together Yes" in printed(copy_of(cast.worker, hemi)["PDF"])
