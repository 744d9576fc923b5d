"""Every form that an organisation may change, as its peer workers would see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import SectionKind
from cases.form_settings.enums import SESSION, Act, Why
from cases.form_settings.locks import FORMS, why_it_stays, why_never_asked
from cases.form_settings.policies import Declared, OwnForm, OwnForms
from cases.forms import lists, parts
from cases.forms.arranged import Arranged, Head
from cases.forms.fields import Words
from cases.forms.record import EditContact, EditIdentity
from cases.forms.sessions import LogSession
from cases.queries.sessions import Habits
from msa.web.forms import Form

#: Ids of a preview’s fields are no ids of the page’s own.
_PREVIEW = "preview_%s"


@dataclass(frozen=True, slots=True)
class Changeable:
    """A form that may be changed: how it is officially, and how it is drawn."""

    form: type[Arranged]
    make: Callable[..., Arranged]

    @property
    def declares(self) -> type[Arranged]:
        """The form that says which fields there are."""
        return self.form.made_of[0] if self.form.made_of else self.form

    @property
    def declared(self) -> Declared:
        """The form as it officially is."""
        return self.declares.declared()

    @property
    def heads(self) -> Mapping[str, Head]:
        """What stands between its fields, by its marker."""
        return {head.marker: head for head in self.declares.heads.values()}


def _form(form: type[Arranged], **given: Any) -> Changeable:
    def make(own: OwnForms) -> Arranged:
        return form(own=own, auto_id=_PREVIEW, **given)

    return Changeable(form, make)


REGISTRY: Mapping[str, Changeable] = MappingProxyType(
    {
        SectionKind.IDENTITY: _form(EditIdentity),
        SectionKind.CONTACT: _form(EditContact),
        SectionKind.SUPPORT: _form(lists.EditSupportPeople),
        SectionKind.ISSUES: _form(parts.EditIssues),
        SectionKind.HOPES: _form(lists.EditHopes),
        SectionKind.STRENGTHS: _form(parts.EditStrengths),
        SectionKind.STEPS: _form(lists.EditSteps),
        SectionKind.SAFETY: _form(parts.EditSafety),
        SectionKind.WELLBEING: _form(parts.EditWellbeing),
        SectionKind.OFFER: _form(parts.EditOffer),
        SectionKind.NEEDS: _form(parts.EditNeeds),
        SectionKind.CHOICE: _form(parts.EditChoice),
        SESSION: _form(LogSession, habits=Habits([], []), offers_note=True),
    }
)


def title(form: str) -> str:
    """Return what a form is called."""
    return str(_("Log a session") if form == SESSION else SectionKind(form).label)


def titles() -> list[tuple[str, str]]:
    """Return every form by its code, with what it is called."""
    return [(form, title(form)) for form in FORMS]


@dataclass(frozen=True, slots=True)
class Line:
    """A field, or a heading between fields, as the settings list it."""

    code: str
    official: str
    label: str = ""
    is_head: bool = False
    is_hidden: bool = False
    is_asked: bool = False
    is_changed: bool = False
    belongs_to: str = ""
    """The field that this one stands and moves with."""
    stays: Why | None = None
    never_asked: Why | None = None
    is_first: bool = False
    is_last: bool = False


def lines(changeable: Changeable, own: OwnForm) -> Iterator[Line]:
    """Yield the fields of a form in the organisation's order, with their headings."""
    declared, heads = changeable.declared, changeable.heads
    order = own.arranged(declared.order)
    for at, code in enumerate(order):
        if code in heads:
            yield Line(code, str(heads[code].title), is_head=True)
            continue
        ends = {"is_first": at == 0, "is_last": at == len(order) - 1}
        yield _line(declared, own, code, **ends)
        for one in declared.together.get(code, ()):
            yield _line(declared, own, one, belongs_to=_named(declared, own, code))


def _line(declared: Declared, own: OwnForm, code: str, **more: Any) -> Line:
    moved = own.order and code in own.order and _moved(declared, own, code)
    return Line(
        code,
        str(declared.names[code]),
        label=own.labels.get(code, ""),
        is_hidden=code in own.hidden,
        is_asked=code in own.required,
        is_changed=bool(
            code in own.labels or code in own.hidden | own.required or moved
        ),
        stays=why_it_stays(declared.form, code),
        never_asked=why_never_asked(declared.form, code),
        **more,
    )


def _moved(declared: Declared, own: OwnForm, code: str) -> bool:
    return own.arranged(declared.order).index(code) != declared.order.index(code)


def _named(declared: Declared, own: OwnForm, code: str) -> str:
    return own.labels.get(code) or str(declared.names[code])


class ChangeField(Form):
    """One press in the settings of a form."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=Act.choices, widget=forms.HiddenInput)


class Rename(Form):
    """What the organisation calls a field."""

    label = Words(
        label=_("What you call it"),
        help_text=_("A few words, at most 60 letters. It shows in every language."),
        # How long it may be is for the rules to say, with what was typed.
        max_length=None,
    )
