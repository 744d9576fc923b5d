"""Figures: what keeps somebody from being worked out of what is published."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function

DISCLOSURE = "tests/reporting/disclosure"
ATTACK = "tests/reporting/attack/test_bad_releases.py"
REPORTS = "tests/reporting/test_reports.py"
CHECKING = "tests/reporting/test_checking.py"
NO_WORDS = "figures are no survivor's words; the attack on each draft stands behind it"
LAST = "the attack is the last to look"


def _rule(
    name: str, protects: str, path: str, old: str, new: str, *tests: str
) -> Control:
    return Control(
        f"figures: {name}",
        protects,
        (Edit(f"reporting/disclosure/{path}", old, new),),
        tuple(f"{DISCLOSURE}/{test}" for test in tests),
        alone=NO_WORDS,
    )


CONTROLS = (
    _rule(
        "threshold of people",
        "the few from being counted",
        "policy.py",
        "national=LevelRule(threshold=6",
        "national=LevelRule(threshold=1",
        "test_release.py",
        "test_attacks.py",
    ),
    _rule(
        "base of rounding",
        "one man from being the difference between two figures",
        "figures.py",
        "value = rounded(cell.count, base=rule.base, ",
        "value = rounded(cell.count, base=1, ",
        "test_release.py",
    ),
    _rule(
        "rounding",
        "true numbers",
        "rounding.py",
        "return number - remainder + (base if goes_up else 0)",
        "return number",
        "test_rounding.py",
    ),
    _rule(
        "rounding: keyed",
        "true numbers from whoever knows the procedure",
        "rounding.py",
        "digest = hmac.digest(self.secret, message, hashlib.sha256)",
        "digest = hashlib.sha256(message).digest()",
        "test_rounding.py",
    ),
    _rule(
        "rounding: the same people, the same figure",
        "true numbers from whoever asks again and again",
        "rounding.py",
        "draw = key.draw(grain=base, people_key=people_key, measure=measure)",
        "draw = __import__('secrets').randbits(64)\n"
        "    key.draw(grain=base, people_key=people_key, measure=measure)",
        "test_rounding.py",
    ),
    _rule(
        "complementary suppression",
        "a hidden figure from being subtracted",
        "screen.py",
        "            if not exposed:\n                return done\n",
        "            if True:\n                return done\n",
        "test_release.py",
        "test_attacks.py",
    ),
    _rule(
        "everybody in one group",
        "what all of them have in common",
        "screen.py",
        "if one.is_attribute and self._tells_an_attribute(one):",
        "if False:",
        "test_release.py",
        "test_activity.py",
    ),
    _rule(
        "dominance",
        "the one who has most of an amount",
        "figures.py",
        "        and cell.largest * 100 <= cell.amount * policy.largest_share\n"
        "        and cell.two_largest * 100 <= cell.amount"
        " * policy.two_largest_share\n",
        "",
        "test_activity.py",
    ),
    _rule(
        "enough answers for a mean",
        "an answer of few from being worked out of a mean",
        "means.py",
        "    if step is None:\n        return PublishedMean("
        "scores.measure, Status.SUPPRESSED)\n"
        "    total = sum(",
        "    step = step or Fraction(1, 10)\n    total = sum(",
        "test_means.py",
        "test_ratings.py",
    ),
    _rule(
        "guard at the edge of a mean's step",
        "one answer from whoever knows all others",
        "means.py",
        "if chance.gives_away_one_of(given, chosen):",
        "if False:",
        "test_means.py",
    ),
    _rule(
        "stable stocks",
        "who came or went between two quarters",
        "stability.py",
        "if before is None or became_small or _moved(before, now, level, policy):",
        "if True:",
        "test_stability.py",
    ),
    Control(
        "figures: attack before a draft stands",
        "what can be worked out of a draft",
        (
            Edit(
                "reporting/checking/checks.py",
                "if outcome.passes or not tables or attempt == ROUNDS - 1:",
                "if True:",
            ),
        ),
        (CHECKING,),
        alone=LAST,
    ),
    Control(
        "figures: what is not proved does not pass",
        "what the attack had no time for",
        (
            Edit(
                "reporting/attack/outcome.py",
                "def passes(self) -> bool:",
                "def passes(self) -> bool:\n        return True\n\n"
                "    @property\n    def would_pass(self) -> bool:",
            ),
        ),
        (ATTACK,),
        alone=LAST,
    ),
    Control(
        "release: what does not pass, in Python",
        "what can be worked out of a report",
        (
            Edit(
                "reporting/services/reports.py",
                "if not report.may_be_released:",
                "if False:",
            ),
        ),
        (CHECKING,),
        alone="a trigger of the database refuses it too; no words are at stake",
    ),
    Control(
        "release: not by the compiler, in Python",
        "figures from being released by whoever compiled them",
        (
            Edit(
                "reporting/services/reports.py",
                "if report.compiled_by == actor.person:",
                "if False:",
            ),
        ),
        (REPORTS,),
        alone="a constraint of the database refuses it too; no words are at stake",
    ),
    Control(
        "release: in one's own name",
        "that two people stand behind a release",
        (
            Function(
                "guard_report",
                "NEW.released_by IS DISTINCT FROM sec.person()",
                "false",
            ),
        ),
        (REPORTS,),
        alone="only the database knows who asks beyond doubt",
    ),
    Control(
        "release: what was compiled stands",
        "figures from being changed between draft and release",
        (
            Function(
                "guard_report",
                "step <> 'BUILDING>DRAFT' AND",
                "false AND",
            ),
        ),
        ("tests/security/test_each_trigger.py",),
        alone="only the database sees every way to a row",
    ),
    Control(
        "release: no way back",
        "a released report from becoming a draft",
        (
            Function(
                "guard_report",
                "'RELEASED>REPLACED')",
                "'RELEASED>REPLACED', 'RELEASED>DRAFT', 'DRAFT>DRAFT')",
            ),
        ),
        (REPORTS,),
        alone="only the database sees every way to a row",
    ),
)
