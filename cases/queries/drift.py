"""Where assignments, grants and membership say different things (S08).

Services keep the three in step and a trigger holds them to it. This is for finding out
that something went past both: a restored table, a statement run by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

_DISAGREEMENTS = """
WITH assigned AS (
    SELECT a.subject_id AS subject, m.person_id AS person
      FROM cases_assignment a JOIN accounts_member m
        ON m.organisation_id = a.organisation_id AND m.id = a.member_id
     WHERE a.organisation_id = %(organisation)s AND a.ended_at IS NULL
),
granted AS (
    SELECT g.content_object_id AS subject, g.user_id AS person,
           p.codename = 'work_with_subject' AS known
      FROM consent_subjectuserobjectpermission g
      JOIN auth_permission p ON p.id = g.permission_id
     WHERE g.organisation_id = %(organisation)s
       AND (g.until IS NULL OR g.until > now())
),
working AS (
    SELECT person_id AS person FROM accounts_member
     WHERE organisation_id = %(organisation)s AND 'worker' = ANY (roles)
       AND (left_at IS NULL OR left_at > now())
)
SELECT subject, person,
       assigned.subject IS NOT NULL AS is_assigned,
       coalesce(known, false) AS is_granted,
       working.person IS NOT NULL AS is_working
  FROM assigned FULL JOIN granted USING (subject, person)
  LEFT JOIN working USING (person)
 WHERE assigned.subject IS NULL OR NOT coalesce(known, false)
    OR working.person IS NULL
 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Somebody and a survivor of whom not all three say that they work together."""

    subject: UUID
    person: UUID
    is_assigned: bool
    is_granted: bool
    is_working: bool


def disagreements(organisation: UUID) -> list[Disagreement]:
    """Return every pair of which assignment, grant and membership disagree.

    Call it as the owner, with that organisation's context.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DISAGREEMENTS, {"organisation": organisation})
        return [Disagreement(*row) for row in cursor.fetchall()]
