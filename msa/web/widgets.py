"""Choices drawn as chips or as stacked lines: real radios and checkboxes."""

from __future__ import annotations

from typing import Any

from django import forms


class _Laid:
    layout = "chips"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["layout"] = self.layout
        return context


class Chips(_Laid, forms.RadioSelect):
    """One of a few short answers, side by side."""


class ChipsMultiple(_Laid, forms.CheckboxSelectMultiple):
    """Any of a few short answers, side by side."""


class Stacked(_Laid, forms.RadioSelect):
    """One of several answers, one to a line, as wide as the form."""

    layout = "choices"


class StackedMultiple(_Laid, forms.CheckboxSelectMultiple):
    """Any of several answers, one to a line, as wide as the form."""

    layout = "choices"


class DateText(forms.DateInput):
    """A date to type: day, month, year. No calendar to find one's way in."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        typed = {"class": "short", "inputmode": "text", "autocomplete": "off"}
        super().__init__(attrs=typed | (attrs or {}))
