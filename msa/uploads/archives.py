"""ZIP archives that documents are: unpacked within bounds, packed anew."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from msa.uploads.refusals import Fault, Refused

MOST_PARTS = 2_000
LARGEST_PART = 40 * 1024 * 1024
LARGEST_WHOLE = 100 * 1024 * 1024
_ENCRYPTED = 0x1
#: The first moment a ZIP archive can name: when it was made is nobody's business.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def unpacked(content: bytes) -> Parts:
    """Return the parts of an archive by name, folders left out.

    Raises:
        Refused: it is locked, unpacks to too much, or has names that lead elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_PARTS:
                raise Refused(Fault.TOO_MUCH)
            if sum(one.file_size for one in entries) > LARGEST_WHOLE:
                raise Refused(Fault.TOO_MUCH)
            names = [one.filename for one in entries]
            if len({name.lower() for name in names}) < len(names):
                raise Refused(Fault.BROKEN)
            return {one.filename: _part(archive, one) for one in entries}
    # zipfile's own word for a way of packing that it can't undo is NotImplementedError.
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise Refused(Fault.BROKEN) from None


def packed(parts: Mapping[str, bytes], *, stored: str = "") -> bytes:
    """Return an archive of parts in their order; ``stored`` is not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = (
                zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, content)
    return made.getvalue()


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(Fault.LOCKED)
    name = entry.filename
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise Refused(Fault.BROKEN)
    with archive.open(entry) as file:
        # What an archive says of its sizes is only what it says.
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise Refused(Fault.TOO_MUCH)
    return content
