"""The words about a session, asked alike when it is logged and when it is put right."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import LifeDomain, Practice
from cases.form_settings.enums import SESSION
from cases.forms.arranged import Arranged, Head, Together
from cases.forms.fields import Words
from cases.sections import Note
from msa.web.widgets import ChipsMultiple

#: Far more than anybody types at once; short of what a request may hold.
_LONGEST_NOTE = 50_000
_LONGEST_STEPS = 5_000
_LONGEST_TOLD = 10_000
#: The fields whose content is sealed, and needs his consent to session notes.
NOTE_FIELDS = (
    *("domains", "body", "written_together", "next_steps", "start", "present"),
    *("practice", "from_others", "told_by"),
)
#: How a time of day may be typed.
_TIMES = (
    "%H:%M",
    "%H.%M",
    "%I:%M %p",
    "%I:%M%p",
    "%I.%M %p",
    "%I.%M%p",
    "%I %p",
    "%I%p",
)


class NoteFields(Arranged):
    """What was said and done in a session; all of it is optional (SES-02)."""

    form_code = SESSION
    heads: ClassVar = {"next_steps": Head("more", _("More about it"), "disclosure")}
    together: ClassVar = {
        "body": Together(("written_together",)),
        "from_others": Together(("told_by",), "plain"),
    }
    after: ClassVar = {"practice": "cases/_principles.html"}

    domains = forms.MultipleChoiceField(
        label=_("What you worked on together"),
        choices=LifeDomain.choices,
        widget=ChipsMultiple,
        required=False,
    )
    body = Words(
        label=_("Note"),
        help_text=_("In words he would be happy to read."),
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea,
    )
    written_together = forms.BooleanField(
        label=_("We wrote this together"), required=False
    )
    next_steps = Words(
        label=_("What you agreed to do next"),
        required=False,
        max_length=_LONGEST_STEPS,
        widget=forms.Textarea({"rows": 3}),
    )
    start = forms.TimeField(
        label=_("When it began"),
        help_text=_("A time of day, like 2:30 pm or 14:30"),
        required=False,
        input_formats=_TIMES,
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter a time of day, like 2:30 pm or 14:30")},
    )
    present = forms.CharField(
        label=_("Who else was there"),
        help_text=_("What they are to him is enough: his sister, his advocate"),
        required=False,
        max_length=200,
    )
    practice = forms.MultipleChoiceField(
        label=_("What it was about, as peer support"),
        help_text=_("“How I work” counts it for your own eyes"),
        choices=Practice.choices,
        widget=ChipsMultiple,
        required=False,
    )
    from_others = Words(
        label=_("Somebody else told us this"),
        help_text=_(
            "What you know of him from somebody else. It stays out of the copy he can "
            "ask for, so keep it out of the note above."
        ),
        required=False,
        max_length=_LONGEST_TOLD,
        widget=forms.Textarea({"rows": 3}),
    )
    told_by = Words(
        label=_("Who told it"),
        help_text=_("What they are to him is enough: his sister, his doctor"),
        required=False,
    )

    def note(self, before: Note | None = None) -> Note:
        """Return the words about it; what is not asked is taken from ``before``."""
        told = {n: v for n, v in self.cleaned_data.items() if n in NOTE_FIELDS}
        if "start" in told:
            told["start"] = told["start"].strftime("%H:%M") if told["start"] else ""
        return replace(before or Note(), **told)
