"""What is sent about the forms of an organisation."""

from __future__ import annotations

from tests.security.acting import World, act


def _hide(w: World, who: str) -> None:
    w.post(who, f"{who}:form", "session", act="hide", field="domains", version="0")


def _rename(w: World, who: str) -> None:
    told = {"label": "What you talked about", "version": "0"}
    w.post(who, f"{who}:form-rename", "session", "domains", **told)


@act("manager:form")
def hide(w: World) -> None:
    _hide(w, "manager")


@act("admin:form")
def hide_as_administrator(w: World) -> None:
    _hide(w, "admin")


@act("manager:form-rename")
def rename(w: World) -> None:
    _rename(w, "manager")


@act("admin:form-rename")
def rename_as_administrator(w: World) -> None:
    _rename(w, "admin")
