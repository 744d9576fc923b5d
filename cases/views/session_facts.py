"""A session in words: names and values, as pages list them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import LifeDomain, Practice
from cases.sections import Note
from cases.views.facts import Facts as Facts
from cases.views.facts import labels
from msa.web.templatetags.msa import minutes


class Counted(Protocol):
    """What is counted of a session, by whichever version of it."""

    @property
    def held_on(self) -> date:
        """The day it took place."""
        ...

    @property
    def minutes(self) -> int:
        """How long it took."""
        ...

    @property
    def kind_label(self) -> str:
        """What it was, in words."""
        ...

    @property
    def mode_label(self) -> str:
        """How they met, in words."""
        ...


def session_facts(told: Counted, note: Note | None) -> Facts:
    """Return a session and its words by what the form calls them; the unsaid left out.

    Without a note, because none was written or because it stays sealed, there is
    only what is counted.
    """
    return [
        (_("Day"), formats.date_format(told.held_on, "j F Y")),
        (_("What it was"), told.kind_label),
        (_("How you met"), told.mode_label),
        (_("How long"), minutes(told.minutes)),
        *(_note_facts(note) if note else []),
    ]


def _note_facts(note: Note) -> Facts:
    said = [
        (_("Worked on together"), labels(LifeDomain, note.domains)),
        (_("Note"), note.body),
        (_("Written together"), _("Yes") if note.written_together else ""),
        (_("Agreed to do next"), note.next_steps),
        (_("When it began"), note.start),
        (_("Who else was there"), note.present),
        (_("As peer support"), labels(Practice, note.practice)),
        (_("Somebody else told us this"), note.from_others),
        (_("Who told it"), note.told_by),
    ]
    return [(name, value) for name, value in said if value]
