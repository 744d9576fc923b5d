from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client

from msa.tenancy.context import use
from msa.uploads.cleaning import clean
from msa.uploads.kinds import LARGEST, Kind
from standards.models import Cycle, Evidence
from standards.printing import render_pdf
from standards.queries import reviews
from standards.services import evidence
from standards.views.files import attached
from tests.cast import Cast
from tests.msa.uploads import samples
from tests.standards import world
from tests.standards.test_pages import at, text
from tests.standards.test_pdf import words_of

SignIn = Callable[..., Client]
TITLE = "Ngā kōrero of the panel"


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.manager)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    made = world.started(cast.manager)
    world.rated(cast.manager, made)
    return made


def file(content: bytes, name: str) -> io.BytesIO:
    sent = io.BytesIO(content)
    sent.name = name
    return sent


def add(browser: Client, cycle: Cycle, content: bytes, name: str, **more: object):
    typed = {"title": TITLE, "id": str(uuid.uuid4()), **more}
    return browser.post(at(cycle, "1.1/files/"), {**typed, "file": file(content, name)})


def kept(cast: Cast) -> int:
    with use(cast.manager.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM standards_evidence")
        return int(cursor.fetchone()[0])


@pytest.mark.req("STD-02", "S26")
def test_a_manager_adds_a_file_and_has_it_back_clean(
    browser: Client, cycle: Cycle
) -> None:
    given = samples.photo()

    answer = add(browser, cycle, given, "Wiremu\u202e 👨‍👩‍👧 Tāwhiri.jpg")

    assert answer.headers["Location"] == at(cycle, "1.1/")
    page = text(browser.get(at(cycle, "1.1/")))
    assert TITLE in page
    assert "Wiremu" not in page
    (link,) = re.findall(r'href="(/manage/standards/[^"]*/files/[0-9a-f-]{36}/)"', page)
    assert browser.get(link).content == clean("a.jpg", given).content


@pytest.mark.req("S26")
@pytest.mark.parametrize("kind", Kind)
def test_no_kind_is_ever_shown_inside_the_browser(kind: Kind) -> None:
    row = Evidence(standard="3.8", number=1, kind=kind.name, title="Wiremu's letter")

    answer = attached(row, b"content")

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="evidence-3-8-1.{kind.ending}"'
    )
    assert answer.headers["Content-Type"] == kind.media_type
    assert kind.media_type.split(";")[0] not in {"text/html", "image/svg+xml"}
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.req("S26")
def test_a_download_is_neither_guessed_at_nor_kept(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    row = world.added(cast.manager, cycle)

    answer = browser.get(at(cycle, f"files/{row.id}/"))

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.req("S26")
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "Minutes.pdf", "“Minutes.pdf” is empty."),
        (b"<svg onload=alert(1)>", "C:\\x\\a.png", "“a.png” is an SVG drawing."),
        (b"a" * (LARGEST + 1), "ā" * 200 + ".txt", "… "),
        (samples.docx(**{"word/vbaProject.bin": "x"}), "a.docm", "like a macro"),
    ],
    ids=["empty", "svg", "too large", "macros"],
)
def test_a_refused_file_is_named_and_nothing_typed_is_lost(
    cast: Cast, browser: Client, cycle: Cycle, content: bytes, name: str, said: str
) -> None:
    answer = add(browser, cycle, content, name)

    page = text(answer)
    assert answer.status_code == 200
    assert said in page
    assert f'value="{TITLE}"' in page
    assert "<title>Error: " in page
    assert kept(cast) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": " "}, "Fill in “What it is”"),
        ({"title": "\u202e"}, "Fill in “What it is”"),
        ({"title": ""}, "Choose the file again"),
    ],
)
def test_a_file_needs_words_of_what_it_is(
    cast: Cast, browser: Client, cycle: Cycle, typed: dict[str, str], said: str
) -> None:
    assert said in text(add(browser, cycle, b"Minutes", "a.txt", **typed))
    assert kept(cast) == 0


def test_a_page_without_a_file_asks_for_one(browser: Client, cycle: Cycle) -> None:
    page = text(browser.post(at(cycle, "1.1/files/"), {"title": TITLE}))

    assert "Choose a file for “File”" in page
    assert TITLE in page


def test_no_room_is_explained(
    cast: Cast, browser: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_FILES", 0)

    page = text(add(browser, cycle, b"Minutes", "a.txt"))

    assert "This standard has 20 files already" in page
    assert f'value="{TITLE}"' in page


@pytest.mark.req("STD-02")
def test_a_file_is_taken_out_on_the_page(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    row = world.added(cast.manager, cycle)

    browser.post(at(cycle, f"files/{row.id}/remove/"))

    assert "Minutes of the panel" not in text(browser.get(at(cycle, "1.1/")))


@pytest.mark.req("STD-02")
def test_a_signed_review_shows_its_files_and_takes_none(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    row = world.added(cast.manager, cycle)
    world.sign_again(cast.manager, cycle)

    page = text(browser.get(at(cycle, "1.1/")))

    assert "Minutes of the panel" in page
    assert "Take out" not in page
    assert browser.get(at(cycle, "1.1/files/")).status_code == 403
    assert browser.post(at(cycle, f"files/{row.id}/remove/")).status_code == 403


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("who", ["outside_manager", "worker"])
def test_nobody_else_has_a_file(
    cast: Cast, browser: Client, sign_in: SignIn, cycle: Cycle, who: str
) -> None:
    row = world.added(cast.manager, cycle)
    link = at(cycle, f"files/{row.id}/")
    assert browser.get(link).status_code == 200

    other = sign_in(getattr(cast, who))

    assert other.get(link).status_code == 404
    assert other.get(at(cycle, "1.1/files/")).status_code == 404
    assert other.post(f"{link}remove/").status_code == 404


@pytest.mark.req("STD-04", "S26")
def test_msa_lists_and_reads_the_files_of_a_sent_review(
    cast: Cast, cycle: Cycle, sign_in: SignIn, settings
) -> None:
    row = world.added(cast.manager, cycle, title="Ngā kōrero")
    world.sign_again(cast.manager, cycle)
    settings.ROOT_URLCONF = "msa.urls.national"
    staff = sign_in(cast.compiler)
    link = f"/standards/{cycle.id}/files/{row.id}/"
    assert staff.get(link).status_code == 404
    world.sent(cast.manager, cycle)

    page = text(staff.get(f"/standards/{cycle.id}/"))
    answer = staff.get(link)

    assert f'href="{link}">Ngā kōrero</a>' in page
    assert answer.content.decode() == world.WORDS
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.req("STD-02")
def test_the_pdf_lists_each_file_by_title_size_and_date(
    cast: Cast, cycle: Cycle
) -> None:
    world.added(cast.manager, cycle, title="Ngā kōrero")

    with use(cast.manager.context), transaction.atomic():
        words = words_of(render_pdf(reviews.read(cycle)))

    assert "Evidence files" in words
    assert "Ngā kōrero (plain text, 30 bytes, added 3 August 2026" in words
    assert "evidence-1-1-1.txt" in words
