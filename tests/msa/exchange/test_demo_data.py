from __future__ import annotations

import re
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Rating
from cases.emails import queries as emails
from cases.emails.models import EmailPart
from cases.enquiries import queries as enquiries
from cases.gatherings import queries as gatherings
from cases.models import (
    Assignment,
    Client,
    Episode,
    Section,
    Session,
    SessionVersion,
    Tally,
)
from cases.queries.people import caseload, person
from cases.queries.practice import own_practice
from cases.queries.sessions import session, timeline
from cases.referrals.models import Arrival, Referral
from cases.referrals.queries import outward
from cases.workload.queries.plans import ahead
from consent.models import Consent, Subject, Withdrawal
from msa.accounts.models import Person
from msa.accounts.queries import actors_of
from msa.exchange.demo.cast import HOUSES, Colleague
from msa.exchange.demo.sign_ins import SignIn, sign_ins
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from reporting.narratives.models import Narrative
from reporting.narratives.queries import narratives
from reporting.quarters import Quarter
from tests import databases
from tests.msa.exchange.worlds import contents


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database that was filled once; no test here leaves anything in it."""
    name = f"{databases.PREFIX}_live_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with (
        django_db_blocker.unblock(),
        databases.pointed_at(name),
        pytest.MonkeyPatch.context() as patch,
    ):
        path = tmp_path_factory.mktemp("demo") / "sign-ins.txt"
        patch.setenv("MSA_SIGN_INS", str(path))
        call_command("demo_data", stdout=StringIO())
        call_command("demo_referrals", stdout=StringIO())
        yield path
    databases.drop(name)


@contextmanager
def in_house(code):
    with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
        organisation = Organisation.objects.get(code=code)
    with use(Context(organisation.id, FOUNDER, "owner")), transaction.atomic():
        yield


def actor(email):
    with use(None), transaction.atomic():
        found = Person.objects.get(email=email)
        return actors_of(found, at=datetime.now(UTC))[0]


@pytest.mark.req("REP-05")
@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.code)
def test_each_organisation_told_something_that_names_nobody(filled, house):
    manager = actor(f"manager@{house.code}.example")
    with use(manager.context), transaction.atomic():
        told = Narrative.objects.get()
        checked = narratives.checked(manager, told)

    assert (told.state, checked.is_empty, checked.open) == ("SUBMITTED", False, 0)


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.code)
def test_each_organisation_has_sixty_people_and_two_years(filled, house):
    now = Quarter.at(datetime.now(UTC))
    with in_house(house.code):
        assert Subject.objects.count() >= 60
        days = Session.objects.values_list("held_on", flat=True)
        quarters = {Quarter.of(day) for day in days}
    wanted, quarter = set(), now
    for _ in range(8):
        wanted.add(quarter)
        quarter = quarter.previous()
    assert wanted <= quarters


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.code)
def test_it_is_as_in_life(filled, house):
    with in_house(house.code):
        assert Withdrawal.objects.exists()
        assert Tally.objects.exists()
        assert SessionVersion.objects.filter(revision=2).exists()
        assert Episode.objects.filter(activated_on=None).exists()
        assert Episode.objects.exclude(ended_on=None).exists()
        assert Assignment.objects.count() < Client.objects.count()
        assert len(set(Consent.objects.values_list("purpose", flat=True))) >= 7


def test_a_worker_opens_his_people_and_their_words(filled):
    worker = actor("worker1@kauri.example")

    with use(worker.context), transaction.atomic():
        people = caseload(worker).people
        opened = person(worker, people[0].subject, at=datetime.now(UTC))
        lines = [
            line
            for card in people
            for line in timeline(worker, card.subject).lines
            if line.has_note
        ]
        subject = Session.objects.get(id=lines[0].id).subject_id
        note = session(worker, subject, lines[0].id, show_note=True).note

    assert opened.complete
    assert note.body


def test_a_second_run_changes_nothing_and_writes_the_same_sign_ins(filled):
    admin = actor("admin@rimu.example")
    before, written = contents(admin), filled.read_text()
    filled.unlink()

    call_command("demo_data", stdout=StringIO())

    assert contents(admin) == before
    assert filled.read_text() == written


def test_the_table_has_everybody_and_is_for_its_owner_alone(filled):
    lines = filled.read_text().splitlines()

    for sign_in in sign_ins():
        (line,) = (each for each in lines if sign_in.colleague.email in each)
        assert line.split() == [
            sign_in.colleague.role.value,
            sign_in.organisation,
            sign_in.site,
            sign_in.colleague.email,
            sign_in.password,
            sign_in.totp_secret,
        ]
    assert filled.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("email", ["worker1@kauri.example", "releaser@msa.example"])
def test_password_and_code_are_accepted(filled, email):
    (mine,) = (each for each in sign_ins() if each.colleague.email == email)

    with use(None), transaction.atomic():
        found = Person.objects.get(email=email)
        second = Authenticator.objects.get(user=found)

        assert found.check_password(mine.password)
        assert TOTP(second).validate_code(mine.code(at=time.time()))


def test_codes_are_printed_one_for_each_role():
    out = StringIO()

    call_command("demo_codes", "--one-per-role", stdout=out)

    assert len(re.findall(r"\b\d{6}$", out.getvalue(), re.MULTILINE)) == 5


def test_no_two_installations_share_a_password(settings):
    colleague = Colleague("worker1@kauri.example", "Hēmi", "worker")
    here = SignIn("kauri", colleague).password

    settings.MSA_ACCOUNTS_KEY = bytes(32)

    assert SignIn("kauri", colleague).password != here


@pytest.mark.parametrize("command", ["demo_data", "demo_codes", "demo_referrals"])
def test_nobody_made_up_outside_a_demo(settings, command):
    settings.MSA_DEMO = False

    with pytest.raises(CommandError):
        call_command(command)


def test_each_organisation_has_check_ins_that_are_counted(filled):
    for house in HOUSES:
        with in_house(house.code):
            done, counted = Assessment.objects.count(), Rating.objects.count()
        assert done > house.people // 2
        assert counted > done * 10


def test_nobody_is_counted_who_does_not_agree_to_it(filled):
    for house in HOUSES:
        with in_house(house.code):
            agreed = set(
                Consent.objects.filter(purpose="STATISTICS").values_list(
                    "subject", flat=True
                )
            )
            counted = set(Rating.objects.values_list("subject", flat=True))
        assert counted <= agreed


def test_a_worker_finds_support_people_and_hopes(filled):
    with in_house(HOUSES[0].code):
        kinds = set(Section.objects.values_list("kind", flat=True))
    assert {"support", "hopes"} <= kinds


def test_a_worker_opens_an_email_that_was_kept(filled):
    worker = actor("worker1@kauri.example")
    with use(worker.context), transaction.atomic():
        parts = EmailPart.objects.filter(number=1)
        part = parts.select_related("session").first()
        email = emails.kept_email(worker, part.subject_id, part.session_id)
        file = emails.kept_file(worker, part.subject_id, part.session_id, 1)

    assert "The times are attached" in email.text
    assert len(file.content) == email.attachments[0].size


def test_enquiries_wait_with_slips_that_open(filled):
    worker = actor("worker1@kauri.example")
    at = timezone.now()
    with use(worker.context), transaction.atomic():
        page = enquiries.enquiries(worker, at=at)
        said = enquiries.open_slip(worker, page.open[-1].row.id)

    assert [line.age for line in page.open] == [24, 9, 3, 0]
    assert [line.slip is not None for line in page.open] == [True, False, True, True]
    assert said.name == "Tāne"
    assert len(page.ended) > 5


def test_peer_workers_said_what_sessions_were_about(filled):
    worker = actor("worker1@kauri.example")

    with use(worker.context), transaction.atomic():
        counted = own_practice(worker, at=timezone.now()).practised

    assert counted.whole.said > counted.whole.task_only > 0
    assert sum(month.not_said for month in counted.months) > 0


def test_a_group_has_members_and_meetings(filled):
    worker = actor("worker1@kauri.example")
    with use(worker.context), transaction.atomic():
        (line,) = gatherings.my_groups(worker)
        page = gatherings.group(worker, line.row.id)
        met = gatherings.meeting(worker, line.row.id, page.meetings[0].id)

    assert (len(page.joined), len(page.invited), len(page.meetings)) == (6, 1, 3)
    assert len(met.now.came) > 2
    assert met.now.summary
    assert (met.row.revision, met.now.minutes) == (2, 120)


def test_a_caseload_is_planned_to_move(filled):
    manager = actor("manager@kauri.example")
    with use(manager.context), transaction.atomic():
        (plan,) = ahead()

    assert plan.people > 0
    assert len(plan.shares) > 1


@pytest.mark.req("REF-02")
@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.code)
def test_a_worker_referred_two_in_words_they_agreed_to(filled, house):
    worker = actor(f"worker1@{house.code}.example")
    with use(worker.context), transaction.atomic():
        at = timezone.now()
        rows = list(Referral.objects.order_by("stage"))
        opened = [outward.opened(worker, row.subject_id, row.id, at=at) for row in rows]

    assert [row.stage for row in rows] == ["ACCEPTED", "AGREED"]
    assert all(one.is_agreed and one.is_what_he_agreed_to for one in opened)
    assert not any(one.is_gone for one in opened)
    assert [one.goes_out.recipient for one in opened] == [
        "Tōtara Street Counselling",
        "Open Door Housing",
    ]


def test_a_worker_noted_who_sent_somebody(filled):
    worker = actor("worker1@kauri.example")
    with use(worker.context), transaction.atomic():
        (arrival,) = Arrival.objects.all()

    assert (arrival.source, arrival.answered_at is None) == ("HEALTH", False)


def test_nobody_is_referred_twice(filled):
    said = StringIO()
    call_command("demo_referrals", stdout=said)

    assert said.getvalue() == "Done already.\n"


def test_the_owner_refers_nobody(settings):
    settings.MSA_SITE = "owner"
    with pytest.raises(CommandError, match="casework"):
        call_command("demo_referrals")
