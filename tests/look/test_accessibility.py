from __future__ import annotations

import pytest

from tests.browser.accessibility import findings, findings_in, sideways
from tests.look.conftest import Open

PAGES = ["/", "/gallery", "/gallery/form", "/neutral", "/no-such-page"]
TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])"


@pytest.mark.req("UI-A1")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width)

    assert findings_in(page) == []


@pytest.mark.req("UI-A1", "UI-W9")
def test_axe_finds_nothing_on_a_form_with_errors(open_page: Open) -> None:
    page = open_page("/gallery/form")

    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("[data-error-summary]")

    assert findings_in(page) == []


@pytest.mark.req("UI-A1")
def test_axe_does_find_what_is_wrong(open_page: Open) -> None:
    page = open_page("/")

    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert any(finding.startswith("html-has-lang") for finding in findings(page))


@pytest.mark.req("UI-A1")
@pytest.mark.parametrize("way", ["color", "backgroundColor", "opacity"])
def test_axe_finds_what_has_grown_too_pale(open_page: Open, way: str) -> None:
    page = open_page("/gallery")
    pale = {"color": "#ccc", "backgroundColor": "#777", "opacity": "0.3"}
    assert findings(page) == []

    # Of what it stands in, after all that looks like it has passed.
    page.evaluate(
        "([way, it]) => document.querySelector('main').style[way] = it",
        [way, pale[way]],
    )

    assert any(finding.startswith("color-contrast") for finding in findings(page))


@pytest.mark.req("UI-A2")
@pytest.mark.parametrize("path", ["/gallery", "/gallery/form", "/"])
def test_targets_are_large_enough(open_page: Open, path: str) -> None:
    page = open_page(path)

    small = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(e => {
            const box = (e.closest('.chip, .tick') || e).getBoundingClientRect();
            const least = e.matches('.button, input, select, textarea, .bar a, .nav a')
                ? 47.9 : 23.9;
            const shown = box.height > 1 && e.checkVisibility();
            return shown && (box.height < least || box.width < 23.9);
        }).map(e => e.outerHTML)""",
        TARGETS,
    )

    assert small == []


@pytest.mark.req("UI-A3")
@pytest.mark.parametrize("path", ["/gallery", "/gallery/form"])
def test_focus_is_seen_and_never_under_the_bar(open_page: Open, path: str) -> None:
    page = open_page(path)
    hidden = """() => {
        const e = document.activeElement;
        if (e === document.body) return 'end';
        const box = e.getBoundingClientRect();
        const x = box.left + Math.min(box.width / 2, innerWidth / 2);
        const top = document.elementFromPoint(x, Math.max(box.top, 0) + 3);
        const marked = e.closest('.chip')?.querySelector('.chip-face') || e;
        const seen = getComputedStyle(marked).outlineStyle !== 'none';
        const free = top && (e.contains(top) || e.closest('label')?.contains(top));
        return seen && free ? '' : e.outerHTML;
    }"""

    faults, stops = [], 0
    while stops < 120:
        page.keyboard.press("Tab")
        answer = page.evaluate(hidden)
        if answer == "end":
            break
        stops += 1
        faults += [answer] if answer else []

    assert stops > 8
    assert faults == []


@pytest.mark.req("UI-A3")
def test_focus_going_backwards_is_never_under_the_bar(open_page: Open) -> None:
    page = open_page("/gallery")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".foot a").first.focus()
    covered = """() => {
        const e = document.activeElement;
        const bar = document.querySelector('.bar');
        return !bar.contains(e)
            && e.getBoundingClientRect().top < bar.getBoundingClientRect().bottom - 1
            && e !== document.body;
    }"""

    faults = []
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        faults += [page.evaluate(covered)]

    assert not any(faults)


@pytest.mark.req("UI-A5")
@pytest.mark.parametrize("path", PAGES)
def test_no_sideways_scroll_at_320_pixels(open_page: Open, path: str) -> None:
    assert sideways(open_page(path, width=320)) <= 0


@pytest.mark.req("UI-A5")
@pytest.mark.parametrize("path", ["/gallery", "/gallery/form"])
def test_no_sideways_scroll_with_text_twice_as_large(
    open_page: Open, path: str
) -> None:
    page = open_page(path)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert sideways(page) <= 0


@pytest.mark.req("UI-A5")
def test_text_spacing_cuts_nothing_off(open_page: Open) -> None:
    page = open_page("/gallery/form")

    cut = page.evaluate(
        """() => {
            for (const e of document.querySelectorAll('body *')) {
                e.style.lineHeight = '1.5';
                e.style.letterSpacing = '0.12em';
                e.style.wordSpacing = '0.16em';
            }
            return [...document.querySelectorAll('.button, .chip-face, h1, legend')]
                .filter(e => e.scrollWidth > e.clientWidth + 1)
                .map(e => e.outerHTML);
        }"""
    )

    assert cut == []
    assert sideways(page) <= 0


@pytest.mark.req("UI-A5")
def test_forced_colours_still_show_what_is_chosen(open_page: Open) -> None:
    page = open_page("/gallery/form", forced_colors="active")

    outlines = page.evaluate(
        """() => ['input:checked', 'input:not(:checked)'].map(state => {
            const face = document.querySelector(`.chip ${state} + .chip-face`);
            return getComputedStyle(face).outlineStyle;
        })"""
    )

    assert outlines == ["solid", "none"]


@pytest.mark.req("UI-A5")
def test_reduced_motion_moves_nothing(open_page: Open) -> None:
    page = open_page("/gallery", reduced_motion="reduce")

    moving = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => {
            const style = getComputedStyle(e);
            return parseFloat(style.transitionDuration) > 0
                || style.animationName !== 'none';
        }).length"""
    )

    assert moving == 0


@pytest.mark.req("UI-W9")
@pytest.mark.parametrize("script", [True, False])
def test_errors_are_summed_up_and_keep_what_was_typed(
    open_page: Open, script: bool
) -> None:
    page = open_page("/gallery/form", java_script_enabled=script)
    page.fill("[name=note]", "Kia ora")
    page.fill("[name=next_on]", "31/2/2026")

    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("[data-error-summary]")

    assert page.title() == "Error: Log a session"
    assert page.locator("[name=note]").input_value() == "Kia ora"
    assert page.locator(".error-summary a").get_attribute("href") == "#id_next_on"


@pytest.mark.req("UI-W9")
def test_focus_moves_to_the_summary_and_on_to_the_field(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.fill("[name=next_on]", "31/2/2026")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("[data-error-summary]:focus")

    page.locator(".error-summary a").click()

    assert page.evaluate("document.activeElement.name") == "next_on"


@pytest.mark.req("UI-W10")
def test_optional_fields_say_so_and_nothing_is_starred(open_page: Open) -> None:
    page = open_page("/gallery/form")

    labels = page.locator(".field-label").all_inner_texts()

    assert "Note (optional)" in labels
    assert "How you met" in labels
    assert not any("*" in label for label in labels)


@pytest.mark.req("UI-N2")
def test_progress_is_polled_and_stops_when_finished(open_page: Open) -> None:
    page = open_page("/progress")
    step = page.locator("#progress-step[role=status]")
    assert step.inner_text() == "Counting people"

    page.wait_for_selector("text=Finished", timeout=10_000)

    assert page.locator("[hx-get]").count() == 0


@pytest.mark.req("UI-N2")
def test_progress_has_a_link_without_javascript(open_page: Open) -> None:
    page = open_page("/progress", java_script_enabled=False)

    page.get_by_role("link", name="Check again").click()
    page.goto("/progress")

    assert page.get_by_text("Finished").is_visible()


@pytest.mark.req("UI-N3")
def test_printed_page_has_no_frame_around_it(open_page: Open) -> None:
    page = open_page("/gallery")
    frame = [".bar", ".nav", ".foot", ".button >> nth=1", ".tabs"]
    assert all(page.locator(part).is_visible() for part in frame)

    page.emulate_media(media="print")

    assert not any(page.locator(part).is_visible() for part in frame)
    assert page.locator("h1").is_visible()
