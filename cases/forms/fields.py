"""What fields have in common: composed text, lists in one line, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

_PHONE = re.compile(r"\+?[\d\s()./-]+((x|ext\.?)\s*\d+)?", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;\n]")
_FEWEST_DIGITS = 6


class Words(forms.CharField):
    """Text in composed form, so that a macron is one letter everywhere (UI-L4)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200} | kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


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
