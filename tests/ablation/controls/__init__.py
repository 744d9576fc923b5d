"""The catalogue of controls, by what they belong to."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.controls import (
    accounts,
    alike,
    audit,
    comings,
    context,
    corrections,
    drafts,
    emails,
    enquiries,
    figures,
    forgetting,
    gatherings,
    handbook,
    his_own,
    keys,
    machinery,
    meetings,
    narratives,
    near_him,
    outreach,
    overrides,
    own_forms,
    pages,
    places,
    plans,
    practice,
    referrals,
    rights,
    rows,
    sealing,
    set_apart,
    taking_over,
    triggers,
)


def _by_name(*lists: tuple[Control, ...]) -> dict[str, Control]:
    every = [control for controls in lists for control in controls]
    named = {control.name: control for control in every}
    if len(named) != len(every):
        raise ValueError("two controls have one name")
    return named


#: Every control, by its name, in the order of the list.
CONTROLS = _by_name(
    rows.CONTROLS,
    context.CONTROLS,
    keys.CONTROLS,
    near_him.CONTROLS,
    comings.CONTROLS,
    taking_over.CONTROLS,
    plans.CONTROLS,
    corrections.CONTROLS,
    forgetting.CONTROLS,
    alike.CONTROLS,
    rights.CONTROLS,
    his_own.CONTROLS,
    overrides.CONTROLS,
    drafts.CONTROLS,
    emails.CONTROLS,
    set_apart.CONTROLS,
    gatherings.CONTROLS,
    places.CONTROLS,
    meetings.CONTROLS,
    sealing.CONTROLS,
    triggers.CONTROLS,
    audit.CONTROLS,
    accounts.CONTROLS,
    pages.CONTROLS,
    practice.CONTROLS,
    machinery.CONTROLS,
    figures.CONTROLS,
    narratives.CONTROLS,
    enquiries.CONTROLS,
    outreach.CONTROLS,
    referrals.CONTROLS,
    handbook.CONTROLS,
    own_forms.CONTROLS,
)
