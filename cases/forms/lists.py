"""Parts of a record that are lists: a few rows to fill, and one more for the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Progress
from cases.forms.fields import Prose, Words, phone_number
from cases.forms.record import Revision, typed
from cases.sections import Hope, Hopes, NextSteps, Step, Supporter, SupportPeople
from msa.web.fields import NZDateField
from msa.web.widgets import Chips

#: Far more than anybody needs or an export brings; short of what a request may hold.
_MOST_ROWS = 200


class ListForm(Revision):
    """A section that is a list. A row whose first field is empty is not kept."""

    rows = forms.IntegerField(
        min_value=1, max_value=_MOST_ROWS, widget=forms.HiddenInput
    )
    #: What one row asks, by name; the first is what makes it a row.
    asks: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_count = self._row_count()
        for at in range(self.row_count):
            for name, make in self.asks.items():
                field = self.fields[f"{name}_{at}"] = make()
                # Nothing here has to be said: to tell it for each would be noise.
                field.hides_optional = True

    def _row_count(self) -> int:
        asked = self.data.get("rows") if self.is_bound else self.initial.get("rows")
        try:
            return min(max(int(asked or 1), 1), _MOST_ROWS)
        except ValueError:
            return 1

    def groups(self) -> Iterator[list[BoundField]]:
        """Yield the fields of each row, for the page."""
        for at in range(self.row_count):
            yield [self[f"{name}_{at}"] for name in self.asks]

    def told(self) -> list[dict[str, Any]]:
        """Return the rows that say something, in their order."""
        first = next(iter(self.asks))
        rows = (
            {name: self.cleaned_data.get(f"{name}_{at}") for name in self.asks}
            for at in range(self.row_count)
        )
        return [row for row in rows if row[first]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first = next(iter(self.asks))
        for at in range(self.row_count):
            others = (
                data.get(f"{name}_{at}")
                for name in self.asks
                if name != first and not self[f"{name}_{at}"].is_hidden
            )
            if any(others) and not data.get(f"{first}_{at}"):
                label = self.fields[f"{first}_{at}"].label
                self.add_error(
                    f"{first}_{at}",
                    _("Fill in “%(label)s”, or empty the whole row") % {"label": label},
                )
        return data


def list_values(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the initial values of a list form: what is there, and an empty row."""
    values: dict[str, Any] = {"rows": min(len(rows) + 1, _MOST_ROWS)}
    for at, row in enumerate(rows[:_MOST_ROWS]):
        values |= {f"{name}_{at}": value for name, value in row.items()}
    return values


def _yes_or_no(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("He has not said")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=Chips,
        empty_value="",
    )


#: What was answered in a row of support people, and what is kept of it.
_ANSWERS = ("may_contact", "in_emergency")
_MEANT = {"yes": True, "no": False}


class EditSupportPeople(ListForm):
    """The people around him (REC-02)."""

    asks: ClassVar = {
        "name": lambda: Words(label=gettext_lazy("Name"), required=False),
        "relationship": lambda: Words(
            label=gettext_lazy("Who they are to him"), required=False
        ),
        "phone": lambda: Words(
            label=gettext_lazy("Phone number"),
            required=False,
            max_length=40,
            validators=[phone_number],
            widget=forms.TextInput(
                {"inputmode": "tel", "autocomplete": "off", "class": "medium"}
            ),
        ),
        "may_contact": lambda: _yes_or_no(
            gettext_lazy("May we be in touch with them?")
        ),
        "in_emergency": lambda: _yes_or_no(gettext_lazy("And in an emergency?")),
        "knows": lambda: Words(
            label=gettext_lazy("What they know"),
            help_text=gettext_lazy("So that nobody says more than he has"),
            required=False,
            max_length=500,
        ),
    }

    @staticmethod
    def values(section: SupportPeople) -> dict[str, Any]:
        """Return what the form shows of a section."""
        said = {True: "yes", False: "no", None: ""}
        return list_values(
            [
                {
                    "name": one.name,
                    "relationship": one.relationship,
                    "phone": one.phone,
                    "may_contact": said[one.may_contact],
                    "in_emergency": said[one.in_emergency],
                    "knows": one.knows,
                }
                for one in section.people
            ]
        )

    def content(self, *, today: date) -> SupportPeople:
        """Return the section as it was filled in."""
        return SupportPeople(
            [
                Supporter(**row | {name: _MEANT.get(row[name]) for name in _ANSWERS})
                for row in self.told()
            ]
        )


#: Stands for the day of a hope that an export brought without one.
_NOT_KNOWN = "-"


class _NamedOn(forms.DateField):
    """The day a hope was named, carried along unseen; empty for a new one."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        return value if value == _NOT_KNOWN else super().to_python(value)


class EditHopes(ListForm):
    """What he hopes for, in his words (REC-04)."""

    asks: ClassVar = {
        "words": lambda: Words(
            label=gettext_lazy("In his words"), required=False, max_length=500
        ),
        "progress": lambda: forms.ChoiceField(
            label=gettext_lazy("How he sees it now"),
            choices=[("", _("Not talked about yet")), *Progress.choices],
            required=False,
            widget=Chips,
        ),
        "named_on": lambda: _NamedOn(required=False),
    }

    @staticmethod
    def values(section: Hopes) -> dict[str, Any]:
        """Return what the form shows of a section."""
        return list_values(
            [
                {
                    "words": one.words,
                    "progress": one.progress,
                    "named_on": one.named_on or _NOT_KNOWN,
                }
                for one in section.hopes
            ]
        )

    def content(self, *, today: date) -> Hopes:
        """Return the section as it was filled in; what is new was named today."""
        return Hopes(
            [
                Hope(**row | {"named_on": _named_on(row["named_on"] or today)})
                for row in self.told()
            ]
        )


def _named_on(day: date | str) -> str:
    return day.isoformat() if isinstance(day, date) else ""


class EditSteps(ListForm):
    """What comes next; moved towards, never failed (REC-04)."""

    asks: ClassVar = {
        "what": lambda: Words(
            label=gettext_lazy("What"), required=False, max_length=500
        ),
        "who": lambda: Words(label=gettext_lazy("Who does it"), required=False),
        "by": lambda: NZDateField(
            label=gettext_lazy("By when, if he wants a day"), required=False
        ),
        "towards": lambda: Prose(
            label=gettext_lazy("What has moved"),
            help_text=gettext_lazy("However small. A note a line, with its day."),
            max_length=2000,
        ),
    }

    @staticmethod
    def values(section: NextSteps) -> dict[str, Any]:
        """Return what the form shows of a section."""
        return list_values(
            [
                {
                    "what": one.what,
                    "who": one.who,
                    "by": typed(one.by),
                    "towards": one.towards,
                }
                for one in section.steps
            ]
        )

    def content(self, *, today: date) -> NextSteps:
        """Return the section as it was filled in."""
        return NextSteps(
            [
                Step(**row | {"by": row["by"].isoformat() if row["by"] else ""})
                for row in self.told()
            ]
        )
