"""Fixtures of the signed heads."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.cast import Cast, assemble
from tests.databases import superuser
from tests.msa.audit.forging import (
    copy,
    put_back,
)
from tests.msa.audit.ground import Ground, act, signed


@pytest.fixture(scope="module")
def built(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Ground]:
    """The ground, made once; tests put back what they change."""
    name = f"{databases.PREFIX}_shipped_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    directory = tmp_path_factory.mktemp("heads")
    with django_db_blocker.unblock(), databases.pointed_at(name):
        cast = assemble()
        for turn in range(6):
            act(cast, times=3)
            signed(directory, turn=turn)
        act(cast, times=1)
    yield Ground(name, cast, directory)
    databases.drop(name)


@pytest.fixture
def ground(
    built: Ground, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Ground]:
    """The ground with a copy of the files, and a database that is put back."""
    directory = tmp_path / "heads"
    shutil.copytree(built.directory, directory)
    with superuser(built.database) as admin:
        kept = copy(admin)
    with django_db_blocker.unblock(), databases.pointed_at(built.database):
        yield Ground(built.database, built.cast, directory)
    with superuser(built.database) as admin:
        put_back(admin, kept)


@pytest.fixture
def shipped(ground: Ground) -> tuple[Cast, Path]:
    return ground.cast, ground.directory


@pytest.fixture
def live(ground: Ground) -> str:
    return ground.database
