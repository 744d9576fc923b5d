"""Sections of a record in words: names and values, as pages list them."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from cases.enums import AgeBand, Ethnicity, Region
from cases.sections import Contact, Identity

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


def _label(enum: type[AgeBand] | type[Ethnicity] | type[Region], code: str) -> str:
    """Return the label of a code; one that is no longer in use stands as it is."""
    return str(dict(enum.choices).get(code, code))
