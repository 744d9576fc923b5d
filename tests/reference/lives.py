"""The life cycles of the product: their states and moves, as the code declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, TextChoices

from assessments import policies as check_ins
from assessments.models import Assessment
from cases import policies as likenesses
from cases.emails import policies as emails
from cases.emails.models import EmailPart
from cases.enquiries import policies as enquiries
from cases.enquiries.models import Enquiry
from cases.gatherings import policies as gatherings
from cases.gatherings.models import Meeting, Membership
from cases.models import Likeness
from cases.overrides import policies as disclosures
from cases.overrides.models import Disclosure
from cases.referrals import policies as referrals
from cases.referrals.models import Referral, Service
from consent import policies as consents
from consent.models import Consent, SubjectKey
from msa.accounts import policies as resets
from msa.accounts.models import Reset
from msa.exchange import policies as imports
from msa.exchange.models import ImportBatch
from msa.jobs import policies as jobs
from msa.jobs.models import Job
from msa.members import policies as invitations
from msa.members.models import Invitation
from reporting import policies as reports
from reporting.models import Report
from reporting.narratives import policies as narratives
from reporting.narratives.models import Narrative
from standards import policies as reviews
from standards.models import Cycle

#: Each app has states of its own type; a mapping is strict about its keys.
Moves = Mapping[tuple[Any, Any], str]


@dataclass(frozen=True, slots=True)
class Life:
    """One life cycle: whose rows live it, how they begin and how they go on."""

    title: str
    says: str
    model: type[Model]
    starts: Mapping[Any, str]
    moves: Moves
    by_time: Moves = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table whose rows live it."""
        return self.model._meta.db_table

    @property
    def states(self) -> list[TextChoices]:
        """Every state, in the order of the code."""
        states: type[TextChoices] = type(next(iter(self.starts)))
        return list(states)


LIVES = (
    Life(
        "A consent",
        "A consent is never edited. That it was taken back is a row of its own; the"
        " state follows from the two rows and the time.",
        Consent,
        consents.CONSENT_STARTS,
        consents.CONSENT_MOVES,
        consents.CONSENT_BY_TIME,
    ),
    Life(
        "The key of a consent",
        "One for each consent to a purpose that has a key. Agreeing anew makes a new"
        " key; an old one never opens anything again.",
        SubjectKey,
        consents.KEY_STARTS,
        consents.KEY_MOVES,
    ),
    Life(
        "An enquiry",
        "That somebody got in touch, and nothing about who he is. Whatever it comes to,"
        " the slip that may hang on it is destroyed in the same transaction.",
        Enquiry,
        enquiries.STARTS,
        enquiries.MOVES,
    ),
    Life(
        "A place in a peer group",
        "It points to his clearance for groups of this kind. Whatever takes that away"
        " ends it in the same transaction, and looks as if he had left.",
        Membership,
        gatherings.STARTS,
        gatherings.MOVES,
    ),
    Life(
        "A meeting of a peer group",
        "Put right, it stands on as another version, and so do the sessions of those"
        " who came. What was taken back stays to be seen and counts nowhere.",
        Meeting,
        gatherings.MEETING_STARTS,
        gatherings.MEETING_MOVES,
    ),
    Life(
        "An email about somebody",
        "Which row there is says where it stands: a sealed draft, or what was kept of"
        " it with its session, which nobody changes.",
        EmailPart,
        emails.STARTS,
        emails.MOVES,
        emails.BY_TIME,
    ),
    Life(
        "A referral to somebody else",
        "Each step is a row of its own, with its day. Without his yes nothing is noted"
        " any more but that it is over.",
        Referral,
        referrals.STARTS,
        referrals.MOVES,
    ),
    Life(
        "A service in the directory",
        "What peer workers suggest a manager looks at; nothing is deleted, since"
        " referrals point to it.",
        Service,
        referrals.LISTING_STARTS,
        referrals.LISTING_MOVES,
    ),
    Life(
        "Two records that look alike",
        "Found when one of them is saved. What a manager has answered is not asked"
        " again, whatever else the two turn out to have in common.",
        Likeness,
        likenesses.LIKENESS_STARTS,
        likenesses.LIKENESS_MOVES,
    ),
    Life(
        "A check-in",
        "One is open for a survivor at a time. When it ends, nothing leads to it any"
        " more; answers to one that was not finished are deleted.",
        Assessment,
        check_ins.STARTS,
        check_ins.MOVES,
    ),
    Life(
        "Telling somebody without consent",
        "Whoever asks never approves. What could not wait begins as told, and another"
        " reviews it; what was approved first is done once it is told.",
        Disclosure,
        disclosures.STARTS,
        disclosures.MOVES,
    ),
    Life(
        "A report",
        "One revision of one report of one quarter. Whoever compiled it can't release"
        " it, and nobody can while the attack on its figures finds something.",
        Report,
        reports.STARTS,
        reports.MOVES,
    ),
    Life(
        "A narrative",
        "One edition of what an organisation tells of a quarter. After it was taken"
        " back, the next edition begins.",
        Narrative,
        narratives.STARTS,
        narratives.MOVES,
    ),
    Life(
        "A review by the quality standards",
        "One revision of the review of one period. What was signed stays as it is; to"
        " say something else is another revision.",
        Cycle,
        reviews.STARTS,
        reviews.MOVES,
    ),
    Life(
        "An import",
        "What came with an organisation, stored as one batch and undone as one.",
        ImportBatch,
        imports.STARTS,
        imports.MOVES,
    ),
    Life(
        "A job",
        "A job whose worker was lost stays under way until another worker claims it"
        " with a higher fence.",
        Job,
        jobs.STARTS,
        jobs.MOVES,
    ),
    Life(
        "An invitation",
        "The state follows from the times that stand in the row.",
        Invitation,
        invitations.STARTS,
        invitations.MOVES,
        invitations.BY_TIME,
    ),
    Life(
        "A link that resets a sign-in",
        "The state follows from the times that stand in the row.",
        Reset,
        resets.STARTS,
        resets.MOVES,
        resets.BY_TIME,
    ),
)
