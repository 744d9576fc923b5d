"""What is asked for when a narrative is written, checked and explained."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from msa.web.forms import Form
from reporting.narratives.enums import Reason
from reporting.narratives.prompts import PROMPTS, Texts
from reporting.quarters import NotAQuarter, Quarter

#: About two pages in print.
MOST_CHARACTERS = 6000
_REASON = re.compile(r"\Areason-([0-9a-f]{32})\Z")
_DIGEST = re.compile(r"\A[0-9a-f]{32}\Z")
#: Reasons somebody may choose for one hit; looking at all weak ones is a tick.
REASONS = [(one.value, one.label) for one in Reason if one is not Reason.LOOKED]


class NarrativeForm(Form):
    """One text for each prompt; none has to be written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for prompt in PROMPTS:
            field = forms.CharField(
                label=prompt.title,
                help_text=prompt.hint,
                required=False,
                max_length=MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "true"}),
            )
            field.hides_optional = True  # type: ignore[attr-defined]  # for templates
            self.fields[prompt.code] = field

    def texts(self) -> Texts:
        """Return what was written by prompt; only after the form proved valid."""
        return {prompt.code: self.cleaned_data[prompt.code] for prompt in PROMPTS}


class RevisionForm(Form):
    """Which revision somebody has read."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class TakeUpForm(Form):
    """Which peer worker's words are to be put into the draft."""

    contribution = forms.UUIDField(widget=forms.HiddenInput)


class QuarterForm(Form):
    """Which quarter is to be written about."""

    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.title) for one in quarters]

    def chosen(self) -> Quarter:
        """Return the quarter that was chosen; only after the form proved valid."""
        return Quarter.from_code(self.cleaned_data["quarter"])


def reasons_in(posted: QueryDict) -> dict[bytes, Reason]:
    """Return the reasons chosen for hits by their digests; what is none is ignored."""
    found = {}
    allowed = {value for value, _label in REASONS}
    for name, value in posted.items():
        match = _REASON.match(name)
        if match and value in allowed:
            found[bytes.fromhex(match[1])] = Reason(str(value))
    looked = posted.get("looked", "")
    if _DIGEST.match(looked):
        found[bytes.fromhex(looked)] = Reason.LOOKED
    return found


def quarter_in(code: str, otherwise: Quarter) -> Quarter:
    """Return the quarter an address names, or another where it names none."""
    try:
        return Quarter.from_code(code)
    except NotAQuarter:
        return otherwise
