"""Opening everything that is held about one survivor, for the copy he asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from cases.forgetting.queries.decided import LetGo, let_go
from cases.form_settings.policies import OFFICIAL_FORMS, OwnForms
from cases.form_settings.queries import own_forms
from cases.gatherings.models import Membership
from cases.gatherings.sealing import member_document
from cases.overrides.sealing import words_of
from consent.documents import Document, open_documents
from consent.models import Wording
from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from rights.holdings import HOLDINGS, LEFT_OUT_EVERYWHERE, Holding
from rights.told_by_others import from_before_the_mark, holds_others

_Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row about him: its plain values, and its words if they were opened."""

    row: Any
    values: Mapping[str, Any]
    words: Document | None
    left_out: bool = False
    """Are its words left out because they hold what is somebody else's?"""
    in_part: bool = False
    """Are some of its words left out, because somebody else told them?"""
    gone: LetGo | None = None
    """Its words were let go, so there are none."""


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held about one survivor, list by list."""

    lists: Mapping[str, list[Entry]]
    own: OwnForms = OFFICIAL_FORMS
    """What the organisation calls what it asks."""

    def of(self, name: str) -> list[Entry]:
        """Return the rows of one list; one that was not read is empty."""
        return self.lists.get(name, [])


def gather(actor: Actor, subject: UUID, *, leaving_out: Collection[str]) -> Held:
    """Open everything held about a survivor; each purpose is one event of the audit.

    ``leaving_out`` names the places (section codes, session ids) whose words hold what
    is confidential to somebody else.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    names = _Names()
    lists = {
        one.name: _entries(actor, subject, one, frozenset(leaving_out), names)
        for one in HOLDINGS
    }
    return Held(lists, own_forms(actor))


def shown_fields(model: type[models.Model], holding: Holding) -> list[str]:
    """Return the plain fields of a list that the copy has, in the model's order."""
    out = LEFT_OUT_EVERYWHERE.keys() | holding.left_out.keys() | {"sealed"}
    return [f.name for f in model._meta.local_fields if f.name not in out]


def _entries(
    actor: Actor,
    subject: UUID,
    holding: Holding,
    leaving_out: frozenset[str],
    names: _Names,
) -> list[Entry]:
    model = apps.get_model(holding.model)
    rows = _rows(model, holding, subject)
    rows.sort(key=lambda row: str(row.pk))
    for field in reversed(holding.order):
        name = field.removeprefix("-")
        rows.sort(key=lambda r: _sortable(r, name), reverse=field.startswith("-"))
    opened = _opened(actor, model, holding, rows)
    if holding.name == "notes":
        leaving_out |= {str(one) for one in from_before_the_mark(rows, opened)}
    fields = shown_fields(model, holding)
    gone = let_go(getattr(row, "let_go", None) for row in rows)
    return [
        replace(
            _entry(row, fields, opened.get(row.pk), holding, leaving_out, names),
            gone=gone.get(row.let_go) if gone else None,
        )
        for row in rows
    ]


def _rows(model: type[models.Model], holding: Holding, subject: UUID) -> _Rows:
    if holding.function:
        asked = f"SELECT * FROM {holding.function}(%s)"  # noqa: S608  # our own list
        return list(model._default_manager.raw(asked, [subject]))
    about = "id" if holding.name == "place" else "subject"
    return list(model._default_manager.filter(**{about: subject}))


def _sortable(row: Any, name: str) -> tuple[bool, Any]:
    value = getattr(row, f"{name}_id", None) or getattr(row, name)
    return (value is not None, str(value) if isinstance(value, UUID) else value)


def _opened(
    actor: Actor, model: type[models.Model], holding: Holding, rows: _Rows
) -> dict[UUID, Document]:
    if holding.sealed is None:
        return {}
    if holding.purpose is None:
        opens = member_document if model is Membership else words_of
        return {row.pk: opens(row) for row in rows}
    return open_documents(actor, rows, holding.sealed, holding.purpose, act="open")


def _entry(
    row: Any,
    fields: list[str],
    words: Document | None,
    holding: Holding,
    leaving_out: frozenset[str],
    names: _Names,
) -> Entry:
    place = getattr(row, "kind", "") if holding.name == "sections" else ""
    is_note = holding.name == "notes"
    if is_note or holding.name == "emails":
        place = str(row.session_id)
    left_out = bool(place) and place in leaving_out
    left_out = left_out or (is_note and str(row.pk) in leaving_out)
    in_part = False
    if left_out or words is None:
        words = None
    else:
        in_part = is_note and holds_others(words)
        words = _without(words, holding.hidden_inside)
    values = {name: _plain(row, name, names) for name in fields}
    return Entry(row, values, words, left_out, in_part)


def _without(words: Document, hidden: Mapping[str, Any]) -> Document:
    kept = deepcopy(words)
    for path in hidden:
        outer, _, inner = path.partition(".")
        if not inner:
            kept.pop(outer, None)
        for part in kept.get(outer, []) if inner else []:
            part.pop(inner, None)
    return kept


class _Names:
    """Members and wordings by id, each kind asked for once."""

    def __init__(self) -> None:
        self._members: dict[UUID, str] | None = None
        self._wordings: dict[str, Wording] | None = None

    def member(self, id: UUID) -> str:
        if self._members is None:
            self._members = dict(Member.objects.values_list("id", "name"))
        return self._members.get(id, "")

    def wording(self, id: str) -> dict[str, Any]:
        if self._wordings is None:
            self._wordings = Wording.objects.in_bulk()
        found = self._wordings[id]
        return {
            "id": found.id,
            "language": found.language,
            "version": found.version,
            "words": found.explanation,
        }


def _plain(row: Any, name: str, names: _Names) -> Any:
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if value is None:
        return None
    if field.is_relation and field.related_model is Member:
        return names.member(value)
    if field.is_relation and field.related_model is Wording:
        return names.wording(value)
    if name in ("colleagues", "writers"):
        return [names.member(member) for member in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
