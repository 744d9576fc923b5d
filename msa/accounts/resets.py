"""Using a link that an administrator made for somebody who can't sign in.

The administrator's half is in :mod:`msa.members.services`. This half runs through the
door: whoever opens the link is nobody yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from msa.accounts.links import digest_of
from msa.accounts.models import Member, Person, Reset
from msa.accounts.queries import LETS_IN, works_here
from msa.accounts.router import door
from msa.accounts.services import change_password, end_sessions
from msa.accounts.telling import tell
from msa.tenancy.context import use

#: For so long his own page says that it was done.
REMEMBERED = timedelta(days=90)


def reset_behind(secret: str, *, at: datetime) -> Reset | None:
    """Return the open reset that a link leads to; None for any other link."""
    return _open(secret, at=at).select_related("member").first()


def resets_of(person: Any, *, at: datetime) -> list[Reset]:
    """Return what was done to somebody's sign-in lately, the newest first."""
    with use(None):
        return list(
            _resets()
            .filter(member__person=person.pk, made_at__gt=at - REMEMBERED)
            .select_related("made_by")
            .order_by("-made_at")
        )


def untold_resets_of(person: Any, *, at: datetime) -> list[Reset]:
    """Return what he has not been told of yet, and note that he is told now."""
    untold = [one for one in resets_of(person, at=at) if one.told_at is None]
    with use(None):
        _resets().filter(pk__in=[one.pk for one in untold]).update(told_at=at)
    return untold


def use_reset(secret: str, *, password: str, at: datetime) -> Reset | None:
    """Use a link up: set the password, take the factors if it says so (U05).

    Every session of his ends. Returns None where nothing was done, whatever the reason.
    """
    with use(None), transaction.atomic(using=door()):
        found = reset_behind(secret, at=at)
        if found is None:
            return None
        # By its own row alone: two who send it at once are told apart by that.
        if not _resets().filter(pk=found.pk, used_at=None).update(used_at=at):
            return None
        person = Person.objects.using(door()).get(pk=found.member.person_id)
        change_password(person, to=password)
        if found.factors_too:
            Authenticator.objects.using(door()).filter(user=person.pk).delete()
        end_sessions(person=person.pk)
        tell(person, "sign-in.reset", reset=str(found.pk))
        return found


def _open(secret: str, *, at: datetime) -> QuerySet[Reset]:
    # Asked again now: since it was made its maker may have gone, with the link in his
    # pocket, or another organisation may have come to rely on the same sign-in.
    elsewhere = (
        Member.objects.using(door())
        .filter(works_here(at=at), person=OuterRef("member__person"))
        .exclude(organisation=OuterRef("organisation"))
    )
    return _resets().filter(
        ~Exists(elsewhere),
        works_here("member__", at=at),
        works_here("made_by__", at=at),
        made_by__roles__overlap=LETS_IN,
        digest=digest_of(secret),
        used_at=None,
        expires_at__gt=at,
        member__person__is_active=True,
    )


def _resets() -> QuerySet[Reset]:
    return Reset.objects.using(door())
