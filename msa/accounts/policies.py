"""How a link that resets a sign-in goes on; the database holds to it as well."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Stage(models.TextChoices):
    """Where a link stands; it follows from its times."""

    OPEN = "OPEN", "Open"
    USED = "USED", "Used"
    EXPIRED = "EXPIRED", "Expired"


STARTS: Mapping[Stage, str] = {Stage.OPEN: "somebody makes it for another member"}
MOVES: Mapping[tuple[Stage, Stage], str] = {
    (Stage.OPEN, Stage.USED): "its owner sets a new password",
    (Stage.OPEN, Stage.EXPIRED): "another one is made",
}
BY_TIME: Mapping[tuple[Stage, Stage], str] = {
    (Stage.OPEN, Stage.EXPIRED): "its time runs out",
}
