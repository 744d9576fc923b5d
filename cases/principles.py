"""The six principles of purposeful peer support, in both languages (SES-00)."""

from __future__ import annotations

from typing import NamedTuple


class Principle(NamedTuple):
    """One principle by its two names."""

    te_reo: str
    english: str


PRINCIPLES = (
    Principle("Kura Wheako", "Experiential Knowledge"),
    Principle("Kura Whanaungatanga", "Mutual Relationships"),
    Principle("Kura Pitomata", "Potential for Change"),
    Principle("Kura Ako", "Collaborative Learning"),
    Principle("Kura Mana Motuhake", "Self Determination"),
    Principle("Kura Taurite", "Equity, Fairness and Inclusion"),
)
