"""./bench [CASE…] [--size small|large]: measure, print, compare with the targets."""

from __future__ import annotations

import argparse
import sys

import django

from tests.bench.sizes import SIZES


def main() -> int:
    """Run the cases that were named, or all; return 1 if a small run misses one."""
    wanted = _arguments()
    django.setup()
    # Models can be imported only from here on.
    from tests.bench.running import UnknownCase, run
    from tests.bench.world import ROOT

    report = ROOT / ".local" / "bench.json"
    try:
        results = run(wanted.cases, SIZES[wanted.size], report=report)
    except UnknownCase as fault:
        print(fault, file=sys.stderr)
        return 2
    missed = [result for result in results if not result.met]
    print(f"\n{len(results) - len(missed)} of {len(results)} targets held")
    return 1 if missed and wanted.size == "small" else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="default: all")
    parser.add_argument("--size", choices=["small", "large"], default="small")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
