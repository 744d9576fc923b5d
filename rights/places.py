"""Where in a record a correction belongs: a section by its code, or one session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import SectionKind
from cases.models import Session
from rights.models import Request


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a record; ``code`` names it in forms and in ``{% beside %}``."""

    code: str
    kind: str = ""
    """The code of a section."""
    session: UUID | None = None
    held_on: date | None = None

    @classmethod
    def section(cls, kind: str) -> Self:
        """Return the place of a section."""
        return cls(kind, kind=kind)

    @classmethod
    def of_session(cls, row: Session) -> Self:
        """Return the place of a session."""
        return cls(str(row.id), session=row.id, held_on=row.held_on)

    @property
    def title(self) -> str:
        """The place in words."""
        if self.kind:
            return str(dict(SectionKind.choices).get(self.kind, self.kind))
        if self.held_on is None:
            return _("A session that is sealed now")
        day = formats.date_format(self.held_on, "j F Y")
        return _("Session of %(day)s") % {"day": day}


def place_of(row: Request, sessions: Mapping[UUID, Session]) -> Place | None:
    """Return what a correction is about; a sealed session has no day."""
    if row.section:
        return Place.section(row.section)
    if row.session is None:
        return None
    held = sessions.get(row.session)
    return (
        Place.of_session(held) if held else Place(str(row.session), session=row.session)
    )
