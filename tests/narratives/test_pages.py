from __future__ import annotations

import uuid

import pytest

from msa.tenancy.context import use
from reporting.narratives.enums import State
from reporting.narratives.models import Narrative
from reporting.narratives.queries import narratives as queries
from tests.narratives.conftest import (
    CLEAN,
    QUARTER,
    approved,
    known_person,
    written,
)

NAMED = {"worked": "The walking group helped Hemi a great deal."}


@pytest.fixture
def on_casework(settings):
    settings.ROOT_URLCONF = "msa.urls.casework"


@pytest.fixture
def on_national(settings):
    settings.ROOT_URLCONF = "msa.urls.national"


def at(row, part=""):
    return f"/manage/narratives/{row.id}/{part}"


def read(actor, row):
    with use(actor.context):
        return queries.narrative(actor, row.id)


@pytest.mark.usefixtures("on_casework")
class TestManager:
    def test_beginning_leads_to_the_draft(self, cast, sign_in):
        answer = sign_in(cast.manager).post(
            "/manage/narratives/start/", {"quarter": "2026Q3"}
        )

        with use(cast.manager.context):
            row = Narrative.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, at(row))

    @pytest.mark.parametrize("quarter", ["2040Q1", "", "x"])
    def test_no_other_quarter_can_be_begun(self, cast, sign_in, quarter):
        sign_in(cast.manager).post("/manage/narratives/start/", {"quarter": quarter})

        with use(cast.manager.context):
            assert not Narrative.objects.exists()

    def test_saving_leads_to_the_check(self, cast, sign_in):
        row = written(cast.manager, {})
        answer = sign_in(cast.manager).post(
            at(row), {**CLEAN, "revision": row.revision, "then": "check"}
        )

        assert answer["Location"] == at(row, "check/")
        with use(cast.manager.context):
            assert queries.texts(queries.narrative(cast.manager, row.id)) == CLEAN

    @pytest.mark.req("REP-05")
    def test_a_hit_is_marked_in_its_place(self, cast, sign_in):
        known_person(cast.worker)
        page = sign_in(cast.manager).get(at(written(cast.manager, NAMED), "check/"))

        assert (
            'helped <mark id="mark-worked-1">Hemi</mark> a great'
            in page.content.decode()
        )
        assert "Approve and submit</button>" not in page.content.decode()

    @pytest.mark.req("C08", "REP-05")
    def test_the_log_does_not_learn_who_was_found(self, cast, sign_in, caplog):
        known_person(cast.worker)
        row = written(cast.manager, NAMED)
        with caplog.at_level("DEBUG"):
            page = sign_in(cast.manager).get(at(row, "check/"))
            sign_in(cast.manager).post(at(row, "approve/"), {"revision": 1})

        assert page.context["checked"].open == 1
        assert "hemi" not in caplog.text.casefold()
        assert "tāwhai" not in caplog.text.casefold()

    @pytest.mark.req("REP-05", "REP-06")
    def test_an_explanation_is_kept_and_asks_for_another_manager(
        self, cast, deputy, sign_in
    ):
        known_person(cast.worker)
        row = written(cast.manager, NAMED)
        writer, reader = sign_in(cast.manager), sign_in(deputy)
        (finding,) = writer.get(at(row, "check/")).context["checked"].findings
        writer.post(
            at(row, "check/"),
            {
                **NAMED,
                "revision": 1,
                f"reason-{finding.code}": "OTHER_PERSON",
                "then": "check",
            },
        )

        own, other = writer.get(at(row, "check/")), reader.get(at(row, "check/"))
        assert "another manager has to" in own.content.decode()
        assert "Approve and submit</button>" in other.content.decode()
        answer = reader.post(at(row, "approve/"), {"revision": 1})
        assert answer["Location"] == at(row)
        assert read(cast.manager, row).state == State.SUBMITTED

    def test_what_somebody_else_saved_meanwhile_is_not_lost(
        self, cast, deputy, sign_in
    ):
        row = written(cast.manager, CLEAN)
        answer = sign_in(deputy).post(
            at(row), {"ideas": "A men's shed.", "revision": 0, "then": "check"}
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "A men&#x27;s shed." in page
        assert CLEAN["survivors"] in page
        assert 'name="revision" value="1"' in page

    def test_too_long_a_text_is_said_and_kept(self, cast, sign_in):
        row = written(cast.manager, {})
        page = sign_in(cast.manager).post(
            at(row), {"worked": "long " * 2000, "revision": 0, "then": "check"}
        )

        assert page.status_code == 200
        assert page.context["form"].errors

    def test_the_author_cannot_post_his_own_approval(self, cast, deputy, sign_in):
        row = written(cast.manager, CLEAN)
        sign_in(cast.manager).post(at(row, "approve/"), {"revision": 1})

        assert read(cast.manager, row).state == State.DRAFT

    def test_what_is_submitted_is_read_and_taken_back(self, cast, deputy, sign_in):
        row = approved(deputy, written(cast.manager, CLEAN))
        manager = sign_in(cast.manager)

        assert CLEAN["worked"] in manager.get(at(row)).content.decode()
        answer = manager.post(at(row, "take-back/"))
        with use(cast.manager.context):
            fresh = Narrative.objects.get(edition=2)
        assert answer["Location"] == at(fresh)

    @pytest.mark.req("SEC-01", "S05")
    @pytest.mark.parametrize("part", ["", "check/"])
    def test_another_organisations_looks_like_none(self, cast, sign_in, part):
        row = written(cast.manager, CLEAN)
        stranger = sign_in(cast.outside_manager)
        theirs = stranger.get(at(row, part))
        none = stranger.get(f"/manage/narratives/{uuid.uuid4()}/{part}")

        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.content == none.content

    @pytest.mark.parametrize("part", ["approve/", "take-up/", "take-back/"])
    def test_another_organisations_is_not_touched(self, cast, sign_in, part):
        row = written(cast.manager, CLEAN)
        answer = sign_in(cast.outside_manager).post(
            at(row, part), {"revision": 1, "contribution": uuid.uuid4()}
        )

        assert answer.status_code == 404
        assert read(cast.manager, row).state == State.DRAFT

    def test_markup_in_a_text_stays_text(self, cast, sign_in):
        row = written(cast.manager, {"worked": "<script>alert(1)</script> Hemi"})
        known_person(cast.worker)
        page = sign_in(cast.manager).get(at(row, "check/")).content.decode()

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_worker_offers_words(self, cast, sign_in):
        worker = sign_in(cast.worker)
        page = worker.get("/quarter/?quarter=2026Q3")
        answer = worker.post("/quarter/?quarter=2026Q3", {"workers": "More time."})

        assert page.status_code == 200
        assert answer.status_code == 302
        assert "More time." in worker.get(answer["Location"]).content.decode()


@pytest.mark.usefixtures("on_national")
class TestNational:
    def test_who_has_submitted_is_shown_and_drafts_are_not(self, cast, deputy, sign_in):
        written(cast.outside_manager, CLEAN)
        row = approved(deputy, written(cast.manager, CLEAN))
        page = sign_in(cast.compiler).get(f"/narratives/?quarter={QUARTER.code}")

        lines = {one.organisation.code: one.narrative for one in page.context["lines"]}
        assert lines["kauri"].id == row.id
        assert lines["rimu"] is None

    def test_reading_and_including(self, cast, deputy, sign_in):
        row = approved(deputy, written(cast.manager, CLEAN))
        staff = sign_in(cast.compiler)

        page = staff.get(f"/narratives/{row.id}/").content.decode()
        staff.post(f"/narratives/{row.id}/include/")
        assert CLEAN["worked"] in page
        assert read(cast.manager, row).state == State.INCLUDED
        staff.post(f"/narratives/{row.id}/leave-out/")
        assert read(cast.manager, row).state == State.SUBMITTED

    @pytest.mark.req("REP-05")
    def test_a_draft_looks_like_none(self, cast, sign_in):
        row = written(cast.manager, CLEAN)
        staff = sign_in(cast.compiler)
        draft = staff.get(f"/narratives/{row.id}/")
        none = staff.get(f"/narratives/{uuid.uuid4()}/")

        assert (draft.status_code, none.status_code) == (404, 404)
        assert draft.content == none.content
        assert staff.post(f"/narratives/{row.id}/include/").status_code == 404
