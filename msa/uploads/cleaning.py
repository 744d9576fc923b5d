"""One file in, its clean copy out. Run apart from everything else: see ``apart``."""

from __future__ import annotations

from dataclasses import dataclass

from msa.uploads.kinds import LARGEST_CLEAN, PICTURES, Kind
from msa.uploads.microsoft import clean_microsoft
from msa.uploads.opendocument import clean_opendocument
from msa.uploads.pdfs import clean_pdf
from msa.uploads.pictures import clean_picture
from msa.uploads.recognising import recognise
from msa.uploads.refusals import Fault, Refused
from msa.uploads.texts import clean_text


@dataclass(frozen=True, slots=True)
class Clean:
    """A file as it is kept: its kind, and bytes that hold nothing else."""

    kind: Kind
    content: bytes


def clean(name: str, content: bytes) -> Clean:
    """Return the clean copy of a file.

    Raises:
        Refused: it is not taken; the fault says why.
    """
    try:
        kind = recognise(name, content)
        made = _anew(kind, content)
    except Refused:
        raise
    except Exception:
        # Whatever a reader of a format stumbles over, the file is not sound.
        raise Refused(Fault.BROKEN) from None
    if len(made) > LARGEST_CLEAN:
        raise Refused(Fault.TOO_LARGE)
    return Clean(kind, made)


def _anew(kind: Kind, content: bytes) -> bytes:
    if kind is Kind.PDF:
        return clean_pdf(content)
    if kind in PICTURES:
        return clean_picture(kind, content)
    if kind in {Kind.DOCX, Kind.XLSX}:
        return clean_microsoft(content)
    if kind in {Kind.ODT, Kind.ODS}:
        return clean_opendocument(content)
    return clean_text(kind, content)
