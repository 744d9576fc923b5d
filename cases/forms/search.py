"""Looking for somebody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Words
from msa.web.forms import Form


class Search(Form):
    """A name, a phone number or a reference number."""

    q = Words(label=_("Find one of your people"), required=False)
