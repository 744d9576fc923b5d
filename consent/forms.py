"""Asking for consent by purpose, and for how and when it was given (CON-02, CON-03)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consent.capacity import Capacity
from consent.enums import Given, Information, Purpose
from consent.fields import SignatureField
from consent.models import Wording
from consent.queries import ENGLISH
from consent.services.consents import Agreement
from consent.terms import Terms
from msa.clock.days import AUCKLAND
from msa.web.fields import NZDateField
from msa.web.widgets import Chips, ChipsMultiple, StackedMultiple

ANSWERS = [("yes", _("Yes")), ("no", _("No"))]
#: How a consent may be given to somebody who is there; imports have their own way.
WAYS = [(way.value, way.label) for way in Given if way is not Given.IMPORTED]
#: What a purpose asks besides yes and no.
DETAILS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.COLLEAGUES: ("colleagues",),
    Purpose.SHARING: ("recipient", "information", "in_words", "sharing_until"),
    Purpose.QUOTATION: ("quotation",),
}

_CHOOSE = _("Choose an answer for “%(label)s”")
_GROUPS = [
    (_("To begin"), [Purpose.RECORD]),
    (
        _("To support you"),
        [Purpose.CONTACT, Purpose.SESSIONS, Purpose.SUPERVISION, Purpose.COLLEAGUES],
    ),
    (_("To see how support is going"), [Purpose.ASSESSMENT, Purpose.STATISTICS]),
    (_("To tell others"), [Purpose.SHARING, Purpose.QUOTATION]),
]


class HowGiven(Capacity):
    """How he said yes, and when; the words that go with it are sealed."""

    language = forms.CharField(widget=forms.HiddenInput, required=False)
    #: Which words stood on the page: they are what is kept, or he reads the new ones.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    given = forms.ChoiceField(
        label=_("How he told you"), choices=WAYS, widget=Chips, required=True
    )
    witness = forms.CharField(
        label=_("Who heard it besides you"),
        help_text=_("A name, or who it was: his sister, another peer worker"),
        max_length=100,
        required=False,
    )
    signature = SignatureField(
        label=_("His signature"),
        help_text=_("With a finger, a pen or the mouse"),
        required=False,
    )
    signed_name = forms.CharField(
        label=_("Or he types his name"), max_length=100, required=False
    )
    signed_here = forms.BooleanField(
        label=_("He typed it himself, and means it as his signature"), required=False
    )
    kept_where = forms.CharField(
        label=_("Where the signed paper is kept"),
        help_text=_("So that it is found again: the locked cabinet, folder 3"),
        max_length=200,
        required=False,
    )
    given_on = NZDateField(
        label=_("When he told you"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        wordings: Mapping[Purpose, Wording],
        language: str = ENGLISH,
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        self.wordings = wordings
        initial = {
            "given_on": f"{today.day}/{today.month}/{today.year}",
            "language": language,
            "shown": " ".join(self.shown_now()),
        }
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in ("witness", "signature", "signed_name", "signed_here"):
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]
        self.fields["kept_where"].hides_optional = True  # type: ignore[attr-defined]

    def purposes(self) -> Sequence[Purpose]:
        """Return the purposes that this form asks for."""
        return list(Purpose)

    def shown_now(self) -> list[str]:
        """Return the ids of the wordings that the page shows."""
        return [self.wordings[purpose].id for purpose in self.purposes()]

    def clean_shown(self) -> str:
        """Refuse what was agreed to in words that are no longer the newest."""
        shown = str(self.cleaned_data["shown"])
        if shown and shown.split() != self.shown_now():
            # What is sent next is what is read now.
            data: Any = self.data
            data = data.copy()
            data["shown"] = " ".join(self.shown_now())
            self.data = data
            raise forms.ValidationError(
                _("The words have changed since you opened this page. Read them again")
            )
        return shown

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = data.get("given")
        if given == Given.PAPER and not data.get("kept_where"):
            self.add_error("kept_where", _("Fill in where the signed paper is kept"))
        if given == Given.SCREEN and "signature" not in self.errors:
            self._check_signed(data)
        return data

    def _check_signed(self, data: dict[str, Any]) -> None:
        if data.get("signature"):
            return
        if not data.get("signed_name"):
            self.add_error("signature", _("Let him sign, or type his name below"))
        elif not data.get("signed_here"):
            self.add_error("signed_here", _("Tick that he typed his name himself"))

    def evidence(self) -> Terms:
        """Return how it was witnessed: of the ways, only what was chosen."""
        data = self.cleaned_data
        given = data["given"]
        if given == Given.SPOKEN:
            return Terms(witness=data["witness"])
        if given == Given.PAPER:
            return Terms(kept_where=data["kept_where"])
        typed = "" if data["signature"] else data["signed_name"]
        return Terms(signed_name=typed, strokes=data["signature"])

    def agreement(self, purpose: Purpose, **more: Any) -> Agreement:
        """Return his agreement to a purpose, with the wording that was shown."""
        return Agreement(
            purpose=purpose,
            given=Given(self.cleaned_data["given"]),
            given_on=self.cleaned_data["given_on"],
            wording=self.wordings[purpose].id,
            terms=replace(self.evidence(), support=self.cleaned_data["support"]),
            of_age=self.of_age(),
            **more,
        )


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over, where the people are."""
    return datetime.combine(day + timedelta(days=1), time(), AUCKLAND)


class Detailed(HowGiven):
    """What some purposes ask besides: which names, who is told what, which words."""

    colleagues = forms.MultipleChoiceField(
        label=_("Whom he names"), widget=ChipsMultiple, required=False
    )
    recipient = forms.CharField(
        label=_("Who is told"),
        help_text=_("A person or a service, as he names it"),
        max_length=200,
        required=False,
    )
    information = forms.MultipleChoiceField(
        label=_("What they are told"),
        choices=Information.choices,
        widget=StackedMultiple,
        required=False,
    )
    in_words = forms.CharField(
        label=_("In his own words, as exactly as he wants it"),
        max_length=1000,
        widget=forms.Textarea({"class": "low"}),
        required=False,
    )
    sharing_until = NZDateField(
        label=_("Until when they may be told"),
        help_text=_("Day, month and year, like 5 3 2026. That day is included."),
        required=False,
    )
    quotation = forms.CharField(
        label=_("The words, exactly as he approves them"),
        max_length=2000,
        widget=forms.Textarea({"class": "low"}),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[tuple[uuid.UUID, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(member), name) for member, name in colleagues]
        self.fields["colleagues"].choices = names  # type: ignore[attr-defined]
        for detail in (one for each in DETAILS.values() for one in each):
            self.fields[detail].hides_optional = detail != "in_words"  # type: ignore[attr-defined]

    def check_details(self, purpose: Purpose) -> None:
        """Note what is missing for a purpose that he agrees to."""
        data = self.cleaned_data
        if purpose is Purpose.COLLEAGUES and not data.get("colleagues"):
            self._miss("colleagues", _("Choose whom he names, or answer no"))
        if purpose is Purpose.QUOTATION and not data.get("quotation", "").strip():
            self._miss("quotation", _("Fill in the words that he approves"))
        if purpose is Purpose.SHARING:
            self._check_sharing(data)

    def _check_sharing(self, data: dict[str, Any]) -> None:
        if not data.get("recipient", "").strip():
            self._miss("recipient", _("Fill in who is told"))
        if not data.get("information"):
            self._miss("information", _("Choose what they are told"))
        elif Information.OTHER in data["information"] and not data.get("in_words"):
            self._miss("in_words", _("Fill in what else they are told"))
        until = data.get("sharing_until")
        if until is None:
            self._miss("sharing_until", _("Fill in until when they may be told"))
        elif until < timezone.localdate():
            self._miss("sharing_until", _("Enter a day that is still to come"))

    def _miss(self, name: str, what: Any) -> None:
        if name not in self.errors:
            self.add_error(name, what)

    def detailed(self, purpose: Purpose, **more: Any) -> Agreement:
        """Return his agreement with the details that this purpose asks for."""
        data = self.cleaned_data
        agreement = self.agreement(purpose, **more)
        if purpose is Purpose.COLLEAGUES:
            named = tuple(uuid.UUID(member) for member in data["colleagues"])
            return replace(agreement, colleagues=named)
        if purpose is Purpose.QUOTATION:
            terms = replace(agreement.terms, quotation=data["quotation"].strip())
            return replace(agreement, terms=terms)
        if purpose is not Purpose.SHARING:
            return agreement
        terms = replace(
            agreement.terms,
            recipient=" ".join(data["recipient"].split()),
            information=list(data["information"]),
            in_words=data["in_words"].strip(),
        )
        until = end_of(data["sharing_until"])
        return replace(agreement, terms=terms, expires_at=until)


class Give(Detailed):
    """One purpose: how he said yes, to what exactly, and for how long."""

    #: The consent's id to be, so that a double press makes one consent (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    expires_on = NZDateField(
        label=_("Until when"),
        help_text=_("Only if he names a day. That day is included."),
        required=False,
    )

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs["initial"] = {"id": uuid.uuid4()} | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)
        unasked = {one for each in DETAILS.values() for one in each}
        for name in unasked - set(DETAILS.get(purpose, ())):
            del self.fields[name]
        if purpose is Purpose.SHARING:
            del self.fields["expires_on"]

    def purposes(self) -> Sequence[Purpose]:
        return [self.purpose]

    def details(self) -> list[forms.BoundField]:
        """Return the fields that this purpose asks for besides."""
        return [self[name] for name in DETAILS.get(self.purpose, ())]

    def clean_expires_on(self) -> date | None:
        """Refuse a day that has gone by."""
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is still to come"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_details(self.purpose)
        return data

    def clean_id(self) -> uuid.UUID:
        """Return the id of this page, or of nothing before."""
        return self.cleaned_data["id"] or uuid.uuid4()

    def agreed(self, id: uuid.UUID) -> Agreement:
        """Return what he agrees to, as the consent with this id."""
        day = self.cleaned_data.get("expires_on")
        return self.detailed(
            self.purpose, id=id, expires_at=end_of(day) if day else None
        )


class Welcome(Detailed):
    """Each purpose, yes or no, nothing chosen beforehand; RECORD needs an answer.

    What is left out was not talked about, and is no consent.
    """

    #: The survivor's id to be, so that a double press makes one record (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["id", "has_read", *Purpose.values, "age", "support", "given"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"id": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        for purpose in Purpose:
            self.fields[purpose.value] = forms.ChoiceField(
                label=purpose.label,
                help_text=_in_its_language(self.wordings[purpose]),
                choices=ANSWERS,
                widget=Chips,
                required=purpose is Purpose.RECORD,
                error_messages={"required": _CHOOSE % {"label": purpose.label}},
            )
            self.fields[purpose.value].hides_optional = True  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the questions as they are put, under a heading each."""
        return [
            (str(heading), [self[purpose.value] for purpose in purposes])
            for heading, purposes in _GROUPS
        ]

    def details(self) -> dict[str, list[forms.BoundField]]:
        """Return what a yes asks besides, by the purpose's field."""
        return {
            purpose.value: [self[name] for name in names]
            for purpose, names in DETAILS.items()
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for purpose in self.agreed():
            self.check_details(purpose)
        return data

    def agreed(self) -> list[Purpose]:
        """Return the purposes answered with yes."""
        return [
            purpose
            for purpose in Purpose
            if self.cleaned_data.get(purpose.value) == "yes"
        ]

    def agreements(self) -> list[Agreement]:
        """Return what he agreed to."""
        return [self.detailed(purpose) for purpose in self.agreed()]

    def refuses_record(self) -> bool:
        """Say whether he wants no record, whatever else was filled in."""
        return bool(self.data.get(Purpose.RECORD.value) == "no")


def _in_its_language(wording: Wording) -> str:
    if wording.language == ENGLISH or not wording.language:
        return wording.explanation
    return format_html(
        '<span lang="{}">{}</span>', wording.language, wording.explanation
    )
