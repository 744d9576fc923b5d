"""Keyed fixed random rounding: the same people always give the same figure."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from fractions import Fraction

KEY_BYTES = 32
DRAWS = 1 << 64


class WeakRoundingKey(ValueError):
    """The builder's secret is too short to keep roundings unpredictable."""


@dataclass(frozen=True, slots=True)
class RoundingKey:
    """The report builder's secret, fixed for a whole series of reports."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < KEY_BYTES:
            raise WeakRoundingKey(f"the rounding key needs {KEY_BYTES} bytes")

    @classmethod
    def from_hex(cls, text: str) -> RoundingKey:
        """Read the key as it is kept in its file.

        Raises: WeakRoundingKey, ValueError.
        """
        return cls(bytes.fromhex(text.strip()))

    def draw(self, *, grain: object, people_key: int, measure: str = "") -> int:
        """Return a number below 2**64 that only the key's holder can predict.

        Equal arguments give equal draws, for ever.
        """
        parts = ("round", str(grain), measure, str(people_key % DRAWS))
        message = "\x1f".join(parts).encode()
        digest = hmac.digest(self.secret, message, hashlib.sha256)
        return int.from_bytes(digest[:8], "big")


def rounds_up(draw: int, remainder: Fraction) -> bool:
    """Say whether a value this share of a step above the step below goes up.

    Going up with probability `remainder` makes the rounding unbiased.
    """
    return draw < remainder * DRAWS


def rounded(
    number: int, *, base: int, people_key: int, key: RoundingKey, measure: str = ""
) -> int:
    """Round to a multiple of the base; a multiple stays as it is."""
    remainder = number % base
    if remainder == 0:
        return number
    draw = key.draw(grain=base, people_key=people_key, measure=measure)
    goes_up = rounds_up(draw, Fraction(remainder, base))
    return number - remainder + (base if goes_up else 0)
