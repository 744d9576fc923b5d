"""The parts of a record: checked, put into sections, never saved here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import AgeBand, EthnicGroup, Ethnicity, Region
from cases.forms.arranged import FOLD, Arranged, FieldGroup, Head, Together
from cases.forms.fields import Listed, Prose, Words, phone_number
from cases.sections import Contact, Identity
from consent.capacity import ReadingFirst
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import ChipsMultiple


def _or_blank(choices: Iterable[tuple[str, str]], blank: Any) -> list[tuple[str, Any]]:
    return [("", blank), *choices]


class IdentityFields(Arranged):
    """Who he is, as he says it; only what to call him is needed (REC-00, REC-01)."""

    form_code = "identity"
    #: As the page has them: errors are listed in this order.
    field_order = (
        *("name", "pronouns", "first_name", "last_name", "birth_date", "age_band"),
        *("ethnicities", "ethnic_groups", "iwi", "referred_by", "first_contact_on"),
        *("languages", "interpreter", "access_needs"),
        *("gender", "orientation", "legal_name"),
    )
    heads: ClassVar = {
        "first_name": Head("more", _("More about him, if he wants to say")),
        "languages": Head(
            "taking-part", _("Languages, and what makes it easier"), FOLD
        ),
        "gender": Head("papers", _("Gender, orientation, name on papers"), FOLD),
    }
    together: ClassVar = {
        "ethnicities": Together(("ethnic_groups",), "fold", _("Say it more exactly"))
    }

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
    ethnic_groups = forms.MultipleChoiceField(
        label=_("Or more exactly"),
        choices=EthnicGroup.choices,
        widget=ChipsMultiple,
        required=False,
    )
    gender = Words(label=_("Gender, in his own words"), required=False, max_length=100)
    orientation = Words(
        label=_("Sexual orientation, in his own words"),
        help_text=_("Only if he wants it written down"),
        required=False,
        max_length=100,
    )
    languages = Listed(
        label=_("Languages he speaks"),
        help_text=_("With commas between them if there are several"),
        required=False,
    )
    interpreter = Words(
        label=_("Interpreter"),
        help_text=_(
            "In which language, New Zealand Sign Language too, or whom he trusts"
        ),
        required=False,
    )
    access_needs = Prose(
        label=_("What makes it easier for him to take part"),
        help_text=_(
            "For example: stairs, hearing, reading, light, somebody beside him"
        ),
        max_length=1000,
    )
    legal_name = Words(
        label=_("Name on official papers, if it is another"),
        help_text=_("Only where a form asks for it"),
        required=False,
    )
    first_contact_on = NZDateField(
        label=_("When he first got in touch"), past=True, required=False
    )
    referred_by = Words(
        label=_("Who told him about us"),
        help_text=_("A person, a service, or how he found us"),
        required=False,
    )

    def identity(self, before: Identity | None = None) -> Identity:
        """Return the section; what this form does not ask is taken from ``before``."""
        told = {n: _plain(v) for n, v in self.cleaned_data.items() if n in _IDENTITY}
        # Who says it more exactly is counted all the same.
        exactly = {EthnicGroup(c).level_1.value for c in told["ethnic_groups"]}
        told["ethnicities"] = [
            code
            for code in Ethnicity.values
            if code in {*told["ethnicities"], *exactly}
        ]
        return replace(before or Identity(), **told, unsaid=self.left_unsaid())


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


_IDENTITY = frozenset(Identity().document())


def identity_values(identity: Identity) -> dict[str, Any]:
    """Return a section as the values its form starts with."""
    days = {n: typed(getattr(identity, n)) for n in ("birth_date", "first_contact_on")}
    return identity.document() | days


def typed(day: str) -> str:
    """Return a kept day as somebody types it: day, month, year."""
    if not day:
        return ""
    known = date.fromisoformat(day)
    return f"{known.day}/{known.month}/{known.year}"


def _what_to_say(label: Any) -> Words:
    return Words(label=label, required=False)


class ContactFields(Arranged):
    """How to reach him safely: at least one way, and what may be said (REC-00)."""

    form_code = "contact"
    #: As the page has them: errors are listed in this order.
    field_order = (
        *("phone", "phone_safe", "text_safe", "email", "email_safe"),
        *("other", "may_say", "phone_say", "text_say", "email_say", "post_say"),
        *("checked", "address", "post_safe", "no_fixed_address", "town", "region"),
    )
    heads: ClassVar = {
        "phone_say": Head("say", _("If it differs from way to way"), FOLD),
        "address": Head("lives", _("Where he lives"), before="cases/_checked.html"),
    }
    together: ClassVar = {
        "phone": Together(("phone_safe", "text_safe")),
        "email": Together(("email_safe",)),
        "address": Together(("post_safe", "no_fixed_address")),
    }

    phone = Words(
        label=_("Phone number"),
        required=False,
        max_length=40,
        validators=[phone_number],
        widget=forms.TextInput(
            {"inputmode": "tel", "autocomplete": "off", "class": "medium"}
        ),
    )
    phone_safe = forms.BooleanField(label=_("Safe to ring"), required=False)
    phone_say = _what_to_say(_("What may be said on the phone"))
    text_safe = forms.BooleanField(label=_("Safe to text"), required=False)
    text_say = _what_to_say(_("What may stand in a text"))
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an email address, like name@example.nz")},
    )
    email_safe = forms.BooleanField(label=_("Safe to email"), required=False)
    email_say = _what_to_say(_("What may stand in an email"))
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
    post_say = _what_to_say(_("What may stand on an envelope and in a letter"))
    town = Words(label=_("Town or suburb"), required=False, max_length=100)
    region = forms.ChoiceField(
        label=_("Region"),
        choices=_or_blank(Region.choices, _("Not said")),
        required=False,
    )
    no_fixed_address = forms.BooleanField(label=_("No fixed address"), required=False)

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
            unsaid=self.left_unsaid(),
        )


_CONTACT = frozenset(Contact().document())


class Revision(Form):
    """Which revision was on the page when he began to type (UI-W8)."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def follow(self, revision: int) -> None:
        """Let what he typed be the revision after this one, if he saves once more."""
        self.data = with_value(self.data, "revision", revision)


class EditIdentity(Revision, IdentityFields, ReadingFirst):
    """Who he is, changed."""

    made_of = (IdentityFields,)


class EditContact(Revision, ContactFields):
    """How to reach him, changed or said to be right still."""

    made_of = (ContactFields,)

    checked = forms.BooleanField(
        label=_("He told me today that this is safe"), required=False
    )

    def contact(self, before: Contact | None = None) -> Contact:
        """Return the section; ticked, it was last checked today."""
        section = super().contact(before)
        if not self.cleaned_data.get("checked"):
            return section
        return replace(section, checked_on=timezone.localdate().isoformat())


class Start(IdentityFields, ContactFields, ReadingFirst):
    """His name and safe contact, for the first time: nothing else is asked of him."""

    made_of = (IdentityFields, ContactFields)
    asks_all = False

    def name_regions(self) -> list[FieldGroup]:
        """Return what comes before all else: his name."""
        return [one for one in self.regions_of(IdentityFields) if not one.head]

    def more_regions(self) -> list[FieldGroup]:
        """Return what else there is about him, if he wants to say."""
        return [one for one in self.regions_of(IdentityFields) if one.head]

    def reaching_regions(self) -> list[FieldGroup]:
        """Return the ways to reach him."""
        return [one for one in self._contact() if not _is_home(one)]

    def home_regions(self) -> list[FieldGroup]:
        """Return where he lives."""
        return [one for one in self._contact() if _is_home(one)]

    def home_has_errors(self) -> bool:
        """Say whether something has to be put right about where he lives."""
        return any(one.has_errors for one in self.home_regions())

    def more_has_errors(self) -> bool:
        """Say whether something has to be put right of what else there is."""
        return any(one.has_errors for one in self.more_regions())

    def _contact(self) -> list[FieldGroup]:
        return self.regions_of(ContactFields)


def _is_home(region: FieldGroup) -> bool:
    return region.head is not None and region.head.code == "lives"


def with_value(data: Any, name: str, value: object) -> Any:
    copy = data.copy()
    copy[name] = str(value)
    return copy
