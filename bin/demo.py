"""The command ./demo: the whole product with fictional people on this machine."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bin import command, services
from bin.stack import Stack, fresh


def main() -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args()
    return check(options.out) if options.check else serve(options.port)


def serve(port: int) -> int:
    """Run the product until Ctrl-C."""
    print("Starting. The first time takes about a minute.", flush=True)
    state = services.STATES / "demo"
    with services.Services(state, careful=True) as running:
        stack = Stack(running, port=port)
        with stack:
            _welcome(stack)
            try:
                _watch(stack)
            except KeyboardInterrupt:
                print("\nStopping.", flush=True)
    return 0


def check(out: Path) -> int:
    """Go through the main journey on a fresh stack; return pytest's exit code.

    A journey that was red is gone once more, on another fresh stack (ADR 50).
    """
    out.mkdir(parents=True, exist_ok=True)
    if _walk(out) == 0:
        return 0
    print("\nThe journey was red. Once more, from the start.", flush=True)
    walked = _walk(out)
    if walked == 0:
        print("Green the second time. Mend what was red above.", flush=True)
    return walked


def _walk(out: Path) -> int:
    with fresh("check") as stack:
        print(
            f"casework {stack.casework_url}, national {stack.national_url}", flush=True
        )
        if stack.import_report.exists():
            shutil.copy(stack.import_report, out / "import.json")
        walked = subprocess.run(
            [sys.executable, "-m", "pytest", "-n0", "tests/journey"],
            cwd=services.ROOT,
            env=_journey_environment(stack, out),
            check=False,
        )
        if walked.returncode:
            shutil.copytree(stack.logs, out / "logs", dirs_exist_ok=True)
    return walked.returncode


def _journey_environment(stack: Stack, out: Path) -> dict[str, str]:
    return stack.env("owner") | {
        "MSA_CASEWORK_URL": stack.casework_url,
        "MSA_NATIONAL_URL": stack.national_url,
        "MSA_SIGN_INS": str(stack.sign_ins),
        "MSA_CHECK_OUT": str(out.resolve()),
        "MSA_SUPERUSER_URL": stack.env("test")["MSA_SUPERUSER_URL"],
    }


def _welcome(stack: Stack) -> None:
    print(f"\nCasework   {stack.casework_url}/\nNational   {stack.national_url}/\n")
    print(stack.manage("demo_codes", "--one-per-role"))
    print("The codes of now, and everybody else: bin/manage demo_codes")
    print(f"Sign-ins   {os.path.relpath(stack.sign_ins)}")
    print(f"Logs       {os.path.relpath(stack.logs)}/")
    print("Ctrl-C stops everything.", flush=True)


def _watch(stack: Stack) -> None:
    while True:
        time.sleep(1)
        for name in stack.revive():
            print(f"{name} had ended and was started again", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./demo", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="go through the main journey, then stop"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=services.ROOT / ".local" / "check",
        metavar="DIR",
        help="where --check leaves its report, screenshots and counts",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        metavar="N",
        help="casework answers on N, the national site on N+1 (8000)",
    )
    return parser


if __name__ == "__main__":
    command.run(main)
