"""Adding an important email, and looking it over before it is kept (SES-01)."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.emails.pasting import pasted_email
from cases.emails.services import Chosen
from cases.forms.fields import Words, minutes_field
from msa.clock.days import local_date
from msa.uploads.apart import read_email_apart
from msa.uploads.emails import LONGEST_TEXT, Email
from msa.uploads.headers import LONGEST_HEADER
from msa.uploads.kinds import LARGEST
from msa.uploads.names import shown
from msa.uploads.refusals import Fault, Refused
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.templatetags.msa import nz_date, nz_time
from msa.web.widgets import StackedMultiple

#: What an email is counted for unless the worker says more: it was read and kept.
_USUAL_MINUTES = 5
_TOO_LARGE = _(
    "“%(name)s” is larger than 10 MB. Save its attachments apart, or paste its text "
    "instead."
)


class AddEmail(Form):
    """An email as a file, or its text; either is enough."""

    file = forms.FileField(
        label=_("The email as a file"),
        help_text=_(
            "A file that ends in .eml, up to 10 MB: drop it here or choose it. Nothing "
            "in it is loaded or run."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".eml,message/rfc822"}),
    )
    pasted = Words(
        label=_("Or paste its text"),
        help_text=_("From, To and Subject at the top are found if they are there."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
    )
    # Made with the page: sent twice, it is one email.
    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, named: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, initial={"id": named}, **kwargs)

    def clean_file(self) -> Email | None:
        """Return what was read of the file."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        try:
            if sent.size > LARGEST:
                raise Refused(Fault.TOO_LARGE)
            return read_email_apart(sent.read())
        except Refused as refused:
            raise ValidationError(_refusal(refused, shown(sent.name))) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        both = data.get("file"), data.get("pasted", "").strip()
        if not any(both) and not self.errors:
            self.add_error("file", _("Choose the email as a file, or paste its text"))
        elif all(both):
            self.add_error(
                "file", _("Choose the email as a file or paste its text, not both")
            )
        return data

    def email(self) -> Email:
        """Return the email, once the form is valid."""
        return self.cleaned_data["file"] or pasted_email(self.cleaned_data["pasted"])


class KeepEmail(Form):
    """What was read of an email: shortened, or kept as it is."""

    sender = Words(label=_("From"), required=False, max_length=LONGEST_HEADER)
    recipients = Words(label=_("To"), required=False, max_length=2 * LONGEST_HEADER + 2)
    sent = Words(label=_("When it was sent"), required=False, max_length=LONGEST_HEADER)
    subject = Words(label=_("Subject"), required=False, max_length=LONGEST_HEADER)
    text = Words(
        label=_("What it says"),
        help_text=_("Take out what he doesn’t need to be kept."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"class": "tall"}),
    )
    attachments = forms.MultipleChoiceField(
        label=_("Attachments to keep"),
        required=False,
        widget=StackedMultiple,
    )
    held_on = NZDateField(
        label=_("Which day"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
    )
    minutes = minutes_field(
        _("Minutes"), help_text=_("How long reading or answering it took")
    )

    def __init__(self, data: Any = None, *, email: Email) -> None:
        sent = _moment(email.sent)
        today = local_date(timezone.now())
        super().__init__(
            data,
            initial={
                "sender": email.sender,
                "recipients": email.recipients,
                "sent": f"{nz_date(sent)}, {nz_time(sent)}" if sent else email.sent,
                "subject": email.subject,
                "text": email.text,
                "attachments": [
                    str(place)
                    for place, one in enumerate(email.attachments, start=1)
                    if not one.is_inline
                ],
                "held_on": min(local_date(sent), today) if sent else today,
                "minutes": _USUAL_MINUTES,
            },
        )
        self.fields["attachments"].choices = [  # type: ignore[attr-defined]
            (str(place), f"{one.name} · {one.kind.words}, {_size(len(one.content))}")
            for place, one in enumerate(email.attachments, start=1)
        ]
        if not email.attachments:
            del self.fields["attachments"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        told = data.get("text", "").strip() or data.get("attachments")
        if not told and "text" not in self.errors:
            self.add_error("text", _("Keep some of its text, or an attachment"))
        return data

    def chosen(self) -> Chosen:
        """Return what is to be kept, once the form is valid."""
        data = self.cleaned_data
        day: date = data["held_on"]
        return Chosen(
            held_on=day,
            minutes=data["minutes"],
            sender=data["sender"],
            recipients=data["recipients"],
            sent=data["sent"],
            subject=data["subject"],
            text=data["text"].replace("\r\n", "\n"),
            attachments=[int(place) for place in data.get("attachments", [])],
        )


def _refusal(refused: Refused, name: str) -> str:
    if refused.fault is Fault.TOO_LARGE:
        return str(_TOO_LARGE) % {"name": name}
    if refused.fault is Fault.TOO_MUCH:
        advice = _now("Paste its text instead.")
        return f"“{name}” {refused.fault.what} {advice}"
    return refused.words(name)


def _moment(sent: str) -> datetime | None:
    # What is pasted bears the day as it was written by the mail program.
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, OverflowError):
            moment = read(sent)
            return moment if moment.tzinfo else None
    return None


def _size(size: int) -> str:
    return filesizeformat(size).replace("\xa0", " ")
