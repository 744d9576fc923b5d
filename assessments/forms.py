"""What is asked on the pages of a check-in: of the survivor, and of his worker."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import date
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.enums import DueState
from assessments.instruments import Instrument, Item, OpenQuestion, Scale, Words
from assessments.sheets import Sheet
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, Stacked

RATHER_NOT = "rather-not"
RATHER_NOT_WORDS = Words(en="I’d rather not say", mi="Kāore au e hiahia ki te kōrero")
_YES, _NO = "yes", "no"
#: Far more than anybody writes on a phone; short of what a request may hold.
_LONGEST = 5_000


class Told(forms.CharField):
    """His own words, in composed form (UI-L4)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=_LONGEST,
            widget=forms.Textarea(
                attrs={"autocomplete": "off", "aria-describedby": "id_words_helptext"}
            ),
            error_messages={
                "max_length": _(
                    "This is very long. Keep it under %(limit_value)s signs."
                )
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class Code(Form):
    """The six characters that somebody was given."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Six letters and numbers. Capitals and spaces don’t matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class Rate(Form):
    """One statement and its answers; every one may be passed over (UI-V3)."""

    statement = forms.ChoiceField(required=False, widget=Stacked)

    def __init__(
        self, data: Any, *, item: Item, sheet: Sheet, order: str, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"statement": _chosen(sheet, item)}, **kwargs)
        field = self.fields["statement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = answer_choices(sheet.asked().scale, order)

    def was_answered(self) -> bool:
        """Say whether he chose anything. The form is valid."""
        return bool(self.cleaned_data["statement"])

    def value(self) -> int | None:
        """Return what he chose; None is "rather not". The form is valid."""
        chosen: str = self.cleaned_data["statement"]
        return None if chosen == RATHER_NOT else int(chosen)


class Tell(Form):
    """One question in his own words."""

    words = Told(label=_("Your words"))

    def __init__(
        self, data: Any, *, question: OpenQuestion, sheet: Sheet, **kwargs: Any
    ) -> None:
        said = sheet.words.get(question.code, "")
        super().__init__(data, initial={"words": said}, **kwargs)


class _Choices(Form):
    """What may be done with the answers; without a word from him it is no (ASM-04)."""

    worker_may_see = forms.ChoiceField(
        choices=[(_NO, _("No")), (_YES, _("Yes"))], initial=_NO, widget=Chips
    )
    show_next_time = forms.ChoiceField(
        choices=[(_NO, _("No")), (_YES, _("Yes"))], initial=_NO, widget=Chips
    )

    def said_yes(self, name: str) -> bool:
        """Say whether he said yes to one of the two. The form is valid."""
        return bool(self.cleaned_data[name] == _YES)


class Finish(_Choices):
    """What he lets us do with his answers, asked at the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_see, next_time = (
            self.fields["worker_may_see"],
            self.fields["show_next_time"],
        )
        may_see.label = _("May your peer worker see your answers?")
        may_see.help_text = _("It is fine to say no. They will not be told why.")
        next_time.label = _("Shall we show you these answers next time?")
        next_time.help_text = _(
            "Then you can see what changed. Whoever opens your next check-in sees them "
            "too."
        )


class Paper(_Choices):
    """A whole check-in as it stands on paper (ASM-03)."""

    #: Made with the page: sent twice, it is one check-in.
    id = forms.UUIDField(widget=forms.HiddenInput)
    completed_on = NZDateField(
        label=_("The day he filled it in"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
    )

    def __init__(self, data: Any = None, *, instrument: Instrument) -> None:
        super().__init__(data, initial={"id": uuid.uuid4()})
        self._instrument = instrument
        for item in instrument.items:
            self.fields[item.code] = _rating_field(item, instrument.scale)
        for question in instrument.open_questions:
            self.fields[question.code] = Told(label=question.question.en)
        may_see, next_time = (
            self.fields["worker_may_see"],
            self.fields["show_next_time"],
        )
        may_see.label = _("Does he say that you may see his answers here?")
        may_see.help_text = _("You have the paper; this is about the record.")
        next_time.label = _("Does he want to be shown these answers next time?")
        # Asked last, as on the paper.
        self.order_fields(
            [n for n in self.fields if n not in {"worker_may_see", "show_next_time"}]
        )

    def parts(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """Return the statements as they stand on paper, group by group."""
        return [
            (group.title, [self[i.code] for i in self._instrument.items_of(group.code)])
            for group in self._instrument.groups
        ]

    def open_questions(self) -> list[forms.BoundField]:
        """Return the questions that are answered in his own words."""
        return [self[question.code] for question in self._instrument.open_questions]

    def sheet(self) -> Sheet:
        """Return what stands on the paper. The form is valid."""
        sheet = Sheet(self._instrument.code)
        for item in self._instrument.items:
            if chosen := self.cleaned_data[item.code]:
                value = None if chosen == RATHER_NOT else int(chosen)
                sheet = sheet.rated(item.code, value)
        for question in self._instrument.open_questions:
            if words := self.cleaned_data[question.code]:
                sheet = sheet.told(question.code, words)
        return sheet

    def day(self) -> date:
        """Return the day he filled it in. The form is valid."""
        on: date = self.cleaned_data["completed_on"]
        return on


class NotNow(Form):
    """He would rather not: for now, or for good (ASM-05)."""

    ask_again = forms.ChoiceField(
        label=_("What did he say?"),
        choices=[
            (_YES, _("Not now. You can ask again in six months.")),
            (_NO, _("Please don’t ask again.")),
        ],
        widget=Stacked,
    )

    def may_ask_again(self) -> bool:
        """Say whether he may be asked again. The form is valid."""
        return bool(self.cleaned_data["ask_again"] == _YES)


class Shown(Form):
    """Which of the people in the list of check-ins a manager wants to see."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Due, and offered but not done")), *DueState.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].hides_optional = True  # type: ignore[attr-defined]

    def states(self) -> frozenset[DueState]:
        """Return what is asked for; what can't be read narrows nothing."""
        if self.is_valid() and (state := self.cleaned_data["state"]):
            return frozenset({DueState(state)})
        return frozenset({DueState.DUE, DueState.OFFERED})


def answer_choices(scale: Scale, order: str) -> list[tuple[str, Any]]:
    """Return the answers to a statement in both languages, "rather not" the last."""
    worded = [(str(value), label) for value, label in scale.choices]
    return [
        (value, _both(words, order))
        for value, words in [*worded, (RATHER_NOT, RATHER_NOT_WORDS)]
    ]


def _both(words: Words, order: str) -> SafeString:
    shown = render_to_string("assessments/_both.html", {"words": words, "order": order})
    return format_html('<span class="answer">{}</span>', shown)


def _chosen(sheet: Sheet, item: Item) -> str:
    if item.code not in sheet.ratings:
        return ""
    value = sheet.ratings[item.code]
    return RATHER_NOT if value is None else str(value)


def _rating_field(item: Item, scale: Scale) -> forms.ChoiceField:
    answers = [(str(value), label.en) for value, label in scale.choices]
    field = forms.ChoiceField(
        label=item.statement.en,
        choices=[*answers, (RATHER_NOT, RATHER_NOT_WORDS.en)],
        required=False,
        widget=Chips,
    )
    field.hides_optional = True  # type: ignore[attr-defined]  # read by templates
    return field
