"""The words of a web page, as an email may hold one: nothing of it is ever loaded."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LARGEST = 2_000_000
_LONGEST_ADDRESS = 300
#: What stands in these is told to programs and not to readers.
_UNREAD = frozenset({"script", "style", "title", "template"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"})
_LINES = frozenset({"br", "div", "tr", "table", "ul", "ol", "section", "article"})
_ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def words_of_page(page: str) -> str:
    """Return what a web page says; addresses of its links follow them in brackets."""
    reader = _Reader()
    try:
        reader.feed(page[:_LARGEST])
        reader.close()
    except AssertionError:
        # The standard library's own way to give up on a declaration.
        reader.said = []
    words = "".join(reader.said)
    # An element that nobody closed may have swallowed all that follows it.
    return words if words.strip() else _TAG.sub(" ", page[:_LARGEST])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unread = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "body":
            self._unread = 0
        elif tag == "a":
            self._links.append((told.get("href", ""), len(self.said)))
        elif tag == "img" and told.get("alt", "").strip():
            self.said.append(f" [{told['alt'].strip()}] ")
        self.said.append(_break(tag, "\n• "))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        self.said.append(_break(tag, "\n"))

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said.append(re.sub(r"\s+", " ", data))

    def _end_link(self, address: str, begun: int) -> None:
        address = address.strip()
        said = "".join(self.said[begun:])
        if (
            _ADDRESS.fullmatch(address)
            and address.split(":", 1)[1].strip("/") not in said
        ):
            self.said.append(f" ({address[:_LONGEST_ADDRESS]})")


def _break(tag: str, of_item: str) -> str:
    if tag == "li":
        return of_item
    if tag in {"td", "th"}:
        return " "
    return "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else ""
