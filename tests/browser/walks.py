"""Walks over every kind of page that each role can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msa.clock.days import AUCKLAND
from reporting.quarters import Quarter
from tests.browser import (
    agreeing,
    changing_forms,
    check_ins,
    enquiring,
    gathering,
    handbook,
    keeping,
    keeping_emails,
    reaching_out,
    recording,
    referring,
    set_apart,
    taking_over,
    without_consent,
)
from tests.browser.visitor import Visitor


def worker_pages(worker: Visitor) -> Iterator[str]:
    """Open every kind of page of a peer worker in turn; yield its name."""
    for path in (
        *("/today/", "/today/how-i-work/", "/people/", "/people/new/"),
        *("/quarter/", "/offline/", "/no-such-page/"),
    ):
        worker.open(path)
        yield path
    worker.open("/today/")
    worker.fill("Find one of your people", "Tāne")
    worker.press("Find")
    yield "people found"
    worker.follow("Tāne")
    person = worker.path
    yield "person"
    for part in (
        *("identity/", "contact/", "support-people/", "hopes/"),
        *("before-you-meet/", "sessions/new/", "consent/", "kept-away/", "time/"),
        "timeline/",
    ):
        worker.open(person + part)
        yield part
    yield from recording.parts(worker, person)
    yield from agreeing.every_page(worker, person)
    worker.open(person + "who-looked/")
    yield "who-looked/"
    yield from recording.rights(worker, person)
    yield from without_consent.pages_of_worker(worker, person)
    yield from set_apart.pages_of_worker(worker, person)
    yield from taking_over.pages_of_worker(worker, person)
    yield from recording.putting_right(worker, person)
    yield from referring.pages_of_worker(worker, person)
    worker.open(person + "sessions/new/")
    worker.choose("How long, in minutes", "Other")
    worker.press("Save")
    yield "sessions/new/ with an error"
    yield from keeping_emails.every_page(worker, person)
    yield from gathering.pages_of_worker(worker)
    yield from enquiring.every_page(worker)
    yield from reaching_out.every_page(worker)
    yield from handbook.reading(worker)


def manager_pages(manager: Visitor) -> Iterator[str]:
    """Open every kind of page of a manager in turn; yield its name."""
    yield from without_consent.pages_of_manager(manager)
    yield from _alike(manager)
    for path in (
        "/manage/",
        "/manage/?quiet=on",
        "/manage/people/search/",
        "/manage/check-ins/",
        "/manage/how-they-work/",
    ):
        manager.open(path)
        yield path
    manager.open("/manage/")
    manager.follow("Tāne")
    person = manager.path
    yield "person"
    manager.open(person + "timeline/")
    yield "timeline/"
    manager.open(person + "who-looked/")
    yield "who-looked/"
    for path in (person + "rights/", "/manage/requests/"):
        manager.open(path)
        yield path.removeprefix(person)
    manager.open(person + "record/contact/history/")
    yield "record/contact/history/"
    manager.open(person + "assign/")
    yield "assign/"
    manager.tap(manager.page.locator("main label").last)
    manager.press("Continue")
    yield "assign/ to whom"
    yield from set_apart.pages_of_manager(manager, person)
    yield from changing_forms.every_page(manager)
    yield from taking_over.pages_of_manager(manager, person)
    yield from keeping.pages_of_manager(manager, person)
    yield from _openings(manager)
    yield from gathering.pages_of_manager(manager)
    yield from enquiring.every_page(manager, "/manage/enquiries/")
    yield from reaching_out.every_page(manager, "/manage/outreach/")
    yield from handbook.publishing(manager)
    yield from referring.pages_of_manager(manager)
    yield from _own_narratives(manager)
    yield from _own_reviews(manager)


def _alike(manager: Visitor) -> Iterator[str]:
    """Open every page about two records that may be of one person."""
    manager.open("/manage/people/alike/")
    yield "/manage/people/alike/"
    manager.tap(manager.page.locator("tbody .cell-link").first)
    pair = manager.path
    yield "two records that may be of one person"
    manager.press("Save")
    yield "two records, nothing answered"
    manager.open(pair + "carry-on/")
    yield "carry-on/"
    manager.press("Open it again")
    yield "carry-on/ with errors"


def _openings(manager: Visitor) -> Iterator[str]:
    """Open every page of openings worth asking about, and of a breach."""
    manager.open("/manage/openings/")
    yield "/manage/openings/"
    manager.page.get_by_label("What came of it?").first.select_option("EXPECTED")
    manager.tap(manager.page.locator("main form button").first)
    yield "/manage/openings/ talked about"
    manager.open("/manage/breaches/")
    yield "/manage/breaches/"
    manager.follow("Find out")
    yield "breaches/new/"
    manager.press("Find out")
    yield "breaches/new/ with errors"
    today = datetime.now(AUCKLAND)
    manager.page.get_by_label("Whose sign-in").select_option(label="Matariki Worker")
    for label in ("First day it may have been in other hands", "Last day"):
        manager.fill(label, f"{today:%d/%m/%Y}")
    manager.fill("Day it was noticed", f"{today:%d/%m/%Y}")
    manager.fill("Time it was noticed", "00:01")
    manager.press("Find out")
    yield "a breach"
    manager.open("/manage/breaches/")
    yield "/manage/breaches/ with one"


def admin_pages(admin: Visitor) -> Iterator[str]:
    """Open every kind of page of an administrator in turn; yield its name."""
    admin.open("/organisation/")
    yield "/organisation/"
    for path in ("/organisation/reviews/", "/organisation/erasures/"):
        admin.open(path)
        yield path
    admin.open("/organisation/")
    admin.follow("Invite somebody")
    yield "invite/"
    admin.press("Make the link")
    yield "invite/ with errors"
    admin.fill("Email address", "new@browser.example")
    admin.choose("What they do here", "Peer worker")
    admin.press("Make the link")
    yield "the link"
    link = admin.page.locator(".link-to-copy").inner_text()
    admin.follow("Back to People who work here")
    yield "/organisation/ with somebody invited"
    admin.tap(admin.page.locator("td.table-action a").first)
    yield "a member"
    admin.press("Make a link to reset it")
    yield "a member, nothing said about what was lost"
    admin.choose("What they have lost", "The password, and their app or passkey too")
    admin.press("Make a link to reset it")
    yield "a reset link"
    reset = urlsplit(admin.page.locator(".link-to-copy").inner_text()).path
    admin.follow("Back to People who work here")
    admin.tap(admin.page.locator("td.table-action a").first)
    admin.follow("End their access")
    yield "leave/"
    admin.open(urlsplit(link).path)
    yield "a link for somebody else"
    yield from _own_sign_in(admin)
    admin.page.context.clear_cookies()
    admin.open(reset)
    admin.press("Set the password")
    yield "a reset with errors"
    admin.open(urlsplit(link).path)
    yield "a link"
    admin.press("Go on")
    yield "a link with errors"
    admin.fill("Your name", "Guest")
    admin.fill("New password", "a door that opens softly")
    admin.press("Go on")
    yield "set-up/"
    admin.follow("Set up a passkey")
    admin.press("Make the passkey")
    yield "set-up/passkey/ with an error"
    admin.open("/accounts/invited/never-made/")
    yield "a link that opens nothing"


def _own_sign_in(somebody: Visitor) -> Iterator[str]:
    """Open every page about one's own sign-in."""
    for path in ("", "password/", "app/", "passkey/", "recovery-codes/"):
        somebody.open(f"/accounts/yours/{path}")
        yield f"yours/{path}"
    somebody.press("Make the codes and show them")
    yield "recovery codes"
    somebody.open("/accounts/yours/")
    yield "yours/ with recovery codes"


def national_pages(staff: Visitor) -> Iterator[str]:
    """Open every kind of page of national staff in turn; yield its name."""
    staff.open("/members/")
    yield "/members/"
    staff.open("/pou/")
    yield "/pou/"
    staff.press("Add")
    yield "/pou/ with errors"
    staff.fill("In te reo Māori", "He tauira")
    staff.fill("In English", "An example")
    staff.press("Add")
    yield "/pou/ with one"
    staff.press("Take off He tauira")
    yield from _sent_narratives(staff)
    yield from _sent_reviews(staff)
    staff.open("/reports/")
    yield "/reports/"
    # The oldest quarter that is offered: other tests have the newest.
    staff.page.get_by_label("Quarter").select_option(index=7)
    staff.press("Start the report")
    staff.page.wait_for_selector("text=This is a draft", timeout=60_000)
    yield "draft"
    staff.follow("Check and release")
    yield "release"
    quarter = Quarter.at(datetime.now(UTC)).previous()
    staff.open(f"/reports/quarters/{quarter.code}/")
    yield "the reports of a quarter"
    staff.open("/reports/")
    staff.page.get_by_label("Report", exact=True).select_option("SUPPORT")
    staff.page.get_by_label("Quarter").select_option(index=7)
    staff.press("Start the report")
    staff.page.wait_for_selector("text=This is a draft", timeout=60_000)
    yield "draft of the Support report"


def _own_narratives(manager: Visitor) -> Iterator[str]:
    """Open every page of the organisation's narratives."""
    manager.open("/manage/narratives/")
    yield "/manage/narratives/"
    manager.follow(_last_quarter())
    yield "a narrative being written"
    manager.press("Save and check")
    yield "a narrative checked"
    manager.open("/manage/narratives/")
    manager.follow(_last_quarter(back=2))
    yield "a narrative submitted"


def _sent_narratives(staff: Visitor) -> Iterator[str]:
    """Open every page of what organisations have submitted."""
    staff.open("/narratives/")
    yield "/narratives/"
    staff.follow(_last_quarter(back=2))
    yield "/narratives/ of another quarter"
    staff.tap(staff.page.locator("main a.row-title").first)
    yield "a submitted narrative"


def _last_quarter(back: int = 1) -> str:
    quarter = Quarter.at(datetime.now(UTC))
    for _ in range(back):
        quarter = quarter.previous()
    return quarter.title


def _own_reviews(manager: Visitor) -> Iterator[str]:
    """Open every page of the organisation's reviews of standards."""
    for path in ("/manage/standards/", "/manage/standards/start/"):
        manager.open(path)
        yield path
    for state in ("Being filled in", "Signed off", "Sent to MSA"):
        manager.open("/manage/standards/")
        tag = manager.page.locator(".tag", has_text=state)
        row = manager.page.locator(".rows > li").filter(has=tag).first
        manager.tap(row.locator("a.row-title"))
        yield f"review: {state}"
        review = manager.path
        for part in ("1.2/", "comparison/"):
            if manager.open(review + part) == 200:
                yield f"{part} of a review: {state}"
        if state == "Being filled in":
            yield from _open_review(manager, review)
        if state == "Signed off":
            manager.open(review + "send/")
            yield "send/"


def _open_review(manager: Visitor, review: str) -> Iterator[str]:
    manager.open(review + "sign-off/")
    yield "sign-off/"
    manager.open(review + "2.1/")
    manager.tap(manager.page.get_by_role("link", name="Change").first)
    yield "an action"
    manager.open(review + "2.1/actions/")
    manager.press("Save")
    yield "an action with errors"
    manager.open(review + "1.1/files/")
    yield "a file to add"
    _choose_file(manager, "Holiday.svg", b"<svg/>")
    manager.press("Add the file")
    yield "a file that is refused"
    _choose_file(manager, "Minutes.txt", "Ngā kōrero of the panel".encode())
    manager.press("Add the file")
    yield "1.1/ with a file"
    manager.open(review + "2.1/")
    manager.fill("Evidence (optional)", "https://")
    manager.press("Save and go back")
    yield "2.1/ with an error"


def _choose_file(manager: Visitor, name: str, content: bytes) -> None:
    manager.fill("What it is", "Minutes of the panel, March 2026")
    manager.page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def _sent_reviews(staff: Visitor) -> Iterator[str]:
    """Open every page of the reviews that organisations have sent."""
    for path in (
        "/standards/",
        "/standards/strengths/",
        "/standards/strengths/?by=staff",
    ):
        staff.open(path)
        yield path
    staff.open("/standards/")
    staff.tap(staff.page.locator("main table a").first)
    yield "a review"
    staff.press("Give the comment")
    yield "a review, no comment given"


def open_pages(stranger: Visitor) -> Iterator[str]:
    """Open the pages that anybody may see; yield the name of each."""
    for path in ("/", "/neutral", "/accounts/login/"):
        stranger.open(path)
        yield path


WALKS: dict[str, Callable[[Visitor], Iterator[str]]] = {
    "": open_pages,
    "worker": worker_pages,
    "colleague": check_ins.every_page,
    "manager": manager_pages,
    "admin": admin_pages,
    "compiler": national_pages,
}
