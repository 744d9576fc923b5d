"""Parts of a record that are lists: a few rows to fill, and one more for the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Progress
from cases.forms.arranged import Arranged
from cases.forms.fields import Prose, Words, phone_number
from cases.forms.record import Revision, typed
from cases.sections import Hope, Hopes, NextSteps, Step, Supporter, SupportPeople
from msa.web.fields import NZDateField
from msa.web.widgets import Chips

#: Whose row it was when the page was made.
_WAS = "was"
#: Far more than anybody needs or an export brings; short of what a request may hold.
_MOST_ROWS = 200


class ListForm(Revision, Arranged):
    """A section that is a list. A row whose first field is empty is not kept.

    Where the organisation hides a field, each row says whose row it was (``was``), so
    that what stands in the hidden one stays with the same person, hope or step.
    """

    rows = forms.IntegerField(
        min_value=1, max_value=_MOST_ROWS, widget=forms.HiddenInput
    )
    #: What one row asks, by name; the first is what makes it a row.
    asks: ClassVar[dict[str, Any]]

    @classmethod
    def asked_fields(cls) -> dict[str, forms.Field]:
        """Return what one row asks, by name."""
        made = {name: make() for name, make in cls.asks.items()}
        return {name: one for name, one in made.items() if not one.widget.is_hidden}

    def arrange_fields(self) -> None:
        """Ask each row, as the organisation wants it."""
        self.row_count = self._row_count()
        for at in range(self.row_count):
            for name, make in self.asks.items():
                field = self.fields[f"{name}_{at}"] = make()
                # Nothing here has to be said: to tell it for each would be noise.
                field.hides_optional = True
        super().arrange_fields()
        if self.own.of(self.form_code).hidden:
            for at in range(self.row_count):
                self.fields[f"{_WAS}_{at}"] = forms.CharField(
                    required=False, strip=False, widget=forms.HiddenInput
                )
                began = self.initial.get(f"{self._first()}_{at}", "")
                self.initial[f"{_WAS}_{at}"] = began

    def field_names(self, code: str) -> list[str]:
        """Return the field of each row that a code stands for."""
        return [f"{code}_{at}" for at in range(self.row_count)]

    def _row_count(self) -> int:
        asked = self.data.get("rows") if self.is_bound else self.initial.get("rows")
        try:
            return min(max(int(asked or 1), 1), _MOST_ROWS)
        except ValueError:
            return 1

    def groups(self) -> Iterator[list[BoundField]]:
        """Yield the fields of each row, for the page."""
        for at in range(self.row_count):
            names = [*self._in_order(), *self.asks, _WAS]
            rows = (f"{name}_{at}" for name in dict.fromkeys(names))
            yield [self[name] for name in rows if name in self.fields]

    def told(self, before: Iterable[Any]) -> list[dict[str, Any]]:
        """Return the rows that say something, in their order.

        What a row does not ask now is taken from the row that it was ``before``.
        """
        first, stood = self._first(), list(before)
        rows = []
        for at in range(self.row_count):
            row = {
                name: self.cleaned_data.get(f"{name}_{at}")
                for name in self.asks
                if f"{name}_{at}" in self.fields
            }
            was = self.cleaned_data.get(f"{_WAS}_{at}")
            found = next((one for one in stood if was and _named(one, first) == was), 0)
            if found:
                stood.remove(found)
                row = {
                    name: getattr(found, name) for name in self.asks if name not in row
                } | row
            if row[first]:
                rows.append(row)
        return rows

    def _placed(self, part: type[Arranged]) -> Iterator[str]:
        for at in range(self.row_count):
            yield from (f"{name}_{at}" for name in self._in_order())

    def _first(self) -> str:
        return next(iter(self.asks))

    def _in_order(self) -> list[str]:
        own = self.own.of(self.form_code)
        return own.arranged(self.declared().order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first = self._first()
        for at in range(self.row_count):
            others = (
                data.get(f"{name}_{at}")
                for name in self.asks
                if name != first
                and f"{name}_{at}" in self.fields
                and not self[f"{name}_{at}"].is_hidden
            )
            if any(others) and not data.get(f"{first}_{at}"):
                label = self.fields[f"{first}_{at}"].label
                self.add_error(
                    f"{first}_{at}",
                    _("Fill in “%(label)s”, or empty the whole row") % {"label": label},
                )
        return data


def _named(row: Any, first: str) -> str:
    named: str = getattr(row, first)
    return named


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

    form_code = "support"
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

    def content(
        self, *, today: date, before: SupportPeople | None = None
    ) -> SupportPeople:
        """Return the section as it was filled in."""
        stood = before.people if before else []
        return SupportPeople(
            [
                Supporter(**row | {name: _MEANT.get(row[name]) for name in _ANSWERS})
                for row in self.told(stood)
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

    form_code = "hopes"
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

    def content(self, *, today: date, before: Hopes | None = None) -> Hopes:
        """Return the section as it was filled in; what is new was named today."""
        return Hopes(
            [
                Hope(**row | {"named_on": _named_on(row["named_on"] or today)})
                for row in self.told(before.hopes if before else [])
            ]
        )


def _named_on(day: date | str) -> str:
    return day.isoformat() if isinstance(day, date) else ""


class EditSteps(ListForm):
    """What comes next; moved towards, never failed (REC-04)."""

    form_code = "steps"
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

    def content(self, *, today: date, before: NextSteps | None = None) -> NextSteps:
        """Return the section as it was filled in."""
        return NextSteps(
            [
                Step(**row | {"by": row["by"].isoformat() if row["by"] else ""})
                for row in self.told(before.steps if before else [])
            ]
        )
