"""A signature that is drawn on the screen, and read as lines and nothing else."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consent.terms import PAPER, Stroke

#: More than any signature has; more than this is not even read.
MOST_CHARACTERS, MOST_STROKES, MOST_POINTS = 40_000, 200, 4_000


class SignaturePad(forms.HiddenInput):
    """A place to sign with a finger, a pen or a mouse; without JavaScript, nothing.

    The form has to offer another way beside it.
    """

    template_name = "consent/signature_pad.html"
    # The legend and errors of the field are shown, though the input is not.
    input_type = "text"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"width": PAPER[0], "height": PAPER[1]}
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class SignatureField(forms.Field):
    """The strokes of a signature: whole numbers on paper of a known size."""

    widget = SignaturePad
    default_error_messages = {
        "invalid": _("That signature could not be read. Clear it and sign again")
    }

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or [])

    def to_python(self, value: Any) -> list[Stroke]:
        text = str(value or "").strip()
        if not text:
            return []
        if len(text) > MOST_CHARACTERS:
            raise self._unreadable()
        try:
            strokes = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise self._unreadable() from fault
        if not _is_drawn(strokes):
            raise self._unreadable()
        return [stroke for stroke in strokes if stroke]

    def _unreadable(self) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")


def _is_drawn(strokes: Any) -> bool:
    return (
        isinstance(strokes, list)
        and len(strokes) <= MOST_STROKES
        and all(map(_is_stroke, strokes))
        and sum(map(len, strokes)) <= 2 * MOST_POINTS
    )


def _is_stroke(stroke: Any) -> bool:
    if not isinstance(stroke, list) or len(stroke) % 2:
        return False
    return all(
        type(number) is int and 0 <= number <= PAPER[place % 2]
        for place, number in enumerate(stroke)
    )
