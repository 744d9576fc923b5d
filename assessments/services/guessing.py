"""How often secrets may be guessed before nobody listens any more (L04).

Counted before a secret is looked at, so that many tries at once gain nothing, and
given back when it was right. The counters stand in Redis and name nobody.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress

from django.core.cache import cache
from django.utils.crypto import salted_hmac

#: Wrong secrets from one address within the window.
FROM_ONE_ADDRESS = 5
#: Wrong secrets from everywhere: a swarm finds nothing in the life of a code.
FROM_EVERYWHERE = 500
WINDOW_SECONDS = 15 * 60


_EVERYWHERE = "check-in:wrong:everywhere"
#: Whoever has one address of version 6 has at least as many as these bits leave open.
_OF_ONE_OWNER = 64


def may_try(address: str, *, is_code: bool) -> bool:
    """Count a try from an address and say whether it is to be heard.

    Links are too long to be guessed, so the brake on everybody's codes leaves them
    alone; and an address that is no longer heard can't pull it.
    """
    if _count(_key(address)) > FROM_ONE_ADDRESS:
        return False
    return not is_code or _count(_EVERYWHERE) <= FROM_EVERYWHERE


def was_right(address: str, *, is_code: bool) -> None:
    """Take back the count of a try whose secret was right."""
    for key in [_key(address), *([_EVERYWHERE] if is_code else [])]:
        with suppress(ValueError):  # its time may end in between
            if cache.get(key):
                cache.decr(key)


def _count(key: str) -> int:
    cache.add(key, 0, timeout=WINDOW_SECONDS)
    try:
        count = int(cache.incr(key))
    except ValueError:  # its time ended between the two
        cache.set(key, 1, timeout=WINDOW_SECONDS)
        return 1
    if count == 1:
        # Where it ended within the second, the number would now stand for ever.
        cache.touch(key, timeout=WINDOW_SECONDS)
    return count


def _key(address: str) -> str:
    # Redis holds no personal data, and an address is some (SEC-05).
    opaque = salted_hmac("assessments.guessing", _owner(address), algorithm="sha256")
    return f"check-in:wrong:{opaque.hexdigest()}"


def _owner(address: str) -> str:
    """Return what stands for everybody who can send from an address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(
        mapped or ipaddress.ip_network((int(parsed), _OF_ONE_OWNER), strict=False)
    )
