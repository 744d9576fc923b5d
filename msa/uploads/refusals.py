"""Why a file is refused: what is wrong with it, and what to do instead."""

from __future__ import annotations

from enum import Enum

from msa.uploads.kinds import TAKEN

_AS_PDF = "Save or print it as a PDF, and add that."


class Fault(Enum):
    """What is wrong, as it goes on after the file's name, and what to do."""

    EMPTY = (
        "is empty.",
        "Check that it opens on your computer, and choose it again.",
    )
    TOO_LARGE = (
        "is larger than 10 MB.",
        "Split it, or save it with smaller pictures, and add that.",
    )
    TOO_MANY_DOTS = (
        "is a picture of more than 40 million dots.",
        "Save it smaller, and add that.",
    )
    MOVING = ("is a moving picture.", "Save one picture of it, and add that.")
    BROKEN = (
        "can’t be read.",
        f"Check that it opens on your computer. {_AS_PDF}",
    )
    TOO_MUCH = (
        "unpacks to far more than it should.",
        "It may be damaged or made to do harm. " + _AS_PDF,
    )
    NOT_HERE = (
        "can’t be taken now.",
        "The computer that this runs on can’t clean files safely: tell whoever looks "
        "after the service.",
    )
    LOCKED = (
        "is locked with a password or protected.",
        "Save it without a password, and add that.",
    )
    WRONG_ENDING = (
        "is not what the end of its name says.",
        "Open it, save it with the right ending, and add that.",
    )
    RUNS = (
        "holds something that runs by itself, like a macro or a script.",
        _AS_PDF,
    )
    HOLDS_FILES = ("has another file inside it.", f"{_AS_PDF} Add the other by itself.")
    REACHES_OUT = (
        "loads something from elsewhere when it is opened.",
        "Take the link to other files or data out of it, or print it as a PDF, "
        "and add that.",
    )
    SIGNED = (
        "has a digital signature, which our cleaning would break.",
        "Print it as a PDF, and add that.",
    )
    DRAWING = (
        "has a drawing in it that we can’t clean (for example SVG, EMF or TIFF).",
        _AS_PDF,
    )
    NO_EMAIL = (
        "is no email that we can read.",
        "Save the email as .eml in your mail program, or paste its text.",
    )
    WEB_PAGE = (
        "is a web page or code, or looks like one.",
        _AS_PDF,
    )
    SVG = ("is an SVG drawing.", "Save it as a PNG picture, and add that.")
    HEIC = (
        "is an iPhone picture (HEIC).",
        "Save or send it as JPEG, and add that.",
    )
    OLD_OFFICE = (
        "is an older Word or Excel file, or is locked with a password.",
        "Save it as .docx or .xlsx without a password, and add that.",
    )
    OTHER_OFFICE = ("is an Office file of a kind that isn’t taken.", _AS_PDF)
    ARCHIVE = (
        "is an archive of files.",
        "Unpack it, and add the files one by one.",
    )
    PROGRAM = ("is a program.", "Choose another file.")
    OTHER = (
        "is of a kind that isn’t taken.",
        f"These are: {TAKEN}.",
    )

    def __init__(self, what: str, advice: str) -> None:
        self.what, self.advice = what, advice


class Refused(ValueError):
    """A file is not taken; ``fault`` says why. It quotes nothing of the file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault

    def words(self, name: str) -> str:
        """Return the whole refusal of the file with this (plain) name."""
        return f"“{name}” {self.fault.what} {self.fault.advice}"
