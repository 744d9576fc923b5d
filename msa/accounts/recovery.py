"""Recovery codes: ten ways in for the day the phone is gone. Each is used once."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.utils.crypto import constant_time_compare

from msa.accounts.router import door
from msa.accounts.telling import tell

#: From so few on the person is told to make new ones.
FEW = 3
_KIND = Authenticator.Type.RECOVERY_CODES


def make(person: Any) -> list[str]:
    """Make new recovery codes; those made before are worth nothing from now.

    They are shown once: only a sealed seed is kept.
    """
    with transaction.atomic(using=door()):
        Authenticator.objects.filter(user=person, type=_KIND).delete()
        codes = RecoveryCodes.activate(person).generate_codes()
        tell(person, "recovery-codes.made")
    return [f"{code[:5]} {code[5:]}" for code in codes]


def left(person: Any) -> int | None:
    """Return how many codes a person has left; None if he never made any."""
    found = Authenticator.objects.filter(user=person, type=_KIND).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else None


def use_up(factor: Authenticator, code: str) -> bool:
    """Use up a recovery code; False if it is none of them or was used before.

    One statement decides, as for codes of an app: it only succeeds on the row as it was
    read. Somebody who uses another code at the same moment is let try again.
    """
    digits = "".join(code.split())
    for _turn in range(3):
        factor.refresh_from_db()
        used = factor.data["used_mask"]
        place = _place_of(factor, digits)
        if place is None or used & (1 << place):
            return False
        changed = Authenticator.objects.filter(
            pk=factor.pk, data__used_mask=used, data__seed=factor.data["seed"]
        ).update(data={**factor.data, "used_mask": used | (1 << place)})
        if changed:
            return True
    return False


def _place_of(factor: Authenticator, digits: str) -> int | None:
    for place, code in enumerate(RecoveryCodes(factor).generate_codes()):
        if constant_time_compare(code, digits):
            return place
    return None
