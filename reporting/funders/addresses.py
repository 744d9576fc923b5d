"""Where a request comes from, and whether a client may be used from there."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings


def address_of(meta: Mapping[str, Any]) -> str:
    """Return the address a request came from, as the proxies that we trust tell it.

    What a program writes into ``X-Forwarded-For`` by itself stands before what they
    add, so it is never believed.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told: list[str] = [
        part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    ]
    if not proxies or told == [""]:
        return str(meta.get("REMOTE_ADDR", ""))
    return told[-min(proxies, len(told))]


def admits(networks: Sequence[str], address: str) -> bool:
    """Say whether an address is in one of the networks; every one is if there are none.

    An address that can't be read is in none.
    """
    if not networks:
        return True
    try:
        asking = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(asking in ipaddress.ip_network(network) for network in networks)
