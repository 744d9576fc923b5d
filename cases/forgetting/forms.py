"""What a peer worker says when he asks that earlier words be let go."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forgetting.enums import Ground
from msa.web.forms import Form
from msa.web.widgets import Stacked


class AskForm(Form):
    """Why they should not stand any longer."""

    ground = forms.ChoiceField(label=_("Why"), choices=Ground, widget=Stacked)
