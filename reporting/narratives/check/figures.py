"""Finding numbers that no released table shows: a hidden count must not be told (D15).

A number is let through when the quarter's released tables print it, or when it plainly
counts nothing they hide: a year, a form, a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reporting.narratives.check.hits import Hit, Weight, Why

#: What released tables print; None: nothing about the quarter is released yet.
Published = frozenset[Decimal] | None
#: No released count of people is smaller than this and not nought.
LEAST_PRINTED = 6

_NUMBER = re.compile(
    r"(?<![^\W_])(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?P<percent>\s?%| per ?cent\b)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTHING_COUNTED_BEFORE = re.compile(
    r"\b(?:(?:forms?|levels?|stages?|phases?|steps?|weeks?|tiers?|part|page|chapter"
    r"|covid|standards?|version|no\.|section|article)[\s-]?|acc-|24/)\Z",
    re.IGNORECASE,
)
_NOTHING_COUNTED_AFTER = re.compile(
    r"\A\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock|km|kilomet\w+|mb|gb|°|degrees|/7)\b"
    r"|\A(?:st|nd|rd|th|s)\b",
    re.IGNORECASE,
)
_QUARTER_BEFORE = re.compile(r"\b(?:quarter|q)[\s-]?\Z", re.IGNORECASE)
_QUARTERS = frozenset("1234")
_MONEY_BEFORE = re.compile(r"[$€£]\s?\Z")


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_SMALL = _listed(
    """
    no one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen
    """
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_UNITS = "|".join(_SMALL[1:10])
_IN_WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_UNITS}))?|{'|'.join(reversed(_SMALL[1:]))}"
    r"|(?:a |one )?hundred(?:\sand\s\w+)?|(?:a |one )?dozen|a couple|a pair|a handful"
    r"|tahi|rua|toru|whā|rima|ono|whitu|waru|iwa|tekau"
    r"|half|a (?:third|quarter|fifth|tenth)|two[\s-]thirds|three[\s-]quarters)"
)
_PEOPLE = (
    r"(?:m[ae]n|males?|survivors?|people|persons?|individuals?|guys?|clients?|tāne"
    r"|tangata|tāngata|whānau|members?|participants?|fathers?|dads?|sons?|brothers?"
    r"|husbands?|partners?|youth|rangatahi|kaumātua|boys?|attendees?|newcomers?"
    r"|prisoners?|inmates?|veterans?|farmers?|students?)"
)
_DID = (
    r"(?:attended|came|left|joined|died|started|began|returned|ended|stopped|told|said"
    r"|moved|found|got)"
)
_COUNTED = (
    rf"(?:{_PEOPLE}|{_DID}|sessions?|meetings?|hours?|groups?|referrals?|enquiries"
    r"|inquiries|workshops?|of (?:them|us|our|the|these|those|whom)|were|was|had|have"
    r"|has)"
)
#: So many characters around a number say what it counts.
_NEAR = 60
#: After a number: it counts people, whatever stands before it ("in May 14 men left").
_COUNTS_PEOPLE = re.compile(
    rf"\A(?:(?:st|nd|rd|th)?(?:\s[\w'’-]+)?[\s-]?{_PEOPLE}\b(?!['’])|\s{_DID}\b)",
    re.IGNORECASE,
)
#: Small letters: "14 may have left" is no day.
_MAY = re.compile(r"\A\s(?:may|march)\b")
_LIKE_A_PHONE = re.compile(r"\+|\(?0[1-9]|64|\d{3}[ -]\d{4}\b")
_COUNT_IN_WORDS = re.compile(
    rf"\b(?P<number>{_IN_WORDS})(?:[\s,]+[\w'’-]+){{0,2}}?[\s,]+{_COUNTED}\b",
    re.IGNORECASE,
)
#: Numbers that need no noun: "there were seven.", "one in five", "tokowhitu".
_COUNT_BY_ITSELF = re.compile(
    rf"(?<!part )(?<!phase )(?<!step )(?<!stage )(?<!level )(?<!form )(?<!the )"
    rf"\b(?P<number>(?!one\b|half\b|rua\b|ono\b){_IN_WORDS})"
    r"(?=\s?(?:[.;:!?)\n]|\Z)|\sin (?:all|total)\b|\saltogether\b)"
    rf"|\b(?P<share>{_IN_WORDS})\s(?:per ?cent\b|%|(?:in|out of)\s(?:every\s)?"
    rf"{_IN_WORDS}\b)"
    r"|\btoko(?:rua|toru|whā|rima|ono|whitu|waru|iwa)\b",
    re.IGNORECASE,
)
#: Any other number in words is looked at.
_IN_WORDS_ALONE = re.compile(
    rf"\b(?P<number>(?!one\b){'|'.join((*_SMALL[2:], *_TENS))})\b", re.IGNORECASE
)
#: "one of the most useful" counts nobody; "the two groups" is a way to speak.
_A_WAY_TO_SPEAK = re.compile(
    r"\Aone\s(?:of\s(?:the|our|these|those)\s(?!men|survivors|people|guys|tāne|clients)"
    r"|another|day|way|thing|where|size|on\b|to\b|step)|\Ahalf\s(?:an?|way|hour)",
    re.IGNORECASE,
)
_VALUES = {word: number for number, word in enumerate(_SMALL)} | {
    word: ten * 10 for ten, word in enumerate(_TENS, start=2)
}


def figures(
    text: str, published: Published, *, but_for: Iterable[Hit] = ()
) -> Iterator[Hit]:
    """Yield numbers that the quarter's released tables do not print.

    ``but_for`` are hits whose digits are part of something else: a date, an address.
    """
    explained = tuple(but_for)
    for match in _NUMBER.finditer(text):
        hit = _hit(text, match)
        is_part = any(_is_part(text, hit, other) for other in explained)
        if not (
            is_part or _counts_nothing(text, match) or _is_printed(match, published)
        ):
            yield hit
    yield from _in_words(text, published)


def _in_words(text: str, published: Published) -> Iterator[Hit]:
    for pattern in (_COUNT_IN_WORDS, _COUNT_BY_ITSELF):
        for match in pattern.finditer(text):
            if _A_WAY_TO_SPEAK.match(text[match.start() : match.start() + _NEAR]):
                continue
            number = _value(match["number"] or "")
            if not _is_printed_number(number, published):
                yield Hit(match.start(), match.end(), Why.FIGURE, Weight.MUST_CHANGE)
    for match in _IN_WORDS_ALONE.finditer(text):
        if not _is_printed_number(_value(match["number"]), published):
            yield Hit(match.start(), match.end(), Why.FIGURE, Weight.WEAK)


def _is_part(text: str, hit: Hit, other: Hit) -> bool:
    """Say whether a number is part of a day, an address or a number of a person.

    A guess that is merely looked at hides no figure, and neither does one behind which
    people are counted.
    """
    if not hit.overlaps(other):
        return False
    if other.weight is Weight.WEAK and other.why is not Why.DATE:
        return False
    if other.why is Why.PHONE and not _LIKE_A_PHONE.match(text, other.start):
        return False
    _, after = _around(text, hit.start, hit.end)
    counts = hit.end == other.end and _COUNTS_PEOPLE.match(after)
    return not (counts or _MAY.match(after))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - _NEAR) : start], text[end : end + _NEAR]


def _counts_nothing(text: str, match: re.Match[str]) -> bool:
    before, after = _around(text, match.start(), match.end())
    if _QUARTER_BEFORE.search(before):
        return match[0] in _QUARTERS and not _COUNTS_PEOPLE.match(after)
    is_year = bool(_YEAR.fullmatch(match[0])) and not re.match(
        rf"\s{_COUNTED}\b", after, re.IGNORECASE
    )
    return is_year or (
        not _COUNTS_PEOPLE.match(after)
        and bool(
            _NOTHING_COUNTED_BEFORE.search(before)
            or _NOTHING_COUNTED_AFTER.match(after)
        )
    )


def _hit(text: str, match: re.Match[str]) -> Hit:
    if _MONEY_BEFORE.search(_around(text, *match.span())[0]):
        return Hit(match.start(), match.end(), Why.NUMBER, Weight.STRONG)
    return Hit(match.start(), match.end(), Why.FIGURE, Weight.MUST_CHANGE)


def _is_printed(match: re.Match[str], published: Published) -> bool:
    if match["percent"]:
        return False
    return _is_printed_number(Decimal(re.sub(r"[, ]", "", match[0])), published)


def _is_printed_number(number: Decimal | None, published: Published) -> bool:
    if number is None or published is None or 0 < number < LEAST_PRINTED:
        return False
    return number in published


def _value(words: str) -> Decimal | None:
    parts = re.split(r"[\s-]", words.casefold())
    if words and all(part in _VALUES for part in parts):
        return Decimal(sum(_VALUES[part] for part in parts))
    return None
