"""Acts that ask for a second factor shown just now: listed here, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

import pytest
from django.urls import URLPattern, URLResolver

#: Keys and roles, invitations, access for funders, one's own second factors, the list
#: of everybody whom a sign-in reached, a copy of a whole record, the override of a
#: consent (U08). The undoing of an import has no page.
GRAVE = {
    "casework": {
        "account_another_app",
        "account_factor_remove",
        "account_passkey_add",
        "account_passkey_offer",
        "account_recovery_codes",
        "admin:invite",
        "admin:invitation-withdraw",
        "admin:member",
        "admin:member-app",
        "admin:member-reset",
        "admin:member-leave",
        "admin:erasure-approve",
        "manager:erasure-approve",
        "manager:erasure-ask",
        "manager:letting-go-approve",
        "manager:likeness-carry-on",
        "manager:retention-come-back",
        "manager:retention-lift",
        "manager:retention-rule",
        "manager:breach-new",
        "manager:breach",
        "manager:breach-pdf",
        "manager:disclosure-approve",
        "manager:disclosure-new",
        "manager:disclosure-tell",
        "manager:emergency-new",
        "worker:disclosure-new",
        "worker:disclosure-tell",
        "worker:right-make",
        "worker:right-take",
    },
    "national": {
        "account_another_app",
        "account_factor_remove",
        "account_passkey_add",
        "account_passkey_offer",
        "account_recovery_codes",
        "national:invite",
        "national:invitation-withdraw",
        "national:member",
        "national:member-app",
        "national:member-reset",
        "national:member-leave",
        "national:funder-new",
        "national:funder-end",
    },
}


def _asking(
    patterns: Iterable[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from _asking(pattern.url_patterns, inside)
        elif getattr(pattern.callback, "asks_second_factor", False):
            yield f"{namespace}{pattern.name}"


@pytest.mark.req("U08")
@pytest.mark.parametrize("site", GRAVE)
def test_exactly_the_grave_acts_ask_again(site: str) -> None:
    patterns = import_module(f"msa.urls.{site}").urlpatterns

    assert set(_asking(patterns)) == GRAVE[site]
