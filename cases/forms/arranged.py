"""Forms whose fields an organisation may hide, rename, move, or ask of everybody.

What a form officially asks is declared where its fields are; what an organisation
changed comes with :class:`OwnForms`. Without it a form is the official one (UI-S9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.form_settings.policies import OFFICIAL_FORMS, Declared, OwnForm, OwnForms
from msa.web.forms import Form

Words = str | Promise
FOLD = "disclosure plain"
#: The tick beside a field that is asked of everybody, by the field's name.
_UNSAID = "{}_unsaid"


@dataclass(frozen=True, slots=True)
class Head:
    """What begins a few fields of a form."""

    code: str
    title: Words
    style: str = ""
    """How it is folded away; empty if it is not."""
    before: str = ""
    """A template that stands before it."""

    @property
    def marker(self) -> str:
        """What stands for it among the codes of fields."""
        return f"+{self.code}"


@dataclass(frozen=True, slots=True)
class Together:
    """Fields that stand and move with another one, and how they are drawn."""

    names: tuple[str, ...]
    style: str = "group"
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that are drawn together."""

    main: list[BoundField]
    others: list[BoundField] = field(default_factory=list)
    """What belongs to the first."""
    style: str = ""
    title: Words = ""
    after: str = ""
    """A template that stands below it."""

    @property
    def holds_something(self) -> bool:
        """Say whether something stands in it, or has to be put right."""
        return self.opens or any(one.errors or one.value() for one in self.main)

    @property
    def opens(self) -> bool:
        """Say whether the others are to be seen at once."""
        return any(one.errors or one.value() for one in self.others)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The fields below one heading, or above all of them."""

    head: Head | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Say whether something stands in it, or has to be put right."""
        return any(block.holds_something for block in self.blocks)

    @property
    def has_errors(self) -> bool:
        """Say whether something has to be put right."""
        return any(
            one.errors for block in self.blocks for one in (*block.main, *block.others)
        )


class Arranged(Form):
    """A form as one organisation has it; its official one by default."""

    #: Which form it is for the settings.
    form_code: ClassVar[str] = ""
    #: What begins with which field.
    heads: ClassVar[Mapping[str, Head]] = {}
    #: What stands and moves with which field.
    together: ClassVar[Mapping[str, Together]] = {}
    #: A template to be drawn below a field.
    after: ClassVar[Mapping[str, str]] = {}
    #: Fields that are an act of the moment, and nothing that is kept.
    acts: ClassVar[frozenset[str]] = frozenset()
    #: Field names that stand for another form's, by that one's.
    stands_for: ClassVar[Mapping[str, str]] = {}
    #: The forms it is made of; itself, if there are none.
    made_of: ClassVar[tuple[type[Arranged], ...]] = ()
    #: Whether what is asked of everybody is asked here.
    asks_all: ClassVar[bool] = True

    def __init__(
        self,
        *args: Any,
        own: OwnForms = OFFICIAL_FORMS,
        unsaid: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        self.own = own
        #: What he would rather not say, as it stood before.
        self._unsaid = frozenset(unsaid)
        self._asked: list[str] = []
        super().__init__(*args, **kwargs)

    @classmethod
    def declared(cls) -> Declared:
        """Return the form as it officially is."""
        asked = cls.asked_fields()
        together = {
            code: tuple(n for n in one.names if n in asked)
            for code, one in cls.together.items()
        }
        following = {name for names in together.values() for name in names}
        order: list[str] = []
        for code in asked:
            if code in cls.heads:
                order.append(cls.heads[code].marker)
            if code not in following:
                order.append(code)
        names = {code: one.label or code for code, one in asked.items()}
        return Declared(cls.form_code, names, tuple(order), together)

    @classmethod
    def asked_fields(cls) -> dict[str, forms.Field]:
        """Return what somebody fills in, by code, as the page has it."""
        codes = {name: code for code, name in cls.stands_for.items()}
        ranked = [*(cls.field_order or ()), *cls.base_fields]
        return {
            codes.get(name, name): cls.base_fields[name]
            for name in dict.fromkeys(ranked)
            if name in cls.base_fields
            and name not in cls.acts
            and not cls.base_fields[name].widget.is_hidden
        }

    def arrange_fields(self) -> None:
        """Hide, rename, move and ask as the organisation wants it."""
        for part in self._parts():
            own = self.own.of(part.form_code)
            for code in own.hidden:
                self._hide(code)
            for code, label in own.labels.items():
                self._rename(code, label)
            for code in sorted(own.required) if self.asks_all else ():
                self._ask(code)
            # Asked of nobody now, it stays what he said, and can be taken back.
            for code in sorted(self._unsaid - own.required):
                self._offer_tick(code)
            if own.order or own.required or self._unsaid:
                self.order_fields([*self._placed(part)])

    def regions(self) -> list[FieldGroup]:
        """Return what the page draws, from top to bottom."""
        return self.regions_of(self._parts()[0])

    def regions_of(self, part: type[Arranged]) -> list[FieldGroup]:
        """Return what the page draws of one of the forms it is made of."""
        heads = {head.marker: head for head in part.heads.values()}
        found = [FieldGroup(None)]
        for code in self._own(part).arranged(part.declared().order):
            if code in heads:
                found.append(FieldGroup(heads[code]))
            elif block := self._block(part, code):
                found[-1].blocks.append(block)
        return [one for one in found if one.blocks]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self._asked:
            is_said = data.get(name) not in (None, "", [], False)
            if is_said or data.get(_UNSAID.format(name)) or name in self.errors:
                continue
            message = _("Fill in “%(label)s”, or tick that he would rather not say")
            self.add_error(name, message % {"label": self.fields[name].label})
        return data

    def left_unsaid(self) -> list[str]:
        """Return what he would rather not say; what has no tick stays as it was."""
        ticked = self.cleaned_data
        names = self._unsaid.union(self._asked)
        return sorted(one for one in names if ticked.get(_UNSAID.format(one), True))

    def draws(self, name: str) -> bool:
        """Say whether a field is on the page now."""
        return name in self.fields

    def field_names(self, code: str) -> list[str]:
        """Return the fields that a code stands for: one, or one in each row."""
        return [self.stands_for.get(code, code)]

    @classmethod
    def _parts(cls) -> tuple[type[Arranged], ...]:
        return cls.made_of or (cls,)

    def _own(self, part: type[Arranged]) -> OwnForm:
        return self.own.of(part.form_code)

    def _placed(self, part: type[Arranged]) -> Iterator[str]:
        for code in self._own(part).arranged(part.declared().order):
            following = part.together[code].names if code in part.together else ()
            for one in (code, *following):
                for name in self.field_names(one):
                    yield from (name, _UNSAID.format(name))

    def _hide(self, code: str) -> None:
        for name in self.field_names(code):
            # The page it was typed on still had the field: no word of it gets lost.
            if not (self.is_bound and self.add_prefix(name) in self.data):
                self.fields.pop(name, None)

    def _rename(self, code: str, label: str) -> None:
        for name in self.field_names(code):
            if name in self.fields:
                renamed = self.fields[name]
                official = _("Officially: %(name)s") % {"name": renamed.label}
                renamed.label = label
                renamed.help_text = _sentences(renamed.help_text, official)

    def _ask(self, code: str) -> None:
        for name in self.field_names(code):
            if name in self.fields:
                self._asked.append(name)
                asked = self.fields[name]
                asked.hides_optional = True  # type: ignore[attr-defined]
                asked.help_text = _sentences(
                    asked.help_text, _("Fill it in, or tick what stands below it")
                )
                self._offer_tick(name)

    def _offer_tick(self, name: str) -> None:
        if name in self.fields:
            self.fields[_UNSAID.format(name)] = forms.BooleanField(
                label=gettext_lazy("He would rather not say"),
                required=False,
                initial=name in self._unsaid,
            )

    def _block(self, part: type[Arranged], code: str) -> Block | None:
        with_it = part.together.get(code) or Together((), "")
        main = self._drawn(code)
        others = [one for name in with_it.names for one in self._drawn(name)]
        if not main and not others:
            return None
        is_group = len(main) > 1 and not others
        return Block(
            main,
            others,
            style="group" if is_group else with_it.style,
            title=with_it.title,
            after=part.after.get(code, ""),
        )

    def _drawn(self, code: str) -> list[BoundField]:
        names = (
            one
            for name in self.field_names(code)
            for one in (name, _UNSAID.format(name))
        )
        return [self[name] for name in names if self.draws(name)]


def _sentences(*said: Any) -> str:
    """Return hints one after the other, with a full stop between them."""
    return ". ".join(str(one).rstrip(".") for one in said if one)
