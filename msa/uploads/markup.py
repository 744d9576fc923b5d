"""XML inside documents: read without entities, changed without losing its prefixes."""

from __future__ import annotations

from lxml import etree

from msa.uploads.refusals import Fault, Refused

#: Who wrote a comment or a change, by whatever name a format calls him.
_WHO = frozenset({"author", "initials", "userName"})
#: In a list of people these name them; elsewhere they name tables.
_PERSON = frozenset({"displayName", "userId", "providerId"})
_ANYBODY = "Author"


def read_xml(content: bytes) -> etree._Element:
    """Return the root of an XML part.

    Raises:
        Refused: it declares entities, or can't be read.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise Refused(Fault.BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(Fault.RUNS)
    return root


def written(root: etree._Element) -> bytes:
    """Return a part as bytes, without comments of its own."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    made: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return made


def local(name: object) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def without_people(root: etree._Element) -> None:
    """Replace the names of who wrote comments and changes."""
    for element in root.iter():
        telling = _WHO | _PERSON if local(element.tag) == "person" else _WHO
        for name in element.attrib:
            if local(name) in telling and element.attrib[name]:
                element.attrib[name] = _ANYBODY
        if local(element.tag) in {"author", "creator", "creator-initials"}:
            element.text = _ANYBODY


def remove(element: etree._Element) -> None:
    """Take an element out, and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
