from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from cases.models import Section, SessionNote
from cases.queries import people, sessions
from cases.sections import NOTE, SECTION, Identity
from cases.services import sections
from consent.documents import Binding, open_documents
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from msa.vault.envelope import CannotOpen, DataKey, Place, key_id_of, open_sealed, seal
from msa.vault.keys import OrganisationKeyring, forget_organisation_keys
from msa.vault.padding import unpad
from msa.vault.sealed import Sealed
from tests.cast import NOW, Cast
from tests.databases import superuser
from tests.security.stage import Stage, survivor

Attempts = Callable[[int, int], int]


def new_place(**changes: Any) -> Place:
    place = Place(uuid4(), uuid4(), "cases_section", "sealed", uuid4(), 1)
    return replace(place, **changes)


def new_key() -> DataKey:
    return DataKey.of(uuid4(), AESGCM.generate_key(256))


def opens(key: DataKey, place: Place, envelope: bytes) -> bool:
    try:
        open_sealed(key, place, envelope)
    except CannotOpen:
        return False
    return True


# --- C05: changed bytes ------------------------------------------------------------


def damage(envelope: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(envelope))
    kinds: list[Callable[[], bytes]] = [
        lambda: (
            envelope[:at]
            + bytes([envelope[at] ^ (1 << chance.randrange(8))])
            + envelope[at + 1 :]
        ),
        lambda: envelope[:at],
        lambda: envelope + chance.randbytes(1 + at % 20),
        lambda: bytes([chance.randrange(2, 256)]) + envelope[1:],
        lambda: envelope[:1] + bytes([chance.randrange(2, 256)]) + envelope[2:],
        lambda: envelope[:22] + envelope[23:],
        lambda: envelope[:at] + envelope[at + 1 :] + b"\0",
    ]
    return chance.choice(kinds)()


@pytest.mark.req("C05", "SEC-02")
def test_damaged_envelopes_are_refused(attempts: Attempts) -> None:
    chance, key, place = random.Random(5), new_key(), new_place()
    envelope = seal(key, place, b"he told me that")
    assert opens(key, place, envelope)

    damaged = {damage(envelope, chance) for _ in range(attempts(2_000, 20_000))}

    assert [d for d in damaged - {envelope} if opens(key, place, d)] == []


@pytest.mark.req("C05")
def test_every_refusal_says_the_same() -> None:
    key, place = new_key(), new_place()
    envelope = seal(key, place, b"x")
    said = set()

    for wrong in (b"", envelope[:20], envelope[:-1], b"\2" + envelope[1:]):
        with pytest.raises(CannotOpen) as refusal:
            open_sealed(key, place, wrong)
        said.add(str(refusal.value))
    with pytest.raises(CannotOpen) as refusal:
        open_sealed(new_key(), place, envelope)
    said.add(str(refusal.value))

    assert said == {"sealed value does not open"}


@pytest.mark.req("C05")
@pytest.mark.parametrize("padded", [b"", b"\0\0\0", b"\xff" * 32, b"\0\0\0\1a\1"])
def test_odd_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(ValueError, match="padding"):
        unpad(padded)


# --- C04, C06: a value in another place --------------------------------------------

CHANGES: dict[str, Callable[[Place], Place]] = {
    "organisation": lambda p: replace(p, organisation=uuid4()),
    "subject": lambda p: replace(p, subject=uuid4()),
    "table": lambda p: replace(p, table="cases_sessionnote"),
    "column": lambda p: replace(p, column="other"),
    "row": lambda p: replace(p, row=uuid4()),
    "revision": lambda p: replace(p, revision=p.revision + 1),
    "table and column run together": lambda p: replace(
        p, table=p.table + '","' + p.column, column=""
    ),
}


@pytest.mark.req("C04", "SEC-02")
@pytest.mark.parametrize("change", CHANGES)
def test_under_the_same_key_each_part_of_the_place_counts(change: str) -> None:
    key, place = new_key(), new_place()
    envelope = seal(key, place, b"x")

    assert opens(key, place, envelope)
    assert not opens(key, CHANGES[change](place), envelope)


@pytest.mark.req("C04", "SEC-02")
def test_values_swapped_between_places_are_refused(attempts: Attempts) -> None:
    chance = random.Random(4)
    keys = [new_key() for _ in range(5)]
    places = [
        new_place(organisation=UUID(int=n % 2), subject=UUID(int=n % 6), revision=n % 3)
        for n in range(40)
    ]
    sealed = [
        (keys[n % 5], place, seal(keys[n % 5], place, b"x"))
        for n, place in enumerate(places)
    ]
    opened = 0

    for _ in range(attempts(500, 20_000)):
        (key, place, _), (_, _, envelope) = chance.sample(sealed, 2)
        opened += opens(key, place, envelope)

    assert all(opens(*one) for one in sealed)
    assert opened == 0


def stored(stage_cast: Cast) -> list[tuple[Actor, Any, Binding, Purpose]]:
    """Every sealed row of two organisations, as its own worker reads it."""
    found: list[tuple[Actor, Any, Binding, Purpose]] = []
    for actor in (stage_cast.worker, stage_cast.colleague, stage_cast.outsider):
        with use(actor.context):
            found += [
                (actor, r, SECTION, Purpose.RECORD) for r in Section.objects.all()
            ]
            found += [
                (actor, r, NOTE, Purpose.SESSIONS) for r in SessionNote.objects.all()
            ]
    return found


@pytest.mark.req("C04", "SEC-02")
def test_no_row_opens_with_the_value_of_another(cast: Cast) -> None:
    for actor, mark in (
        (cast.worker, "Aotea"),
        (cast.worker, "Akaroa"),
        (cast.colleague, "Bluff"),
        (cast.outsider, "Cromwell"),
    ):
        survivor(actor, mark)
    rows = stored(cast)
    opened = []

    for actor, row, binding, purpose in rows:
        own = row.sealed
        with use(actor.context):
            assert open_documents(actor, [row], binding, purpose, act="open")
            for _, other, _, _ in rows:
                if other.sealed == own:
                    continue
                row.sealed = other.sealed
                try:
                    opened.append(
                        open_documents(actor, [row], binding, purpose, act="open")
                    )
                except CannotOpen:
                    continue
        row.sealed = own

    assert len(rows) == 12
    assert opened == []


@pytest.mark.req("C04", "SEC-02")
@pytest.mark.parametrize(
    ("table", "pick"),
    [
        ("cases_section", "kind = 'contact'"),
        ("cases_section", "subject_id <> '{own}' AND kind = 'identity'"),
    ],
)
def test_a_swap_in_the_database_is_noticed(
    live_stage: Stage, table: str, pick: str
) -> None:
    worker = live_stage.cast.worker
    with superuser(live_stage.database) as admin:
        admin.execute(
            f"UPDATE {table} SET sealed = (SELECT sealed FROM {table} WHERE "
            f"{pick.format(own=live_stage.own.subject)} LIMIT 1)"
            " WHERE subject_id = %s AND kind = 'identity'".encode(),
            [live_stage.own.subject],
        )

    with use(worker.context), transaction.atomic(), pytest.raises(CannotOpen):
        people.person(worker, live_stage.own.subject, at=NOW)


@pytest.mark.req("C06", "SEC-02")
def test_an_earlier_value_put_back_is_noticed(live_stage: Stage) -> None:
    worker, subject = live_stage.cast.worker, live_stage.own.subject
    with use(worker.context), transaction.atomic():
        sections.save(worker, subject, Identity(name="Later"), after=1, at=NOW)
        page = people.person(worker, subject, at=NOW)
        assert page.card.name == "Later"
    with superuser(live_stage.database) as admin:
        admin.execute(
            "UPDATE cases_section SET sealed = (SELECT sealed FROM cases_section"
            " WHERE subject_id = %s AND kind = 'identity' AND revision = 1)"
            " WHERE subject_id = %s AND kind = 'identity' AND revision = 2",
            [subject, subject],
        )

    with use(worker.context), transaction.atomic(), pytest.raises(CannotOpen):
        people.person(worker, subject, at=NOW)


@pytest.mark.req("C04")
def test_a_note_moved_to_another_session_is_noticed(live_stage: Stage) -> None:
    worker, own = live_stage.cast.worker, live_stage.own
    with superuser(live_stage.database) as admin:
        admin.execute(
            "UPDATE cases_sessionnote SET sealed = (SELECT sealed FROM"
            " cases_sessionnote WHERE subject_id = %s) WHERE subject_id = %s",
            [live_stage.colleagues.subject, own.subject],
        )

    with use(worker.context), transaction.atomic(), pytest.raises(CannotOpen):
        sessions.session(worker, own.subject, own.session)


# --- C02: whose key opens what ------------------------------------------------------


def wrapped_keys(stage: Stage) -> list[tuple[UUID, UUID, UUID, str, bytes]]:
    with superuser(stage.database) as admin:
        rows = admin.execute(
            "SELECT k.organisation_id, k.subject_id, k.id, k.purpose, w.wrapped"
            " FROM consent_subjectkey k JOIN consent_wrappedkey w ON w.key_id = k.id"
        ).fetchall()
    return rows  # type: ignore[return-value]


def ring_of(stage: Stage, organisation: UUID) -> OrganisationKeyring:
    with superuser(stage.database) as admin:
        ((key_id, wrapped),) = admin.execute(
            "SELECT id, wrapped FROM consent_organisationkey"
            " WHERE organisation_id = %s",
            [organisation],
        ).fetchall()
    return OrganisationKeyring(
        organisation=organisation,
        key_id=key_id,  # type: ignore[arg-type]
        wrapped=wrapped,  # type: ignore[arg-type]
    )


@pytest.mark.req("C02", "SEC-02")
def test_an_organisations_key_opens_exactly_its_own(stage: Stage) -> None:
    ring, all_keys = ring_of(stage, stage.cast.kauri.id), wrapped_keys(stage)
    opened = set()

    for _, subject, key, purpose, wrapped in all_keys:
        try:
            ring.unwrap(subject=subject, data_key=key, purpose=purpose, wrapped=wrapped)
            opened.add(key)
        except CannotOpen:
            continue

    own = {
        key
        for organisation, _, key, _, _ in all_keys
        if organisation == stage.cast.kauri.id
    }
    assert len(own) == 4
    assert len(all_keys) == 6
    assert opened == own


@pytest.mark.req("C02")
@pytest.mark.parametrize("changed", ["subject", "data_key", "purpose"])
def test_a_wrapped_key_is_bound_to_whose_it_is(stage: Stage, changed: str) -> None:
    ring = ring_of(stage, stage.cast.kauri.id)
    _, subject, key, purpose, wrapped = next(
        row for row in wrapped_keys(stage) if row[0] == stage.cast.kauri.id
    )
    whose: dict[str, Any] = {"subject": subject, "data_key": key, "purpose": purpose}
    ring.unwrap(**whose, wrapped=wrapped)

    whose[changed] = "ASSESSMENT" if changed == "purpose" else uuid4()
    with pytest.raises(CannotOpen):
        ring.unwrap(**whose, wrapped=wrapped)


@pytest.mark.req("C02")
def test_another_root_key_opens_nothing(stage: Stage, settings: Any) -> None:
    ring_of(stage, stage.cast.kauri.id)
    forget_organisation_keys()
    settings.MSA_ROOT_KEY = bytes(32)

    with pytest.raises(CannotOpen):
        ring_of(stage, stage.cast.kauri.id)


# --- C10 ---------------------------------------------------------------------------


@pytest.mark.req("C10", "SEC-02")
def test_no_nonce_is_used_twice(attempts: Attempts) -> None:
    key, place = new_key(), new_place()
    number = attempts(50_000, 1_000_000)

    nonces = {seal(key, place, b"")[22:34] for _ in range(number)}

    assert len(nonces) == number


# --- What is sealed stays sealed in Python -------------------------------------------


@pytest.mark.req("SEC-05")
def test_a_sealed_value_has_no_text() -> None:
    sealed = Sealed(seal(new_key(), new_place(), b"x"))

    assert {str(sealed), repr(sealed), f"{sealed}"} == {"<sealed>"}


def test_an_envelope_names_its_key() -> None:
    key = new_key()

    assert key_id_of(seal(key, new_place(), b"x")) == key.id
