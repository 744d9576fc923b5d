"""What is asked when a policy is published, withdrawn or read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handbook.enums import Subject
from handbook.services import Wording
from msa.uploads.apart import clean_apart
from msa.uploads.cleaning import Clean
from msa.uploads.kinds import LARGEST, TAKEN
from msa.uploads.names import plain, shown
from msa.uploads.refusals import Fault, Refused
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Stacked

_LONGEST = 100_000


class Publishing(Form):
    """One version: a text or a document, from when it holds, when it is looked at."""

    text = forms.CharField(
        label=_("Its words"),
        help_text=_("Type or paste them here, or add a document below."),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        error_messages={
            "max_length": _("That is longer than fits here. Add it as a document.")
        },
    )
    file = forms.FileField(
        label=_("Or a document"),
        help_text=_(
            "%(taken)s. We keep a clean copy: without who made it, when, where and "
            "with what."
        )
        % {"taken": TAKEN},
        required=False,
        allow_empty_file=True,
    )
    in_force_from = NZDateField(
        label=_("In force from"), help_text=_("Day, month and year, like 5 3 2026")
    )
    review_on = NZDateField(
        label=_("To be looked at again on"),
        help_text=_("Most organisations choose a year or two."),
    )
    #: So that a double press publishes one version (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "id": uuid.uuid4(),
            "in_force_from": f"{today.day}/{today.month}/{today.year}",
        }
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither is called optional.
        for name in ("text", "file"):
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Return the words with the line ends of one system."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean_file(self) -> Clean | None:
        """Return the clean copy of the document, if one was sent."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        try:
            if sent.size > LARGEST:
                raise Refused(Fault.TOO_LARGE)
            return clean_apart(sent.name, sent.read())
        except Refused as refused:
            raise ValidationError(refused.words(shown(sent.name))) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        text, file = data.get("text"), data.get("file")
        if not text and not file and not {"text", "file"} & self.errors.keys():
            self.add_error("text", gettext("Fill in its words, or add a document"))
        if text and file:
            self.add_error(
                "file", gettext("Keep one of the two: its words, or a document")
            )
        begins, review = data.get("in_force_from"), data.get("review_on")
        if begins and review and review <= begins:
            self.add_error(
                "review_on", gettext("Enter a day after it comes into force")
            )
        return data

    def wording(self) -> Wording:
        """Return what the version says; only after the form proved valid."""
        data = self.cleaned_data
        return Wording(
            data["in_force_from"], data["review_on"], data["text"], data["file"]
        )


class Beginning(Publishing):
    """The first version of a policy, and which policy it is."""

    about = forms.ChoiceField(label=_("Which policy"), widget=Stacked)
    title = forms.CharField(
        label=_("What it is called"),
        help_text=_("Only for one of your own"),
        required=False,
        max_length=120,
    )
    field_order = ["id", "about", "title", "text", "file", "in_force_from", "review_on"]

    def __init__(self, *args: Any, unwritten: Iterable[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in (*unwritten, Subject.OWN)]

    def clean_title(self) -> str:
        """Return the title without characters that nobody sees."""
        return plain(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_own = data.get("about") == Subject.OWN
        if is_own and not data.get("title"):
            self.add_error("title", gettext("Fill in “What it is called”"))
        if not is_own:
            data["title"] = ""
        return data

    def subject(self) -> Subject:
        """Return what the policy is about."""
        return Subject(self.cleaned_data["about"])


class WhichVersion(Form):
    """Which version was on the page."""

    version = forms.UUIDField(widget=forms.HiddenInput)
