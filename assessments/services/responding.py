"""The survivor at his check-in: in by a secret, answer, finish. He has no account.

He acts in a context of his own whose person is the check-in itself; PostgreSQL shows it
this one open check-in and nothing else, until it is finished.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from assessments import secrets
from assessments.enums import State
from assessments.models import Answers, Assessment
from assessments.queries.respondent import Respondent, answers_row, sheet_of
from assessments.services import guessing
from assessments.services.counting import count
from assessments.sheets import ANSWERS, Sheet
from consent.documents import Document, Sealer
from consent.enums import Purpose
from msa.access.refusals import AccessDenied, NotVisible
from msa.audit.recording import record
from msa.clock.days import local_date
from msa.tenancy.context import Context, in_transaction, use

_NOBODY = Context(UUID(int=0), UUID(int=0), "survivor")


@dataclass(frozen=True, slots=True)
class Opened:
    """A check-in that a secret has opened, on one device. All three are pure chance."""

    organisation: UUID
    assessment: UUID
    device: str = field(default_factory=secrets.new_device, compare=False)

    @property
    def context(self) -> Context:
        """The signed context that shows this one check-in."""
        return Context(self.organisation, self.assessment, "survivor")


@in_transaction()
def open_by_code(typed: str, *, address: str) -> Opened | None:
    """Open the check-in of a code from the room, as it was typed.

    None for a code that is wrong, used up, expired or too late, and after too many
    wrong ones from ``address``: all look the same. Opens again until it is finished.
    """
    return _open(secrets.cleaned_code(typed), address=address)


@in_transaction()
def open_by_token(token: str, *, address: str) -> Opened | None:
    """Open the check-in of a link; None as in :func:`open_by_code`.

    For a POST: a link that is only looked at is not opened (L02).
    """
    return _open(token, address=address)


def _open(secret: str, *, address: str) -> Opened | None:
    is_code = secrets.is_code(secret)
    if not guessing.may_try(address, is_code=is_code):
        return None
    opened = _admit(secret)
    if opened is not None:
        guessing.was_right(address, is_code=is_code)
    return opened


@in_transaction()
def open_offered(secret: str) -> Opened:
    """Open a check-in that was offered this moment, on the device that offered it.

    Raises:
        NotVisible: he has withdrawn meanwhile.
    """
    opened = _admit(secret)
    if opened is None:
        raise NotVisible
    return opened


def _admit(secret: str) -> Opened | None:
    opened = _find(secrets.digest_of(secret))
    if opened is None:
        return None
    try:
        with as_respondent(opened) as respondent:
            record(respondent, "check-in.opened", subject=respondent.subject)
    except NotVisible:
        return None  # his consent has run out since
    return opened


def _find(digest: bytes) -> Opened | None:
    with use(_NOBODY), connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, assessment FROM sec.open_invitation(%s)", [digest]
        )
        found = cursor.fetchone()
    return Opened(*found) if found else None


@contextmanager
def as_respondent(opened: Opened) -> Iterator[Respondent]:
    """Act as the survivor of an opened check-in inside the block.

    Raises:
        NotVisible: it is finished, was ended, has expired, or he withdrew.
    """
    with in_transaction(), use(opened.context):
        row = Assessment.objects.filter(id=opened.assessment, state=State.OPEN).first()
        if row is None:
            raise NotVisible
        yield Respondent(
            organisation=row.organisation_id,
            person=row.id,
            subject=row.subject_id,
            key=row.key_id,
            instrument=row.instrument,
            way=row.way,
            device=opened.device,
        )


def rate(
    respondent: Respondent, item: str, value: int | None, *, at: datetime
) -> Sheet:
    """Keep his answer to a statement; None says that he would rather not.

    Raises:
        UnknownAnswer: no such statement, or not an answer to it.
        NotVisible: the check-in has ended meanwhile.
    """
    return _change(respondent, item, lambda sheet: sheet.rated(item, value), at=at)


def tell(respondent: Respondent, question: str, words: str, *, at: datetime) -> Sheet:
    """Keep what he wrote to an open question; an empty text takes it back.

    Raises:
        UnknownAnswer: there is no such question.
        NotVisible: the check-in has ended meanwhile.
    """
    return _change(respondent, question, lambda it: it.told(question, words), at=at)


def skip(respondent: Respondent, question: str, *, at: datetime) -> Sheet:
    """Go past a question without an answer; an earlier answer to it goes.

    Raises:
        UnknownAnswer: there is no such question.
        NotVisible: the check-in has ended meanwhile.
    """
    return _change(respondent, question, lambda it: it.skipped(question), at=at)


#: How often another tab may come in between before somebody is playing with us.
_TRIES = 5


@transaction.atomic
def _change(
    respondent: Respondent,
    question: str,
    change: Callable[[Sheet], Sheet],
    *,
    at: datetime,
) -> Sheet:
    """Change the sheet as it stands: two open tabs lose nothing of each other.

    Nothing is changed any more once it is finished: whoever finishes holds the answers,
    and who had to wait for that looks again.
    """
    for _ in range(_TRIES):
        row = answers_row(respondent)
        before = sheet_of(respondent, row)
        after = change(before).answered_on(respondent.device, question)
        try:
            if after == before or _store(respondent, row, after, at=at):
                break
        except AccessDenied as fault:
            raise NotVisible from fault
    else:
        raise NotVisible
    if not _still_open(respondent):
        raise NotVisible
    return after


def _still_open(respondent: Respondent) -> QuerySet[Assessment]:
    return Assessment.objects.filter(id=respondent.person, state=State.OPEN)


def _store(
    respondent: Respondent, row: Answers | None, sheet: Sheet, *, at: datetime
) -> bool:
    sealer = Sealer.for_writing(respondent, respondent.subject, Purpose.ASSESSMENT)
    document: Document = sheet.document()
    if row is not None:
        revision = row.revision + 1
        sealed = sealer.seal(document, ANSWERS, row=row.id, revision=revision)
        unchanged = Answers.objects.filter(id=row.id, revision=row.revision)
        return bool(unchanged.update(revision=revision, sealed=sealed, saved_at=at))
    row = Answers(
        id=uuid.uuid4(),
        organisation_id=respondent.organisation,
        subject_id=respondent.subject,
        key_id=sealer.key_id,
        assessment_id=respondent.person,
        revision=1,
        saved_at=at,
    )
    row.sealed = sealer.seal(document, ANSWERS, row=row.id, revision=1)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@in_transaction()
def finish(
    respondent: Respondent,
    *,
    worker_may_see: bool = False,
    show_next_time: bool = False,
    at: datetime,
) -> bool:
    """Finish the check-in, with none, some or all answers; say whether this call did.

    From then on his context shows nothing any more, and no secret opens it. False if
    another press of the button came first: one check-in all the same (L03). Whoever
    opens his next check-in sees these answers beside the new ones if he lets us
    ``show_next_time`` (ASM-06).
    """
    if not _still_open(respondent).select_for_update():
        return False
    sheet = sheet_of(respondent, answers_row(respondent, hold=True))
    completed_on = local_date(at)
    if _is_counted(respondent):
        count(
            respondent,
            sheet,
            subject=respondent.subject,
            assessment=respondent.person,
            on=completed_on,
        )
    record(
        respondent,
        "check-in.finished",
        subject=respondent.subject,
        seen=worker_may_see,
    )
    Assessment.objects.filter(id=respondent.person).update(
        state=State.FINISHED,
        finished_at=at,
        completed_on=completed_on,
        worker_may_see=worker_may_see,
        show_next_time=show_next_time,
    )
    return True


def is_finished(opened: Opened) -> bool:
    """Say whether he has finished a check-in, on this device or elsewhere."""
    with in_transaction(), use(opened.context), connection.cursor() as cursor:
        cursor.execute("SELECT sec.my_check_in_is_finished()")
        (finished,) = cursor.fetchone()
    return bool(finished)


def _is_counted(respondent: Respondent) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.is_counted(%s)", [respondent.subject])
        (counted,) = cursor.fetchone()
    return bool(counted)
