"""The one question asked before a report is started."""

from __future__ import annotations

from typing import Any

from django import forms

from msa.web.forms import Form
from reporting.quarters import Quarter


class StartReport(Form):
    """Which quarter the report shall be about; only quarters that are over."""

    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.title) for one in quarters]

    def chosen(self) -> Quarter:
        """Return the quarter that was chosen; only after the form proved valid."""
        return Quarter.from_code(self.cleaned_data["quarter"])
