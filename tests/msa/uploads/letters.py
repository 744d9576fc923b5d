"""Emails as people send them, and as nobody should, made for tests."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

TEXT = "Kia ora Hēmi,\n\nthe hearing is on Monday.\n\nNgā mihi\nMere"
#: A page that would tell its sender who opened it, when and where, if anything loaded.
PAGE = (
    "<html><head><title>T</title><style>p{background:url(https://spy.example/s)}"
    "</style><link rel=stylesheet href='https://spy.example/c'></head><body"
    " background='https://spy.example/b'><p>Kia ora <b>Hēmi</b>,</p><p>the hearing"
    " is on&nbsp;Monday.</p><img src='https://spy.example/pixel.gif' width=1>"
    "<img src='cid:logo' alt='Law centre'><ul><li>one<li>two</ul>"
    "<a href='https://court.example/listing'>the listing</a>"
    "<script>fetch('https://spy.example/x')</script></body></html>"
)


def letter(
    text: str | None = TEXT,
    *,
    page: str = "",
    files: list[tuple[str, str, bytes]] | None = None,
) -> EmailMessage:
    """Return an email; files are their name, type and content."""
    made = EmailMessage()
    made["From"] = "Mere Tāmati <mere@law.example>"
    made["To"] = "worker@kauri.example"
    made["Date"] = "Tue, 03 Mar 2026 14:30:00 +1300"
    made["Subject"] = "Te kōti: the hearing"
    if text is not None:
        made.set_content(text)
    if page and text is None:
        made.set_content(page, subtype="html")
    elif page:
        made.add_alternative(page, subtype="html")
    for name, kind, content in files or []:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


def as_file(made: EmailMessage) -> bytes:
    """Return an email as a mail program saves it."""
    return made.as_bytes(policy=SMTP)


def forwarded(depth: int) -> bytes:
    """Return an email in an email, so many deep."""
    inner = letter("The innermost words")
    for level in range(depth):
        outer = letter(f"Forwarded {level}")
        outer.add_attachment(inner)
        inner = outer
    return as_file(inner)


def raw(*lines: bytes) -> bytes:
    """Return an email of these very lines."""
    return b"\r\n".join(lines)


_HEAD = b"From: Mere <mere@law.example>"
#: Each by what is wrong with it: all are read, none breaks anything.
NASTY: dict[str, bytes] = {
    "no header but one": raw(b"Subject: Bare", b"", b"words"),
    "no body": raw(_HEAD, b""),
    "header that never ends": _HEAD,
    "eight bits in a header": raw(b"Subject: Ng\xc4\x81 mihi", b"", b"words"),
    "old Windows in a header": raw(b"Subject: caf\xe9", b"", b"words"),
    "unknown charset": raw(
        _HEAD, b"Content-Type: text/plain; charset=klingon-9", b"", b"words \xe9"
    ),
    "charset that is no charset": raw(
        _HEAD, b"Content-Type: text/plain; charset=zip", b"", b"words"
    ),
    "charset with a NUL": raw(
        _HEAD, b"Content-Type: text/plain; charset=\0utf", b"", b"words"
    ),
    "eight bits called ASCII": raw(
        _HEAD,
        b"Content-Type: text/plain; charset=us-ascii",
        b"",
        b"k\xc5\x8drero words",
    ),
    "broken UTF-8": raw(
        _HEAD, b"Content-Type: text/plain; charset=utf-8", b"", b"words \xc3\x28 \xff"
    ),
    "broken base64": raw(
        _HEAD, b"Content-Transfer-Encoding: base64", b"", b"d29yZHM=!!!=x=="
    ),
    "broken quoted-printable": raw(
        _HEAD, b"Content-Transfer-Encoding: quoted-printable", b"", b"words =ZZ =4"
    ),
    "unknown encoding": raw(_HEAD, b"Content-Transfer-Encoding: x-rot", b"", b"words"),
    "encoded words of nonsense": raw(
        b"Subject: =?utf-8?b?!!!?= =?nope?q?=ZZ?= =?utf-8?q?=FF=FE?= =?",
        b"",
        b"words",
    ),
    "date of nonsense": raw(_HEAD, b"Date: Smarch 32, 20x6", b"", b"words"),
    "date beyond time": raw(
        _HEAD, b"Date: Fri, 31 Dec 9999 23:59:59 -2359", b"", b"words"
    ),
    "date of a huge zone": raw(
        _HEAD, b"Date: Tue, 3 Mar 2026 14:30:00 +99999999", b"", b"words"
    ),
    "injected header": raw(
        b"Subject: =?utf-8?q?One=0D=0ABcc:_all=40kauri=2Eexample?=", b"", b"words"
    ),
    "turned writing": raw("Subject: \u202egnp.exe".encode(), b"", b"words"),
    "NUL bytes": raw(b"From: a\0b", b"Subject: \0", b"", b"wo\0rds words\0"),
    "boundary that never comes": raw(
        _HEAD, b"Content-Type: multipart/mixed; boundary=never", b"", b"words"
    ),
    "multipart without a boundary": raw(
        _HEAD, b"Content-Type: multipart/mixed", b"", b"words"
    ),
    "type of nonsense": raw(_HEAD, b'Content-Type: ;;=/"', b"", b"words"),
    "parameters of nonsense": raw(
        _HEAD,
        b"Content-Type: text/plain; charset*0*=x'y; charset*1=z; name*=''%ZZ",
        b"Content-Disposition: ; filename*9*=%",
        b"",
        b"words",
    ),
    "delivery status": raw(
        _HEAD,
        b"Content-Type: multipart/report; boundary=b",
        b"",
        b"--b",
        b"",
        b"words",
        b"--b",
        b"Content-Type: message/delivery-status",
        b"",
        b"Final-Recipient: rfc822; x",
        b"--b--",
    ),
    "parts in parts in parts": raw(
        _HEAD,
        *(
            line
            for level in range(200)
            for line in (
                f"Content-Type: multipart/mixed; boundary=b{level}".encode(),
                b"",
                f"--b{level}".encode(),
            )
        ),
        b"",
        b"words",
    ),
    "thousands of parts": raw(
        _HEAD,
        b"Content-Type: multipart/mixed; boundary=b",
        b"",
        *(b"--b\r\n\r\nwords",) * 3000,
    ),
    "a page of brackets": raw(
        _HEAD, b"Content-Type: text/html", b"", b"<![" * 2000 + b"<p>words" + b"<" * 999
    ),
    "old Mac line ends": b"From: a@b.example\rSubject: Mac\r\rwords",
}
