"""When a server behind us is away for a moment: what is told, and what is kept (R03).

A restarted PostgreSQL, a full disk or a Redis that does not answer is nobody's mistake:
the page says to try again, and what somebody was sending waits in his own session, as
it does when a session locks.
"""

from __future__ import annotations

import time

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from redis import RedisError

from msa.accounts.held import hold
from msa.accounts.lock import is_idle
from msa.accounts.second_factor import signed_in_with_second_factor
from msa.tenancy.context import use
from msa.web.areas import AREAS

#: How often, and how long apart, the session is tried: a restart takes a second or two.
_TRIES, _PAUSE = 4, 1.0
#: A server that took over reads only until it has been told that it may write.
_READS_ONLY = "25006"


def is_outage(fault: BaseException | None) -> bool:
    """Say whether a fault will be gone when the servers behind us are well again."""
    if isinstance(fault, OperationalError | InterfaceError | RedisError):
        return True
    code = getattr(getattr(fault, "__cause__", None), "sqlstate", "")
    return isinstance(fault, DatabaseError) and code == _READS_ONLY


def keep_what_was_sent(request: HttpRequest) -> bool:
    """Keep in the sender's session what he was sending; say whether it is kept."""
    if request.method != "POST":
        return False
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE)
            drop_dead_connections()
        try:
            return _keep(request)
        except (DatabaseError, InterfaceError):
            continue
    return False


def drop_dead_connections() -> None:
    """Close connections that no longer answer; the next query opens new ones."""
    for one in connections.all(initialized_only=True):
        one.close_if_unusable_or_obsolete()


def _keep(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    if session is None or not session.session_key:
        return False
    # Read anew: what the page that failed has put into it is not kept.
    request.session = type(session)(session.session_key)
    # No role of the casework may touch sessions.
    with use(None):
        if not _is_his_own(request) or not hold(request):
            return False
        request.session.save()
    return True


def _is_his_own(request: HttpRequest) -> bool:
    """Say whether whoever is signed in sent it, to a page of his work.

    No password or code is kept, and nothing of a survivor who answers on his device:
    those pages stand outside every area, or behind the lock of a handed-over device.
    """
    try:
        area = resolve(request.path_info).namespace
    except Resolver404:
        return False
    is_own = signed_in_with_second_factor(request) or is_idle(request)
    return area in AREAS and is_own
