"""How an invitation goes on; the database holds to it as well."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Stage(models.TextChoices):
    """Where an invitation stands; it follows from its times."""

    OPEN = "OPEN", "Open"
    ACCEPTED = "ACCEPTED", "Accepted"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    EXPIRED = "EXPIRED", "Expired"


STARTS: Mapping[Stage, str] = {Stage.OPEN: "somebody is invited"}
MOVES: Mapping[tuple[Stage, Stage], str] = {
    (Stage.OPEN, Stage.ACCEPTED): "the person invited takes it up",
    (Stage.OPEN, Stage.WITHDRAWN): "it is taken back, or another one is made",
    (Stage.EXPIRED, Stage.WITHDRAWN): "another one is made",
}
BY_TIME: Mapping[tuple[Stage, Stage], str] = {
    (Stage.OPEN, Stage.EXPIRED): "its time runs out",
}
