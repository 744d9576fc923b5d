"""The shapes of what the interface answers; its description is made from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reporting.enums import CellStatus, Kind
from reporting.funders.api.problems import KINDS

_PERIOD = r"^20[0-9]{2}-Q[1-4]$"


@extend_schema_field({"type": "number"})
class FigureField(serializers.Field[Any, Any, Any, Any]):
    """A published figure as a number, null where it is hidden."""

    def to_representation(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)


class ReportRow(serializers.Serializer[Any]):
    """One released revision of one report."""

    id = serializers.UUIDField()
    reference = serializers.CharField(help_text="What to quote to name this revision.")
    kind = serializers.ChoiceField(Kind.choices)
    title = serializers.CharField()
    period = serializers.RegexField(_PERIOD, help_text="For example 2026-Q3.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    revision = serializers.IntegerField(min_value=1)
    is_current = serializers.BooleanField(
        help_text="False once a later revision supersedes this one."
    )
    is_provisional = serializers.BooleanField(
        help_text="True if it was made while the quarter still took late entries."
    )
    released_at = serializers.DateTimeField()
    supersedes = serializers.UUIDField(allow_null=True)
    superseded_by = serializers.UUIDField(allow_null=True)
    spec = serializers.CharField(help_text="The fixed list of tables it was made to.")
    policy = serializers.CharField(help_text="The disclosure rules it was made by.")
    content_hash = serializers.RegexField(
        r"^[0-9a-f]{64}$", help_text="SHA-256 over its figures."
    )
    tables_url = serializers.URLField()


class TableRow(serializers.Serializer[Any]):
    """One table of a report."""

    report = serializers.UUIDField()
    table = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.IntegerField(min_value=1)
    is_about_organisations = serializers.BooleanField()
    url = serializers.URLField()


class FigureRow(serializers.Serializer[Any]):
    """One published figure with the words it is published under."""

    period = serializers.RegexField(_PERIOD)
    kind = serializers.ChoiceField(Kind.choices)
    report = serializers.UUIDField()
    table = serializers.CharField()
    table_title = serializers.CharField()
    row = serializers.CharField()
    row_label = serializers.CharField()
    column = serializers.CharField()
    column_label = serializers.CharField()
    unit = serializers.CharField()
    value = FigureField(allow_null=True, help_text="Null unless the status is ok.")
    status = serializers.ChoiceField(CellStatus.choices)
    decimals = serializers.IntegerField(
        min_value=0, help_text="How many decimal places the figure is published to."
    )


class PassageRow(serializers.Serializer[Any]):
    """What one organisation says under one prompt, in its own words."""

    period = serializers.RegexField(_PERIOD)
    kind = serializers.ChoiceField(Kind.choices)
    report = serializers.UUIDField()
    organisation = serializers.CharField()
    organisation_name = serializers.CharField()
    prompt = serializers.CharField()
    text = serializers.CharField()


class DefinitionRow(serializers.Serializer[Any]):
    """One word or sign, and what it means."""

    topic = serializers.ChoiceField(
        ("status", "rule", "kind", "measure", "table", "column", "prompt")
    )
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a column's name
    unit = serializers.CharField(allow_blank=True)
    meaning = serializers.CharField(allow_blank=True)


class OrganisationRow(serializers.Serializer[Any]):
    """An organisation whose figures this token reads."""

    code = serializers.CharField()
    name = serializers.CharField()


class HealthRow(serializers.Serializer[Any]):
    """Whether the interface answers."""

    status = serializers.ChoiceField(("ok",))


class ProblemShape(serializers.Serializer[Any]):
    """What went wrong, in the form of RFC 9457."""

    type = serializers.URLField(help_text="A page that explains this kind of problem.")
    title = serializers.CharField()
    status = serializers.ChoiceField(sorted({kind.status for kind in KINDS.values()}))
    detail = serializers.CharField()
    request_id = serializers.UUIDField()


def paged(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return the shape of one page of rows."""
    return type(
        f"{row.__name__}Page",
        (serializers.Serializer,),
        {
            "__doc__": "One page of rows.",
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
        },
    )
