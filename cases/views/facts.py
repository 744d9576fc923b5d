"""Sections of a record in words: names and values, as pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.forms import ChoiceField, Field
from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import AgeBand, EthnicGroup, Ethnicity, Progress, Region
from cases.form_settings.policies import OFFICIAL_FORMS, Fact, OwnForm, OwnForms
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


def identity_facts(identity: Identity | None, own: OwnForms = OFFICIAL_FORMS) -> Facts:
    """Return what is known of who he is; what was not said is left out."""
    if identity is None:
        return []
    form = own.of("identity")
    one = form.shown(identity)
    return _told(
        form,
        one,
        [
            ("name", _("Likes to be called"), one.name),
            ("first_name", _("Full name"), _full_name(one)),
            # Told with his first names; by itself only where he would rather not.
            ("last_name", _("Last name"), ""),
            ("legal_name", _("On official papers"), one.legal_name),
            ("pronouns", _("Pronouns"), one.pronouns),
            ("birth_date", _("Born"), _day(one.birth_date)),
            ("age_band", _("Age"), _label(AgeBand, one.age_band)),
            ("ethnicities", _("Ethnic groups"), labels(Ethnicity, one.ethnicities)),
            (
                "ethnic_groups",
                _("More exactly"),
                labels(EthnicGroup, one.ethnic_groups),
            ),
            ("iwi", _("Iwi"), ", ".join(one.iwi)),
            ("languages", _("Languages"), ", ".join(one.languages)),
            ("interpreter", _("Interpreter"), one.interpreter),
            ("gender", _("Gender"), one.gender),
            ("orientation", _("Orientation"), one.orientation),
            ("access_needs", _("Makes it easier"), one.access_needs),
            ("first_contact_on", _("First in touch"), _day(one.first_contact_on)),
            ("referred_by", _("Told about us by"), one.referred_by),
        ],
    )


def contact_facts(contact: Contact | None, own: OwnForms = OFFICIAL_FORMS) -> Facts:
    """Return each way to reach him with whether it is safe, and what may be said."""
    if contact is None:
        return []
    form = own.of("contact")
    one = form.shown(contact)
    phone = _with_safety(
        one.phone, {_("ring"): one.phone_safe, _("text"): one.text_safe}
    )
    email = _with_safety(one.email, {_("email"): one.email_safe})
    post = _with_safety(one.address, {_("write"): one.post_safe})
    nowhere = _("No fixed address") if one.no_fixed_address else ""
    return _told(
        form,
        one,
        [
            ("phone", _("Phone"), phone),
            ("phone_say", _("May be said on the phone"), one.phone_say),
            ("text_say", _("May stand in a text"), one.text_say),
            ("email", _("Email"), email),
            ("email_say", _("May stand in an email"), one.email_say),
            ("other", _("Another way"), one.other),
            ("may_say", _("What may be said"), one.may_say),
            ("address", _("Post"), post),
            ("post_say", _("May stand in a letter"), one.post_say),
            ("town", _("Town"), one.town),
            ("region", _("Region"), _label(Region, one.region)),
            ("no_fixed_address", _("Address"), nowhere),
        ],
    )


def support_facts(
    section: SupportPeople | None, own: OwnForms = OFFICIAL_FORMS
) -> Facts:
    """Return the people around him: who they are, and whether we may be in touch."""
    form = own.of("support")
    return [
        (
            one.name,
            _in_order(
                form,
                relationship=one.relationship,
                phone=one.phone,
                may_contact=_may(one),
                in_emergency=_alarm(one),
                knows=_knows(one),
            ),
        )
        for one in (form.shown(section).people if section else [])
    ]


def _in_order(form: OwnForm, **said: str) -> str:
    """Return a row's lines; one that the organisation renamed says its name first."""
    lines = form.told((code, "", text) for code, text in said.items())
    return "\n".join(f"{name}: {text}" if name else text for name, text in lines)


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


def hope_facts(section: Hopes | None, own: OwnForms = OFFICIAL_FORMS) -> Facts:
    """Return what he hopes for, how far he is as he sees it, and since when."""
    form = own.of("hopes")
    return [
        (
            one.words,
            _in_order(form, progress=_label(Progress, one.progress), since=_since(one)),
        )
        for one in (form.shown(section).hopes if section else [])
    ]


def step_facts(section: NextSteps | None, own: OwnForms = OFFICIAL_FORMS) -> Facts:
    """Return what comes next, who does it, by when, and what has moved."""
    form = own.of("steps")
    return [
        (one.what, _in_order(form, who=one.who, by=_by(one), towards=one.towards))
        for one in (form.shown(section).steps if section else [])
    ]


def _by(step: Step) -> str:
    return _("By %(date)s") % {"date": _day(step.by)} if step.by else ""


def part_facts(
    form: type[PartForm],
    section: SectionContent | None,
    own: OwnForms = OFFICIAL_FORMS,
) -> Facts:
    """Return a section by the labels of the form that asks it; the unsaid left out."""
    if section is None:
        return []
    settings = own.of(form.form_code)
    shown = settings.shown(section)
    return _told(
        settings,
        shown,
        (
            (code, str(field.label), _said(field, getattr(shown, code)))
            for code, field in form.asked_fields().items()
        ),
    )


def _told(form: OwnForm, section: SectionContent, facts: Iterable[Fact]) -> Facts:
    """Return what he said, and what he said that he would rather not."""
    unsaid = {*section.unsaid} - form.hidden
    rather_not = _("He would rather not say")
    return form.told(
        (code, name, said or (rather_not if code in unsaid else ""))
        for code, name, said in facts
    )


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
