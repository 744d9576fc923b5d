"""What somebody types into an address to reach the query behind it (S27)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

_LOOKUPS = (
    *("exact", "iexact", "contains", "icontains", "in", "gt", "gte", "lt", "lte"),
    *("startswith", "endswith", "range", "year", "isnull", "regex", "iregex", "search"),
    *("overlap", "contained_by", "has_key", "len", "trigram_similar", "unaccent"),
)
_PATHS = (
    *("id", "pk", "subject", "organisation", "key", "worker", "sealed", "withheld"),
    *("subject__organisation", "subject__rounding_key", "worker__person__password"),
    *("worker__person__email", "organisation__code", "key__consent__purpose"),
)
_SQL = (
    "' OR '1'='1",
    "' OR 1=1 --",
    '" OR ""="',
    "1; DROP TABLE cases_client; --",
    "1) UNION SELECT password FROM accounts_person --",
    "' UNION SELECT NULL, NULL, NULL --",
    "1 AND pg_sleep(5)",
    "'; SELECT pg_sleep(5); --",
    "$$; SELECT 1; $$",
    "\\'; SELECT 1 --",
    "%' ESCAPE '!' --",
    "1::int",
    "CAST('x' AS int)",
    "(SELECT version())",
    "current_setting('app.context')",
    "'||(SELECT string_agg(email, ',') FROM accounts_person)||'",
    "/* */ OR /* */ 1=1",
    "0x27204f5220313d31",
    "E'\\\\x41'",
    "%s %(name)s %% %",
    "{0} {name} {subject.organisation}",
    "{{ 7*7 }} {% debug %} ${7*7} #{7*7}",
)
_NUMBERS = (
    *("0", "-1", "-0", "00", "1e309", "1e-400", "NaN", "Infinity", "-Infinity"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("2147483648", "9" * 400, "0." + "9" * 400, "1_000", "0x10", "٣", "３", "²", "½"),
    *("1" + "0" * 5000, "--1", "+1", "1,5", "1.5", ".", "..", "-"),
)
_CHARACTERS = (
    *(
        "\0",
        "a\0b",
        "\x01",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\r\nSet-Cookie: a=b",
        "\n",
        "\t",
    ),
    *(
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
        "\U000e0041",
    ),
    *(
        "a\u0300" * 500,
        "ﷺ" * 50,
        "ı",
        "ẞ",
        "ﬁ",
        "Ā" * 3000,
        "𝟙",
        "🏳️‍🌈",
        "\u200b",
        "\xa0",
    ),
)
#: As they are sent: bytes that are no text at all.
RAW = (
    *("%ED%A0%80", "%ED%BF%BF", "%FF", "%C0%80", "%C0%AE%C0%AE", "%F8%88%80%80%80"),
    *(
        "%00",
        "%0",
        "%",
        "%u0041",
        "%E2%82",
        "+",
        "%2B",
        "%26%3D",
        "%F4%90%80%80",
        "%E0%80%AF",
    ),
)
_DATES = (
    *(
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-02-30",
        "20260101",
    ),
    *("2026-W01-1", "2026-13-01", "infinity", "-infinity", "epoch", "now", "today"),
    *(
        "2026-01-01T00:00:00Z",
        "2026-01-01+24:00",
        "2026Q5",
        "2026Q0",
        "20٣٣Q1",
        "1999Q1",
    ),
    *("2026-Q1", "2026-Q9", "-", "-Q", "2026-", "Q1"),
)
_IDS = (
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{00000000-0000-0000-0000-000000000000}",
    "urn:uuid:00000000-0000-0000-0000-000000000000",
    "00000000000000000000000000000000",
    "0" * 31,
    "0" * 33,
    "00000000-0000-0000-0000-00000000000g",
)
_ORDERS = (
    *(
        "?",
        "-?",
        "id.password",
        "cases_client.sealed",
        "-pk",
        "pk",
        "random()",
        "1 DESC",
    ),
    *(
        "id ASC; --",
        "subject.rounding_key",
        "organisation_id,id",
        "id)--",
        "COLLATE",
        "__",
    ),
)
_SHAPES = (
    *("[]", "{}", "null", "true", "false", '{"$gt": ""}', "__proto__", "__class__"),
    *(
        "a[]=1",
        "a[b]=1",
        "a.b.c",
        "../" * 20,
        "..\\..\\",
        "file:///etc/passwd",
        "_" * 500,
    ),
    *(
        "after " * 100,
        "A" * 6_000,
        "=",
        "==",
        "YQ==",
        "YWZ0ZXIgbm9wZQ==",
        "YmVmb3JlIDE=",
        "é",
    ),
)


def values() -> list[str]:
    """Return what is sent as the value of a parameter: text, at least 500 of them."""
    lookups = [f"{path}__{look}" for path in _PATHS for look in _LOOKUPS]
    cursors = [
        f"{day}_{who}"
        for day, who in itertools.product(("", *_DATES[:8]), (*_IDS, _SQL[0], "\0"))
    ]
    plain = itertools.chain(
        _SQL, _NUMBERS, _CHARACTERS, _DATES, _IDS, _ORDERS, _SHAPES, cursors, lookups
    )
    return list(dict.fromkeys(plain))


def names() -> list[str]:
    """Return names of parameters that would reach a query if a view expanded them."""
    return [
        *("_connector", "_negated", "_db", "using", "pk", "id", "organisation"),
        *("organisation_id", "subject__in", "id__in[]", "order_by", "ordering", "o"),
        *("sort", "fields", "select", "extra", "where", "tables", "filter", "page"),
        *("offset", "limit.x", "role", "member", "actor", "context", "app.context"),
        *("__class__", "args", "kwargs", "self", "request", "\0", "a" * 300, "%s", "'"),
        *(f"subject__{look}" for look in _LOOKUPS[:6]),
    ]


def sampled(every: list[str], size: int, turn: int) -> Iterator[str]:
    """Return some of them, other ones at each turn, so that in the end all are sent."""
    for place in range(min(size, len(every))):
        yield every[(turn * size + place) % len(every)]
