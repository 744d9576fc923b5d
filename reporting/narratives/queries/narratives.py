"""Reading narratives: the manager's drafts, what national staff may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.tenancy.models import Organisation, OrganisationKind
from reporting.narratives.checking import Checked, run_check
from reporting.narratives.enums import State
from reporting.narratives.models import (
    ApprovedText,
    Contribution,
    Explanation,
    Narrative,
)
from reporting.narratives.prompts import Texts
from reporting.narratives.queries.registers import published, register
from reporting.narratives.sealing import texts_of
from reporting.quarters import Quarter

#: The quarter that runs and those before it, about which something can be written.
QUARTERS_OFFERED = 5
#: What national staff may read of a narrative; no key and no sealed word among it.
_NATIONAL = (
    "id",
    "organisation",
    "quarter",
    "edition",
    "state",
    "approved_at",
    "content_hash",
    "explained",
    "read_by",
    "read_at",
)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter and what the organisation has written about it, if anything."""

    quarter: Quarter
    narrative: Narrative | None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation and what it has submitted about a quarter, if anything."""

    organisation: Organisation
    narrative: Narrative | None


@dataclass(frozen=True, slots=True)
class Offered:
    """What a peer worker offers for the narrative of a quarter."""

    id: UUID
    name: str
    texts: Texts


def offered_quarters(*, at: datetime) -> list[Quarter]:
    """Return the quarters that can be written about, newest first."""
    quarters = [Quarter.at(at)]
    while len(quarters) < QUARTERS_OFFERED:
        quarters.append(quarters[-1].previous())
    return quarters


def quarter_lines(actor: Actor, *, at: datetime) -> list[QuarterLine]:
    """Return the quarters that can be written about and those that were."""
    standing = {
        one.quarter: one
        for one in Narrative.objects.exclude(state=State.TAKEN_BACK).defer("sealed")
    }
    codes = {one.code for one in offered_quarters(at=at)} | set(standing)
    return [
        QuarterLine(Quarter.from_code(code), standing.get(code))
        for code in sorted(codes, reverse=True)
    ]


def narrative(actor: Actor, pk: UUID) -> Narrative:
    """Return one narrative of the actor's organisation.

    Raises:
        NotVisible: absent or foreign.
    """
    found = Narrative.objects.filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def texts(found: Narrative) -> Texts:
    """Return the words of a narrative: of the draft, or as they were approved."""
    return texts_of(found) if found.state == State.DRAFT else approved_texts(found.id)


def approved_texts(pk: UUID) -> Texts:
    """Return a narrative's words as they were approved, by prompt."""
    rows = ApprovedText.objects.filter(narrative=pk).order_by("position")
    return dict(rows.values_list("prompt", "text"))


def checked(actor: Actor, found: Narrative, words: Texts | None = None) -> Checked:
    """Check a draft, or ``words`` that are not saved yet, against everybody known.

    Opens all the organisation's names in memory; the audit has its event.
    """
    explanations = Explanation.objects.filter(narrative=found.id)
    return run_check(
        texts(found) if words is None else words,
        organisation=actor.organisation,
        register=register(actor),
        published=published(found.period, actor.organisation),
        explanations={bytes(one.digest): one for one in explanations},
    )


def people_of(found: Narrative) -> dict[UUID, str]:
    """Return the names of the members who had a part in a narrative."""
    members = {*found.authors, found.written_by_id, found.approved_by_id}
    return member_names({one for one in members if one is not None})


def editions(found: Narrative) -> list[Narrative]:
    """Return the editions of its quarter that were taken back, newest first."""
    rows = Narrative.objects.filter(quarter=found.quarter, state=State.TAKEN_BACK)
    return list(rows.order_by("-edition"))


def contributions(actor: Actor, quarter: Quarter) -> list[Offered]:
    """Return what peer workers offer for the narrative of a quarter."""
    rows = list(
        Contribution.objects.filter(quarter=quarter.code, revision__gt=0).order_by(
            "written_at"
        )
    )
    names = member_names({row.member_id for row in rows})
    return [Offered(row.id, names[row.member_id], texts_of(row)) for row in rows]


def my_contribution(actor: Actor, quarter: Quarter) -> Contribution | None:
    """Return what the actor himself offers for a quarter."""
    return Contribution.objects.filter(
        quarter=quarter.code, member=actor.member
    ).first()


def takes_contributions(quarter: Quarter) -> bool:
    """Say whether the quarter's narrative can still take something up."""
    closed = [State.SUBMITTED, State.INCLUDED]
    return not Narrative.objects.filter(quarter=quarter.code, state__in=closed).exists()


def organisation_lines(actor: Actor, quarter: Quarter) -> list[OrganisationLine]:
    """Return every member organisation and what it has submitted; never a draft."""
    members = Organisation.objects.filter(kind=OrganisationKind.MEMBER, active=True)
    submitted = {
        one.organisation_id: one
        for one in Narrative.objects.filter(quarter=quarter.code).only(*_NATIONAL)
    }
    return [
        OrganisationLine(one, submitted.get(one.id)) for one in members.order_by("name")
    ]


def submitted(actor: Actor, pk: UUID) -> Narrative:
    """Return one submitted narrative, for national staff.

    Raises:
        NotVisible: absent, a draft, or taken back.
    """
    found = Narrative.objects.filter(id=pk).only(*_NATIONAL).first()
    if found is None:
        raise NotVisible
    return found


def organisation_of(found: Narrative) -> Organisation:
    """Return whose narrative it is."""
    return Organisation.objects.get(id=found.organisation_id)
