"""How a consent and its key go on; the database holds to the key's moves as well."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from consent.enums import KeyState


class Stage(models.TextChoices):
    """Where one consent stands; it follows from its rows and the time."""

    IN_FORCE = "IN_FORCE", "In force"
    WITHDRAWN = "WITHDRAWN", "Taken back"
    REPLACED = "REPLACED", "Replaced by another"
    EXPIRED = "EXPIRED", "Expired"


CONSENT_STARTS: Mapping[Stage, str] = {Stage.IN_FORCE: "he agrees"}
CONSENT_MOVES: Mapping[tuple[Stage, Stage], str] = {
    (Stage.IN_FORCE, Stage.WITHDRAWN): "he takes it back",
    (Stage.EXPIRED, Stage.WITHDRAWN): "he takes it back",
    (Stage.IN_FORCE, Stage.REPLACED): "he agrees anew, for longer, to more or to less",
    (Stage.EXPIRED, Stage.REPLACED): "he agrees anew",
}
CONSENT_BY_TIME: Mapping[tuple[Stage, Stage], str] = {
    (Stage.IN_FORCE, Stage.EXPIRED): "the day he named comes",
}

KEY_STARTS: Mapping[KeyState, str] = {KeyState.ACTIVE: "he agrees"}
KEY_MOVES: Mapping[tuple[KeyState, KeyState], str] = {
    (KeyState.ACTIVE, KeyState.SEALED): "he takes his consent back",
    (KeyState.ACTIVE, KeyState.DESTROYED): "his record is erased",
    (KeyState.SEALED, KeyState.DESTROYED): "his record is erased",
}
