"""What the national body is asked for when it adds a pou."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Words
from msa.web.forms import Form


class AddPou(Form):
    """A pou by both of its labels (REC-05)."""

    te_reo = Words(label=_("In te reo Māori"), max_length=80)
    english = Words(label=_("In English"), max_length=120)
