"""What is asked when a survivor moves on, pauses, goes on, ends or begins again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.enums import EndReason, Phase, TurnKind
from cases.forms.fields import Prose
from cases.forms.record import Revision, typed
from cases.queries.episodes import Stay
from cases.services.episodes import Turn
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.templatetags.msa import nz_date
from msa.web.widgets import Stacked


class _OnADay(Form):
    """A day that is not before the last thing known, and his words about it."""

    on = NZDateField(
        label=_("On which day"),
        help_text=_("Day, month and year, like 5 3 2026. It may be some time ago."),
        past=True,
    )
    words = Prose(label=_("In his words"), help_text=_("Only if he wants them kept"))
    earliest: date | None = None

    def _begin_with(self, *, today: date, earliest: date | None) -> None:
        self.earliest = earliest
        self.initial.setdefault("on", typed(today.isoformat()))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if self.earliest and day < self.earliest:
            words = _t("Enter a day from %(day)s on: something was noted on that day")
            raise ValidationError(words % {"day": nz_date(self.earliest)})
        return day


class TurnForm(_OnADay, Revision):
    """One turn of a stretch of support; ``revision`` is how many were noted before."""

    kind: ClassVar[TurnKind]

    def __init__(self, data: Any = None, *, stay: Stay, today: date) -> None:
        super().__init__(data, initial={"revision": stay.revision})
        self._begin_with(today=today, earliest=stay.last_on)

    def turn(self) -> Turn:
        """Return what happened. The form is valid."""
        given = self.cleaned_data
        return Turn(self.kind, given["on"], words=given["words"], **self._more())

    def _more(self) -> dict[str, Any]:
        return {}


def _phase_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Where he is now, as he sees it"), choices=Phase.choices, widget=Stacked
    )


class MoveOn(TurnForm):
    """Another phase: further on, or back."""

    kind = TurnKind.PHASE
    phase = _phase_field()
    field_order = ("phase", "on", "words")

    def __init__(self, data: Any = None, *, stay: Stay, today: date) -> None:
        super().__init__(data, stay=stay, today=today)
        field = self.fields["phase"]
        assert isinstance(field, forms.ChoiceField)
        if data is None:  # what was sent twice is no mistake
            field.choices = [c for c in Phase.choices if c[0] != stay.phase]

    def _more(self) -> dict[str, Any]:
        return {"phase": Phase(self.cleaned_data["phase"])}


class Pause(TurnForm):
    """A break, and until when if he says."""

    kind = TurnKind.PAUSED
    back_on = NZDateField(
        label=_("Until about when"),
        help_text=_("If he says. Nothing happens by itself on that day."),
        required=False,
    )
    field_order = ("on", "back_on", "words")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        on, back_on = given.get("on"), given.get("back_on")
        if on and back_on and back_on < on:
            self.add_error("back_on", _("Enter a day that is not before the pause"))
        return given

    def _more(self) -> dict[str, Any]:
        return {"back_on": self.cleaned_data["back_on"]}


class GoOn(TurnForm):
    """On again after a pause."""

    kind = TurnKind.WENT_ON


class Finish(TurnForm):
    """The end for now, and why, as he sees it."""

    kind = TurnKind.ENDED
    reason = forms.ChoiceField(
        label=_("Why, as he sees it"), choices=EndReason.choices, widget=Stacked
    )
    field_order = ("on", "reason", "words")

    def _more(self) -> dict[str, Any]:
        return {"reason": EndReason(self.cleaned_data["reason"])}


class BeginAgain(_OnADay):
    """A new stretch of support for somebody who is back."""

    #: Made with the page: pressed twice, it is one beginning (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    phase = _phase_field()
    field_order = ("on", "phase", "words")

    def __init__(
        self, data: Any = None, *, named: uuid.UUID, ended_on: date | None, today: date
    ) -> None:
        super().__init__(data, initial={"id": named, "phase": Phase.CONNECT})
        self._begin_with(today=today, earliest=ended_on)


#: Each turn by its word in the address.
TURNS: Mapping[str, type[TurnForm]] = MappingProxyType(
    {"phase": MoveOn, "pause": Pause, "go-on": GoOn, "end": Finish}
)
