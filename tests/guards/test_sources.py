from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from msa.celery import app as celery_app
from tests.guards import sources
from tests.guards.sources import ROOT, files, name

#: What a browser is given; the PDF maker reads its own style from its template.
SERVED = [
    path
    for path in files(".html")
    if "templates" in path.parts and "pdf" not in path.parts
]
PAGES = [path for path in files(".html") if "templates" in path.parts]
HTML = ROOT / "templates" / "page.html"
PYTHON = ROOT / "cases" / "module.py"
VIEW = ROOT / "cases" / "views" / "module.py"


def test_files_keep_their_budget() -> None:
    found = [
        fault
        for path in files(".py", ".html")
        for fault in sources.too_long(path, path.read_text())
    ]

    assert found == []


def test_functions_keep_their_budget() -> None:
    found = [
        fault
        for path in files(".py")
        for fault in sources.long_functions(path, path.read_text())
    ]

    assert found == []


def test_no_file_is_excused_for_nothing() -> None:
    stale = [
        excused
        for excused in sources.LARGER
        if not (ROOT / excused).exists()
        or (ROOT / excused).read_text().count("\n")
        <= sources.MOST_LINES[Path(excused).suffix]
    ]

    assert stale == []


@pytest.mark.parametrize(
    ("path", "lines"), [(PYTHON, 401), (HTML, 201)], ids=["code", "template"]
)
def test_a_long_file_is_noticed(path: Path, lines: int) -> None:
    assert sources.too_long(path, "x\n" * lines)
    assert not sources.too_long(path, "x\n" * (lines - 1))


def test_a_long_function_is_noticed() -> None:
    assert sources.long_functions(PYTHON, "def f():\n" + "    x = 1\n" * 60)
    assert not sources.long_functions(PYTHON, "def f():\n" + "    x = 1\n" * 59)


def test_views_ask_and_do_not_query() -> None:
    found = [
        fault
        for path in files(".py")
        for fault in sources.reaching_past(path, path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize("code", ["Client.objects.get()", "form.save()"])
def test_a_view_that_queries_is_noticed(code: str) -> None:
    assert sources.reaching_past(VIEW, code)


@pytest.mark.req("SEC-06")
@pytest.mark.parametrize("path", SERVED, ids=name)
def test_templates_hold_no_inline_code(path: Path) -> None:
    assert sources.inline_code(path.read_text()) == []


@pytest.mark.req("SEC-06")
@pytest.mark.parametrize(
    "page",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<img src="https://example.org/a.png">',
        '<script src="//example.org/a.js"></script>',
    ],
)
def test_inline_code_is_noticed(page: str) -> None:
    assert sources.inline_code(page)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_templates_use_words_that_respect_him(path: Path) -> None:
    assert sources.denied_words(path.read_text()) == []


def test_catalogues_use_words_that_respect_him() -> None:
    catalogues = sorted((ROOT / "msa" / "locale").rglob("*.po"))

    assert [
        f for path in catalogues for f in sources.denied_words(path.read_text())
    ] == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>The patient</p>",
        '<img alt="A victim">',
        "<a>Close case</a>",
        "Are you sure?",
    ],
)
def test_a_denied_word_is_noticed(page: str) -> None:
    assert sources.denied_words(page)


def test_words_of_the_code_are_not_the_pages() -> None:
    page = '{% include "cases/_case.html" %}<p class="case" id="patient">Kai</p>'

    assert sources.denied_words(page) == []


@pytest.mark.req("UI-L1")
@pytest.mark.parametrize("path", PAGES, ids=name)
def test_te_reo_is_marked_as_such(path: Path) -> None:
    assert sources.unmarked_te_reo(path.read_text()) == []


@pytest.mark.req("UI-L1")
@pytest.mark.parametrize(
    ("page", "faults"),
    [
        ("<p>Kia ora</p>", 1),
        ('<p><span lang="mi">Kia ora</span> Hoki</p>', 1),
        ('<p lang="mi"><b>Kia</b> <i>Nau mai</i></p>', 0),
        ("<p>Māori men in Aotearoa</p>", 0),
        ("{# Kia ora #}<p>Welcome</p>", 0),
    ],
)
def test_unmarked_te_reo_is_noticed(page: str, faults: int) -> None:
    assert len(sources.unmarked_te_reo(page)) == faults


def test_migrations_match_the_models(db: None) -> None:
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert "No changes detected" in out.getvalue()


def lint_imports(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_the_contracts() -> None:
    ran = lint_imports()

    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout


def test_a_broken_contract_is_noticed(tmp_path: Path) -> None:
    contract = tmp_path / "contract.toml"
    contract.write_text(
        "[tool.importlinter]\nroot_packages = ['cases', 'consent']\n"
        "[[tool.importlinter.contracts]]\nname = 'upside down'\ntype = 'layers'\n"
        "layers = ['consent', 'cases']\n"
    )

    assert lint_imports(f"--config={contract}").returncode == 1


def unknown_tasks(names: list[str]) -> list[str]:
    celery_app.loader.import_default_modules()
    return [task for task in names if task not in celery_app.tasks]


@pytest.mark.req("REP-02")
def test_every_task_that_is_sent_exists() -> None:
    sent = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    assert unknown_tasks([*sent, "msa.jobs.run"]) == []


def test_an_unknown_task_is_noticed() -> None:
    assert unknown_tasks(["msa.jobs.nothing"]) == ["msa.jobs.nothing"]
