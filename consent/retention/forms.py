"""What managers fill in about keeping records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.forms import Welcome
from consent.retention.enums import Basis, ErasureGround, HoldGround, KeepGround
from msa.clock.days import local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Stacked


class RuleForm(Form):
    """How long this organisation keeps records, and the manager's word for it."""

    basis = forms.ChoiceField(
        label=_("What obliges you to keep them"), choices=Basis, widget=Stacked
    )
    contract_years = forms.IntegerField(
        label=_("Years a contract says"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"class": "short"}),
        help_text=_("After the last contact. The longer duty counts."),
    )
    is_checked = forms.BooleanField(
        label=_("I have had this checked, and sign it with my name and today’s date")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        years = cleaned["contract_years"] = cleaned.get("contract_years") or 0
        if cleaned.get("basis") == Basis.CONTRACT and not years:
            self.add_error("contract_years", _("Enter how many years it says"))
        if cleaned.get("basis") == Basis.NONE and years:
            self.add_error("contract_years", _("A contract is a duty: choose it above"))
        return cleaned


class HoldForm(Form):
    """Why nothing may be destroyed."""

    ground = forms.ChoiceField(label=_("Why"), choices=HoldGround, widget=Stacked)


class KeepForm(Form):
    """Why a record that is due is kept, and until when it is looked at again."""

    keep_ground = forms.ChoiceField(label=_("Why"), choices=KeepGround, widget=Stacked)
    until = NZDateField(label=_("Look at it again after"))

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= local_date(timezone.now()):
            raise forms.ValidationError(_("Enter a day that is to come"))
        return until


class AskForm(Form):
    """Who wants it destroyed."""

    erasure_ground = forms.ChoiceField(
        label=_("Why"), choices=ErasureGround, widget=Stacked
    )


class CarryOnForm(Welcome):
    """His reference number, and what he agrees to now."""

    reference = forms.CharField(
        label=_("His reference number"),
        max_length=12,
        help_text=_("He got it when his record began. It shows that he is the one."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )
    field_order = ["id", "reference", *Welcome.field_order[1:]]
