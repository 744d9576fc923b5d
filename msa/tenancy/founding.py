"""What a database holds before anybody works in it: the context key, the tenants."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import connection, transaction

from msa.tenancy.context import KEY_ID, Context, use
from msa.tenancy.models import Organisation, OrganisationKind

#: Whoever founds organisations from the command line; no person signs in as this.
FOUNDER = uuid.UUID(int=0)
_BLOCK = 64


def install_context_key() -> None:
    """Put the padded context key where only the definer functions can read it.

    Run as the owner, after migrations and after each restore; running it again with
    another key replaces the one before.
    """
    key = settings.MSA_CONTEXT_KEY.ljust(_BLOCK, b"\0")
    pads = [bytes(byte ^ mask for byte in key) for mask in (0x36, 0x5C)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "INSERT INTO priv.context_key (key_id, inner_pad, outer_pad)"
            " VALUES (%s, %s, %s) ON CONFLICT (key_id) DO UPDATE"
            " SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [KEY_ID, *pads],
        )


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
