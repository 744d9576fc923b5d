"""The root key as shares: so many of their holders have it, one fewer have nothing.

Words of SLIP-39, which people can write down and read out (R07, SEC-07).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

ENOUGH = 2
HOLDERS = 3
_BOUND_TO = b"msa-custody-trial-1\n"


class SharesWrong(ValueError):
    """These shares don't give a key; the message says which, and what to look at."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A time when people put their shares together and the key came out."""

    at: datetime
    shares: int

    def proof(self, key: bytes) -> bytes:
        """Return what only a holder of the key can write beside this trial."""
        told = f"{self.at.astimezone(UTC).isoformat()} {self.shares}".encode()
        return hmac.digest(key, _BOUND_TO + told, hashlib.sha256)

    def is_proved(self, key: bytes, proof: bytes) -> bool:
        """Say whether this trial gave exactly this key."""
        return hmac.compare_digest(self.proof(key), proof)


def split(key: bytes, *, enough: int = ENOUGH, holders: int = HOLDERS) -> list[str]:
    """Return a key of 32 bytes as one share of 33 words for each holder.

    Raises:
        SharesWrong: one holder would be enough, or more are needed than there are.
    """
    if not 2 <= enough <= holders <= 16:
        raise SharesWrong("two holders at least are needed, and 16 at most may hold")
    shares: list[str]
    (shares,) = generate_mnemonics(1, [(enough, holders)], key)
    return shares


def collect(ask: Callable[[str], str]) -> list[str]:
    """Return as many shares as their set needs; ``ask`` is called for each of them.

    Raises:
        SharesWrong: the first is not a share, or nobody answers any more.
    """
    try:
        shares = [ask("Share 1: ")]
        while len(shares) < _read(1, shares[0]).member_threshold:
            shares.append(ask(f"Share {len(shares) + 1}: "))
    except EOFError:
        raise SharesWrong("these are too few shares") from None
    return shares


def join(shares: Sequence[str]) -> bytes:
    """Return the key that shares were made of.

    Raises:
        SharesWrong: a word is wrong, they don't belong together, or they are too few.
    """
    read = [_read(number, share) for number, share in enumerate(shares, start=1)]
    if len({one.identifier for one in read}) > 1:
        raise SharesWrong("these shares are not of one set")
    enough = max((one.member_threshold for one in read), default=ENOUGH)
    if len({one.index for one in read}) < enough:
        raise SharesWrong(f"{enough} different shares are needed")
    try:
        key: bytes = combine_mnemonics([_plain(share) for share in shares[:enough]])
    except MnemonicError:
        raise SharesWrong("these shares don't give a key: read them again") from None
    return key


def _read(number: int, share: str) -> Share:
    for place, word in enumerate(_plain(share).split(), start=1):
        if word not in WORD_INDEX_MAP:
            # Where it stands, and never the word itself: this may end in a log.
            raise SharesWrong(f"word {place} of share {number} is on no list of words")
    try:
        return Share.from_mnemonic(_plain(share))
    except MnemonicError:
        raise SharesWrong(
            f"share {number} is not whole: a word is missing, wrong or out of place"
        ) from None


def _plain(share: str) -> str:
    return " ".join(share.lower().split())
