"""How many keys a member may be given: told to the database, which counts (C12)."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

_CAP = """
INSERT INTO priv.release_cap (listed, an_hour, a_day, each_an_hour, each_a_day)
VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (listed) DO UPDATE
   SET an_hour = excluded.an_hour, a_day = excluded.a_day,
       each_an_hour = excluded.each_an_hour, each_a_day = excluded.each_a_day
"""


def tell_release_caps() -> None:
    """Let the key release refuse beyond the numbers of the settings. Run as the owner.

    No site may: whoever runs code in one could give himself any number.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(_CAP, [False, *settings.MSA_KEYS_OPENED, 0, 0])
        cursor.execute(
            _CAP, [True, *settings.MSA_KEYS_LISTED, *settings.MSA_TIMES_EVERYBODY]
        )
