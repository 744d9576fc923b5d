"""What a finished check-in adds to the figures, while he agrees to be counted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from assessments.models import Rating
from assessments.sheets import Sheet
from msa.accounts.actor import Acting


def count(
    actor: Acting, sheet: Sheet, *, subject: UUID, assessment: UUID, on: date
) -> None:
    """Store the ratings of a check-in; for somebody who agrees to be counted.

    PostgreSQL refuses them for anybody else. "I'd rather not say" is counted as such;
    a statement he was not asked, or passed over, leaves nothing.
    """
    Rating.objects.bulk_create(
        Rating(
            organisation_id=actor.organisation,
            subject_id=subject,
            assessment_id=assessment,
            instrument=sheet.instrument,
            item=item,
            value=value,
            completed_on=on,
        )
        for item, value in sorted(sheet.ratings.items())
    )
