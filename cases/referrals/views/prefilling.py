"""What the record already says of a part that he ticked, to begin the words with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from cases.queries.people import PersonPage
from cases.sections import Contact, Identity
from consent.enums import Information


def prefilled(page: PersonPage, *, on: date) -> Mapping[Information, str]:
    """Return words for the parts that can be begun from his record; he changes them."""
    return {
        Information.WHO: _who(page.identity or Identity(), on),
        Information.REACH: _reach(page.contact or Contact()),
        Information.SUPPORT: _("We support him, and he knows that we write to you."),
    }


def _who(identity: Identity, on: date) -> str:
    born = identity.born_on()
    if born is None:
        return identity.full_name
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return _("%(name)s, %(age)s years old") % {"name": identity.full_name, "age": age}


def _reach(contact: Contact) -> str:
    lines = []
    for what, where, say in contact.ways_with_words():
        line = f"{what}: {where}"
        lines.append(f"{line} ({say})" if say else line)
    if contact.may_say:
        lines.append(contact.may_say)
    return "\n".join(lines)
