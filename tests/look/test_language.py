from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Page

from tests.look.conftest import ROOT, Open

MACRONS = "āēīōūĀĒĪŌŪ"
FONTS = ROOT / "static" / "fonts"

# The same letter twice: once by the page's own style, once by the whole font alone.
DRAW = """async ([letter, weight, file]) => {
    const whole = new FontFace('Whole', `url(${file})`);
    document.fonts.add(await whole.load());
    await document.fonts.load(`${weight} 48px "Public Sans"`);
    const draw = family => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 96;
        const pen = canvas.getContext('2d');
        const style = getComputedStyle(document.body).fontFamily;
        pen.font = family ? `${family.weight} 48px ${family.name}`
                          : `${weight} 48px ${style}`;
        pen.fillText(letter, 16, 72);
        return canvas.toDataURL();
    };
    return [draw(null), draw({weight: 'normal', name: 'Whole'}),
            draw({weight, name: 'serif'})];
}"""


def drawn(page: Page, letter: str, weight: int, file: Path) -> list[str]:
    return page.evaluate(DRAW, [letter, weight, f"/static/fonts/{file.name}"])


@pytest.mark.req("UI-L2")
@pytest.mark.parametrize("name", ["Regular", "Bold"])
def test_font_has_every_macron(name: str) -> None:
    known = TTFont(FONTS / f"PublicSans-{name}.woff2").getBestCmap()

    assert [letter for letter in MACRONS if ord(letter) not in known] == []


@pytest.mark.req("UI-L2")
@pytest.mark.parametrize(("name", "weight"), [("Regular", 400), ("Bold", 700)])
def test_macrons_are_drawn_by_our_font(open_page: Open, name: str, weight: int) -> None:
    page = open_page("/")
    file = FONTS / f"PublicSans-{name}.woff2"

    for letter in MACRONS:
        by_page, by_font, by_other = drawn(page, letter, weight, file)
        assert by_page == by_font
        assert by_page != by_other


@pytest.mark.req("UI-L1")
@pytest.mark.parametrize(
    ("locale", "language"), [("en-NZ", "en-NZ"), ("mi-NZ", "mi"), ("en-US", "en-NZ")]
)
def test_page_says_its_language(open_page: Open, locale: str, language: str) -> None:
    page = open_page("/", locale=locale)

    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.req("UI-L1")
def test_te_reo_in_a_heading_is_marked(open_page: Open) -> None:
    page = open_page("/gallery")

    assert page.locator("h1 [lang=mi]").inner_text() == "I tēnei rā"


@pytest.mark.req("UI-L3")
@pytest.mark.parametrize(
    ("locale", "written"), [("en-NZ", "5 March 2026"), ("mi-NZ", "5 Poutūterangi 2026")]
)
def test_typed_date_is_read_day_first(
    open_page: Open, locale: str, written: str
) -> None:
    page = open_page("/gallery/form", locale=locale)

    page.fill("[name=next_on]", "5/3/2026")
    page.locator("form .button").first.click()
    page.wait_for_selector(".notice.saved")

    assert page.locator(".notice.saved").inner_text().endswith(written)


@pytest.mark.req("UI-L5")
def test_what_was_typed_comes_back_in_the_other_language(
    open_page: Open, site: str
) -> None:
    page = open_page("/gallery/form", locale="en-NZ")
    page.fill("[name=note]", "He kōrero pai")
    page.fill("[name=next_on]", "nope")

    chosen = {"name": "django_language", "value": "mi", "url": site}
    page.context.add_cookies([chosen])
    page.locator("form .button").first.click()
    page.wait_for_selector("html[lang=mi] [data-error-summary]")

    assert page.locator("[name=note]").input_value() == "He kōrero pai"
    assert page.locator("[name=next_on]").input_value() == "nope"
