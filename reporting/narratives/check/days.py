"""Finding days and ages, by which a man can be told (REP-05, D14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.narratives.check.hits import Hit, Weight, Why
from reporting.narratives.check.known import Register
from reporting.narratives.check.words import key_of

_ENGLISH = """
    january february march april may june july august september october november
    december
"""
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_TE_REO = """
    kohitātea huitanguru poutūterangi paengawhāwhā haratua pipiri hōngongoi
    hereturikōkā mahuru whiringaānuku whiringaārangi hakihea
"""
_MONTHS = {
    key_of(name): number
    for names in (_ENGLISH, _SHORT, _TE_REO)
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|kohit[āa]+tea|hui-?tanguru|pout[ūu]+-?te-?rangi|paengawh[āa]+wh[āa]+|haratua"
    r"|pipiri|h[ōo]+ngongoi|here-?turi-?k[ōo]+k[āa]+|mahuru|whiringa-?[āa]+-?nuku"
    r"|whiringa-?[āa]+-?rangi|hakihea)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]\d\d)"
_WRITTEN = re.compile(
    rf"\b(?:{_DAY}\s?(?:of\s)?(?:o\s)?{_MONTH}\b\.?(?:,?\s?{_YEAR})?)", re.IGNORECASE
)
_AMERICAN = re.compile(
    rf"\b{_MONTH}\b\.?\s(?:the\s)?{_DAY}\b(?:,?\s?{_YEAR})?", re.IGNORECASE
)
_FIGURES = re.compile(
    r"(?<![\d/.\-])(?:(?P<day>\d{1,2})[/.\-‐‑–](?P<month>\d{1,2})[/.\-‐‑–]"
    r"(?:\d{4}|\d{2})|(?:19|20)\d\d[/.\-](?P<month2>\d{1,2})[/.\-](?P<day2>\d{1,2}))"
    r"(?![\d/])"
)
_BORN = re.compile(
    r"\b(?:born|birth(?:day|date)?|d\.?o\.?b\.?)\b[^.\n]{0,25}?\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_TENS = r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_TEENS = r"(?:(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve)"
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_AGE_NUMBER = rf"(?:1?\d{{1,2}}|{_TENS}(?:[\s-]{_UNITS})?|{_TEENS}|{_UNITS})"
_AGES = re.compile(
    rf"\b(?:age[ds]?(?:\sof)?|turn(?:ed|ing|s)|(?:he|who|man)(?:\sis|\swas|['’]s))\s"
    rf"{_AGE_NUMBER}\b(?!\s?%|\s(?:men|people|per))"
    rf"|\b{_AGE_NUMBER}[\s-]?(?:years?|yrs?)[\s-]?olds?\b"
    rf"|\b{_AGE_NUMBER}\s?y/?o\b",
    re.IGNORECASE,
)


def days(text: str, register: Register) -> Iterator[Hit]:
    """Yield days of a year, birthdays and ages."""
    for match in _FIGURES.finditer(text):
        yield Hit(match.start(), match.end(), Why.DATE, Weight.STRONG)
    for pattern in (_WRITTEN, _AMERICAN):
        for match in pattern.finditer(text):
            yield _written(match, register)
    for match in _BORN.finditer(text):
        yield Hit(match.start(), match.end(), Why.BIRTHDAY, Weight.STRONG)
    for match in _AGES.finditer(text):
        yield Hit(match.start(), match.end(), Why.AGE, Weight.STRONG)


def _written(match: re.Match[str], register: Register) -> Hit:
    """A day without its year may be that of a hui; not if somebody was born on it."""
    month = _MONTHS[key_of(match["month"])]
    if (month, int(match["day"])) in register.birthdays:
        return Hit(match.start(), match.end(), Why.BIRTHDAY, Weight.STRONG)
    weight = Weight.STRONG if match["year"] else Weight.WEAK
    return Hit(match.start(), match.end(), Why.DATE, weight)
