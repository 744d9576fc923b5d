from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msa.exchange.reading import (
    INCUMBENT_MAPPING,
    FolderRefused,
    Staged,
    quarter_counts,
    read_folder,
)

TODAY = date(2026, 11, 22)
FILES = [
    INCUMBENT_MAPPING.people,
    INCUMBENT_MAPPING.engagements,
    INCUMBENT_MAPPING.contacts,
]
HEADERS = {
    file.file: ",".join(str(header) for header in file.columns.values())
    for file in FILES
}
ROWS = {
    "people.csv": "P1,Tāne,Example,,1/2/1950,,,,,021 555 0101,,,Yes,,",
    "engagements.csv": "1001,P1,,Active,1/2/2026,1/2/2026,,,,,",
    "contacts.csv": "1,1001,2/2/2026,Email,1,,,x",
}


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["P1", "1001", "Yes", "31/02/2026", '"', '"a\nb"', "=1+1", "\0", "24.5", ","]
    ),
)
some_settings = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read(folder: Path, file: str, content: bytes) -> Staged | None:
    for name, header in HEADERS.items():
        folder.joinpath(name).write_text(f"{header}\n{ROWS[name]}\n", encoding="utf-8")
    folder.joinpath(file).write_bytes(content)
    try:
        return read_folder(folder, today=TODAY)
    except FolderRefused:
        return None


def demand_every_row_counted(staged: Staged) -> None:
    for report in staged.reports:
        refused = len(report.doubled) + len(report.rejected)
        told = report.accepted + report.withheld + report.not_imported + refused
        assert told == report.read
    accepted = staged.report("contacts.csv").accepted
    counted = sum(each.contacts for each in quarter_counts(staged).values())
    assert sum(1 for _ in staged.contacts) == counted == accepted


@some_settings
@given(file=st.sampled_from(sorted(HEADERS)), content=st.binary(max_size=400))
def test_any_bytes_as_a_file(tmp_path: Path, file: str, content: bytes) -> None:
    staged = read(tmp_path, file, content)

    assert staged is None or staged.reports


@some_settings
@given(
    file=st.sampled_from(sorted(HEADERS)),
    tail=st.binary(max_size=400),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_bytes_after_a_header(
    tmp_path: Path, file: str, tail: bytes, encoding: str
) -> None:
    start = f"{HEADERS[file]}\n{ROWS[file]}\n".encode(encoding)

    staged = read(tmp_path, file, start + tail)

    if staged:
        demand_every_row_counted(staged)


@some_settings
@given(
    file=st.sampled_from(sorted(HEADERS)),
    rows=st.lists(st.lists(cells, max_size=16), max_size=6),
)
def test_any_cells_after_a_header(
    tmp_path: Path, file: str, rows: list[list[str]]
) -> None:
    lines = [HEADERS[file], ROWS[file], *(",".join(row) for row in rows)]

    staged = read(tmp_path, file, "\n".join(lines).encode("utf-8", "replace"))

    if staged:
        demand_every_row_counted(staged)
