"""Pages on which a meeting is put right: plain words, and no JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.gatherings.models import Meeting
from consent.enums import Purpose
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.gatherings.world import SUMMARY, came, group, logged, member


def filled(page: object, **said: object) -> dict[str, object]:
    """Return the form as the page shows it, with what is said changed."""
    form = page.context["form"]  # type: ignore[attr-defined]
    shown = {name: form[name].value() for name in form.fields}
    return {
        name: value for name, value in (shown | said).items() if value not in (None, "")
    }


@pytest.mark.req("GRP-03", "SES-04")
def test_a_man_forgotten_is_added_and_every_version_says_so(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    met = logged(cast.colleague, pk, came(hemi)).meeting
    worker = sign_in(cast.colleague)
    shown = worker.get(reverse("worker:group-meeting", args=[pk, met.id]))
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])
    assert url in shown.content.decode()
    page = worker.get(url)
    assert "Put a meeting right" in page.content.decode()

    told = filled(page, **{f"how-{tane.id}": "CAME", "minutes": 60})
    stored = worker.post(url, told, follow=True).content.decode()

    assert "What stood there before is kept" in stored
    assert "Tāne" in stored
    every = reverse("worker:group-meeting-versions", args=[pk, met.id])
    assert every in stored
    versions = worker.get(every).content.decode()
    assert "1 h 30 min" in versions or "90" in versions
    assert "As it was first written" in versions
    assert versions.count(SUMMARY) == 1


def test_saved_as_it_stands_nothing_changes(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    worker = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])

    stored = worker.post(url, filled(worker.get(url)), follow=True).content.decode()

    assert "says the same as before" in stored
    with use(cast.colleague.context):
        assert Meeting.objects.get().revision == 1


@pytest.mark.req("UI-W8")
def test_two_windows_lose_nothing(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    worker = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])
    page = worker.get(url)
    worker.post(url, filled(page, minutes=60))

    late = worker.post(url, filled(page, minutes=45))

    assert late.status_code == 409
    assert "Save mine" in late.content.decode()
    assert worker.post(url, filled(late, minutes=45)).status_code == 302
    with use(cast.colleague.context):
        assert (Meeting.objects.get().minutes, Meeting.objects.get().revision) == (
            45,
            3,
        )


def test_a_name_in_the_summary_is_refused_and_said(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk, "Tāne"))).meeting
    worker = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])

    refused = worker.post(url, filled(worker.get(url), summary="Tāne cried"))

    assert refused.status_code == 409
    assert "Leave these names out" in refused.content.decode()


@pytest.mark.req("GRP-03")
def test_taken_back_it_says_so_and_offers_nothing_more(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    worker = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-take-back", args=[pk, met.id])
    asked = worker.get(url).content.decode()
    assert "did not take place" in asked
    assert "how many were counted" not in asked

    shown = worker.post(url, {"revision": "1"}, follow=True).content.decode()

    assert "Taken back on" in shown
    assert "Put it right" not in shown
    assert worker.get(url).status_code == 404


def test_men_of_whom_nothing_is_kept_are_asked_for_as_numbers(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    quiet = member(cast, pk, "Rangi", (Purpose.RECORD,))
    met = logged(cast.colleague, pk, came(member(cast, pk)), came(quiet)).meeting
    worker = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])
    page = worker.get(url)
    assert f"how-{quiet.id}" not in page.content.decode()

    wrong = worker.post(url, filled(page, minutes=60, counted=2, came=2))

    assert wrong.status_code == 409
    assert "Look at the two numbers" in wrong.content.decode()
    assert (
        worker.post(url, filled(page, minutes=60, counted=1, came=1)).status_code == 302
    )


def test_a_manager_reads_every_version_and_changes_none(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    manager = sign_in(cast.manager)

    every = manager.get(reverse("manager:group-meeting-versions", args=[pk, met.id]))

    assert "As it was first written" in every.content.decode()
    page = manager.get(reverse("manager:group-meeting", args=[pk, met.id]))
    assert "Put it right" not in page.content.decode()


@pytest.mark.req("GRP-03")
def test_his_own_peer_worker_sees_that_it_was_a_mistake(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    row = member(cast, pk)
    met = logged(cast.colleague, pk, came(row)).meeting
    theirs = sign_in(cast.colleague)
    url = reverse("worker:group-meeting-correct", args=[pk, met.id])
    theirs.post(url, filled(theirs.get(url), **{f"how-{row.id}": "ABSENT"}))

    page = sign_in(cast.worker).get(reverse("worker:person", args=[row.subject_id]))

    assert "Noted by mistake" in page.content.decode()
