"""What cases itself tells on a timeline: sessions, consents, his time here (SES-06).

All of it stands in clear, coded columns: nothing is opened for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import NOT_HELD, EndReason, Phase, TurnKind
from cases.happenings import Happening, HappeningKind
from cases.models import Episode, EpisodeTurn, Session
from cases.queries.sessions import NEWEST_FIRST
from consent.enums import Purpose
from consent.models import Consent, Withdrawal
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names
from msa.clock.days import local_date

#: What a turn says of itself: all but his words.
_COLUMNS = ("revision", "kind", "happened_on", "phase", "reason")


class _Moment(NamedTuple):
    on: date
    title: str
    detail: str = ""
    is_ahead: bool = False


class _Turn(NamedTuple):
    revision: int
    kind: str
    on: date
    phase: str
    reason: str

    def begins(self, stay: Episode) -> bool:
        """Is it the turn that the stretch began with?"""
        return self.revision == 1 and self.on == stay.started_on

    @property
    def moment(self) -> _Moment:
        """The turn as a line tells it."""
        detail = _label(Phase, self.phase) or _label(EndReason, self.reason)
        return _Moment(self.on, str(TurnKind(self.kind).label), detail)


def sessions_told(
    actor: Actor, subject: UUID, before: date | None, limit: int | None
) -> list[Happening]:
    """Tell the newest sessions before a day, the last day of them whole."""
    sessions = Session.objects.filter(subject=subject).order_by(*NEWEST_FIRST)
    if before is not None:
        sessions = sessions.filter(held_on__lt=before)
    if limit is not None:
        last = Subquery(sessions.values("held_on")[limit - 1 : limit])
        sessions = sessions.filter(held_on__gte=Coalesce(last, date.min))
    rows = list(sessions)
    names = member_names({row.worker_id for row in rows})
    return [_session(actor, row, names[row.worker_id]) for row in rows]


def _session(actor: Actor, row: Session, worker: str) -> Happening:
    by = "" if row.worker_id == actor.member else _("with %(name)s") % {"name": worker}
    is_quiet = row.kind in NOT_HELD
    return Happening(
        on=row.held_on,
        kind=HappeningKind.SESSION,
        title=row.get_kind_display(),
        detail=" · ".join(filter(None, [row.get_mode_display(), by])),
        address=reverse(f"{actor.role.value}:session", args=[row.subject_id, row.id]),
        minutes=None if is_quiet else row.minutes,
        is_quiet=is_quiet,
    )


def consents_told(actor: Actor, subject: UUID) -> list[Happening]:
    """Tell what he agreed to, changed, took back, and what ran out: a line a day."""
    days: dict[tuple[date, str], set[str]] = defaultdict(set)
    for on, title, purpose in _consents(subject):
        days[on, title].add(purpose)
    address = _page(actor, "consent-history", subject)
    return [
        Happening(
            on=on,
            kind=HappeningKind.CONSENT,
            title=title,
            detail=" · ".join(one.brief for one in Purpose if one in purposes),
            address=address,
        )
        for (on, title), purposes in days.items()
    ]


def _consents(subject: UUID) -> Iterator[tuple[date, str, str]]:
    """Yield each day on which a consent began or ended, in words, and its purpose."""
    now = timezone.now()
    ends = list(
        Withdrawal.objects.filter(subject=subject)
        .order_by("recorded_at", "id")
        .values_list("consent", "replaced_by", "recorded_at")
    )
    changed = {newer for _ended, newer, _at in ends}
    purposes: dict[UUID, str] = {}
    given = Consent.objects.filter(subject=subject).order_by("recorded_at", "id")
    for id, purpose, on, until in given.values_list(
        "id", "purpose", "given_on", "expires_at"
    ):
        purposes[id] = purpose
        yield on, _("He agreed anew") if id in changed else _("He agreed"), purpose
        if until and until <= now and id not in {ended for ended, *_rest in ends}:
            yield local_date(until), _("What he agreed to ran out"), purpose
    for ended, newer, at in ends:
        if newer is None and ended in purposes:
            yield local_date(at), _("He took it back"), purposes[ended]


def time_told(actor: Actor, subject: UUID) -> list[Happening]:
    """Tell how he came and went; what was noted by mistake is left out."""
    stays = list(Episode.objects.filter(subject=subject).order_by("started_on", "id"))
    turns: dict[UUID, list[_Turn]] = defaultdict(list)
    noted = EpisodeTurn.objects.filter(subject=subject, taken_back_at=None)
    for episode, *turn in noted.order_by("revision").values_list("episode", *_COLUMNS):
        turns[episode].append(_Turn(*turn))
    address = _page(actor, "person-time", subject)
    return [
        Happening(
            on=moment.on,
            kind=HappeningKind.TIME,
            title=moment.title,
            detail=moment.detail,
            address=address,
            is_ahead=moment.is_ahead,
        )
        for number, stay in enumerate(stays)
        for moment in _moments(stay, turns[stay.id], is_back=number > 0)
    ]


def _moments(stay: Episode, turns: list[_Turn], *, is_back: bool) -> Iterator[_Moment]:
    """Yield when a stretch of support began, what turns it took, and its end."""
    first = turns[0] if turns and turns[0].begins(stay) else None
    began = _("He is back") if is_back else _("His time with us began")
    yield _Moment(stay.started_on, began, _label(Phase, first.phase if first else ""))
    for turn in turns:
        if turn is not first:
            yield turn.moment
    if stay.ended_on and not any(turn.kind == TurnKind.ENDED for turn in turns):
        # It came from an earlier system, with its dates alone.
        reason = _label(EndReason, stay.end_reason)
        yield _Moment(stay.ended_on, str(TurnKind.ENDED.label), reason)
    if stay.paused_on and stay.back_on and not stay.ended_on:
        yield _Moment(stay.back_on, _("He thinks to be back about then"), is_ahead=True)


def _label(codes: type[TextChoices], code: str) -> str:
    """Return the label of a code; one that is no longer in use stands as it is."""
    return str(dict(codes.choices).get(code, code))


def _page(actor: Actor, name: str, subject: UUID) -> str:
    """Return the address of a page that peer workers alone have."""
    if actor.role != Role.WORKER:
        return ""
    return reverse(f"worker:{name}", args=[subject])
