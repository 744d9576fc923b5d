from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.browser.accessibility import findings, sideways, sticking_out
from tests.browser.conftest import Visit
from tests.browser.seeding import NAMES
from tests.browser.walks import WALKS

pytestmark = pytest.mark.xdist_group("browser")
DESK, PHONE = (1280, 900), (360, 740)


@pytest.mark.req("UI-A1", "UI-A5")
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("part", WALKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Visit, part: str, size: tuple[int, int]
) -> None:
    visitor = visit(part, width=size[0], height=size[1])
    faults, pages = [], 0

    for name in WALKS[part](visitor):
        pages += 1
        faults += [name] if sideways(visitor.page) > 0 else []
        faults += [f"{name} {it}" for it in sticking_out(visitor.page)]
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            faults += [f"{name} {scheme} {it}" for it in findings(visitor.page)]

    assert pages
    assert faults == []


@pytest.mark.req("UI-W12")
@pytest.mark.parametrize("part", ["worker", "manager"])
def test_no_title_or_address_holds_a_name(visit: Visit, part: str) -> None:
    visitor = visit(part)
    # Parts of names, in the plainest spelling that could slip into an address.
    names = {word.casefold() for name in NAMES for word in name.split()}
    shown, told = "", ""

    for _ in WALKS[part](visitor):
        shown += visitor.text().casefold()
        told += f"{visitor.page.title()} {unquote(visitor.page.url)} ".casefold()

    assert any(name in shown for name in names)
    assert [name for name in names if name in told] == []
