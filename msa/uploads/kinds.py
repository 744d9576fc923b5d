"""The kinds of files that are taken."""

from __future__ import annotations

from enum import Enum

#: Bytes of a file as it comes.
LARGEST = 10 * 1024 * 1024
#: Bytes of the clean copy: a picture written anew may be a little larger than it came.
LARGEST_CLEAN = 16 * 1024 * 1024


class Kind(Enum):
    """One kind: what a page calls it, its endings, and how it is declared."""

    PDF = ("PDF", ("pdf",), "application/pdf")
    PNG = ("PNG picture", ("png",), "image/png")
    JPEG = ("JPEG picture", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg")
    WEBP = ("WebP picture", ("webp",), "image/webp")
    DOCX = (
        "Word document",
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    XLSX = (
        "Excel workbook",
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    ODT = (
        "OpenDocument text",
        ("odt",),
        "application/vnd.oasis.opendocument.text",
    )
    ODS = (
        "OpenDocument spreadsheet",
        ("ods",),
        "application/vnd.oasis.opendocument.spreadsheet",
    )
    TEXT = ("plain text", ("txt", "text", "md"), "text/plain; charset=utf-8")
    CSV = ("CSV table", ("csv",), "text/csv; charset=utf-8")

    def __init__(self, words: str, endings: tuple[str, ...], media_type: str) -> None:
        self.words, self.endings, self.media_type = words, endings, media_type

    @property
    def ending(self) -> str:
        """The ending that a download of this kind gets."""
        return self.endings[0]


PICTURES = (Kind.PNG, Kind.JPEG, Kind.WEBP)
#: What a page says of all of them together.
TAKEN = (
    "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), JPEG, PNG, WebP, "
    "plain text or CSV, up to 10 MB"
)
