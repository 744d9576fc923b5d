"""What a check-in's sealed document holds: the answers, and how far he has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assessments.instruments import Instrument, UnknownAnswer, by_code
from consent.documents import Binding

#: Where sealed answers live: part of what each is bound to.
ANSWERS = Binding("assessments_answers")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One survivor's answers to one instrument.

    ``ratings`` has three states for a statement: a number on the scale, None where he
    would rather not say, and no entry where he was not asked or passed over it.
    """

    instrument: str
    ratings: Mapping[str, int | None] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """What he wrote, by the code of the question; never empty strings."""
    passed: int = 0
    """How many questions he has gone past: the number of the one that opens next."""
    devices: Mapping[str, str] = field(default_factory=dict)
    """On which device each question was answered last, while the check-in is open."""
    kept: frozenset[str] = frozenset()
    """What was answered on another device and is not shown: see :meth:`seen_on`."""

    def asked(self) -> Instrument:
        """Return the instrument that was answered."""
        return by_code(self.instrument)

    def rated(self, item: str, value: int | None) -> Sheet:
        """Return the sheet with his answer to a statement, and one question on.

        Raises:
            UnknownAnswer: no such statement, or the value is not on the scale.
        """
        self.asked().demand_rating(item, value)
        return self._beyond(item, ratings={**self.ratings, item: value})

    def told(self, question: str, words: str) -> Sheet:
        """Return the sheet with his own words, and one question on; empty takes back.

        Raises:
            UnknownAnswer: there is no such question in words.
        """
        if question not in {one.code for one in self.asked().open_questions}:
            raise UnknownAnswer(question)
        kept = {code: text for code, text in self.words.items() if code != question}
        if words.strip():
            kept[question] = words.strip()
        return self._beyond(question, words=kept)

    def skipped(self, question: str) -> Sheet:
        """Return the sheet with no answer to a question, and one question on.

        Raises:
            UnknownAnswer: there is no such question.
        """
        return self._beyond(
            question,
            ratings={c: v for c, v in self.ratings.items() if c != question},
            words={c: t for c, t in self.words.items() if c != question},
        )

    def answered_on(self, device: str, question: str) -> Sheet:
        """Return the sheet with the device on which a question was answered."""
        return replace(self, devices={**self.devices, question: device})

    def seen_on(self, device: str) -> Sheet:
        """Return what was answered on this device; of the rest, only that it was.

        His peer worker knows the code or the link as well as he does, and must not read
        with it what he has said so far (ASM-04).
        """
        ratings = {c: v for c, v in self.ratings.items() if self._is_of(device, c)}
        words = {c: t for c, t in self.words.items() if self._is_of(device, c)}
        answered = self.ratings.keys() | self.words.keys()
        kept = frozenset(answered - ratings.keys() - words.keys())
        return replace(self, ratings=ratings, words=words, kept=kept)

    def _is_of(self, device: str, question: str) -> bool:
        return self.devices.get(question) == device

    def demand_known(self) -> None:
        """Check that the instrument has every question and answer of this sheet.

        Raises:
            UnknownAnswer: it has not.
        """
        for item, value in self.ratings.items():
            self.asked().demand_rating(item, value)
        unknown = set(self.words) - {one.code for one in self.asked().open_questions}
        if unknown:
            raise UnknownAnswer(min(unknown))

    def _beyond(self, question: str, **changes: Any) -> Sheet:
        place = self.asked().place(question)
        return replace(self, passed=max(self.passed, place + 1), **changes)

    def document(self) -> dict[str, Any]:
        """Return the sheet as plain values, ready to be sealed."""
        return {
            "instrument": self.instrument,
            "ratings": dict(self.ratings),
            "words": dict(self.words),
            "passed": self.passed,
            "devices": dict(self.devices),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Sheet:
        """Return the sheet of a document."""
        return cls(
            instrument=document["instrument"],
            ratings=document.get("ratings", {}),
            words=document.get("words", {}),
            passed=document.get("passed", 0),
            devices=document.get("devices", {}),
        )
