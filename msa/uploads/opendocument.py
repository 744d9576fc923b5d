"""OpenDocument files, written anew part by part."""

from __future__ import annotations

import posixpath

from msa.uploads.archives import packed, unpacked
from msa.uploads.markup import local, read_xml, remove, without_people, written
from msa.uploads.offices import (
    clean_picture_part,
    demand_own_formula,
    kind_of_parts,
)
from msa.uploads.refusals import Fault, Refused

_MANIFEST = "META-INF/manifest.xml"
#: A preview, printer settings and window layout; and previews of charts, which the
#: program draws anew.
_DROPPED = ("Thumbnails/", "Configurations2/", "ObjectReplacements/", "layout-cache")
_DROPPED_FILES = {"meta.xml", "settings.xml", "manifest.rdf"}
_LINKS_TO_FOLLOW = {"a", "h"}


def clean_opendocument(content: bytes) -> bytes:
    """Return an OpenDocument file anew, without metadata.

    Raises:
        Refused: it runs, loads or holds something, or can't be read.
    """
    parts = unpacked(content)
    kind_of_parts(parts)
    kept = {"mimetype": parts["mimetype"].strip()}
    for name, part in parts.items():
        if name == "mimetype" or _is_dropped(name):
            continue
        if name == _MANIFEST:
            kept[name] = _manifest(part)
        elif name.startswith("META-INF/"):
            raise Refused(Fault.SIGNED)
        elif name.endswith(".xml"):
            kept[name] = _markup(part)
        else:
            kept[name] = clean_picture_part(name, part)
    return packed(kept, stored="mimetype")


def _is_dropped(name: str) -> bool:
    return name.startswith(_DROPPED) or posixpath.basename(name) in _DROPPED_FILES


def _manifest(content: bytes) -> bytes:
    root = read_xml(content)
    for entry in list(root):
        for name, value in entry.attrib.items():
            if local(name) == "full-path" and _is_dropped(value):
                remove(entry)
    return written(root)


def _markup(content: bytes) -> bytes:
    root = read_xml(content)
    for element in root.iter():
        word = local(element.tag)
        if word in {"script", "event-listener"}:
            raise Refused(Fault.RUNS)
        if word in {"dde-source", "dde-connection-decl", "table-source"}:
            raise Refused(Fault.REACHES_OUT)
        for name, value in element.attrib.items():
            if local(name) in {"formula", "expression"}:
                demand_own_formula(value)
        if word not in _LINKS_TO_FOLLOW and _reaches_out(dict(element.attrib)):
            raise Refused(Fault.REACHES_OUT)
    without_people(root)
    return written(root)


def _reaches_out(attributes: dict[str, str]) -> bool:
    links = [value for name, value in attributes.items() if local(name) == "href"]
    return any(
        ":" in link or "\\" in link or link.startswith(("/", "../../"))
        for link in links
        if not link.startswith("#")
    )
