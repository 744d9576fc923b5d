"""What managers and national staff type about standards: checked, never saved here."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from msa.accounts.models import Member
from msa.uploads.apart import clean_apart
from msa.uploads.cleaning import Clean
from msa.uploads.kinds import LARGEST, TAKEN
from msa.uploads.names import plain, shown
from msa.uploads.refusals import Fault, Refused
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips
from standards.catalogue import Catalogue
from standards.enums import NOT_RATED, Perspective, Rating
from standards.models import Action, Cycle, Judgement
from standards.services.actions import Plan
from standards.services.judgements import Said, said_in

_LONGEST = 5_000
_NO_NAMES = "Write no names of survivors, and nothing that could point to one of them."
#: Longer than any plan of an improvement; a year mistyped is further off.
_FURTHEST = timedelta(days=5 * 366)
_LONGEST_PERIOD = timedelta(days=3 * 366)


class Words(forms.CharField):
    """Text in composed form, so that a macron is one letter everywhere (UI-L4)."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        # A browser sends line ends of its own; compared texts have to be alike.
        return text.replace("\r\n", "\n").strip()


class Period(Form):
    """The period a review is about."""

    starts_on = NZDateField(label="First day", help_text="For example 1 July 2026")
    ends_on = NZDateField(label="Last day", help_text="For example 30 June 2027")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "Enter a last day that is after the first day")
        elif starts and ends and ends - starts > _LONGEST_PERIOD:
            self.add_error("ends_on", "Enter a period of three years or less")
        return cleaned


def _perspective(label: str) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label,
        choices=[*Rating.choices, ("", NOT_RATED)],
        required=False,
        widget=Chips,
    )
    field.hides_optional = True  # type: ignore[attr-defined]  # read by templates
    return field


class Judging(Form):
    """One standard: three ratings, a comment, evidence."""

    leaders = _perspective(f"As {Perspective.LEADERS.label.lower()} see it")
    staff = _perspective(f"As {Perspective.STAFF.label.lower()} see it")
    clients = _perspective(f"As {Perspective.CLIENTS.label.lower()} see it")
    comment = Words(
        label="Comment",
        required=False,
        max_length=_LONGEST,
        help_text=f"What is done well, and what is missing. {_NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    evidence = Words(
        label="Evidence",
        required=False,
        max_length=_LONGEST,
        help_text=(
            "Links, or notes of where something can be found: one on each line. "
            "Files are added below. "
            f"{_NO_NAMES}"
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_evidence(self) -> str:
        text = str(self.cleaned_data["evidence"])
        whole = URLValidator(schemes=["http", "https"])
        for number, line in enumerate(text.splitlines(), start=1):
            link = line.strip()
            if not link.lower().startswith(("http:", "https:")) or " " in link:
                continue
            try:
                whole(link)
            except ValidationError as fault:
                raise ValidationError(
                    f"Line {number} is not a whole link. "
                    "Write it like https://example.org/page"
                ) from fault
        return text

    def said(self) -> Said:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        names = ("leaders", "staff", "clients", "comment", "evidence")
        return Said(*(data[name] for name in names))

    @property
    def began_from(self) -> int:
        """The version that the writer had before him."""
        return int(self.cleaned_data["version"] or 0)

    @classmethod
    def of(cls, judgement: Judgement | None) -> Judging:
        """Return the form as it stands before anything is typed."""
        if judgement is None:
            return cls(initial={"version": 0})
        said = said_in(judgement)
        known = {name: getattr(said, name) for name in Said.__dataclass_fields__}
        return cls(initial={**known, "version": judgement.version})


class Adding(Form):
    """One file that shows how a standard is met."""

    title = Words(
        label="What it is",
        max_length=120,
        help_text=(
            f"For example: Minutes of the panel, March 2026. {_NO_NAMES} "
            "The file’s own name isn’t kept."
        ),
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text=(
            f"{TAKEN}. We keep a clean copy: without who made it, when, where and "
            "with what."
        ),
    )
    # Sending the page twice adds one file.
    id = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def of(
        cls, typed: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]]
    ) -> Adding:
        """Return the form with what was sent, or empty if nothing was."""
        if typed or files:
            return cls(typed, files)
        return cls(initial={"id": uuid.uuid4()})

    def clean_title(self) -> str:
        """Return the title without characters that nobody sees."""
        title = plain(self.cleaned_data["title"])
        if not title:
            raise ValidationError("Fill in “What it is”")
        return title

    def clean_file(self) -> Clean:
        """Return the clean copy of the file."""
        sent = self.cleaned_data["file"]
        try:
            if sent.size > LARGEST:
                raise Refused(Fault.TOO_LARGE)
            return clean_apart(sent.name, sent.read())
        except Refused as refused:
            raise ValidationError(refused.words(shown(sent.name))) from None

    def clean(self) -> dict[str, Any]:
        """Say that a browser forgets the file when something else is wrong."""
        cleaned = super().clean() or {}
        if "file" in cleaned and self.errors:
            self.add_error("file", "Choose the file again: browsers don’t keep files.")
        return cleaned


class Planning(Form):
    """One action: what, who, until when."""

    what = Words(
        label="What will be done",
        max_length=300,
        help_text=_NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(label="Who sees to it")
    due_on = NZDateField(label="Done by", help_text="For example 5 3 2027")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, cycle: Cycle, members: list[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._earliest = cycle.starts_on
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [
            ("", "Choose somebody"),
            *((str(one.id), one.name) for one in members),
        ]

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if not self._earliest <= due <= self._earliest + _FURTHEST:
            day = f"{self._earliest.day} {self._earliest:%B %Y}"
            raise ValidationError(
                f"Enter a date from {day} on, and no more than five years later"
            )
        return due

    def plan(self) -> Plan:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return Plan(data["what"], UUID(data["owner"]), data["due_on"])

    @property
    def began_from(self) -> int:
        """The version that the writer had before him."""
        return int(self.cleaned_data["version"] or 0)


def as_initial(action: Action) -> dict[str, Any]:
    """Return an action as the form shows it before anything is typed."""
    return {
        "what": action.what,
        "owner": str(action.owner_id),
        "due_on": action.due_on,
        "version": action.version,
    }


class SigningOff(Form):
    """The signature."""

    agreed = forms.BooleanField(
        label="I have read this review and sign it off for our organisation"
    )
    # What was read: the digest of the review as the page showed it.
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Remarking(Form):
    """What the national body says to a review."""

    standard = forms.ChoiceField(label="About", required=False)
    text = Words(
        label="Comment",
        max_length=_LONGEST,
        help_text="The organisation’s managers read it. It can’t be changed later.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    asks_for_more = forms.BooleanField(
        label="Ask for more",
        required=False,
        help_text=(
            "The organisation is invited to answer in a new revision. "
            "What it submitted stays as it is."
        ),
    )

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["standard"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            ("", "The whole review"),
            *((one.number, f"{one.number} {one.title}") for one in catalogue.standards),
        ]
        about.hides_optional = True  # type: ignore[attr-defined]  # read by templates
