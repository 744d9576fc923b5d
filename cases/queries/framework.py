"""The wellbeing framework's pou, as the national body keeps them (REC-05)."""

from __future__ import annotations

from cases.models import Pou
from cases.sections import Pillar


def current_pou() -> list[Pou]:
    """Return the pou on the list now, in their order; there may be none yet."""
    return list(Pou.objects.filter(retired_at=None).order_by("place", "added_at"))


def pillars() -> list[Pillar]:
    """Return the labels of the pou on the list now."""
    return [Pillar(one.te_reo, one.english) for one in current_pou()]
