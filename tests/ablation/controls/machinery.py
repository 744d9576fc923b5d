"""Machinery: jobs, the renderer, spreadsheets."""

from __future__ import annotations

from tests.ablation.control import Control, Edit

RUNNING = "tests/msa/jobs/test_running.py"
CUSTODY = "tests/msa/tenancy/test_custody.py"
SPREADSHEETS = "msa/web/spreadsheets.py"
ROW = "the row of the job is the truth, and it is read here"

CONTROLS = (
    Control(
        "jobs: fence",
        "a report from being made by two workers",
        (
            Edit(
                "msa/jobs/running.py",
                "Q(id=row.id, fence=row.fence, state=State.RUNNING)",
                "Q(id=row.id, state=State.RUNNING)",
            ),
        ),
        (RUNNING,),
        alone=ROW,
    ),
    Control(
        "jobs: lease",
        "a job from being taken from a worker who is at it",
        (
            Edit(
                "msa/jobs/running.py",
                "Q(state=State.RUNNING, lease_until__lt=at)",
                "Q(state=State.RUNNING)",
            ),
        ),
        (RUNNING,),
        alone=ROW,
    ),
    Control(
        "jobs: claimed by one",
        "a job from being begun twice",
        (
            Edit(
                "msa/jobs/running.py",
                "free = Q(state=State.QUEUED)",
                "free = Q(state=State.RUNNING) | Q(state=State.QUEUED)",
            ),
        ),
        (RUNNING,),
        alone=ROW,
    ),
    Control(
        "jobs: a fault's kind and not its words",
        "names from standing in a job's row",
        (
            Edit(
                "msa/jobs/running.py",
                "fault=type(fault).__name__",
                "fault=str(fault)",
            ),
        ),
        (RUNNING,),
        alone="the row holds what is put into it",
    ),
    Control(
        "jobs: result and end in one transaction",
        "half a report from being called whole",
        (
            Edit(
                "msa/jobs/running.py",
                "    def publish(write: Callable[[], None]) -> None:\n"
                "        with transaction.atomic():\n"
                "            # The row",
                "    def publish(write: Callable[[], None]) -> None:\n"
                "        if True:\n"
                "            # The row",
            ),
        ),
        (RUNNING,),
        alone=ROW,
    ),
    Control(
        "custody: nothing starts before shares were tried",
        "every record from one lost file",
        (
            Edit(
                "msa/tenancy/custody.py",
                "if trial is None:\n",
                "if trial is None:\n        return\n    if False:\n",
            ),
        ),
        (CUSTODY,),
        alone="nobody else asks for the shares",
    ),
    Control(
        "custody: a trial is proved by the key",
        "a start on shares of another key",
        (
            Edit(
                "msa/tenancy/custody.py",
                "any(trial.is_proved(key, bytes(proof)) for key in _root_keys())",
                "True",
            ),
        ),
        (CUSTODY,),
        alone="the row holds what is put into it",
    ),
    Control(
        "renderer: fetches our own files only",
        "the network behind us from what was typed",
        (
            Edit(
                "msa/pdf/rendering.py",
                "if not url.startswith(STATIC_BASE):\n            return None",
                "if not url.startswith(STATIC_BASE):\n"
                '            return Path("/dev/null")',
            ),
        ),
        ("tests/reporting/test_pdf.py",),
        alone="the renderer asks nobody else",
    ),
    Control(
        "renderer: no way out of static files",
        "other files from a document",
        (
            Edit(
                "msa/pdf/rendering.py",
                'None if ".." in name.split("/") else finders.find(name)',
                "finders.find(name)",
            ),
        ),
        ("tests/security/test_whole_stack.py",),
        alone="what finds the files refuses it too, but as a fault of the program",
    ),
    Control(
        "spreadsheets: no cell is a formula",
        "whoever opens a file from what was typed",
        (
            Edit(SPREADSHEETS, "from defusedcsv import csv", "import csv"),
            Edit(SPREADSHEETS, "[inert(cell) for cell in cells]", "list(cells)"),
        ),
        ("tests/security/test_whole_stack.py",),
        alone="a spreadsheet runs what it is given",
    ),
    Control(
        "spreadsheets: what does not show is looked past",
        "whoever opens a file from a formula behind what a program trims",
        (Edit(SPREADSHEETS, "[inert(cell) for cell in cells]", "list(cells)"),),
        ("tests/security/test_formulas.py",),
        alone="a spreadsheet runs what it is given",
    ),
)
