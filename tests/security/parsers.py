"""Everything that reads bytes of strangers, and what each may say to them (C13).

A target is called with any bytes at all. It returns quietly when they were refused in
the way the parser promises, and raises for anything else: a crash, or ``Accepted``.
"""

from __future__ import annotations

import contextlib
import tempfile
import uuid
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.test import RequestFactory
from rest_framework.request import Request

from assessments import secrets
from assessments.services import guessing
from cases.views import cursors
from msa.exchange.reading import FolderRefused, cells, read_folder
from msa.exchange.reading.cells import NotReadable
from msa.vault import account_secrets
from msa.vault.envelope import (
    CannotOpen,
    DataKey,
    Place,
    Shelf,
    key_id_of,
    open_sealed,
    seal,
)
from msa.web.fields import NotADate, NZDateField, read_date
from reporting.funders.api.paging import page_of
from reporting.funders.api.problems import Problem
from reporting.narratives.check import Known, Register, check, cleaned
from reporting.quarters import NotAQuarter, Quarter

Target = Callable[[bytes], None]
TODAY = date(2026, 11, 22)
KEY = DataKey.of(uuid.UUID(int=7), bytes(range(32)))
PLACE = Place(
    uuid.UUID(int=1), uuid.UUID(int=2), "cases_section", "sealed", uuid.UUID(int=3), 1
)
_SHELF = Shelf(organisation=PLACE.organisation, table=PLACE.table, column=PLACE.column)
_REGISTER = Register(Known(names=["Hēmi Tāwhai", "Ngaire Parata"], own="Kauri"))


class Accepted(AssertionError):
    """Bytes that nobody sealed were opened."""


@cache
def genuine() -> bytes:
    """Return an envelope that does open."""
    return seal(KEY, PLACE, b"He told me that")


@cache
def genuine_text() -> str:
    """Return a sealed sign-in secret that does open."""
    return account_secrets.seal_text("JBSWY3DPEHPK3PXP")


def envelope(data: bytes) -> None:
    """Open an envelope, alone and from a shelf."""
    told = {"subject": str(PLACE.subject), "row": str(PLACE.row)}
    for opened in (
        lambda: open_sealed(KEY, PLACE, data),
        lambda: _SHELF.open(KEY, data, revision=PLACE.revision, **told),
    ):
        try:
            opened()
        except CannotOpen:
            continue
        if data != genuine():
            raise Accepted
    with contextlib.suppress(CannotOpen):
        key_id_of(data)


def account_secret(data: bytes) -> None:
    """Open a sealed sign-in secret or session."""
    try:
        account_secrets.open_text(_text(data))
    except CannotOpen:
        return
    if data != genuine_text().encode():
        raise Accepted


def check_in_secret(data: bytes) -> None:
    """Read a typed code and the secret of a link."""
    text = _text(data)
    code = secrets.cleaned_code(text)
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert len(secrets.digest_of(code)) == len(secrets.digest_of(text)) == 32
    guessing._owner(text)


def typed_date(data: bytes) -> None:
    """Read a date that somebody typed."""
    text = _text(data)
    for past in (False, True):
        with contextlib.suppress(NotADate):
            assert 1900 <= read_date(text, today=TODAY, past=past).year <= 2100
        with contextlib.suppress(ValidationError):
            NZDateField(past=past, required=False).clean(text)


def imported_cell(data: bytes) -> None:
    """Read one cell of an import in each of the ways."""
    text = _text(data)
    cells.line(text), cells.prose(text), cells.fold(text), cells.is_damaged(text)
    for read in (
        lambda: cells.event_date(text, today=TODAY),
        lambda: cells.birth_date(text, today=TODAY),
        lambda: cells.minutes(text),
        lambda: cells.phone_digits(text),
    ):
        with contextlib.suppress(NotReadable):
            read()


def imported_file(data: bytes) -> None:
    """Read a folder whose three files are these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("people.csv", "engagements.csv", "contacts.csv"):
            Path(folder, name).write_bytes(data)
        with contextlib.suppress(FolderRefused):
            read_folder(Path(folder), today=TODAY)


def narrative(data: bytes) -> None:
    """Check a narrative; each hit lies inside the text."""
    text = cleaned(_text(data))
    for hit in check(text, register=_REGISTER):
        assert 0 <= hit.start < hit.end <= len(text)


def address(data: bytes) -> None:
    """Read what stands in addresses: cursors, and the names of quarters."""
    text = _text(data)
    cursors.from_text(text), cursors.dated(text)
    with contextlib.suppress(NotAQuarter):
        Quarter.from_code(text)
    asked = Request(RequestFactory().get("/", {"cursor": text, "limit": text}))
    with contextlib.suppress(Problem):
        page_of(["a", "b"], str, asked)


TARGETS: dict[str, Target] = {
    "envelope": envelope,
    "account secret": account_secret,
    "check-in secret": check_in_secret,
    "typed date": typed_date,
    "imported cell": imported_cell,
    "imported file": imported_file,
    "narrative": narrative,
    "address": address,
}
#: What a fuzzer begins from: something that each parser knows.
SEEDS: dict[str, list[bytes]] = {
    "envelope": [],
    "account secret": [],
    "check-in secret": [b"k7m-3qp", b"2001:db8::1", "K７M３QP".encode()],
    "typed date": [b"5/3/2026", b"5 March 26", "5th Poutū-te-rangi 2026".encode()],
    "imported cell": [b"31/12/2026", b"2026-03-05T10:00:00+13:00", b"1.5", b"0215550"],
    "imported file": [
        b"PersonID,FirstName,Consent\nP1,=1+1,Yes\n",
        'PersonID;Name\r\nP1;"a\nb"\r\n'.encode("utf-16"),
    ],
    "narrative": ["Hēmi Tāwhai rang 021 555 0101 on 5 March, 12 Rātā Street".encode()],
    "address": [b"2026Q3", b"2026-03-05_" + str(uuid.UUID(int=5)).encode(), b"YSBi"],
}


def seeds(name: str) -> list[bytes]:
    """Return what to begin from, with what really opens."""
    made = {"envelope": genuine, "account secret": lambda: genuine_text().encode()}
    return [*SEEDS[name], *([made[name]()] if name in made else [])]


def _text(data: bytes) -> str:
    # As a web server and Django decode what comes in.
    return data.decode("utf-8", "replace")
