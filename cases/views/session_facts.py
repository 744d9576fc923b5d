"""A session in words: names and values, as pages list them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import LifeDomain, Practice
from cases.form_settings.enums import SESSION
from cases.form_settings.policies import OFFICIAL_FORMS, Fact, OwnForms
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


def session_facts(
    told: Counted, note: Note | None, own: OwnForms = OFFICIAL_FORMS
) -> Facts:
    """Return a session and its words by what the form calls them; the unsaid left out.

    Without a note, because none was written or because it stays sealed, there is
    only what is counted.
    """
    form = own.of(SESSION)
    return form.told(
        [
            ("when", _("Day"), formats.date_format(told.held_on, "j F Y")),
            ("kind", _("What it was"), told.kind_label),
            ("mode", _("How you met"), told.mode_label),
            ("length", _("How long"), minutes(told.minutes)),
            *(_note_facts(form.shown(note)) if note else []),
        ]
    )


def meeting_facts(told: Counted, note: Note | None, own: OwnForms) -> Facts:
    """Return what a session's own page lists above its note."""
    form = own.of(SESSION)
    one = form.shown(note or Note())
    return form.told(
        [
            ("mode", _("How they met"), told.mode_label),
            ("length", _("How long"), minutes(told.minutes)),
            ("start", _("When it began"), one.start),
            ("present", _("Who else was there"), one.present),
            ("domains", _("Worked on together"), labels(LifeDomain, one.domains)),
            ("practice", _("As peer support"), labels(Practice, one.practice)),
            ("next_steps", _("Agreed to do next"), one.next_steps),
        ]
    )


def _note_facts(note: Note) -> list[Fact]:
    together = _("Yes") if note.written_together else ""
    return [
        ("domains", _("Worked on together"), labels(LifeDomain, note.domains)),
        ("body", _("Note"), note.body),
        ("written_together", _("Written together"), together),
        ("next_steps", _("Agreed to do next"), note.next_steps),
        ("start", _("When it began"), note.start),
        ("present", _("Who else was there"), note.present),
        ("practice", _("As peer support"), labels(Practice, note.practice)),
        ("from_others", _("Somebody else told us this"), note.from_others),
        ("told_by", _("Who told it"), note.told_by),
    ]
