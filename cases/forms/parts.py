"""Parts of a record that are one form each: a few words, a few answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.enums import Answer, Asked, LifeDomain, Met, Preference, Standing
from cases.forms.arranged import Arranged, Together
from cases.forms.fields import Prose, Words
from cases.forms.record import Revision, typed
from cases.sections import (
    Issues,
    KeepingSafe,
    Needs,
    Pillar,
    SectionContent,
    Strengths,
    SupportOffer,
    Wellbeing,
    WorkerChoice,
)
from msa.web.fields import NZDateField
from msa.web.widgets import Chips, ChipsMultiple, StackedMultiple


def _one_of(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Not talked about yet")), *choices],
        required=False,
        widget=Chips,
    )


class PartForm(Revision, Arranged):
    """A section whose fields are asked one by one, all of them optional."""

    makes: ClassVar[type[SectionContent]]

    def __init_subclass__(cls) -> None:
        cls.form_code = cls.makes.kind.value

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Nothing here has to be said: to tell it for each would be noise.
            field.hides_optional = True  # type: ignore[attr-defined]

    @classmethod
    def values(cls, section: Any) -> dict[str, Any]:
        """Return what the form shows of a section."""
        return {
            name: typed(value) if cls._is_day(name) else value
            for name, value in section.document().items()
        }

    def content(
        self, *, today: date, before: SectionContent | None = None
    ) -> SectionContent:
        """Return the section; what this form does not ask is taken from ``before``."""
        return replace(before or self.makes(), **self._told())

    def _told(self) -> dict[str, Any]:
        names: tuple[str, ...] = self.makes.__match_args__
        told = {
            name: _kept(value)
            for name, value in self.cleaned_data.items()
            if name in names
        }
        return told | {"unsaid": self.left_unsaid()}

    @classmethod
    def _is_day(cls, name: str) -> bool:
        return isinstance(cls.base_fields.get(name), NZDateField)


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


class EditIssues(PartForm):
    """What brings him here (REC-03)."""

    makes = Issues

    words = Prose(label=_("In his words"), low=False)
    touches = forms.MultipleChoiceField(
        label=_("Areas of life it touches"),
        choices=LifeDomain.choices,
        widget=ChipsMultiple,
        required=False,
    )
    severity = Prose(
        label=_("How hard it is, as he puts it"),
        help_text=_("His words only. There is no scale, and nobody else’s view of it."),
        max_length=1000,
    )


class EditStrengths(PartForm):
    """What he is good at and what carries him (REC-04)."""

    makes = Strengths

    words = Prose(
        label=_("What he is good at, and what has carried him so far"), low=False
    )


class EditSafety(PartForm):
    """His plan for bad days (REC-04)."""

    makes = KeepingSafe

    warning_signs = Prose(
        label=_("How he notices that it is getting hard"),
        help_text=_("What he feels, thinks or does then"),
    )
    what_helps = Prose(label=_("What helps him then"))
    whom_to_call = Prose(label=_("People he can turn to"))
    where_to_go = Prose(label=_("Places where he feels safe"))
    crisis_lines = Prose(
        label=_("Help lines he would use"),
        help_text=_("For example: free call or text 1737, any time"),
        max_length=1000,
    )


class EditWellbeing(PartForm):
    """What being well would mean for him (REC-05)."""

    makes = Wellbeing

    objective = Prose(
        label=_("What being well would look like for him"),
        help_text=_("A first idea is enough. Every version is kept."),
    )
    standing = _one_of(_("Where it stands"), Standing.choices)
    strong = Prose(label=_("What is strong already"))
    hard = Prose(label=_("What is hard"))
    pou = forms.MultipleChoiceField(
        label=_("Pou it belongs to"), widget=StackedMultiple, required=False
    )

    def __init__(self, *args: Any, pou: Iterable[Pillar] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pou = {_code(one): one for one in pou}
        if not self._pou:
            self.fields.pop("pou", None)
        if "pou" not in self.fields:
            return
        field = cast(forms.MultipleChoiceField, self.fields["pou"])
        field.choices = [(code, _named(one)) for code, one in self._pou.items()]

    @classmethod
    def values(cls, section: Wellbeing) -> dict[str, Any]:
        """Return what the form shows of a section."""
        return section.document() | {"pou": [_code(one) for one in section.pou]}

    def content(
        self, *, today: date, before: SectionContent | None = None
    ) -> SectionContent:
        """Return the section as it was filled in; an objective begins provisional."""
        stood = before if isinstance(before, Wellbeing) else Wellbeing()
        told = self._told()
        if "pou" in told:
            told["pou"] = [self._pou[code] for code in told["pou"]]
        section = replace(stood, **told)
        if section.objective and not section.standing:
            return replace(section, standing=Standing.PROVISIONAL.value)
        return section


def _code(one: Pillar) -> str:
    return f"{one.te_reo}|{one.english}"


def _named(one: Pillar) -> str:
    return format_html('<span lang="mi">{}</span> · {}', one.te_reo, one.english)


class EditOffer(PartForm):
    """What was offered to him, and what he said (REC-06)."""

    makes = SupportOffer
    together: ClassVar = {"something_else": Together(("something_else_is",))}

    one_to_one = _one_of(_("One-to-one peer support"), Answer.choices)
    peer_group = _one_of(_("Peer group"), Answer.choices)
    counselling = _one_of(_("Counselling"), Answer.choices)
    social_work = _one_of(_("Social work"), Answer.choices)
    something_else = _one_of(_("Something else"), Answer.choices)
    something_else_is = Words(label=_("What that is"), required=False)
    remarks = Prose(label=_("What he says about it"), max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        what = "something_else_is"
        if data.get("something_else") and what in self.fields and not data.get(what):
            self.add_error(what, _("Fill in what the something else is"))
        return data


class EditNeeds(PartForm):
    """What he needs and what could go wrong; it opens and closes no door (REC-07)."""

    makes = Needs

    needs = Prose(label=_("What he needs just now"))
    worries = Prose(
        label=_("What worries him, or you, about his safety or somebody’s"),
        help_text=_("Tell him that you write it down. He is welcome whatever it says."),
    )
    review_on = NZDateField(
        label=_("Talk about it again on"),
        help_text=_("It shows on your Today page from that day."),
        required=False,
    )
    urgent = forms.BooleanField(
        label=_("He needs somebody now"),
        help_text=_("It shows at the top of your Today page until the tick is gone."),
        required=False,
    )
    acted_by = Words(label=_("Who has acted"), required=False)
    acted_on = NZDateField(label=_("When"), past=True, required=False)
    done = Prose(label=_("What was done"))


class EditChoice(PartForm):
    """Who he would rather talk to; he owes nobody a reason (REC-08)."""

    makes = WorkerChoice

    asked = _one_of(_("Was he asked?"), Asked.choices)
    preference = _one_of(_("Who he would rather talk to"), Preference.choices)
    preference_words = Words(label=_("In his words"), required=False)
    met = _one_of(_("Could we do what he wants?"), Met.choices)
    why_not = Prose(
        label=_("If not: why, and what was offered instead"), max_length=2000
    )
