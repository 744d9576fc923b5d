"""Feed one parser bytes for a time: `python -m tests.security.fuzzing NAME SECONDS`.

Led by coverage where atheris is installed, else by changing what the parser knows.
Prints how many inputs there were; ends with an error at the first crash.
"""

from __future__ import annotations

import random
import sys
import time
from importlib.util import find_spec

import django

MOST_BYTES = 4096


def main(name: str, seconds: int) -> None:
    """Fuzz one target for so many seconds."""
    if find_spec("atheris"):
        _led_by_coverage(name, seconds)
    else:
        _by_changes(name, seconds)


def _led_by_coverage(name: str, seconds: int) -> None:
    import atheris

    packages = ["msa", "assessments", "cases", "reporting"]
    with atheris.instrument_imports(include=packages):
        django.setup()
        from tests.security.parsers import TARGETS, seeds

    target, known = TARGETS[name], seeds(name)

    def once(data: bytes) -> None:
        # The first byte may say to begin from something known.
        if known and data[:1] > b"\x80":
            data = _mixed(known[data[0] % len(known)], data[1:])
        target(data)

    options = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}"]
    atheris.Setup([sys.argv[0], *options, "-artifact_prefix=/tmp/"], once)
    atheris.Fuzz()


def _mixed(known: bytes, changes: bytes) -> bytes:
    """Change a known input at the places and by the bytes that are told."""
    mixed = bytearray(known)
    for at, by in zip(changes[::2], changes[1::2], strict=False):
        mixed[at % len(mixed)] ^= by
    return bytes(mixed)


def _by_changes(name: str, seconds: int) -> None:
    django.setup()
    from tests.security.parsers import TARGETS, seeds

    target, known = TARGETS[name], seeds(name)
    chance, end, count = random.Random(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        count += 1
        data = _changed(chance, known)
        try:
            target(data)
        except BaseException:
            print(f"{name} broke on {data!r}")
            raise
    print(f"{count} inputs")


def _changed(chance: random.Random, known: list[bytes]) -> bytes:
    if chance.random() < 0.2:
        return chance.randbytes(chance.randrange(200))
    data = bytearray(chance.choice(known))
    for _ in range(chance.randrange(1, 6)):
        at, kind = chance.randrange(len(data) + 1), chance.randrange(4)
        if kind == 0:
            data[at:at] = chance.randbytes(chance.randrange(1, 5))
        elif kind == 1:
            del data[at : at + chance.randrange(1, 9)]
        elif kind == 2 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        else:
            data[at:at] = bytes(chance.choice(known)[at : at + 20])
    return bytes(data[:MOST_BYTES])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
