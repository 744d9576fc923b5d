"""Root, context, accounts and Django's keys are replaced, and nobody notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from consent.keeping import Keeper
from consent.models import FingerprintKey, OrganisationKey
from consent.services.settling import settle
from msa.accounts.models import Person
from msa.audit.models import Event
from msa.tenancy.context import statement, use
from msa.tenancy.founding import install_context_keys
from msa.tenancy.readiness import what_is_wrong
from msa.vault.account_secrets import open_text, seal_text
from msa.vault.checks import new_checks
from msa.vault.envelope import CannotOpen
from msa.vault.fingerprints import Fingerprints, first_fingerprint_key
from msa.vault.key_files import word_to_drop
from msa.vault.keys import forget_organisation_keys
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.databases import as_login, superuser
from tests.security.stage import Stage, Survivor, survivor
from tests.security.test_rotation import name_of

NEW = bytes(range(32))


@pytest.fixture
def told(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Aotea")


@pytest.fixture
def keys(settings: Any) -> Iterator[Any]:
    yield settings
    forget_organisation_keys()


def add(keys: Any, name: str) -> bytes:
    """Let every process know the new key; nobody uses it yet."""
    old: bytes = getattr(keys, f"MSA_{name}_KEY")
    setattr(keys, f"MSA_OTHER_{name}_KEYS", (NEW,))
    return old


def switch(keys: Any, name: str) -> None:
    old = getattr(keys, f"MSA_{name}_KEY")
    setattr(keys, f"MSA_{name}_KEY", NEW)
    setattr(keys, f"MSA_OTHER_{name}_KEYS", (old,))


def drop(keys: Any, name: str) -> None:
    setattr(keys, f"MSA_OTHER_{name}_KEYS", ())


def wrapped(organisation: UUID) -> set[bytes]:
    with use(Keeper(organisation).context), transaction.atomic():
        held = [*OrganisationKey.objects.all(), *FingerprintKey.objects.all()]
        return {bytes(key.wrapped) for key in held}


# --- The root key ------------------------------------------------------------------


@pytest.mark.req("SEC-07")
def test_all_opens_at_every_step_of_a_new_root_key(
    cast: Cast, told: Survivor, keys: Any
) -> None:
    for step in (add, switch, lambda *_: settle(at=NOW), drop):
        step(keys, "ROOT")
        forget_organisation_keys()
        assert name_of(cast, told) == told.words[0]


@pytest.mark.req("SEC-07")
def test_the_old_root_key_opens_nothing_any_more(
    cast: Cast, told: Survivor, keys: Any
) -> None:
    old = add(keys, "ROOT")
    switch(keys, "ROOT")
    before = wrapped(cast.kauri.id)

    settle(at=NOW)

    assert len(before) == 4
    assert not before & wrapped(cast.kauri.id)
    forget_organisation_keys()
    keys.MSA_ROOT_KEY, keys.MSA_OTHER_ROOT_KEYS = old, ()
    with pytest.raises(CannotOpen):
        name_of(cast, told)


@pytest.mark.req("SEC-07")
def test_settling_twice_finds_nothing_left(cast: Cast, keys: Any) -> None:
    add(keys, "ROOT")
    switch(keys, "ROOT")

    first, second = settle(at=NOW), settle(at=NOW)

    assert (first.organisation_keys, first.fingerprint_keys) == (2, 6)
    assert (second.organisation_keys, second.fingerprint_keys) == (0, 0)


@pytest.mark.req("SEC-07", "SEC-04")
def test_the_audit_says_that_keys_were_wrapped_anew(cast: Cast, keys: Any) -> None:
    add(keys, "ROOT")
    switch(keys, "ROOT")

    settle(at=NOW)

    with use(Keeper(cast.kauri.id).context):
        events = Event.objects.filter(action="organisation-key.renewed")
        assert list(events.values_list("payload", flat=True)) == [{"count": 4}]


@pytest.mark.req("SEC-07")
def test_the_wrong_root_key_changes_nothing_and_is_told(cast: Cast, keys: Any) -> None:
    before = wrapped(cast.kauri.id)
    keys.MSA_ROOT_KEY = NEW

    with pytest.raises(CommandError, match="kauri, rimu"):
        call_command("settle_keys", verbosity=0)

    assert wrapped(cast.kauri.id) == before
    assert what_is_wrong() == ["root"]


@pytest.mark.req("SEC-07", "SEC-01")
def test_a_key_of_another_organisation_is_refused(cast: Cast, keys: Any) -> None:
    with use(Keeper(cast.rimu.id).context):
        theirs = bytes(OrganisationKey.objects.get().wrapped)
    with use(Keeper(cast.kauri.id).context):
        OrganisationKey.objects.update(wrapped=theirs)

    assert settle(at=NOW).shut == ["kauri"]


def test_digests_of_before_there_were_keys_for_them_stay(cast: Cast) -> None:
    with use(Keeper(cast.kauri.id).context):
        FingerprintKey.objects.all().delete()

    settle(at=NOW)

    with use(Keeper(cast.kauri.id).context):
        stored = FingerprintKey.objects.get(use="import")
    organisation = cast.kauri.id
    first = first_fingerprint_key(organisation=organisation, use="import")
    made, expected = (
        Fingerprints(organisation=organisation, use="import", wrapped=key).of("x", b"1")
        for key in (bytes(stored.wrapped), first)
    )
    assert made == expected


def test_digests_of_a_new_organisation_do_not_follow_from_the_root_key(
    cast: Cast,
) -> None:
    organisation = cast.kauri.id
    with use(Keeper(organisation).context):
        stored = FingerprintKey.objects.get(use="import")
    first = first_fingerprint_key(organisation=organisation, use="import")
    made, derived = (
        Fingerprints(organisation=organisation, use="import", wrapped=key).of("x", b"1")
        for key in (bytes(stored.wrapped), first)
    )
    assert made != derived


# --- The context key ---------------------------------------------------------------


def accepts(stage: Stage, keys: Any, key: bytes) -> bool:
    """Say whether PostgreSQL believes a request that is signed by this key."""
    before, keys.MSA_CONTEXT_KEY = keys.MSA_CONTEXT_KEY, key
    try:
        with as_login("msa_app", stage.database) as request:
            request.execute(statement(stage.cast.worker.context))
            return request.execute("SELECT sec.organisation()").fetchone() is not None
    except psycopg.errors.InsufficientPrivilege:
        return False
    finally:
        keys.MSA_CONTEXT_KEY = before


def install() -> None:
    with use(None):
        install_context_keys()


@pytest.mark.req("SEC-07", "S12")
def test_both_context_keys_count_until_the_old_one_is_dropped(
    live_stage: Stage, keys: Any
) -> None:
    old = add(keys, "CONTEXT")
    seen = [(accepts(live_stage, keys, old), accepts(live_stage, keys, NEW))]
    for step in (lambda *_: None, switch, drop):
        step(keys, "CONTEXT")
        install()
        seen.append((accepts(live_stage, keys, old), accepts(live_stage, keys, NEW)))

    assert seen == [(True, False), (True, True), (True, True), (False, True)]


@pytest.mark.req("SEC-07")
def test_a_request_under_way_goes_on_until_its_key_is_dropped(
    live_stage: Stage, keys: Any
) -> None:
    with as_login("msa_app", live_stage.database) as request:
        request.execute(statement(live_stage.cast.worker.context))
        add(keys, "CONTEXT")
        install()
        switch(keys, "CONTEXT")
        install()
        mine = request.execute("SELECT count(*) FROM consent_subject").fetchone()

        drop(keys, "CONTEXT")
        install()

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="bad context"):
            request.execute("SELECT count(*) FROM consent_subject")
    assert mine == (1,)


@pytest.mark.req("SEC-07")
def test_a_key_under_its_earlier_name_stays(live_stage: Stage, keys: Any) -> None:
    with superuser(live_stage.database) as admin:
        admin.execute("UPDATE priv.context_key SET key_id = 'k1'")

    install()

    with superuser(live_stage.database) as admin:
        rows = admin.execute("SELECT key_id FROM priv.context_key ORDER BY 1")
        names = [name for (name,) in rows.fetchall()]
    assert len(names) == 2
    assert "k1" in names


# --- The accounts key and Django's -------------------------------------------------


def is_signed_in(browser: Client) -> bool:
    return browser.get("/people/").status_code == 200


@pytest.mark.req("SEC-07")
def test_sessions_hold_under_a_new_accounts_key_until_the_old_one_is_dropped(
    cast: Cast, sign_in: SignIn, keys: Any
) -> None:
    browser = sign_in(cast.worker)
    seen = []
    for step in (add, switch, drop):
        step(keys, "ACCOUNTS")
        seen.append(is_signed_in(browser))

    assert seen == [True, True, False]


@pytest.mark.req("SEC-07", "U07")
def test_second_factors_are_sealed_anew(cast: Cast, keys: Any) -> None:
    with use(None):
        factor = Authenticator.objects.create(
            user=Person.objects.get(id=cast.worker.person),
            type="totp",
            data={"secret": seal_text("JBSWY3DPEHPK3PXP"), "used": 7},
        )
    switch(keys, "ACCOUNTS")

    settled = settle(at=NOW)

    drop(keys, "ACCOUNTS")
    with use(None):
        factor.refresh_from_db()
    assert settled.second_factors == 1
    assert open_text(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert factor.data["used"] == 7


@pytest.mark.req("SEC-07")
def test_sessions_that_would_end_are_counted(
    cast: Cast, sign_in: SignIn, keys: Any
) -> None:
    sign_in(cast.worker)
    switch(keys, "ACCOUNTS")

    assert settle(at=NOW).open_sessions > 0
    drop(keys, "ACCOUNTS")
    assert settle(at=NOW).open_sessions == 0


@pytest.mark.req("SEC-07")
def test_a_factor_that_no_key_opens_is_left_and_told(cast: Cast, keys: Any) -> None:
    with use(None):
        factor = Authenticator.objects.create(
            user=Person.objects.get(id=cast.worker.person),
            type="totp",
            data={"secret": seal_text("JBSWY3DPEHPK3PXP")},
        )
    before = dict(factor.data)
    keys.MSA_ACCOUNTS_KEY = NEW

    settled = settle(at=NOW)

    with use(None):
        factor.refresh_from_db()
    assert settled.shut == ["sign-in"]
    assert factor.data == before


@pytest.mark.req("SEC-07")
def test_sessions_hold_under_a_new_django_key_until_the_old_one_is_dropped(
    cast: Cast, sign_in: SignIn, keys: Any
) -> None:
    browser = sign_in(cast.worker)
    old = keys.SECRET_KEY
    new = hashlib.sha256(old.encode()).hexdigest()
    keys.SECRET_KEY_FALLBACKS = [new]
    seen = [is_signed_in(browser)]
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS = new, [old]
    seen.append(is_signed_in(browser))
    keys.SECRET_KEY_FALLBACKS = []
    seen.append(is_signed_in(browser))

    # Whoever came by meanwhile was signed by the new key.
    assert seen == [True, True, True]


@pytest.mark.req("SEC-07")
def test_a_session_of_a_dropped_django_key_has_ended(
    cast: Cast, sign_in: SignIn, keys: Any
) -> None:
    browser = sign_in(cast.worker)
    assert is_signed_in(browser)

    keys.SECRET_KEY = "z" * 64

    assert not is_signed_in(browser)


# --- Are the keys the right ones? --------------------------------------------------


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize("name", ["ROOT", "ACCOUNTS", "SUBMISSIONS"])
def test_a_wrong_key_is_named(cast: Cast, keys: Any, name: str) -> None:
    settle(at=NOW)
    assert what_is_wrong() == []

    setattr(keys, f"MSA_{name}_KEY", NEW)

    assert what_is_wrong() == [name.lower()]


@pytest.mark.req("SEC-07")
def test_the_known_texts_tell_nothing_of_the_keys(keys: Any) -> None:
    held = (keys.MSA_ROOT_KEY, keys.MSA_ACCOUNTS_KEY, keys.MSA_SUBMISSIONS_KEY)

    assert all(key not in text for key in held for text in new_checks().values())
    assert new_checks() != new_checks()


@pytest.mark.req("SEC-07")
def test_settling_gives_the_word_with_which_a_key_is_dropped(
    cast: Cast, keys: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old = add(keys, "ROOT")
    switch(keys, "ROOT")

    call_command("settle_keys")

    assert f"bin/keys drop root {word_to_drop(old.hex())}" in capsys.readouterr().out


@pytest.mark.req("SEC-07")
def test_there_is_no_word_while_something_does_not_open(
    cast: Cast, keys: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.MSA_ROOT_KEY, keys.MSA_OTHER_ROOT_KEYS = NEW, (bytes(32),)

    with pytest.raises(CommandError):
        call_command("settle_keys")

    assert "bin/keys drop" not in capsys.readouterr().out
