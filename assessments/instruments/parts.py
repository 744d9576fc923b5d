"""What an instrument is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


class UnknownAnswer(ValueError):
    """The instrument has no such question, or no such answer to it."""


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in English and in te reo Māori."""

    en: str
    mi: str = ""
    reviewed: bool = False
    """Has a speaker confirmed the te reo Māori?"""

    @property
    def te_reo(self) -> str:
        """The te reo Māori to show: none outside the demo until it was reviewed."""
        return self.mi if self.reviewed or settings.MSA_DEMO else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers to a statement, from the lowest number up."""

    labels: tuple[Words, ...]
    lowest: int = 1

    @property
    def highest(self) -> int:
        """The number of the last answer."""
        return self.lowest + len(self.labels) - 1

    @property
    def choices(self) -> list[tuple[int, Words]]:
        """The answers with their numbers, the lowest first."""
        return list(enumerate(self.labels, start=self.lowest))

    def label(self, value: int) -> Words:
        """Return the words of an answer.

        Raises:
            UnknownAnswer: the number is not on the scale.
        """
        if not self.lowest <= value <= self.highest:
            raise UnknownAnswer(str(value))
        return self.labels[value - self.lowest]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that belong together, and what to say before the first of them."""

    code: str
    title: Words
    introduction: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to be rated. Its code outlives every change of wording."""

    code: str
    group: str
    statement: Words
    about: str
    """What it asks after, in a few words for tables and charts."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question answered in his own words."""

    code: str
    question: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of the questions."""

    code: str
    title: Words
    scale: Scale
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    open_questions: tuple[OpenQuestion, ...] = ()

    @property
    def questions(self) -> list[Item | OpenQuestion]:
        """All questions in the order they are asked."""
        return [*self.items, *self.open_questions]

    def place(self, code: str) -> int:
        """Return where a question stands, counted from 0.

        Raises:
            UnknownAnswer: there is no such question.
        """
        for number, question in enumerate(self.questions):
            if question.code == code:
                return number
        raise UnknownAnswer(code)

    def item(self, code: str) -> Item:
        """Return a statement by its code.

        Raises:
            UnknownAnswer: there is no such statement.
        """
        for item in self.items:
            if item.code == code:
                return item
        raise UnknownAnswer(code)

    def group(self, code: str) -> Group:
        """Return a group by its code.

        Raises:
            KeyError: there is no such group.
        """
        return {group.code: group for group in self.groups}[code]

    def items_of(self, group: str) -> list[Item]:
        """Return the statements of a group, in order."""
        return [item for item in self.items if item.group == group]

    def demand_rating(self, item: str, value: int | None) -> None:
        """Check that a value may be an answer to a statement; None is "rather not".

        Raises:
            UnknownAnswer: it may not.
        """
        self.item(item)
        if value is not None:
            self.scale.label(value)
