"""What an organisation changed of a form: how it is applied, and what may change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from django.utils.functional import Promise

from cases.form_settings.enums import Act, Why
from cases.form_settings.locks import why_it_stays, why_never_asked

_Content = TypeVar("_Content")
#: A code, what the page calls it, and what is said.
Fact = tuple[str, str, str]
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What differs from the official form; nothing, if nobody changed it."""

    hidden: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    version: int = 0

    def arranged(self, official: Sequence[str]) -> list[str]:
        """Return codes in the organisation's order.

        One that came later than the order stands after the one it officially follows.
        """
        known = [code for code in self.order if code in official]
        for at, code in enumerate(official):
            if code not in known:
                before = known.index(official[at - 1]) + 1 if at else 0
                known.insert(before, code)
        return known

    def shown(self, content: _Content) -> _Content:
        """Return a section, or a note, without what the organisation hides."""
        if not self.hidden:
            return content
        told: Any = content
        empty, changed = type(told)(), {}
        for name in (f.name for f in fields(told)):
            value = getattr(told, name)
            if name in self.hidden:
                changed[name] = getattr(empty, name)
            elif isinstance(value, list) and value and is_dataclass(value[0]):
                changed[name] = [self.shown(row) for row in value]
        kept: _Content = replace(told, **changed)
        return kept

    def told(self, facts: Iterable[Fact]) -> list[tuple[str, str]]:
        """Return what was said by the organisation's names, in its order."""
        said = [fact for fact in facts if fact[2]]
        if self.order:
            codes = self.arranged(list(dict.fromkeys(code for code, *_ in said)))
            said.sort(key=lambda fact: codes.index(fact[0]))
        return [(self.labels.get(code, name), value) for code, name, value in said]


OFFICIAL = OwnForm()


class OwnForms:
    """What one organisation changed of all its forms."""

    def __init__(self, forms: Mapping[str, OwnForm] | None = None) -> None:
        self._forms = forms or {}

    def of(self, form: str) -> OwnForm:
        """Return what differs in one form."""
        return self._forms.get(form, OFFICIAL)


OFFICIAL_FORMS = OwnForms()


@dataclass(frozen=True, slots=True)
class Declared:
    """A form as it officially is: its fields, their order, and what stays together."""

    form: str
    names: Mapping[str, str | Promise]
    """What each field is officially called, by its code."""
    order: tuple[str, ...]
    """Fields that can be moved, and headings between them, which begin with ``+``."""
    together: Mapping[str, tuple[str, ...]]
    """Fields that stand and fall with another, by that one's code."""

    def alone(self, code: str) -> bool:
        """Say whether a field has a place of its own, and can be moved."""
        return code in self.order


class Refused(Exception):
    """The change can't be made."""


class UnknownField(Refused):
    """The form has no such field."""


class MayNot(Refused):
    """The field stays as it is; ``why`` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class BadLabel(Refused):
    """What the field was to be called can’t stand on a form; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def changed(
    own: OwnForm, declared: Declared, act: Act, code: str = "", label: str = ""
) -> OwnForm:
    """Return the form after a change; its version is not counted up.

    Raises:
        UnknownField, MayNot, BadLabel: what can't be done.
    """
    if act == Act.RESET_ALL:
        return OwnForm(version=own.version)
    if code not in declared.names:
        raise UnknownField(code)
    if act == Act.RENAME:
        return _renamed(own, declared, code, label)
    return _CHANGES[act](own, declared, code)


def _hide(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    with_it = {code, *declared.together.get(code, ())}
    for one in (code, *sorted(with_it)):
        if why := why_it_stays(declared.form, one):
            raise MayNot(why)
    if not declared.names.keys() - own.hidden - with_it:
        raise MayNot(Why.LAST)
    return replace(own, hidden=own.hidden | with_it, required=own.required - with_it)


def _show(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    return replace(own, hidden=own.hidden - {code, *declared.together.get(code, ())})


def _ask(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    if why := why_never_asked(declared.form, code):
        raise MayNot(why)
    return replace(own, required=own.required | {code}, hidden=own.hidden - {code})


def _free(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    return replace(own, required=own.required - {code})


def _up(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    return _moved(own, declared, code, -1)


def _down(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    return _moved(own, declared, code, 1)


def _moved(own: OwnForm, declared: Declared, code: str, by: int) -> OwnForm:
    """Return the form with a field one place on; past a heading, it joins its fields.

    What is hidden takes no place: a press always moves it past something in sight.
    """
    if not declared.alone(code):
        raise UnknownField(code)
    order = own.arranged(declared.order)
    at = order.index(code)
    to = at + by
    while 0 < to < len(order) - 1 and order[to] in own.hidden:
        to += by
    if not 0 <= to < len(order):
        return own
    order.insert(to, order.pop(at))
    return replace(own, order=() if order == [*declared.order] else tuple(order))


def _reset(own: OwnForm, declared: Declared, code: str) -> OwnForm:
    shown = _show(own, declared, code)
    order = own.arranged(declared.order)
    if code in order:
        order.remove(code)
        order = OwnForm(order=tuple(order)).arranged(declared.order)
    return replace(
        shown,
        required=own.required - {code},
        labels={name: said for name, said in own.labels.items() if name != code},
        order=() if order == [*declared.order] else tuple(order),
    )


def _renamed(own: OwnForm, declared: Declared, code: str, typed: str) -> OwnForm:
    label = plain_label(typed)
    others = {
        own.labels.get(name, str(said))
        for name, said in declared.names.items()
        if name != code
    }
    if label.casefold() in {other.casefold() for other in others}:
        raise BadLabel("twice")
    labels = {name: said for name, said in own.labels.items() if name != code}
    if label != str(declared.names[code]):
        labels[code] = label
    return replace(own, labels=labels)


def plain_label(typed: str) -> str:
    """Return what was typed as one line of composed text.

    Raises:
        BadLabel: it is empty, too long, or holds what can't be seen.
    """
    label = " ".join(unicodedata.normalize("NFC", typed).split(" ")).strip()
    if not label:
        raise BadLabel("empty")
    if len(label) > LONGEST_LABEL:
        raise BadLabel("long")
    # Unseen letters, among them those that turn the direction of what is read.
    if any(unicodedata.category(letter)[0] == "C" for letter in label):
        raise BadLabel("unseen")
    return label


_CHANGES = {
    Act.HIDE: _hide,
    Act.SHOW: _show,
    Act.ASK: _ask,
    Act.FREE: _free,
    Act.UP: _up,
    Act.DOWN: _down,
    Act.RESET: _reset,
}
