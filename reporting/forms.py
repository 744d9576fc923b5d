"""What is asked before a report is started."""

from __future__ import annotations

from typing import Any

from django import forms

from msa.web.forms import Form
from reporting.enums import Kind
from reporting.quarters import Quarter


class StartReport(Form):
    """Which report, and about which quarter; only quarters that are over."""

    kind = forms.ChoiceField(label="Report")
    quarter = forms.ChoiceField(label="Quarter")

    def __init__(
        self, *args: Any, kinds: list[Kind], quarters: list[Quarter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", [(one.value, one.label) for one in kinds])
        self._offer("quarter", [(one.code, one.title) for one in quarters])

    def chosen(self) -> tuple[Kind, Quarter]:
        """Return what was chosen; only after the form proved valid."""
        quarter = Quarter.from_code(self.cleaned_data["quarter"])
        return Kind(self.cleaned_data["kind"]), quarter

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
