from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken

from msa.tenancy.context import use
from reporting.funders.enums import Scope
from reporting.funders.models import Client
from reporting.funders.oauth import Validator
from reporting.funders.services import access
from tests.funders.conftest import Program, as_superuser, ask_for_token

pytestmark = pytest.mark.req("REP-09")
BOTH = [Scope.READ, Scope.ORGANISATIONS]


def test_a_token_is_good_for_an_hour(give):
    answer = ask_for_token(give()).json()

    assert answer["expires_in"] == 3600
    assert answer["token_type"] == "Bearer"
    assert "refresh_token" not in answer


def test_only_the_hash_of_a_token_is_stored(program):
    (stored,) = AccessToken.objects.filter(application=program.given.client)

    assert program.get("/reports").status_code == 200
    assert stored.token == ""
    assert len(stored.token_checksum) == 64
    assert program.token not in str(vars(stored))


def test_the_database_refuses_a_token_in_clear(program):
    kept = AccessToken(application=program.given.client, expires=timezone.now())
    kept.token = "in clear"

    with (
        pytest.raises(IntegrityError, match="token_is_kept_as_its_hash"),
        transaction.atomic(),
    ):
        kept.save()


def test_the_secret_is_stored_as_a_hash(give):
    given = give()

    stored = Client.objects.get(id=given.client.id)
    assert stored.client_secret.startswith("argon2$")
    assert check_password(given.secret, stored.client_secret)
    assert stored.secret_prefix == given.secret[:9]
    assert given.secret not in repr(given)


def test_national_staff_read_no_hash_of_a_secret(cast, give):
    client = give().client
    with (
        use(cast.compiler.context),
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        Client.objects.filter(id=client.id).values_list("client_secret").get()


@pytest.mark.parametrize(
    "grant",
    [
        "password",
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "",
    ],
)
def test_no_other_way_to_a_token(give, grant):
    given = give()

    answer = Browser().post(
        "/api/oauth/token",
        {
            "grant_type": grant,
            "client_id": given.client.client_id,
            "client_secret": given.secret,
            "username": "compiler@msa.example",
            "password": "a long and quiet river",
            "refresh_token": "x",
            "code": "x",
            "device_code": "x",
        },
    )

    assert answer.status_code == 400
    assert answer.json() == {"error": "unsupported_grant_type"}


@pytest.mark.parametrize("name", ["authorize", "introspect", "revoke-token", "list"])
def test_nothing_else_of_the_library_has_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"oauth2_provider:{name}")


def test_a_wrong_secret_and_an_unknown_client_are_answered_alike(give):
    wrong, unknown = replace(give(), secret="wrong"), give()
    unknown.client.client_id = "funder-unknown"

    answers = [ask_for_token(wrong), ask_for_token(unknown)]

    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].content == answers[1].content


def test_a_secret_in_the_address_is_refused(give):
    given = give()

    answer = Browser().post(
        f"/api/oauth/token?client_id={given.client.client_id}"
        f"&client_secret={given.secret}",
        {"grant_type": "client_credentials"},
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["access_token", "token"])
def test_a_token_in_the_address_is_refused(program, name):
    bare = Browser().get(f"/api/v1/reports?{name}={program.token}")
    beside = program.get(f"/reports?{name}={program.token}")

    assert bare.status_code == 401
    assert beside.status_code == 400
    assert program.token not in bare.content.decode() + beside.content.decode()


def test_a_client_gets_no_scope_it_was_not_given(give):
    answer = ask_for_token(give(), Scope.ORGANISATIONS)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_scope"


def test_a_token_may_have_less_than_its_client(give, done):
    given = give(scopes=BOTH, organisations=["kauri"])
    whole, part = Program(given), Program(given, Scope.READ)
    table = f"/reports/{done.id}/tables/organisations"

    assert whole.get(table).status_code == 200
    assert part.get(table).status_code == 404
    assert part.get("/organisations").status_code == 403


def test_an_expired_token_is_told_so(program):
    as_superuser(
        "UPDATE oauth2_provider_accesstoken SET expires = now() - interval '1 min'"
    )

    answer = program.get("/reports")

    assert answer.status_code == 401
    assert answer.json()["type"].endswith("#token-expired")
    assert "WWW-Authenticate" in answer.headers


def test_a_token_of_an_ended_access_is_refused_at_once(cast, program):
    before = program.get("/reports").status_code
    with use(cast.releaser.context):
        access.end(cast.releaser, program.given.client.id, at=timezone.now())

    assert before == 200
    assert program.get("/reports").status_code == 401
    assert ask_for_token(program.given).status_code == 401


def test_access_that_ran_out_gives_and_takes_no_token(cast, give):
    now = timezone.now()
    given = give(at=now - timedelta(days=30), expires_at=now - timedelta(seconds=1))

    assert ask_for_token(given).status_code == 401


@pytest.mark.parametrize("days", [0, 367])
def test_access_lasts_up_to_a_year(give, days):
    now = timezone.now()
    with pytest.raises(IntegrityError, match="funder_access_ends_within_a_year"):
        give(at=now, expires_at=now + timedelta(days=days))


def test_nobody_takes_up_an_access_that_was_ended(cast, give):
    client = give().client
    with use(cast.compiler.context):
        access.end(cast.compiler, client.id, at=timezone.now())
        with pytest.raises(Exception, match="ended once"), transaction.atomic():
            Client.objects.filter(id=client.id).update(revoked_at=None, revoked_by=None)


def test_the_last_use_is_noted(program):
    before = Client.objects.get(id=program.given.client.id).last_used_at
    program.get("/reports")

    assert before is None
    assert Client.objects.get(id=program.given.client.id).last_used_at is not None


def test_a_client_asks_from_its_own_addresses_only(give, settings):
    given = give(networks=["203.0.113.0/24"])
    here = {"REMOTE_ADDR": "203.0.113.9"}
    token = ask_for_token(given, **here).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}

    inside = Browser().get("/api/v1/reports", headers=bearer, **here)
    outside = Browser().get("/api/v1/reports", headers=bearer)

    assert ask_for_token(given).status_code == 401
    assert inside.status_code == 200
    assert outside.status_code == 403
    assert outside.json()["type"].endswith("#address")


def test_an_address_that_a_program_invents_is_not_believed(give, settings):
    given = give(networks=["203.0.113.0/24"])
    invented = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}

    assert ask_for_token(given, **invented).status_code == 401
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert ask_for_token(given, **invented).status_code == 200
    added = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    assert ask_for_token(given, **added).status_code == 401


@pytest.mark.usefixtures("within_a_minute")
def test_tokens_are_given_so_often_and_no_more(give, settings):
    settings.MSA_TOKEN_LIMITS = {"minute": 3}
    given = give()

    answers = [ask_for_token(given) for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_expired_tokens_are_forgotten_after_a_day(program):
    as_superuser(
        "UPDATE oauth2_provider_accesstoken SET expires = now() - interval '2 days'"
    )

    ask_for_token(program.given)

    assert AccessToken.objects.filter(application=program.given.client).count() == 1


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize(
    "grant", ["authorization_code", "implicit", "password", "refresh_token"]
)
def test_whoever_is_asked_admits_client_credentials_alone(grant: str) -> None:
    """Even if the library were told to serve another way."""
    admits = Validator().validate_grant_type

    assert admits("x", "client_credentials", None, None)
    assert not admits("x", grant, None, None)
