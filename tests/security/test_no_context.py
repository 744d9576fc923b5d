from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from celery import current_app
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client as Browser
from django.urls import path
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Client
from consent.models import OrganisationKey, Subject
from msa.tenancy.context import use
from tests.security.sites import site
from tests.security.stage import Stage


def count() -> int:
    return Client.objects.count()


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(count()))


@transaction.non_atomic_requests
def page_without_transaction(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(count()))


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(str(client.id) for client in Client.objects.iterator())


async def page_asynchronous(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(await Client.objects.acount()))


#: Pages outside every area: they run without a context.
urlpatterns = [
    path("page", page),
    path("without-transaction", page_without_transaction),
    path("streamed", streamed),
]


@pytest.fixture
def casework(stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The casework process, with its real logins."""
    with (
        django_db_blocker.unblock(),
        site("casework", stage.database, urls="tests.security.test_no_context"),
    ):
        yield stage


def in_autocommit(stage: Stage) -> int:
    return count()


def in_a_transaction(stage: Stage) -> int:
    with transaction.atomic():
        return count()


def after_the_context(stage: Stage) -> int:
    with use(stage.cast.worker.context), transaction.atomic():
        assert count() == 1
    return count()


def with_a_context_but_no_transaction(stage: Stage) -> int:
    with use(stage.cast.worker.context):
        return count()


def on_commit(stage: Stage) -> int:
    seen: list[int] = []
    with use(stage.cast.worker.context), transaction.atomic():
        transaction.on_commit(lambda: seen.append(count()))
    return seen[0]


def in_a_thread(stage: Stage) -> int:
    seen: list[int] = []
    faults: list[Exception] = []

    def work() -> None:
        try:
            with transaction.atomic():
                seen.append(count())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    with use(stage.cast.worker.context), transaction.atomic():
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    if faults:
        raise faults[0]
    return seen[0]


def in_a_command(stage: Stage) -> int:
    class Command(BaseCommand):
        def handle(self, *args: object, **options: object) -> str:
            return str(count())

    out = StringIO()
    call_command(Command(), stdout=out)
    return int(out.getvalue())


def in_a_task(stage: Stage) -> int:
    task = current_app.task(name="tests.count", ignore_result=False)(count)
    return int(task.apply(throw=True).get())


def through_a_lazy_queryset(stage: Stage) -> int:
    with use(stage.cast.worker.context), transaction.atomic():
        rows = Client.objects.all()
    return len(rows)


def through_a_lazy_relation(stage: Stage) -> object:
    with use(stage.cast.worker.context), transaction.atomic():
        client = Client.objects.get()
    return client.subject.created_at


def after_an_error(stage: Stage) -> int:
    try:
        with use(stage.cast.worker.context), transaction.atomic():
            raise KeyError
    except KeyError:
        return count()


PATHS = [
    in_autocommit,
    in_a_transaction,
    after_the_context,
    with_a_context_but_no_transaction,
    on_commit,
    in_a_thread,
    in_a_command,
    in_a_task,
    through_a_lazy_queryset,
    through_a_lazy_relation,
    after_an_error,
]


@pytest.mark.req("S15", "SEC-01")
@pytest.mark.parametrize("way", PATHS, ids=lambda way: way.__name__)
def test_every_way_without_a_context_is_refused(
    casework: Stage, way: Callable[[Stage], object]
) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|no context"):
        way(casework)


@pytest.mark.req("S15")
@pytest.mark.parametrize("model", [Client, Subject, OrganisationKey])
def test_with_a_context_there_is_something_to_see(
    casework: Stage, model: type[Client]
) -> None:
    with use(casework.cast.worker.context), transaction.atomic():
        assert model.objects.count() >= 1


@pytest.mark.req("S15")
@pytest.mark.parametrize("address", ["/page", "/without-transaction"])
def test_a_page_outside_every_area_reads_nothing(casework: Stage, address: str) -> None:
    with pytest.raises(ProgrammingError):
        Browser().get(address)


@pytest.mark.req("S15")
def test_a_streamed_page_reads_nothing(casework: Stage) -> None:
    response = Browser().get("/streamed")

    with pytest.raises(ProgrammingError):
        list(response)  # type: ignore[call-overload]
