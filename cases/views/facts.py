"""Sections of a record in words: names and values, as pages list them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import AgeBand, Ethnicity, Progress, Region
from cases.sections import Contact, Hope, Hopes, Identity, Supporter, SupportPeople

Facts = list[tuple[str, str]]


def identity_facts(identity: Identity | None) -> Facts:
    """Return what is known of who he is; what was not said is left out."""
    if identity is None:
        return []
    born = identity.born_on()
    told = [
        (_("Likes to be called"), identity.name),
        (_("Full name"), _full_name(identity)),
        (_("Pronouns"), identity.pronouns),
        (_("Born"), formats.date_format(born, "j F Y") if born else ""),
        (_("Age"), _label(AgeBand, identity.age_band)),
        (_("Ethnic groups"), _labels(identity.ethnicities)),
        (_("Iwi"), ", ".join(identity.iwi)),
        (_("Gender"), identity.gender),
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
        (_("Email"), _with_safety(contact.email, {_("email"): contact.email_safe})),
        (_("Another way"), contact.other),
        (_("What may be said"), contact.may_say),
        (_("Post"), _with_safety(contact.address, {_("write"): contact.post_safe})),
        (_("Town"), contact.town),
        (_("Region"), _label(Region, contact.region)),
        (_("Address"), _("No fixed address") if contact.no_fixed_address else ""),
    ]
    return [(name, value) for name, value in told if value]


def support_facts(section: SupportPeople | None) -> Facts:
    """Return the people around him: who they are, and whether we may be in touch."""
    people = section.people if section else []
    return [
        (one.name, _lines(one.relationship, one.phone, _may(one))) for one in people
    ]


def _may(supporter: Supporter) -> str:
    if supporter.may_contact is None:
        return _("He has not said if we may be in touch")
    return _("We may be in touch") if supporter.may_contact else _("Don’t be in touch")


def hope_facts(section: Hopes | None) -> Facts:
    """Return what he hopes for, how far he is as he sees it, and since when."""
    hopes = section.hopes if section else []
    return [
        (one.words, _lines(_label(Progress, one.progress), _since(one)))
        for one in hopes
    ]


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


def _labels(codes: list[str]) -> str:
    return ", ".join(_label(Ethnicity, code) for code in codes)


def _label(enum: type[TextChoices], code: str) -> str:
    """Return the label of a code; one that is no longer in use stands as it is."""
    return str(dict(enum.choices).get(code, code))
