"""The day on which a part of a record is looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from msa.web.fields import NZDateField
from msa.web.forms import Form


class OnADay(Form):
    """As it was on a day; sent in the address, which names nobody (REC-12)."""

    on = NZDateField(
        label=_("As it was on"),
        help_text=_("Day, month and year, like 5 3 2026: as it stood at its end"),
        past=True,
    )
