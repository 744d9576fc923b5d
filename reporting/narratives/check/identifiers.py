"""Finding what points at one person by its form: numbers, addresses, dates (D14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reporting.narratives.check.hits import Hit, Weight, Why
from reporting.narratives.check.known import Register, digits

_NHI_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_IRD_WEIGHTS = ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6))
_IRD_RANGE = range(10_000_000, 150_000_000)

_EMAIL = re.compile(
    r"[\w.+'’-]{1,64}\s?(?:@|[\[(]\s?at\s?[\])]|\sat\s)\s?[\w-]+"
    r"(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s)[a-z]{2,})+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])@\s?\w[\w.]{2,}")
_LINK = re.compile(
    r"(?:\b(?:https?|ftp)://|\bwww\.)\S+"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,8}(?:nz|com|net|org|info|io|me|au|uk|co|app)\b(?:/\S*)?",
    re.IGNORECASE,
)
_GAP = r"(?:[ \-‐‑–/()]{1,2}|\.)?"
_PHONE = re.compile(rf"(?<![\w])(?:\+|00)?\(?\d(?:{_GAP}\d){{6,14}}(?!\w)")
#: Commas part figures too, so such a number has to begin like one.
_PHONE_IN_PARTS = re.compile(
    r"(?<!\w)(?:\+\d|\(?0[1-9])(?:[ \-‐‑–/(),._·•]{0,2}\d){5,13}(?!\w)"
)
_DIGIT_IN_WORDS = (
    r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|kore|tahi|rua|toru|whā|rima|ono|whitu|waru|iwa)"
)
_PHONE_IN_WORDS = re.compile(
    rf"\b{_DIGIT_IN_WORDS}(?:[\s,.\-]{{1,2}}{_DIGIT_IN_WORDS}){{5,}}\b", re.IGNORECASE
)
_NHI = re.compile(
    r"\b([A-HJ-NP-Z]{3})[ \-]?(?:(\d{2})[ \-]?(\d{2})|(\d{2})[ \-]?([A-HJ-NP-Z]{2}))\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b\d{2}[- ]\d{4}[- ]\d{7}[- ]\d{2,3}\b")
_IRD = re.compile(r"\b\d{2,3}[- .]?\d{3}[- .]?\d{3}\b")
_PLATE = re.compile(r"\b(?:[A-Z]{3}[ -]?\d{3}|[A-Z]{2}[ -]?\d{3,4})\b")
_MAYBE_PLATE = re.compile(r"\b(?:[A-Z]{3}[ -]?\d{1,2}|[A-Z]{2}[ -]?\d{1,2})\b")
_REFERENCE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{4}\b")
_COURT_FILE = re.compile(
    r"\b(?:CRI|CIV|CA|SC|FAM|TRI|CRN)[- ]?\d{4}[- ]?[\d -]{3,}\d\b|\bCRN[- ]?\d{8,}\b"
)
_STREET_TYPES = (
    r"street|st|road|rd|avenue|ave?|drive|dr|place|pl|lane|ln|crescent|cres|terrace|tce"
    r"|way|court|ct|close|grove|parade|pde|quay|highway|hwy|esplanade|heights|rise|mews"
    r"|square|sq|boulevard|blvd|track|loop|view"
)
_ADDRESS = re.compile(
    rf"\b(?:(?:flat|unit|apartment|room)\s?\d+\w?,?\s)?\d+\s?[A-Za-z]?(?:/\d+\w?)?,?\s"
    rf"(?:[^\W\d_][\w'’.-]*\s){{1,4}}(?:{_STREET_TYPES})\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:[A-ZĀĒĪŌŪ][\w'’-]*\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Drive|Crescent|Cres"
    r"|Terrace|Tce|Lane|Parade|Quay|Esplanade)\b"
)
_BOX = re.compile(
    r"\b(?:p\.?\s?o\.?\s?box|private bag|rd)\s?(?:no\.?\s?)?\d+\b", re.IGNORECASE
)
_HOME = re.compile(r"\b(?:flat|unit|apartment)\s\d+\w?\b", re.IGNORECASE)

Rule = tuple[re.Pattern[str], Why, Weight]
_RULES: tuple[Rule, ...] = (
    (_EMAIL, Why.EMAIL, Weight.STRONG),
    (_HANDLE, Why.LINK, Weight.STRONG),
    (_LINK, Why.LINK, Weight.STRONG),
    (_PHONE_IN_PARTS, Why.PHONE, Weight.STRONG),
    (_PHONE_IN_WORDS, Why.PHONE, Weight.STRONG),
    (_ACCOUNT, Why.NUMBER_OF_A_PERSON, Weight.STRONG),
    (_PLATE, Why.NUMBER_OF_A_PERSON, Weight.STRONG),
    (_MAYBE_PLATE, Why.LIKE_A_NUMBER_OF_A_PERSON, Weight.WEAK),
    (_COURT_FILE, Why.NUMBER_OF_A_PERSON, Weight.STRONG),
    (_ADDRESS, Why.ADDRESS, Weight.STRONG),
    (_STREET, Why.ADDRESS, Weight.WEAK),
    (_BOX, Why.ADDRESS, Weight.STRONG),
    (_HOME, Why.ADDRESS, Weight.STRONG),
)


def identifiers(text: str, register: Register) -> Iterator[Hit]:
    """Yield what has the form of something that belongs to one person."""
    for pattern, why, weight in _RULES:
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), why, weight)
    yield from _weighed(_NHI, text, Why.NUMBER_OF_A_PERSON, _weight_of_nhi)
    yield from _weighed(_IRD, text, Why.NUMBER_OF_A_PERSON, _weight_of_ird)
    yield from _weighed(_PHONE, text, Why.PHONE, _weight_of_phone(register))
    for match in _REFERENCE.finditer(text):
        if re.search(r"\d", match[0]) and re.search(r"[A-Z]", match[0]):
            yield Hit(*match.span(), Why.NUMBER_OF_A_PERSON, Weight.STRONG)
    for match in re.finditer(r"[\w.+-]{5,}", text):
        if match[0].casefold() in register.emails:
            yield Hit(*match.span(), Why.EMAIL, Weight.STRONG)


def _weighed(
    pattern: re.Pattern[str],
    text: str,
    why: Why,
    weigh: Callable[[re.Match[str]], Weight | None],
) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        weight = weigh(match)
        if weight is not None:
            yield Hit(match.start(), match.end(), why, weight)


def _weight_of_nhi(match: re.Match[str]) -> Weight:
    """A wrong check digit is a mistyping or chance; small letters are rarely meant."""
    number = re.sub(r"[ \-]", "", match[0]).upper()
    is_right = nhi_is_right(number)
    return Weight.STRONG if is_right or match[0].isupper() else Weight.WEAK


def nhi_is_right(number: str) -> bool:
    """Say whether a health number's last character proves the others.

    ``number`` is seven capital characters: the old form ``AAANNNC``, check digit
    modulo 11, or the new one ``AAANNAX``, check letter modulo 24.
    """
    values = [
        _NHI_LETTERS.index(c) + 1 if c in _NHI_LETTERS else int(c) for c in number[:6]
    ]
    total = sum(
        value * weight for value, weight in zip(values, range(7, 1, -1), strict=True)
    )
    if number[6].isdigit():
        rest = total % 11
        return rest != 0 and (11 - rest) % 10 == int(number[6])
    return _NHI_LETTERS[23 - total % 24] == number[6]


def _weight_of_ird(match: re.Match[str]) -> Weight:
    is_right = ird_is_right(int(re.sub(r"\D", "", match[0])))
    return Weight.STRONG if is_right or len(match[0]) > 9 else Weight.WEAK


def ird_is_right(number: int) -> bool:
    """Say whether a tax number's last digit proves the others."""
    if number not in _IRD_RANGE:
        return False
    values = [int(digit) for digit in f"{number:09}"]
    for weights in _IRD_WEIGHTS:
        rest = sum(v * w for v, w in zip(values, weights, strict=False)) % 11
        check = 0 if rest == 0 else 11 - rest
        if check < 10:
            return check == values[8]
    return False


def _weight_of_phone(register: Register) -> Callable[[re.Match[str]], Weight | None]:
    def weigh(match: re.Match[str]) -> Weight | None:
        number = digits(match[0])
        if any(number.endswith(known.lstrip("0")) for known in register.phones):
            return Weight.STRONG
        return Weight.STRONG if len(number) >= 7 else None

    return weigh
