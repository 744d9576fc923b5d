"""Sealing words that belong to an organisation, not to one survivor.

Each row has a key of its own under the organisation's key. When the key is dropped,
the words are gone, from backups too.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from consent.row_keys import key_of
from msa.vault.envelope import Place, open_sealed, seal
from msa.vault.sealed import Sealed
from reporting.narratives.models import SealedTexts
from reporting.narratives.prompts import Texts, in_order


def seal_texts(row: SealedTexts, texts: Mapping[str, str]) -> None:
    """Put words into a row, for the revision that the row names."""
    document = orjson.dumps(in_order(dict(texts)))
    row.sealed = Sealed(seal(key_of(row), _place(row), document))


def texts_of(row: SealedTexts) -> Texts:
    """Return the words of a row; none while nothing was written.

    Raises:
        CannotOpen: it was moved, altered or rolled back.
    """
    if row.sealed is None:
        return {}
    texts: Texts = orjson.loads(
        open_sealed(key_of(row), _place(row), row.sealed.envelope)
    )
    return in_order(texts)


def _place(row: SealedTexts) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=row.revision,
    )
