"""This process as one of the two sites: its logins, its door, its addresses.

The tests' own login is a member of every role. What a site does when its login may not
take a role shows only here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.test import override_settings

from tests.databases import pointed_at

LOGINS = {"casework": "msa_app", "national": "msa_national"}


@contextmanager
def site(name: str, database: str, *, urls: str = "") -> Iterator[None]:
    """Be the casework or the national site on ``database`` inside the block."""
    overrides = {
        "MSA_SITE": name,
        "MSA_IDLE_ROLE": "",
        "ROOT_URLCONF": urls or f"msa.urls.{name}",
    }
    with pointed_at(database), override_settings(**overrides), _logged_in(name):
        yield


@contextmanager
def _logged_in(name: str) -> Iterator[None]:
    default = connections["default"]
    before = {key: default.settings_dict[key] for key in ("USER", "PASSWORD")}
    default.close()
    default.settings_dict.update(_credentials(LOGINS[name]))
    door = {
        **default.settings_dict,
        **_credentials("msa_door"),
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
    }
    settings.DATABASES["signin"] = connections.settings["signin"] = door
    try:
        yield
    finally:
        connections["signin"].close()
        del connections["signin"]
        del settings.DATABASES["signin"]
        connections.settings.pop("signin", None)
        default.close()
        default.settings_dict.update(before)


def _credentials(login: str) -> dict[str, str]:
    secret = Path(os.environ["MSA_SECRETS"]) / f"{login}.password"
    return {"USER": login, "PASSWORD": secret.read_text().strip()}
