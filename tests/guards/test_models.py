from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from cases.models import Client, SessionNote
from consent.models import Subject
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

OURS = {
    "oversight",
    "rights",
    "assessments",
    "cases",
    "enquiries",
    "gatherings",
    "handbook",
    "outreach",
    "overrides",
    "workload",
    "forgetting",
    "form_settings",
    "drafts",
    "consent",
    "retention",
    "reporting",
    "narratives",
    "funders",
    "standards",
    "exchange",
    "audit",
    "accounts",
    "members",
    "tenancy",
    "jobs",
    "web",
}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


def faults(model: type[models.Model], privacy: Any) -> list[str]:
    """What is wrong with the classification of a model's fields."""
    if privacy is None:
        return ["no Privacy"]
    sealed = set(getattr(privacy, "sealed", ()))
    clear = set(getattr(privacy, "clear", ()))
    fields = {field.name: field for field in model._meta.local_fields}
    encrypted = {n for n, field in fields.items() if isinstance(field, SealedField)}
    found = [f"missing {n}" for n in fields.keys() - sealed - clear]
    found += [f"stale {n}" for n in (sealed | clear) - fields.keys()]
    found += [f"both {n}" for n in sealed & clear]
    found += [f"not sealed {n}" for n in sealed - encrypted]
    found += [f"sealed but called clear {n}" for n in encrypted & clear]
    about_him = model is Subject or any(
        field.related_model is Subject for field in fields.values()
    )
    if about_him and not getattr(privacy, "holding", ""):
        found.append("no holding")
    return sorted(found)


@pytest.mark.req("SEC-02", "S04", "SEC-05")
@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_classified(model: type[models.Model]) -> None:
    # Its own declaration: one inherited from a parent would say nothing about it.
    assert faults(model, vars(model).get("Privacy")) == []


def altered(model: type[models.Model], **changes: Any) -> Any:
    declared: Any = vars(model)["Privacy"]
    kept = {n: v for n, v in vars(declared).items() if not n.startswith("__")}
    return type("Privacy", (), {**kept, **changes})


@pytest.mark.req("S04")
@pytest.mark.parametrize(
    ("model", "changes", "fault"),
    [
        (Client, {"clear": frozenset()}, "missing reference"),
        (Client, {"sealed": frozenset({"gone"})}, "stale gone"),
        (Client, {"sealed": frozenset({"reference"})}, "not sealed reference"),
        (SessionNote, {"sealed": frozenset()}, "missing sealed"),
        (
            SessionNote,
            {"clear": frozenset({"sealed"})},
            "sealed but called clear sealed",
        ),
        (Client, {"holding": ""}, "no holding"),
    ],
)
def test_a_wrong_classification_is_noticed(
    model: type[models.Model], changes: dict[str, Any], fault: str
) -> None:
    assert fault in faults(model, altered(model, **changes))


@pytest.mark.req("S04")
def test_a_model_without_privacy_is_noticed() -> None:
    assert faults(Client, None) == ["no Privacy"]


#: Rows about a survivor or an organisation that are not tenants' rows, and why.
NOT_TENANT = {
    "consent.SubjectUserObjectPermission": "guardian's own base; it has organisation",
    "audit.Event": "no foreign keys: the audit never blocks",
    "audit.Link": "no foreign keys: the audit never blocks",
    "audit.Head": "no foreign keys: the audit never blocks",
}


@pytest.mark.req("S04", "SEC-01")
def test_whatever_belongs_to_an_organisation_is_a_tenants_row() -> None:
    loose = {
        model._meta.label
        for model in MODELS
        if any(field.column == "organisation_id" for field in model._meta.local_fields)
        and not issubclass(model, TenantModel)
    }

    assert loose == set(NOT_TENANT)


@pytest.mark.req("S07")
def test_nothing_cascades() -> None:
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.is_relation
        and field.remote_field.on_delete is not models.DO_NOTHING
        and model._meta.label != "consent.SubjectUserObjectPermission"
    ]

    assert cascading == []
