"""What is filled in about what is set apart, waiting support and groups."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import SupportOutcome
from cases.forms.fields import Prose
from cases.forms.record import with_value
from cases.sections import HarmWords
from msa.clock.days import local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Stacked

_LONGEST = 20_000


def _today() -> str:
    today = local_date(timezone.now())
    return f"{today.day}/{today.month}/{today.year}"


class TellHarm(Form):
    """What he told of harm he did, as he put it (REC-09)."""

    told = Prose(
        label=_("What he told"),
        help_text=_(
            "In his words, as few as it takes. Leave out who it was, unless somebody "
            "is in danger."
        ),
        low=False,
        required=True,
        max_length=_LONGEST,
    )
    told_on = NZDateField(
        label=_("When he told it"), help_text=_("Day, month and year"), past=True
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: HarmWords, revision: int) -> None:
        day = now.day()
        initial = {
            "told": now.what_he_told,
            "told_on": day or _today(),
            "revision": revision,
        }
        super().__init__(data, initial=initial)

    def words(self) -> HarmWords:
        """Return what was filled in. The form is valid."""
        data = self.cleaned_data
        return HarmWords(data["told"], data["told_on"].isoformat())

    def follow(self, revision: int) -> None:
        """Let it come after a revision that was saved meanwhile."""
        self.data = with_value(self.data, "revision", revision)


class Decide(Form):
    """How support goes on, and what whoever works with him has to know."""

    #: Made with the page: pressed twice or sent again, it is one decision.
    id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("How support goes on"), choices=SupportOutcome.choices, widget=Stacked
    )
    words = Prose(
        label=_("On which conditions, or who helps him instead"),
        help_text=_(
            "Whoever works with him reads this, and he in his copy. Say what to do; "
            "leave out why."
        ),
        max_length=_LONGEST,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"id": uuid.uuid4()})
        # Needed or not by what is decided.
        self.fields["words"].hides_optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needs_words = data.get("outcome") in (
            SupportOutcome.CONDITIONS,
            SupportOutcome.ELSEWHERE,
        )
        if needs_words and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Fill in the conditions, or who helps him"))
        return data


class NoteTalk(Form):
    """When groups were talked about with him."""

    talked_on = NZDateField(
        label=_("When you talked about it"),
        help_text=_("Day, month and year"),
        past=True,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"talked_on": _today()})
