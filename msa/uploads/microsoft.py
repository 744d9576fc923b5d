"""Word and Excel files, written anew part by part."""

from __future__ import annotations

import posixpath
import re

from msa.uploads.archives import Parts, packed, unpacked
from msa.uploads.markup import local, read_xml, remove, without_people, written
from msa.uploads.offices import (
    clean_picture_part,
    demand_own_formula,
    kind_of_parts,
)
from msa.uploads.refusals import Fault, Refused

#: Kinds of parts, by the last word of their relationship, that tell who made a file,
#: where and with what, and that nobody misses.
_DROPPED = frozenset(
    {
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "printerSettings",
        "attachedTemplate",
        "customXml",
        "people",
        "classificationlabels",
        "webextensiontaskpanes",
    }
)
_REFUSED = {
    "oleObject": Fault.HOLDS_FILES,
    "package": Fault.HOLDS_FILES,
    "aFChunk": Fault.HOLDS_FILES,
    "subDocument": Fault.REACHES_OUT,
    "externalLink": Fault.REACHES_OUT,
    "connections": Fault.REACHES_OUT,
    "queryTable": Fault.REACHES_OUT,
    "mailMergeSource": Fault.REACHES_OUT,
    "control": Fault.RUNS,
    "vbaProject": Fault.RUNS,
    "xlMacrosheet": Fault.RUNS,
    "xlIntlMacrosheet": Fault.RUNS,
}
#: Where the file lay on somebody's disk, and who kept others from writing.
_TELLING = frozenset({"absPath", "fileSharing", "attachedTemplate"})
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_COMMAND = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"/?[^/\\:][^\\:]*")
_PART_OF = re.compile(r"(?:(.*)/)?_rels/([^/]*)\.rels")
_KEEPS_A_NAME = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
)


def clean_microsoft(content: bytes) -> bytes:
    """Return a Word or Excel file anew, without metadata.

    Raises:
        Refused: it runs, loads or holds something, or can't be read.
    """
    parts = unpacked(content)
    kind_of_parts(parts)
    dropped: set[str] = set()
    loose: dict[str, set[str]] = {}
    for name in [one for one in parts if one.endswith(".rels")]:
        parts[name] = _relationships(name, parts[name], dropped, loose)
    dropped |= _of_dropped(parts, dropped)
    kept = {name: parts[name] for name in parts if name not in dropped}
    for name, part in kept.items():
        if name == "[Content_Types].xml":
            kept[name] = _content_types(part, dropped)
        elif not name.endswith(".rels"):
            kept[name] = _part(name, part, loose.get(name, set()))
    return packed(kept)


def _relationships(
    name: str, content: bytes, dropped: set[str], loose: dict[str, set[str]]
) -> bytes:
    """Return what a part refers to, without what is dropped, which is noted."""
    found = _PART_OF.fullmatch(name)
    if found is None:
        raise Refused(Fault.BROKEN)
    folder, part = found[1] or "", found[2]
    root = read_xml(content)
    for one in list(root):
        sort = one.get("Type", "").rstrip("/").rpartition("/")[2]
        if sort in _REFUSED:
            raise Refused(_REFUSED[sort])
        # Whatever is not plainly inside leads outside.
        is_outside = one.get("TargetMode", "Internal") != "Internal" or not (
            _INSIDE.fullmatch(one.get("Target", ""))
        )
        if sort in _DROPPED:
            if not is_outside:
                dropped.add(_target(folder, one.get("Target", "")))
            loose.setdefault(posixpath.join(folder, part), set()).add(one.get("Id", ""))
            remove(one)
        elif is_outside and sort != "hyperlink":
            raise Refused(Fault.REACHES_OUT)
    return written(root)


def _target(folder: str, target: str) -> str:
    whole = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(whole).lstrip("/")


def _of_dropped(parts: Parts, dropped: set[str]) -> set[str]:
    """Return what only a dropped part refers to: its relationships and properties."""
    also = {
        posixpath.join(folder, "_rels", f"{part}.rels")
        for folder, part in map(posixpath.split, dropped)
    }
    # The properties of a custom part hang on that alone.
    return also | {one for one in parts if one.startswith(("customXml/", "docProps/"))}


def _content_types(content: bytes, dropped: set[str]) -> bytes:
    root = read_xml(content)
    for one in list(root):
        if one.get("PartName", "").lstrip("/") in dropped:
            remove(one)
    return written(root)


def _part(name: str, content: bytes, loose: set[str]) -> bytes:
    if name.endswith((".xml", ".vml")):
        return _markup(content, loose)
    return clean_picture_part(name, content)


def _markup(content: bytes, loose: set[str]) -> bytes:
    root = read_xml(content)
    commands = []
    for element in list(root.iter()):
        word = local(element.tag)
        if word in _TELLING:
            remove(element)
        elif word == "instrText":
            commands.append(element.text or "")
        elif word == "fldSimple":
            commands += [v for n, v in element.attrib.items() if local(n) == "instr"]
        elif word in _FORMULAS:
            demand_own_formula(element.text or "")
        elif word in {"ddeLink", "oleLink"}:
            raise Refused(Fault.REACHES_OUT)
        if element.get(_KEEPS_A_NAME) in loose:
            del element.attrib[_KEEPS_A_NAME]
    # A command may be written in pieces, or stand alone beside others.
    if any(_COMMAND.search(between.join(commands)) for between in ("", " ")):
        raise Refused(Fault.REACHES_OUT)
    without_people(root)
    return written(root)
