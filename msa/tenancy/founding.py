"""What a database holds before anybody works in it: the context key, the tenants."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import connection, transaction

from msa.tenancy.context import Context, key_id, use
from msa.tenancy.models import Organisation, OrganisationKind

#: Whoever founds organisations from the command line; no person signs in as this.
FOUNDER = uuid.UUID(int=0)
_BLOCK = 64


def install_context_keys() -> None:
    """Let PostgreSQL accept contexts signed by the keys of this process, and no others.

    Run as the owner, after migrations, after each restore and whenever a context key
    was added, switched or dropped.
    """
    accepted = (settings.MSA_CONTEXT_KEY, *settings.MSA_OTHER_CONTEXT_KEYS)
    pads = {key_id(key): _pads(key) for key in accepted}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        # A key under a name that an earlier release gave it stays: it is the same key.
        cursor.execute(
            "DELETE FROM priv.context_key WHERE NOT inner_pad = ANY (%s)",
            [[inner for inner, _ in pads.values()]],
        )
        for name, (inner, outer) in pads.items():
            cursor.execute(
                "INSERT INTO priv.context_key (key_id, inner_pad, outer_pad)"
                " VALUES (%s, %s, %s) ON CONFLICT (key_id) DO NOTHING",
                [name, inner, outer],
            )


def _pads(key: bytes) -> tuple[bytes, bytes]:
    block = key.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ mask for byte in block) for mask in (0x36, 0x5C))
    return inner, outer


def national_body() -> Organisation:
    """Return the national body, made at the first call. Run as the owner."""
    with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
        body, _ = Organisation.objects.get_or_create(
            kind=OrganisationKind.NATIONAL,
            defaults={
                "code": "msa",
                "name": "Male Survivors Aotearoa",
                "name_mi": "Tautoko Tāne Aotearoa",
            },
        )
    return body
