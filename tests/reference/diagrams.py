"""The states page: a diagram of each life cycle, and the rows that never change."""

from __future__ import annotations

from tests.guards.catalogue import Connection
from tests.reference.lives import LIVES, Life
from tests.reference.writing import page, table

_SAYS = """\
What can become of a consent, a check-in, a report. The moves stand in each app's
`policies.py`; a test tries every pair of states in the database, in every role that may
write the state, and finds these moves and no other. That a consent ends is another row:
no role changes or deletes either of the two. Moves in brackets come with time."""
_STAYS = """
    SELECT c.relname, string_agg(DISTINCT verb, ', ' ORDER BY verb)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      CROSS JOIN LATERAL (VALUES (16, 'changed'), (8, 'deleted'), (32, 'emptied'))
           AS v(bit, verb)
     WHERE t.tgfoid = 'sec.refuse_change()'::regprocedure AND t.tgqual IS NULL
       AND t.tgtype & v.bit > 0 AND t.tgattr = ''
     GROUP BY c.relname ORDER BY c.relname
"""


def states(database: Connection) -> str:
    """Return the page of life cycles."""
    kept = [
        (str(name), str(never)) for name, never in database.execute(_STAYS).fetchall()
    ]
    stays = table(("rows of", "are never"), kept)
    says = "Whoever asks, the database's owner too, is refused by a trigger."
    return page(
        "Life cycles",
        _SAYS,
        [*map(_diagram, LIVES), "## What stays", says, stays],
    )


def _diagram(life: Life) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in life.states]
    lines += [f"    [*] --> {state} : {why}" for state, why in life.starts.items()]
    for moves, form in ((life.moves, "{}"), (life.by_time, "({})")):
        lines += [
            f"    {before} --> {after} : {form.format(why)}"
            for (before, after), why in moves.items()
        ]
    left = {before for before, _ in (*life.moves, *life.by_time)}
    lines += [f"    {state} --> [*]" for state in life.states if state not in left]
    kept_in = f"Kept in `{life.table}`."
    return "\n".join([f"## {life.title}", "", life.says, kept_in, "", *lines, "```"])
