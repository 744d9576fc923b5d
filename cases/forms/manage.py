"""What a manager asks for on his pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.enums import Pace
from cases.queries.caseloads import QUIET_DAYS, Load, Narrowing
from msa.web.forms import Form

#: Stands for "no worker" in an address; a worker's own id stands for him.
NOBODY = "nobody"


class CaseloadForm(Form):
    """Filters of the caseload: codes and ids only, so its address names nobody."""

    worker = forms.ChoiceField(label=_("Peer worker"), required=False)
    pace = forms.ChoiceField(
        label=_("Where he stands"),
        choices=[("", _("Anywhere")), *Pace.choices],
        required=False,
    )
    quiet = forms.BooleanField(
        label=_("Not met for %(days)s days") % {"days": QUIET_DAYS}, required=False
    )

    def __init__(self, *args: Any, loads: list[Load], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker = self.fields["worker"]
        assert isinstance(worker, forms.ChoiceField)
        worker.choices = [
            ("", _("Everybody’s people")),
            (NOBODY, _("Waiting for a peer worker")),
            *((str(load.member.id), named_load(load)) for load in loads),
        ]
        for field in (worker, self.fields["pace"]):
            field.hides_optional = True  # type: ignore[attr-defined]  # read by templates
        self._names = {str(load.member.id): load.member.name for load in loads}

    def narrowing(self) -> Narrowing:
        """Return what is asked for; what can't be read narrows nothing."""
        if not self.is_valid():
            return Narrowing()
        given = self.cleaned_data
        worker = given["worker"]
        return Narrowing(
            worker=UUID(worker) if worker not in ("", NOBODY) else None,
            waiting=worker == NOBODY,
            quiet=given["quiet"],
            pace=Pace(given["pace"]) if given["pace"] else None,
        )

    def codes(self) -> dict[str, str]:
        """Return the filters in force as they stand in an address."""
        return {name: str(self.data[name]) for name, _words in self.chosen()}

    def chosen(self) -> list[tuple[str, str]]:
        """Return the filters in force: the name of each field, and its words."""
        found = []
        if self.is_valid():
            if worker := self.cleaned_data["worker"]:
                waiting = _t("Waiting for a peer worker")
                found.append(("worker", self._names.get(worker, waiting)))
            if pace := self.cleaned_data["pace"]:
                found.append(("pace", str(Pace(pace).label)))
            if self.cleaned_data["quiet"]:
                found.append(("quiet", str(self.fields["quiet"].label)))
        return found


class SearchForm(Form):
    """Look for somebody; sent as a form, because a name belongs in no address."""

    q = forms.CharField(
        label=_("Find somebody"),
        max_length=100,
        error_messages={"required": _("Enter a name, a phone number or a reference")},
    )


def named_load(load: Load) -> str:
    """Return a peer worker's name and how many people he works with."""
    people = ngettext("%(count)s person", "%(count)s people", load.people)
    return f"{load.member.name} ({people % {'count': load.people}})"
