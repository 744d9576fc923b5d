"""Logging a session: checked and handed to the service, never saved here."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Mode, SessionKind
from cases.forms.arranged import Together
from cases.forms.fields import minutes_field
from cases.forms.notes import NOTE_FIELDS, NoteFields
from cases.forms.record import with_value
from cases.queries.episodes import Stay
from cases.queries.sessions import Habits
from cases.services.sessions import Held
from msa.web.fields import NZDateField
from msa.web.widgets import Chips


class LogSession(NoteFields):
    """One session, told in a few taps (UI-W1, SES-03)."""

    #: As the page has them: errors are listed in this order.
    field_order = ("id", "when", "other_day", "mode", "kind", "length", "other_minutes")
    together: ClassVar = {
        "when": Together(("other_day",), "more"),
        "length": Together(("other_minutes",), "more"),
        **NoteFields.together,
    }
    after: ClassVar = {"kind": "cases/_keep_email.html", **NoteFields.after}
    acts: ClassVar = frozenset({"is_back"})

    #: Made with the page: pressed twice or sent again, it is one session (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=_("When"),
        widget=Chips,
        error_messages={
            "invalid_choice": _("Choose the day anew: this page is from an earlier day")
        },
    )
    other_day = NZDateField(
        label=_("Which day"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
        required=False,
    )
    mode = forms.ChoiceField(label=_("How you met"), choices=Mode.choices, widget=Chips)
    kind = forms.ChoiceField(label=_("What it was"), choices=SessionKind.chosen())
    length = forms.ChoiceField(
        label=_("How long, in minutes"),
        choices=[(n, n) for n in ("15", "30", "60", "90")] + [("other", _("Other"))],
        widget=Chips,
    )
    other_minutes = minutes_field(_("Minutes"), required=False)
    is_back = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        habits: Habits,
        offers_note: bool,
        away: Stay | None = None,
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        initial = {
            "id": uuid.uuid4(),
            "when": today.isoformat(),
            "mode": (habits.modes or [Mode.IN_PERSON])[0],
            "kind": (habits.kinds or [SessionKind.ONE_TO_ONE])[0],
            "length": "60",
        }
        super().__init__(data, initial=initial, **kwargs)
        _offer(self.fields["when"], _days(today))
        _first(self.fields["mode"], habits.modes)
        _first(self.fields["kind"], habits.kinds)
        for name in ("other_day", "other_minutes"):
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]
        #: A stretch of support that rests or is over, which he may be back from.
        self.away = away
        self.fields["is_back"].label = (
            _("He is back: he goes on after his pause")
            if away and not away.is_over
            else _("He is back: a new time with us begins")
        )
        #: The words are always read, so that none get lost when he has just withdrawn.
        self.offers_note = offers_note

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._ask_other("when", "other_day", _("Fill in which day it was"))
        self._ask_other("length", "other_minutes", _("Fill in how many minutes"))
        return data

    def _ask_other(self, choice: str, name: str, message: Any) -> None:
        if self.cleaned_data.get(choice) != "other":
            # What stands in a field that was not asked for does no harm.
            self.errors.pop(name, None)
        elif self.cleaned_data.get(name) is None and name not in self.errors:
            self.add_error(name, message)

    def held(self) -> Held:
        """Return what is counted about the session."""
        data = self.cleaned_data
        other = data["length"] == "other"
        return Held(
            held_on=self._day(),
            minutes=data["other_minutes"] if other else int(data["length"]),
            kind=SessionKind(data["kind"]),
            mode=Mode(data["mode"]),
        )

    def _day(self) -> date:
        when: str = self.cleaned_data["when"]
        if when != "other":
            return date.fromisoformat(when)
        day: date = self.cleaned_data["other_day"]
        return day

    def become_another(self) -> None:
        """Let what he typed be a session of its own, if he saves once more."""
        self.data = with_value(self.data, "id", uuid.uuid4())

    def draws(self, name: str) -> bool:
        """Say whether a field is on the page now: no words where none are kept."""
        return super().draws(name) and (name not in NOTE_FIELDS or self.shows_note())

    def shows_note(self) -> bool:
        """Say whether there is a place for words, or words that must not get lost."""
        typed = any(self.data.get(name) for name in NOTE_FIELDS)
        return self.offers_note or typed


def _days(today: date) -> list[tuple[str, Any]]:
    """Return the days to choose from, as dates: midnight may pass while he writes."""
    return [
        (today.isoformat(), _("Today")),
        ((today - timedelta(days=1)).isoformat(), _("Yesterday")),
        ("other", _("Another day")),
    ]


def _first(field: forms.Field, used: list[str]) -> None:
    """Put the choices used of late first, the last used before all."""
    rank = {value: place for place, value in enumerate(used)}
    choices = [(str(value), label) for value, label in field.choices]  # type: ignore[attr-defined]
    _offer(field, sorted(choices, key=lambda choice: rank.get(choice[0], len(rank))))


def _offer(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField's
