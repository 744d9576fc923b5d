"""What is asked for when a survivor wants his copy, or something put right."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from msa.clock.days import local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, StackedMultiple
from rights.enums import How
from rights.places import Place
from rights.services.requests import Asking, Declined

_LONGEST = 20_000


class Words(forms.CharField):
    """Text in composed form, so that a macron is one letter everywhere (UI-L4)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=_LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class _Asked(Form):
    """On which day and how he asked."""

    #: Made with the page: pressed twice or sent again, it is one request.
    id = forms.UUIDField(widget=forms.HiddenInput)
    asked_on = NZDateField(
        label=_("The day he asked"),
        past=True,
        help_text=_("The 20 working days run from here."),
    )
    how = forms.ChoiceField(label=_("How he asked"), choices=How.choices, widget=Chips)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        today = local_date(timezone.now())
        initial = {
            "id": uuid.uuid4(),
            "asked_on": f"{today.day}/{today.month}/{today.year}",
            "how": How.IN_PERSON,
            "language": settings.LANGUAGE_CODE,
        }
        super().__init__(data, initial=initial, **kwargs)

    def asking(self) -> Asking:
        """Return what was told."""
        told = self.cleaned_data
        return Asking(
            asked_on=told["asked_on"],
            how=How(told["how"]),
            language=told.get("language", ""),
            with_answers=told.get("with_answers", False),
        )


class AskForCopy(_Asked):
    """A copy of everything (RGT-01)."""

    language = forms.ChoiceField(
        label=_("In which language"), choices=settings.LANGUAGES, widget=Chips
    )
    with_answers = forms.BooleanField(
        label=_("Print his check-in answers too"),
        help_text=_(
            "Ask him yourself. Answers he kept to himself can be seen by his peer "
            "worker until the copy is handed over, and not after."
        ),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, may_ask_for_answers: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if not may_ask_for_answers:
            del self.fields["with_answers"]


class AskForCorrection(_Asked):
    """What he wants changed, and where (RGT-02)."""

    where = forms.ChoiceField(label=_("Which part of his record"))
    wanted = Words(
        label=_("What he wants changed"),
        help_text=_("In his words as far as you can."),
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(
        self, data: Any = None, *, places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._places = {place.code: place for place in places}
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose")),
            *((place.code, place.title) for place in places),
        ]

    def place(self) -> Place:
        """Return the part that was chosen."""
        return self._places[self.cleaned_data["where"]]


class Decline(Form):
    """Why a request is declined; of a correction, with his statement."""

    reason = Words(
        label=_("Why it is declined"),
        help_text=_("He is told this. Say it so that he can understand it."),
        widget=forms.Textarea({"rows": 4}),
    )


class DeclineCorrection(Decline):
    """The same for a correction, with what he says to it."""

    statement = Words(
        label=_("His statement"),
        help_text=_(
            "What he wants to stand with this part, in his words. It is shown wherever "
            "the part is shown. Leave it empty if he wants none now."
        ),
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )


class Statement(Form):
    """His statement, given after a correction was declined."""

    statement = Words(
        label=_("His statement"),
        help_text=_("In his words. It is shown wherever the part is shown."),
        widget=forms.Textarea({"rows": 5}),
    )


class CorrectSession(Form):
    """A dated correction that stands with a session from now on."""

    words = Words(
        label=_("The correction"),
        help_text=_(
            "A note is never rewritten: this stands with it, with today’s day."
        ),
        widget=forms.Textarea({"rows": 4}),
    )


class MakeCopy(Form):
    """What the copy leaves out because it is confidential to somebody else."""

    leaving_out = forms.MultipleChoiceField(
        label=_("Leave out what is confidential to somebody else"),
        help_text=_(
            "Tick a part only if it holds what somebody else told in confidence. The "
            "copy says that it is left out."
        ),
        widget=StackedMultiple,
        required=False,
    )

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leaving_out"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(place.code, place.title) for place in places]
        field.hides_optional = True  # type: ignore[attr-defined]  # read by templates


def declined(form: Decline) -> Declined:
    """Return why, and his statement if there is one."""
    told = form.cleaned_data
    return Declined(told["reason"], told.get("statement", ""))
