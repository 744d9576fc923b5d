"""His sessions as his copy tells them: what was written, and every earlier version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cases.form_settings.enums import SESSION
from rights.blocks import Block, Said, facts_of, revised
from rights.email_words import emails_by_session
from rights.queries.held import Entry, Held
from rights.record_words import Facts, in_words


def sessions(held: Held, beside: Mapping[str, list[Said]]) -> Iterator[Block]:
    """Return each session with its note, and how both stood before."""
    notes, versions = _by_session(held, "notes"), _by_session(held, "session_versions")
    emails = emails_by_session(held.of("emails"))
    for one in held.of("sessions"):
        row, place = one.row, str(one.row.id)
        kind, said = str(row.get_kind_display()), beside.get(place, [])
        about = " · ".join(filter(None, [*_counted(row), one.values["worker"]]))
        before, email = _figures_before(versions[place]), emails.get(place, [])
        if not notes[place]:
            yield Block(kind, about, "", email, said, before, row.held_on)
            continue
        names = held.own.of(SESSION).labels
        written = revised(kind, notes[place], said, names)
        newest = notes[place][0]
        earlier = [*written.earlier, *before]
        earlier.sort(key=lambda block: str(block.on), reverse=True)
        yield Block(
            title=kind,
            note=about,
            on=row.held_on,
            text=written.text or str((newest.words or {}).get("body", "")),
            facts=facts_of(newest, but="body", names=names) + email,
            beside=written.beside,
            earlier=earlier,
        )


def _by_session(held: Held, name: str) -> dict[str, list[Entry]]:
    """Return the rows of a list by session, the newest first as the list has them."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in held.of(name):
        found[str(one.row.session_id)].append(one)
    return found


def _counted(row: Any) -> list[str]:
    how = _("%(minutes)s minutes") % {"minutes": row.minutes}
    return [str(row.get_mode_display()), how]


def _figures_before(versions: list[Entry]) -> list[Block]:
    """Return what was counted before, where a correction changed it."""
    told = []
    for after, before in pairwise(versions):
        became, was = _figures(after.row), _figures(before.row)
        changed = [fact for fact in was if fact not in became]
        if changed:
            by, on = before.values["written_by"], before.row.written_at
            told.append(Block(note=by, on=on, facts=changed))
    return told


def _figures(row: Any) -> Facts:
    mode, how = _counted(row)
    return [
        (_("Day"), in_words("", row.held_on)),
        (_("What it was"), str(row.get_kind_display())),
        (_("How we met"), mode),
        (_("How long"), how),
    ]
