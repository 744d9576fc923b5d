from __future__ import annotations

import re

import pytest

from msa.web.qr import qr_svg


def test_a_code_is_drawn_with_its_quiet_zone() -> None:
    svg = qr_svg("https://example.org/", title="A code")

    size = re.search(r'viewBox="0 0 (\d+) ', svg)
    assert size is not None
    cells = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1", svg)}
    last = int(size[1]) - 5
    assert {(4, 4), (4, last), (last, 4)} <= cells
    assert min(min(cell) for cell in cells) == 4
    assert max(max(cell) for cell in cells) == last


@pytest.mark.req("SEC-06")
def test_a_code_needs_nothing_the_content_policy_refuses() -> None:
    svg = qr_svg("text", title="<A & B>")

    assert "style" not in svg
    assert "data:" not in svg
    assert "&lt;A &amp; B&gt;" in svg
