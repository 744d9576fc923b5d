from __future__ import annotations

import pytest

from msa.accounts.actor import Actor
from msa.web import panels
from msa.web.panels import Panel, add_panel, panels_of
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_providers", type(panels._providers)(list))


def _name(actor: Actor, subject: object, at: object) -> Panel:
    return Panel("a.html", actor.name)


def _other(actor: Actor, subject: object, at: object) -> Panel:
    return Panel("b.html")


def _nothing(actor: Actor, subject: object, at: object) -> None:
    return None


def test_a_page_shows_what_was_added_to_it(cast: Cast) -> None:
    add_panel("today", _name)
    add_panel("today", _nothing)

    assert panels_of("today", cast.worker, at=NOW) == [Panel("a.html", "Worker")]
    assert panels_of("person", cast.worker, at=NOW) == []


def test_what_is_asked_for_seldom_stands_below(cast: Cast) -> None:
    add_panel("person", _other, seldom=True)
    add_panel("person", _name)

    shown = [panel.template for panel in panels_of("person", cast.worker, at=NOW)]
    assert shown == ["a.html", "b.html"]


def test_adding_twice_shows_once(cast: Cast) -> None:
    add_panel("today", _name)
    add_panel("today", _name)

    assert len(panels_of("today", cast.worker, at=NOW)) == 1
