"""What is read of an email that somebody kept: its words, and clean copies (SES-01)."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msa.uploads import apart, emails
from msa.uploads.apart import read_email_apart
from msa.uploads.emails import LONGEST_TEXT, MOST_ATTACHMENTS, Email, read_email
from msa.uploads.kinds import LARGEST, Kind
from msa.uploads.refusals import Fault, Refused
from tests.msa.uploads import samples
from tests.msa.uploads.letters import (
    NASTY,
    PAGE,
    TEXT,
    as_file,
    forwarded,
    letter,
    raw,
)
from tests.security.conftest import EXHAUSTIVE

PDF = ("report.pdf", "application/pdf")


def names(email: Email) -> list[str]:
    return [one.name for one in email.attachments]


def left_out(email: Email) -> dict[str, str]:
    return {one.name: one.why for one in email.left_out}


@pytest.mark.req("SES-01")
def test_an_email_is_read_with_its_head() -> None:
    email = read_email_apart(as_file(letter()))

    assert email == Email(
        sender="Mere Tāmati <mere@law.example>",
        recipients="worker@kauri.example",
        sent="2026-03-03T01:30:00+00:00",
        subject="Te kōti: the hearing",
        text=TEXT,
    )


def test_what_is_read_apart_is_what_is_read() -> None:
    files = [(*PDF, samples.pdf()), ("a.zip", "application/zip", b"PK\3\4")]
    content = as_file(letter(page=PAGE, files=files))

    apart_from_us = read_email_apart(content)

    assert apart_from_us == read_email(content)
    assert (names(apart_from_us), len(apart_from_us.left_out)) == (["report.pdf"], 1)


def test_plain_text_is_preferred_to_a_page() -> None:
    assert read_email(as_file(letter(page="<p>Other words"))).text == TEXT


@pytest.mark.req("SES-01")
def test_a_page_becomes_text_and_nothing_of_it_is_loaded() -> None:
    text = read_email(as_file(letter(None, page=PAGE))).text

    assert "Kia ora Hēmi,\n\nthe hearing is on Monday." in text
    assert "• one\n• two" in text
    assert "[Law centre]" in text
    assert "the listing (https://court.example/listing)" in text
    for trace in ("spy.example", "<", "fetch", "url("):
        assert trace not in text


@pytest.mark.req("SES-01", "S26")
def test_attachments_of_the_kinds_that_are_kept_become_clean_copies() -> None:
    photo = samples.photo()
    assert samples.PLACE in photo
    files = [
        (*PDF, samples.pdf()),
        ("photo.jpg", "image/jpeg", photo),
        ("notes.txt", "text/plain", b"Ng\xc4\x81 notes"),
    ]

    email = read_email(as_file(letter(files=files)))

    kinds = [one.kind for one in email.attachments]
    assert kinds == [Kind.PDF, Kind.JPEG, Kind.TEXT]
    for one in email.attachments:
        assert samples.PLACE not in one.content
        assert samples.MAKER.encode() not in one.content
    assert email.text == TEXT


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("all.zip", samples.zip_bomb(1), "is an archive of files."),
        ("all.pdf", samples.zip_bomb(1), "is an archive of files."),
        ("letter.docx", samples.docx(), "is a Word, Excel or similar file."),
        ("page.html", b"<html><script>", "is of a kind that isn’t taken."),
        ("run.exe", b"MZ\0\0", "is of a kind that isn’t taken."),
        ("run.pdf", b"MZ\0\0", "is a program."),
        ("big.png", samples.bomb_png(), "is a picture of more than 40 million dots."),
        ("broken.pdf", b"%PDF-1.4 broken", "can’t be read."),
        ("picture.png", samples.photo(), "is not what the end of its name says."),
    ],
)
def test_what_is_not_kept_is_named_with_why(
    name: str, content: bytes, why: str
) -> None:
    email = read_email(
        as_file(letter(files=[(name, "application/octet-stream", content)]))
    )

    assert left_out(email) == {name: why}
    assert (email.attachments, email.text) == ([], TEXT)


def test_no_archive_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        pytest.fail("an archive was opened")

    monkeypatch.setattr("zipfile.ZipFile", opened)
    files = [
        (name, "application/zip", b"PK\3\4")
        for name in ("a.zip", "a.pdf", "", "a.docx", "a.txt")
    ]

    assert len(read_email(as_file(letter(files=files))).left_out) == len(files)


def test_attachments_are_few() -> None:
    one = ("note.txt", "text/plain", b"note")

    email = read_email(as_file(letter(files=[one] * (MOST_ATTACHMENTS + 3))))

    assert len(email.attachments) == MOST_ATTACHMENTS
    assert len(email.left_out) == 3


def test_a_picture_that_the_page_shows_inside_is_told_apart() -> None:
    picture = base64.encodebytes(samples.photo("PNG"))
    head = (
        b"Content-Type: image/png; name=logo.png\r\nContent-Transfer-Encoding: base64"
    )
    email = read_email(
        raw(
            b"Subject: S",
            b"Content-Type: multipart/related; boundary=b",
            b"",
            b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hi",
            b"--b",
            head,
            b"Content-ID: <logo>\r\n",
            picture,
            b"--b\r\n" + head + b"\r\nContent-Disposition: attachment\r\n",
            picture,
            b"--b--",
        )
    )

    assert [one.is_inline for one in email.attachments] == [True, False]


def test_emails_in_emails_are_read_so_deep_and_no_deeper() -> None:
    shallow, deep = read_email(forwarded(2)), read_email(forwarded(4))

    assert "The innermost words" in shallow.text
    assert "From: Mere Tāmati <mere@law.example>" in shallow.text
    assert "The innermost words" not in deep.text
    assert "too deep" in next(iter(left_out(deep).values()))


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    email = read_email(as_file(letter("word " * LONGEST_TEXT)))

    assert (len(email.text), email.is_cut) == (LONGEST_TEXT, True)


@pytest.mark.parametrize("name", NASTY)
def test_bad_emails_are_read_as_far_as_they_go(name: str) -> None:
    begun = time.perf_counter()

    email = read_email(NASTY[name])

    said = [email.sender, email.recipients, email.sent, email.subject]
    everything = "\n".join([*said, email.text])
    assert not set(everything) & set("\0\r\u202e")
    assert not any("\n" in one for one in said)
    everything.encode()
    kept = [one.content.decode() for one in email.attachments]
    silent = {"no body", "header that never ends", "parts in parts in parts"}
    assert any("words" in one for one in [email.text, *kept]) == (name not in silent)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("eight bits in a header", "Ngā mihi"),
        ("old Windows in a header", "café"),
        ("injected header", "One Bcc: all@kauri.example"),
        ("turned writing", "gnp.exe"),
    ],
)
def test_headers_are_read_on_one_line(name: str, subject: str) -> None:
    assert read_email(NASTY[name]).subject == subject


def test_a_date_that_can_not_be_read_stays_as_it_was_written() -> None:
    assert read_email(NASTY["date of nonsense"]).sent == "Smarch 32, 20x6"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n", Fault.EMPTY),
        (b"Only a text, and no email", Fault.NO_EMAIL),
        (samples.zip_bomb(1), Fault.NO_EMAIL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an Outlook .msg", Fault.NO_EMAIL),
        (b"Subject: a" + b"\0" * LARGEST, Fault.TOO_LARGE),
    ],
)
def test_what_is_no_email_is_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(Refused) as refused:
        read_email_apart(content)

    assert refused.value.fault is fault


def test_an_attachment_that_breaks_its_reader_does_not_cost_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dies = (
        "from msa.uploads import emails;"
        "emails.clean = lambda *_: __import__('os').abort(); answer()"
    )
    monkeypatch.setattr(apart, "_START", apart._START.replace("answer()", dies))

    email = read_email_apart(as_file(letter(files=[(*PDF, samples.pdf())])))

    assert email.text == TEXT
    assert left_out(email) == {"report.pdf": "took too long to clean."}


def test_cleaning_ends_when_it_took_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails, "_ENOUGH", 0.0)

    email = read_email(as_file(letter(files=[(*PDF, samples.pdf())])))

    assert left_out(email) == {"report.pdf": "took too long to clean."}


_HEADERS = st.sampled_from(
    [
        b"From",
        b"To",
        b"Date",
        b"Subject",
        b"Content-Type",
        b"Content-Disposition",
        b"Content-Transfer-Encoding",
        b"Content-ID",
    ]
)
_PIECES = st.sampled_from(
    [
        b"multipart/mixed; boundary=b",
        b"multipart/alternative; boundary=b",
        b"message/rfc822",
        b"text/html; charset=utf-7",
        b"text/plain; charset*0*=''x",
        b"application/pdf; name=a.pdf",
        b"attachment; filename*0*=utf-8''%ff; filename*2=b",
        b"base64",
        b"quoted-printable",
        b"uuencode",
        b"=?utf-8?q?=C4=81?= =?b?b?",
        b"\xc4\x81 \xff <@>,;:",
    ]
)
_LINES = st.lists(
    st.one_of(
        st.builds(
            lambda name, value: name + b": " + value,
            _HEADERS,
            _PIECES | st.binary(max_size=40),
        ),
        st.sampled_from([b"", b"--b", b"--b--", b"<p>x", b"begin 644 a", b"JVBERg=="]),
        st.binary(max_size=60),
    ),
    max_size=25,
)


@pytest.mark.req("SES-01")
@settings(
    max_examples=20_000 if EXHAUSTIVE else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(_LINES)
def test_whatever_an_email_is_made_of_it_is_read_or_refused(
    lines: list[bytes],
) -> None:
    try:
        email = read_email(raw(b"Subject: S", *lines))
    except Refused:
        return

    assert Email.of(email.as_bytes()) == email
    assert "\0" not in email.text + email.subject + email.sender
