"""Running the list: each control off in turn, one line for each."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ablation.control import ROOT, SWEEP, Control
from tests.ablation.controls import CONTROLS

#: What an interrupted run has done; a whole one begins anew.
DONE = ROOT / ".local" / "ablation.jsonl"
AT_ONCE = 2
#: Redis has sixteen databases; the first ones are the test processes'.
_REDIS = 15


class Verdict(StrEnum):
    """What became of a control that was switched off."""

    MISSED = "missed"
    UNNOTICED = "NOBODY NOTICED"
    LEAKS = "LEAKS"
    NOT_OFF = "NOT SWITCHED OFF"
    BROKEN = "TESTS DID NOT RUN"


@dataclass(frozen=True, slots=True)
class Line:
    """The outcome for one control."""

    name: str
    verdict: Verdict
    red: int
    where: tuple[str, ...]
    swept: int
    leaks: int
    seconds: int

    def __str__(self) -> str:
        """The line that is printed."""
        sweep = f", sweep {self.leaks} leaks" if self.swept or self.leaks else ""
        said = f"{self.red} red in {', '.join(self.where)}" if self.red else "0 red"
        mark = "" if self.verdict is Verdict.MISSED else f"  {self.verdict.value}"
        return f"{self.name:<58} off → {said}{sweep}  {self.seconds} s{mark}"


def run(names: Sequence[str], *, env: Mapping[str, str]) -> int:
    """Prove the named controls, or all of them; return 0 only if each was missed.

    A name stands for every control that has it in its own.
    """
    unknown = [name for name in names if not _named(name)]
    if unknown:
        print(f"no such control: {', '.join(unknown)}", file=sys.stderr)
        return 2
    wanted = {one.name: one for name in names for one in _named(name)} or CONTROLS
    before = {} if names else _done()
    lines = [before[name] for name in wanted if name in before]
    for line in proved([wanted[name] for name in wanted if name not in before], env):
        print(line, flush=True)
        lines.append(line)
        if not names:
            _keep(line)
    missed = sum(line.verdict is Verdict.MISSED for line in lines)
    print(f"{missed} of {len(lines)} controls would be missed")
    if not names:
        DONE.unlink(missing_ok=True)
    return 0 if missed == len(lines) else 1


def proved(controls: Iterable[Control], env: Mapping[str, str]) -> Iterator[Line]:
    """Yield the line of each control as it is known, a few controls at once."""
    # A process that has loaded the product can no longer change its source.
    waiting: queue.SimpleQueue[Control] = queue.SimpleQueue()
    known: queue.SimpleQueue[Line] = queue.SimpleQueue()
    ordered = sorted(controls, key=lambda control: not control.edits)
    for control in ordered:
        waiting.put(control)
    for number in range(min(AT_ONCE, len(ordered))):
        own = {**env, "MSA_REDIS_URL": _own_redis(env, _REDIS - number)}
        work = threading.Thread(target=_work, args=(own, waiting, known), daemon=True)
        work.start()
    for _ in ordered:
        yield known.get()


def _work(
    env: Mapping[str, str],
    waiting: queue.SimpleQueue[Control],
    known: queue.SimpleQueue[Line],
) -> None:
    worker = subprocess.Popen(
        (sys.executable, "-m", "tests.ablation.worker"),
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker, TemporaryDirectory() as directory:
        while True:
            try:
                control = waiting.get_nowait()
            except queue.Empty:
                break
            known.put(_prove(control, worker, Path(directory) / "answer.json"))


def _prove(control: Control, worker: subprocess.Popen[str], answer: Path) -> Line:
    began = time.monotonic()
    for _attempt in range(2):
        ended = _asked(control, worker, answer)
        line = line_of(control, ended, seconds=round(time.monotonic() - began))
        # On a busy machine a database may not be there in time: that proves nothing.
        if line.verdict not in {Verdict.BROKEN, Verdict.NOT_OFF}:
            break
    return line


def _asked(
    control: Control, worker: subprocess.Popen[str], answer: Path
) -> dict[str, list[str]]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    answer.unlink(missing_ok=True)
    asked = {"name": control.name, "answer": str(answer)}
    try:
        print(json.dumps(asked), file=worker.stdin, flush=True)
        worker.stdout.readline()
    except BrokenPipeError:
        pass  # no answer will be there either
    if not answer.exists():
        return {}
    ended: dict[str, list[str]] = json.loads(answer.read_text())
    return ended


def line_of(control: Control, ended: Mapping[str, list[str]], *, seconds: int) -> Line:
    """Return what the tests said of a control; ``ended`` names them by outcome."""

    def of_sweep(test: str) -> bool:
        return bool(control.behind) and test.startswith(SWEEP)

    failed, passed = ended.get("failed", []), ended.get("passed", [])
    red = [test for test in failed if not of_sweep(test)]
    leaks = sum(map(of_sweep, failed))
    swept = sum(map(of_sweep, passed))
    # A fixture that failed is no test that ran, and none that noticed.
    ran = bool(red) or (len(passed) > swept and "broken" not in ended)
    if "was_off" in ended and not ended["was_off"]:
        verdict = Verdict.NOT_OFF
    elif leaks:
        verdict = Verdict.LEAKS
    elif not ran or (control.behind and not swept):
        verdict = Verdict.BROKEN
    else:
        verdict = Verdict.MISSED if red else Verdict.UNNOTICED
    where = tuple(sorted({test.split("::")[0] for test in red}))
    return Line(control.name, verdict, len(red), where, swept, leaks, seconds)


def _named(name: str) -> list[Control]:
    return [one for one in CONTROLS.values() if name in one.name]


def _own_redis(env: Mapping[str, str], number: int) -> str:
    """Return a database of its own: one process would empty the other's."""
    url = env.get("MSA_REDIS_URL", "")
    return f"{url.rpartition('/')[0]}/{number}" if url else ""


def _keep(line: Line) -> None:
    DONE.parent.mkdir(exist_ok=True)
    with DONE.open("a") as kept:
        kept.write(json.dumps(asdict(line)) + "\n")


def _done() -> dict[str, Line]:
    if not DONE.exists():
        return {}
    lines = {}
    for text in DONE.read_text().splitlines():
        said = json.loads(text)
        said["verdict"] = Verdict(said["verdict"])
        said["where"] = tuple(said["where"])
        lines[said["name"]] = Line(**said)
    return lines


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], env=os.environ))
