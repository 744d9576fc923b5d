"""Plain text and CSV: any common encoding in, UTF-8 out."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from msa.uploads.kinds import Kind
from msa.uploads.refusals import Fault, Refused

_ALLOWED = frozenset("\t\n\r\f")
_CODE = re.compile(
    r"<\s*(!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|img)\b",
    re.IGNORECASE,
)
#: A cell that a spreadsheet would run: it begins with a sign and is no number. A row
#: may end with a carriage return alone.
_ACTIVE = re.compile(
    r"(^|[\r\n,;\t|])(\"?[^\S\r\n]*)"
    r"(?=[=@]|[+\-](?![\d., ]*%?\"?\s*(?:[\r\n,;\t]|$)))"
)


def read_text(content: bytes) -> str:
    """Return the words of a text file.

    Raises:
        Refused: it is no text, or a web page or code.
    """
    _demand_no_code(content.decode("latin-1"))
    text = _decoded(content)
    _demand_no_code(text)
    if any((one < " " and one not in _ALLOWED) or one == "\x7f" for one in set(text)):
        raise Refused(Fault.OTHER)
    return text


def clean_text(kind: Kind, content: bytes) -> bytes:
    """Return a text in UTF-8; no cell of a CSV table is run by a spreadsheet.

    Raises:
        Refused: as :func:`read_text`.
    """
    text = read_text(content)
    if kind is not Kind.CSV:
        return text.encode()
    # Excel takes a table without the mark for another encoding and breaks macrons.
    return BOM_UTF8 + _ACTIVE.sub(r"\1\2'", text).encode()


def _demand_no_code(text: str) -> None:
    if found := _CODE.search(text):
        raise Refused(Fault.SVG if found[1].lower() == "svg" else Fault.WEB_PAGE)


def _decoded(content: bytes) -> str:
    encodings: tuple[str, ...]
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif content.startswith(BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        # What Windows wrote before it wrote UTF-8.
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(Fault.OTHER)
