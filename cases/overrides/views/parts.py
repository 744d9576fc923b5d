"""Sections of a record in words, whichever there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import SectionKind
from cases.sections import Contact, Hopes, Identity, SupportPeople
from cases.views.facts import (
    Facts,
    contact_facts,
    hope_facts,
    identity_facts,
    support_facts,
)
from consent.documents import Document

_IN_WORDS: Mapping[SectionKind, Callable[[Document], Facts]] = {
    SectionKind.IDENTITY: lambda words: identity_facts(Identity.of(words)),
    SectionKind.CONTACT: lambda words: contact_facts(Contact.of(words)),
    SectionKind.SUPPORT: lambda words: support_facts(SupportPeople.of(words)),
    SectionKind.HOPES: lambda words: hope_facts(Hopes.of(words)),
}


def part_facts(kind: SectionKind, words: Document) -> Facts:
    """Return what a section says; one without words of its own is told as it stands.

    In an emergency nothing that he said may be missing.
    """
    told = _IN_WORDS.get(kind)
    return told(words) if told else list(_plainly(words))


def _plainly(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    rather_not = dict.fromkeys(words.get("unsaid", ()), _("He would rather not say"))
    for name, value in {**words, **rather_not}.items():
        if name != "unsaid" and value not in (None, "", [], {}, False):
            yield name.replace("_", " ").capitalize(), _text(value)


def _text(value: Any) -> str:
    if value is True:
        return _("Yes")
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in _plainly(value))
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    return str(value)
