"""The check of one narrative: its texts, what was noticed, what was explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from consent.enums import FingerprintUse
from consent.fingerprints import fingerprints
from msa.vault.fingerprints import Fingerprints
from reporting.narratives.check import Hit, Register, Weight, check
from reporting.narratives.check.figures import Published
from reporting.narratives.enums import Reason
from reporting.narratives.models import Explanation
from reporting.narratives.prompts import PROMPTS, Prompt, Texts

#: A point after one or two letters, or within a number, ends no sentence: "Mr. Hope".
_SENTENCE_ENDS = re.compile(r"(?<!\b\w)(?<!\b\w\w)(?<!\bMrs)[.!?]+(?=\s|\Z)|\n+")
#: Explanations of one narrative by the digest of the hit they are about.
Explanations = Mapping[bytes, Explanation]


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit in one text, and what somebody said about it."""

    hit: Hit
    words: str
    digest: bytes
    explanation: Explanation | None

    @property
    def code(self) -> str:
        """Its digest in characters, as forms and page anchors carry it."""
        return self.digest.hex()

    @property
    def is_weak(self) -> bool:
        """Is it enough to look at it?"""
        return self.hit.weight is Weight.WEAK

    @property
    def must_change(self) -> bool:
        """Does no explanation let it through?"""
        return self.hit.weight is Weight.MUST_CHANGE

    @property
    def is_open(self) -> bool:
        """Does it stand in the way of an approval?"""
        if self.is_weak:
            return False
        return self.must_change or self.explanation is None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: plain, or what was noticed."""

    text: str
    finding: Finding | None


@dataclass(frozen=True)
class CheckedText:
    """The answer to one prompt with what was noticed in it, in reading order."""

    prompt: Prompt
    text: str
    findings: tuple[Finding, ...]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The whole text in pieces, to show each hit in its place."""
        return list(self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        at = 0
        for finding in self.findings:
            if at < finding.hit.start:
                yield Piece(self.text[at : finding.hit.start], None)
            yield Piece(finding.words, finding)
            at = finding.hit.end
        if at < len(self.text):
            yield Piece(self.text[at:], None)

    @property
    def strong(self) -> list[Finding]:
        """What has to be changed or explained."""
        return [one for one in self.findings if not one.is_weak]

    @property
    def weak(self) -> list[Finding]:
        """What has to be looked at."""
        return [one for one in self.findings if one.is_weak]


@dataclass(frozen=True)
class Checked:
    """All texts of one narrative, checked against one register at one moment."""

    texts: tuple[CheckedText, ...]
    looked_digest: bytes
    looked: Explanation | None

    @property
    def findings(self) -> list[Finding]:
        """Everything that was noticed."""
        return [finding for text in self.texts for finding in text.findings]

    @property
    def is_empty(self) -> bool:
        """Was nothing written?"""
        return not any(text.text for text in self.texts)

    @property
    def open(self) -> int:
        """How many hits stand in the way."""
        return sum(finding.is_open for finding in self.findings)

    @property
    def weak(self) -> int:
        """How many hits have to be looked at."""
        return sum(finding.is_weak for finding in self.findings)

    @property
    def was_looked_at(self) -> bool:
        """Did somebody look at every weak hit that is there now?"""
        return self.weak == 0 or self.looked is not None

    @property
    def explained(self) -> list[Explanation]:
        """What was said about the hits that stand because of it."""
        return [
            finding.explanation
            for finding in self.findings
            if finding.explanation and not finding.is_weak and not finding.must_change
        ]


def run_check(
    texts: Texts,
    *,
    organisation: UUID,
    register: Register,
    published: Published,
    explanations: Explanations,
) -> Checked:
    """Return the check of a narrative's texts; nothing of it is kept.

    An explanation holds for the same hit in the same sentence: once the sentence is
    changed, it has to be explained again.
    """
    digests = fingerprints(organisation, FingerprintUse.NARRATIVE_HIT)
    checked = tuple(
        _checked(
            prompt, texts.get(prompt.code, ""), register, published, explanations,
            digests,
        )
        for prompt in PROMPTS
    )  # fmt: skip
    weak = sorted(finding.digest for text in checked for finding in text.weak)
    looked_digest = digests.of(Reason.LOOKED.value, b"".join(weak))
    return Checked(checked, looked_digest, explanations.get(looked_digest))


def _checked(
    prompt: Prompt,
    text: str,
    register: Register,
    published: Published,
    explanations: Explanations,
    digests: Fingerprints,
) -> CheckedText:
    findings = []
    for hit in check(text, register=register, published=published):
        words = text[hit.start : hit.end]
        about = f"{_sentence(text, hit)}\n{words}".encode()
        digest = digests.of(f"{prompt.code}:{hit.why}", about)
        findings.append(Finding(hit, words, digest, explanations.get(digest)))
    return CheckedText(prompt, text, tuple(findings))


def _sentence(text: str, hit: Hit) -> str:
    begin = 0
    for end in _SENTENCE_ENDS.finditer(text, 0, hit.start):
        begin = end.end()
    after = _SENTENCE_ENDS.search(text, hit.end)
    return text[begin : after.start() if after else len(text)].strip()
