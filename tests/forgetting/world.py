"""Words that should not stand in a record, and how they are let go."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from cases.enums import SectionKind
from cases.forgetting import services
from cases.forgetting.enums import Ground, Outcome, Part
from cases.models import Section, SessionNote
from cases.queries.revisions import Written, history
from cases.sections import Hope, Hopes, Note
from cases.services import corrections, sections
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import held
from tests.cast import NOW

HOPES = SectionKind.HOPES
#: A name and where to find him: it should never have stood there.
SAID = "Rangi Petersen lives above the bakery"
STANDS = "See my kids"


def told(actor: Actor, subject: UUID, words: str, *, after: int) -> None:
    """Write one hope, after so many revisions."""
    with use(actor.context):
        hopes = Hopes([Hope(words)])
        sections.save(actor, subject, hopes, after=after, at=NOW)


def told_again(actor: Actor, subject: UUID) -> None:
    """Write two versions of his hopes; the first holds what should not stand."""
    told(actor, subject, SAID, after=0)
    told(actor, subject, STANDS, after=1)


def put_right(actor: Actor, subject: UUID, session: UUID) -> None:
    """Take the words out of a session's note as it stands."""
    with use(actor.context):
        note = Note(body=STANDS)
        corrections.correct(
            actor, subject, session, held(), note, after=1, at=NOW + timedelta(days=1)
        )


def asked(
    actor: Actor,
    subject: UUID,
    part: Part = HOPES,
    ground: Ground = Ground.DANGER,
) -> UUID:
    """Ask that the earlier words be let go."""
    with use(actor.context):
        return services.ask(actor, subject, part, ground)


def decided(actor: Actor, pk: UUID, outcome: Outcome = Outcome.LET_GO) -> None:
    """Decide as the second of the two."""
    with use(actor.context):
        services.decide(actor, pk, outcome)


def hopes_of(actor: Actor, subject: UUID) -> list[Written]:
    """Return every version of his hopes, the newest first, as the page is told."""
    with use(actor.context):
        return [one.after for one in history(actor, subject, HOPES).changes]


def empty(actor: Actor, subject: UUID, kind: SectionKind = HOPES) -> list[int]:
    """Return which revisions of a part hold nothing any more."""
    with use(actor.context):
        rows = Section.objects.filter(subject=subject, kind=kind).order_by("revision")
        return [row.revision for row in rows if row.sealed.envelope == b""]


def empty_notes(actor: Actor, session: UUID) -> list[int]:
    """Return which notes of a session hold nothing any more."""
    with use(actor.context):
        rows = SessionNote.objects.filter(session=session).order_by("revision")
        return [row.revision for row in rows if row.sealed.envelope == b""]
