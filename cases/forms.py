"""What peer workers type: checked, put into sections and sessions, never saved here."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import AgeBand, Ethnicity, LifeDomain, Mode, Region, SessionKind
from cases.queries.sessions import Habits
from cases.sections import Contact, Identity, Note
from cases.services.sessions import Held
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, ChipsMultiple

_DAY_MINUTES = 24 * 60
#: Far more than anybody types at once; short of what a request may hold.
_LONGEST_NOTE = 50_000
_PHONE = re.compile(r"\+?[\d\s()./-]+((x|ext\.?)\s*\d+)?", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;\n]")
_FEWEST_DIGITS = 6


class Words(forms.CharField):
    """Text in composed form, so that a macron is one letter everywhere (UI-L4)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200} | kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class Listed(Words):
    """Several names in one line, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        parts = (part.strip() for part in _SEVERAL.split(super().clean(value)))
        return list(dict.fromkeys(part for part in parts if part))


def _or_blank(choices: Iterable[tuple[str, str]], blank: Any) -> list[tuple[str, Any]]:
    return [("", blank), *choices]


class Search(Form):
    """A name, a phone number or a reference number."""

    q = Words(label=_("Find one of your people"), required=False)


class IdentityFields(Form):
    """Who he is, as he says it; only what to call him is needed (REC-00, REC-01)."""

    name = Words(label=_("What he likes to be called"), max_length=100)
    pronouns = Words(label=_("Pronouns"), required=False, max_length=40)
    first_name = Words(label=_("First names"), required=False, max_length=100)
    last_name = Words(label=_("Last name"), required=False, max_length=100)
    birth_date = NZDateField(
        label=_("Date of birth"),
        help_text=_("Day, month and year, like 5 3 1984"),
        past=True,
        required=False,
    )
    age_band = forms.ChoiceField(
        label=_("Or only his age"),
        choices=_or_blank(AgeBand.choices, _("Not said")),
        required=False,
    )
    ethnicities = forms.MultipleChoiceField(
        label=_("Ethnic groups he belongs to"),
        help_text=_("As many as he says"),
        choices=Ethnicity.choices,
        widget=ChipsMultiple,
        required=False,
    )
    iwi = Listed(
        label=_("Iwi"),
        help_text=_("With commas between them if there are several"),
        required=False,
    )
    gender = Words(label=_("Gender, in his own words"), required=False, max_length=100)
    referred_by = Words(
        label=_("Who told him about us"),
        help_text=_("A person, a service, or how he found us"),
        required=False,
    )

    def identity(self, before: Identity | None = None) -> Identity:
        """Return the section; what this form does not ask is taken from ``before``."""
        data = self.cleaned_data
        born: date | None = data["birth_date"]
        return replace(
            before or Identity(),
            **{name: data[name] for name in self.fields if name in _IDENTITY}
            | {"birth_date": born.isoformat() if born else ""},
        )


_IDENTITY = frozenset(Identity().document())


def identity_values(identity: Identity) -> dict[str, Any]:
    """Return a section as the values its form starts with."""
    born = identity.born_on()
    typed = f"{born.day}/{born.month}/{born.year}" if born else ""
    return identity.document() | {"birth_date": typed}


class ContactFields(Form):
    """How to reach him safely: at least one way, and what may be said (REC-00)."""

    phone = Words(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            {"inputmode": "tel", "autocomplete": "off", "class": "medium"}
        ),
    )
    phone_safe = forms.BooleanField(label=_("Safe to ring"), required=False)
    text_safe = forms.BooleanField(label=_("Safe to text"), required=False)
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an email address, like name@example.nz")},
    )
    email_safe = forms.BooleanField(label=_("Safe to email"), required=False)
    other = Words(
        label=_("Another safe way"),
        help_text=_("For example: through his sister, or at the Tuesday group"),
        required=False,
    )
    may_say = Words(
        label=_("What may be said or left there"),
        help_text=_("For example: only a first name, no message, mornings only"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"class": "low"}),
    )
    address = Words(
        label=_("Postal address"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"class": "low"}),
    )
    post_safe = forms.BooleanField(label=_("Safe to write to"), required=False)
    town = Words(label=_("Town or suburb"), required=False, max_length=100)
    region = forms.ChoiceField(
        label=_("Region"),
        choices=_or_blank(Region.choices, _("Not said")),
        required=False,
    )
    no_fixed_address = forms.BooleanField(label=_("No fixed address"), required=False)

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        digits = sum(letter.isdigit() for letter in phone)
        if phone and not (_PHONE.fullmatch(phone) and digits >= _FEWEST_DIGITS):
            raise ValidationError(_("Enter a phone number, like 021 555 0101"))
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_filled("phone", "phone_safe", "text_safe")
        self._check_filled("email", "email_safe")
        self._check_filled("address", "post_safe")
        if not self.errors and not self.contact().safe_ways():
            self.add_error(
                "phone",
                _("Fill in one way to reach him and tick that it is safe"),
            )
        return data

    def _check_filled(self, name: str, *ticks: str) -> None:
        ticked = any(self.cleaned_data.get(tick) for tick in ticks)
        if ticked and not self.cleaned_data.get(name) and name not in self.errors:
            label = self.fields[name].label
            self.add_error(
                name, _("Fill in “%(label)s”, or take the tick away") % {"label": label}
            )

    def contact(self, before: Contact | None = None) -> Contact:
        """Return the section; what this form does not ask is taken from ``before``."""
        data = self.cleaned_data
        return replace(
            before or Contact(),
            **{name: data[name] for name in self.fields if name in _CONTACT},
        )


_CONTACT = frozenset(Contact().document())


class Revision(Form):
    """Which revision was on the page when he began to type (UI-W8)."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def follow(self, revision: int) -> None:
        """Let what he typed be the revision after this one, if he saves once more."""
        self.data = _with(self.data, "revision", revision)


class EditIdentity(Revision, IdentityFields):
    """Who he is, changed."""


class EditContact(Revision, ContactFields):
    """How to reach him, changed or said to be right still."""

    checked = forms.BooleanField(
        label=_("He told me today that this is safe"), required=False
    )

    def contact(self, before: Contact | None = None) -> Contact:
        """Return the section; ticked, it was last checked today."""
        section = super().contact(before)
        if not self.cleaned_data.get("checked"):
            return section
        return replace(section, checked_on=timezone.localdate().isoformat())


class Start(IdentityFields, ContactFields):
    """His name and safe contact, for the first time."""


#: The fields whose content is sealed, and needs his consent to session notes.
NOTE_FIELDS = ("domains", "body", "written_together")


class LogSession(Form):
    """One session, told in a few taps (UI-W1, SES-03)."""

    #: Made with the page: pressed twice or sent again, it is one session (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    when = forms.ChoiceField(label=_("When"), widget=Chips)
    other_day = NZDateField(
        label=_("Which day"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
        required=False,
    )
    mode = forms.ChoiceField(label=_("How you met"), choices=Mode.choices, widget=Chips)
    kind = forms.ChoiceField(label=_("What it was"), choices=SessionKind.choices)
    length = forms.ChoiceField(
        label=_("How long, in minutes"),
        choices=[(n, n) for n in ("15", "30", "60", "90")] + [("other", _("Other"))],
        widget=Chips,
    )
    other_minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=_DAY_MINUTES,
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter the minutes as a number, like 45"),
            "min_value": _("Enter at least 1 minute"),
            "max_value": _("Enter at most 1,440 minutes, a whole day"),
        },
    )
    domains = forms.MultipleChoiceField(
        label=_("What you worked on together"),
        choices=LifeDomain.choices,
        widget=ChipsMultiple,
        required=False,
    )
    body = Words(
        label=_("Note"),
        help_text=_("In words he would be happy to read."),
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea,
    )
    written_together = forms.BooleanField(
        label=_("We wrote this together"), required=False
    )

    def __init__(
        self, data: Any = None, *, habits: Habits, offers_note: bool, **kwargs: Any
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
        self.data = _with(self.data, "id", uuid.uuid4())

    def shows_note(self) -> bool:
        """Say whether there is a place for words, or words that must not get lost."""
        typed = any(self.data.get(name) for name in NOTE_FIELDS)
        return self.offers_note or typed

    def note(self) -> Note:
        """Return the words about it."""
        data = self.cleaned_data
        return Note(
            body=data["body"],
            domains=data["domains"],
            written_together=data["written_together"],
        )


def _with(data: Any, name: str, value: object) -> Any:
    copy = data.copy()
    copy[name] = str(value)
    return copy


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
