"""Putting a session right: checked and handed to the service, never saved here."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Mode, SessionKind
from cases.forms.fields import minutes_field
from cases.forms.notes import NoteFields
from cases.forms.record import Revision, typed
from cases.queries.sessions import SessionPage
from cases.sections import Note
from cases.services.sessions import Held
from msa.web.fields import NZDateField
from msa.web.widgets import Chips


class CorrectSession(Revision, NoteFields):
    """A session as it stands, to be changed (SES-04)."""

    #: As the page has them: errors are listed in this order.
    field_order = ("revision", "held_on", "mode", "kind", "minutes")
    stands_for: ClassVar = {"when": "held_on", "length": "minutes"}

    held_on = NZDateField(
        label=_("Which day"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
    )
    mode = forms.ChoiceField(label=_("How you met"), choices=Mode.choices, widget=Chips)
    kind = forms.ChoiceField(label=_("What it was"), choices=SessionKind.chosen())
    minutes = minutes_field(_("How long, in minutes"))

    def keep_to(self, kind: str) -> None:
        """Let an email stay one, for it has parts, and nothing else become one."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        is_email = kind == SessionKind.EMAIL_KEPT
        field.choices = [
            (one, label)
            for one, label in SessionKind.choices
            if (one == SessionKind.EMAIL_KEPT) == is_email
        ]

    @classmethod
    def values(cls, page: SessionPage) -> dict[str, Any]:
        """Return what the form shows of a session."""
        note = page.note or Note()
        return note.document() | {
            "revision": page.revision,
            "held_on": typed(page.line.held_on.isoformat()),
            "mode": page.line.mode,
            "kind": page.line.kind,
            "minutes": page.line.minutes or None,
        }

    def held(self) -> Held:
        """Return what is counted about the session."""
        data = self.cleaned_data
        return Held(
            held_on=data["held_on"],
            minutes=data["minutes"],
            kind=SessionKind(data["kind"]),
            mode=Mode(data["mode"]),
        )
