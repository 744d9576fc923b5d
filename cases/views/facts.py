"""Sections of a record in words: names and values, as pages list them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.forms import ChoiceField, Field
from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import AgeBand, EthnicGroup, Ethnicity, Progress, Region
from cases.forms.parts import PartForm
from cases.sections import (
    Contact,
    Hope,
    Hopes,
    Identity,
    NextSteps,
    Pillar,
    SectionContent,
    Step,
    Supporter,
    SupportPeople,
)
from msa.web.fields import NZDateField

Facts = list[tuple[str, str]]


def identity_facts(identity: Identity | None) -> Facts:
    """Return what is known of who he is; what was not said is left out."""
    if identity is None:
        return []
    told = [
        (_("Likes to be called"), identity.name),
        (_("Full name"), _full_name(identity)),
        (_("On official papers"), identity.legal_name),
        (_("Pronouns"), identity.pronouns),
        (_("Born"), _day(identity.birth_date)),
        (_("Age"), _label(AgeBand, identity.age_band)),
        (_("Ethnic groups"), labels(Ethnicity, identity.ethnicities)),
        (_("More exactly"), labels(EthnicGroup, identity.ethnic_groups)),
        (_("Iwi"), ", ".join(identity.iwi)),
        (_("Languages"), ", ".join(identity.languages)),
        (_("Interpreter"), identity.interpreter),
        (_("Gender"), identity.gender),
        (_("Orientation"), identity.orientation),
        (_("Makes it easier"), identity.access_needs),
        (_("First in touch"), _day(identity.first_contact_on)),
        (_("Told about us by"), identity.referred_by),
    ]
    return [(name, value) for name, value in told if value]


def contact_facts(contact: Contact | None) -> Facts:
    """Return each way to reach him with whether it is safe, and what may be said."""
    if contact is None:
        return []
    phone = _with_safety(
        contact.phone,
        {_("ring"): contact.phone_safe, _("text"): contact.text_safe},
    )
    told = [
        (_("Phone"), phone),
        (_("May be said on the phone"), contact.phone_say),
        (_("May stand in a text"), contact.text_say),
        (_("Email"), _with_safety(contact.email, {_("email"): contact.email_safe})),
        (_("May stand in an email"), contact.email_say),
        (_("Another way"), contact.other),
        (_("What may be said"), contact.may_say),
        (_("Post"), _with_safety(contact.address, {_("write"): contact.post_safe})),
        (_("May stand in a letter"), contact.post_say),
        (_("Town"), contact.town),
        (_("Region"), _label(Region, contact.region)),
        (_("Address"), _("No fixed address") if contact.no_fixed_address else ""),
    ]
    return [(name, value) for name, value in told if value]


def support_facts(section: SupportPeople | None) -> Facts:
    """Return the people around him: who they are, and whether we may be in touch."""
    people = section.people if section else []
    return [
        (
            one.name,
            _lines(one.relationship, one.phone, _may(one), _alarm(one), _knows(one)),
        )
        for one in people
    ]


def _may(supporter: Supporter) -> str:
    if supporter.may_contact is None:
        return _("He has not said if we may be in touch")
    return _("We may be in touch") if supporter.may_contact else _("Don’t be in touch")


def _alarm(supporter: Supporter) -> str:
    if supporter.in_emergency is None:
        return ""
    if supporter.in_emergency:
        return _("Reach them in an emergency")
    return _("Not even in an emergency")


def _knows(supporter: Supporter) -> str:
    return _("Knows: %(what)s") % {"what": supporter.knows} if supporter.knows else ""


def hope_facts(section: Hopes | None) -> Facts:
    """Return what he hopes for, how far he is as he sees it, and since when."""
    hopes = section.hopes if section else []
    return [
        (one.words, _lines(_label(Progress, one.progress), _since(one)))
        for one in hopes
    ]


def step_facts(section: NextSteps | None) -> Facts:
    """Return what comes next, who does it, by when, and what has moved."""
    steps = section.steps if section else []
    return [(one.what, _lines(one.who, _by(one), one.towards)) for one in steps]


def _by(step: Step) -> str:
    return _("By %(date)s") % {"date": _day(step.by)} if step.by else ""


def part_facts(form: type[PartForm], section: SectionContent | None) -> Facts:
    """Return a section by the labels of the form that asks it; the unsaid left out."""
    if section is None:
        return []
    told = [
        (str(field.label), _said(field, getattr(section, name)))
        for name, field in form.base_fields.items()
        if name != "revision"
    ]
    return [(label, text) for label, text in told if text]


def _said(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, list):
        return ", ".join(_said(field, one) for one in value)
    if isinstance(value, Pillar):
        return " · ".join(filter(None, [value.te_reo, value.english]))
    if isinstance(field, NZDateField):
        return _day(value)
    if isinstance(field, ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value)) if value else ""
    return str(value)


def _day(kept: str) -> str:
    return formats.date_format(date.fromisoformat(kept), "j F Y") if kept else ""


def _lines(*told: str) -> str:
    return "\n".join(filter(None, told))


def _since(hope: Hope) -> str:
    named = hope.named()
    if named is None:
        return ""
    return _("Named on %(date)s") % {"date": formats.date_format(named, "j F Y")}


def _with_safety(where: str, acts: dict[str, bool]) -> str:
    if not where:
        return ""
    safe = [act for act, is_safe in acts.items() if is_safe]
    if not safe:
        return f"{where}\n{_('Not safe to use')}"
    words = _(" or ").join(safe)
    return f"{where}\n{_('Safe to %(act)s') % {'act': words}}"


def _full_name(identity: Identity) -> str:
    return identity.full_name if identity.full_name != identity.name else ""


def labels(enum: type[TextChoices], codes: list[str]) -> str:
    """Return the labels of codes, side by side."""
    return ", ".join(_label(enum, code) for code in codes)


def _label(enum: type[TextChoices], code: str) -> str:
    """Return the label of a code; one that is no longer in use stands as it is."""
    return str(dict(enum.choices).get(code, code))
