"""What fields have in common: composed text, lists in one line, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

_PHONE = re.compile(r"\+?[\d\s()./-]+((x|ext\.?)\s*\d+)?", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;\n]")
_FEWEST_DIGITS = 6
_LONGEST = 10_000
_DAY_MINUTES = 24 * 60


class Words(forms.CharField):
    """Text in composed form, so that a macron is one letter everywhere (UI-L4).

    The page sets no limit of its own: a browser would cut off what is pasted, and say
    nothing. Too long, it comes back whole, with how long it is and may be.
    """

    default_error_messages = {
        "max_length": gettext_lazy(
            "This is %(show_value)s letters long, and there is room for "
            "%(limit_value)s. Shorten it; nothing is lost until you do."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200} | kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class Prose(Words):
    """A few lines in somebody's own words, or many."""

    def __init__(self, *, low: bool = True, **kwargs: Any) -> None:
        widget = forms.Textarea({"class": "low"} if low else {})
        usual = {"max_length": _LONGEST, "required": False, "widget": widget}
        super().__init__(**usual | kwargs)


class Listed(Words):
    """Several names in one line, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        parts = (part.strip() for part in _SEVERAL.split(super().clean(value)))
        return list(dict.fromkeys(part for part in parts if part))


def phone_number(text: str) -> None:
    """Refuse what can't be a phone number.

    Raises:
        ValidationError: letters, or too few digits.
    """
    digits = sum(letter.isdigit() for letter in text)
    if not (_PHONE.fullmatch(text) and digits >= _FEWEST_DIGITS):
        raise ValidationError(gettext("Enter a phone number, like 021 555 0101"))


def minutes_field(
    label: Any, *, like: int = 45, help_text: Any = "", required: bool = True
) -> forms.IntegerField:
    """Return the field that asks how many minutes something took; ``like`` so many."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=_DAY_MINUTES,
        required=required,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
        error_messages={
            "invalid": format_lazy(
                gettext_lazy("Enter the minutes as a number, like {like}"), like=like
            ),
            "min_value": gettext_lazy("Enter at least 1 minute"),
            "max_value": gettext_lazy("Enter at most 1,440 minutes, a whole day"),
        },
    )
