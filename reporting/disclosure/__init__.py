"""Statistical disclosure control: the policy MSA-SDC-1 in plain words.

Why. A quarterly report says how many men were supported, and of what age, region or
ethnicity. A reader may know most of them, may hold every earlier report, and may
subtract. No printed figure, and no combination of them, may tell him something about
one man. True numbers go in here; only figures that may be published come out.

What is printed

1.  We count people. Sessions and hours are amounts of activity, see 7.
2.  A national number of 1 to 5 people and an organisation's number of 0 to 9 are
    never printed; the cell reads `c`. A national 0 is printed as 0. The head-count of
    an organisation, which says nothing of its people but that they came, reads "fewer
    than 10" instead, which includes none.
3.  Every printed number is rounded at random: nationally to a multiple of 3, for an
    organisation to a multiple of 10. A multiple stays; anything else goes up with a
    chance equal to its remainder divided by the base, so that on average the figures
    are right. A figure is never more than 2 (nationally) or 9 from the truth. The
    chance is drawn once for ever: from the sum of random numbers that belong to the
    people counted, mixed with a secret key (HMAC-SHA256). The same people
    give the same figure in every table, quarter and re-run; asking again tells
    nothing.
4.  If one category holds everybody, or only one category holds anybody, the whole
    breakdown reads `c`: it would tell of each man what he is. So does every breakdown
    of a total that is itself suppressed. Totals by organisation are not such a
    breakdown.
5.  A total is rounded from its own true number. Figures may not add up.
6.  What the other figures would give away is hidden as well. For each suppressed cell
    we work out the smallest and the greatest number that fits all that is printed in
    all tables of the release, taken together: a printed p stands for anything less
    than one base away and not below the threshold. Each of 1 to T-1 must stay
    possible (T the threshold), and no printed figure but a national 0 may be reduced
    to one value. Otherwise the printed neighbour with the smallest figure in the same
    row or column is hidden too, if there is none their total, and we look again;
    after 20 rounds the table is withheld. Both kinds of suppression read `c`.
    We do this for two readers. One knows what is printed and these rules. The other
    has found out, besides, which cells were small, which only cover a neighbour, and
    that each of these was the smallest at hand. The range is exact, not estimated:
    sums in tables form a flow network, in which every whole number between the two
    ends of the range is possible. In a breakdown where a man may be in several rows
    (ethnicity) each row is set against all people, and those *not* in the row are
    protected as well.
7.  An amount of activity is printed if enough people contribute to it (6 nationally,
    10 for an organisation), none more than 50 % of it and no two more than 70 %.
    Occasions are rounded to 10 and minutes to five hours, in the same keyed way. An
    amount smaller than its rounding step is not printed. A hidden amount must stay open
    by half of itself in both directions, at least by one step.
8.  A stock (people active at the end of a quarter) keeps its last printed figure
    until it has moved by at least the base.
9.  What is released is frozen. A correction changes only cells whose true number
    moved by at least the base, and never uncovers a suppressed one.
10. A mean needs 10 people nationally and 20 at an organisation. Its step is the finest
    of 0.1, 0.2, 0.5 and 1 (on a scale of 0 to 10) of which one person's answers cannot
    move it by more than one step, and is shown with it. It is rounded at random like a
    count; if that would fit only one possible answer of somebody, it takes the other
    side. No median below 20 people, no standard deviation below 30. A change is the
    mean over those who answered both times, on a scale twice as long. Too few people
    wait for the next quarters, four together at most; no answer is ever in two
    printed means. Where everybody gave one answer there is no mean.
    Of each statement, answers and "rather not say" are one breakdown of all who were
    asked. What a mean would give away of hidden answers is tried out: first the
    breakdown is withheld, then the mean. How many answered reads `c` where it would
    tell how many would rather not say.
11. Percentages come from printed figures only, from a denominator of 30, in whole per
    cent.
12. The country less all organisations but one is that one. The sum over organisations
    is therefore one of the tables of point 6.

What this does not promise. Somebody who knows nearly everybody in a group, and
watches it for years, learns a little: of a man of whom he does not know whether he
came to an organisation, he guesses right in 55 of 100 cases from one quarter's
head-count, and in 65 from those of eight quarters, if the man came in all or none (by
tossing a coin, in 50).
Somebody who replays the whole procedure for every possible table can sometimes rule
out one number of 1 to 5, never more; who knows every other answer to a statement, and
replays how its mean was rounded, finds the last one in up to 6 of 100 cases on a scale
of five. An empty breakdown of a large total suggests that one category holds
everybody, but not which. A part of a suppressed total is known to be no larger than
it, and a national 0 shows that each organisation has 0. Ranges are judged within one
release; `reporting.attack` judges them together with earlier ones before publication.
"""

from __future__ import annotations

from reporting.disclosure.cells import (
    Breakdown,
    Grid,
    PublishedCell,
    Status,
    Table,
    TotalResponse,
    TrueCell,
    TrueMagnitude,
)
from reporting.disclosure.layout import TablesDoNotNest
from reporting.disclosure.means import (
    MeanNeedsMoreDecimals,
    PublishedMean,
    ScoreOutsideScale,
    TrueHeadline,
    TrueScores,
    mean_step,
    protect_headline,
    published_mean,
    shows_deviation,
    shows_median,
)
from reporting.disclosure.percentages import percentage
from reporting.disclosure.policy import MSA_SDC_1, Level, LevelRule, Policy, Unit
from reporting.disclosure.ratings import (
    PublishedRatings,
    TrueChange,
    TrueRatings,
    is_enough,
    pools,
)
from reporting.disclosure.release import (
    Release,
    TableDoesNotAdd,
    protect_activity,
    protect_people,
)
from reporting.disclosure.rounding import RoundingKey, WeakRoundingKey, rounded
from reporting.disclosure.screen import Suspect
from reporting.disclosure.stability import (
    FrozenCell,
    held,
    revised,
    rows_that_may_change,
)
from reporting.disclosure.statements import protect_ratings

__all__ = [
    "MSA_SDC_1",
    "Breakdown",
    "FrozenCell",
    "Grid",
    "Level",
    "LevelRule",
    "MeanNeedsMoreDecimals",
    "Policy",
    "PublishedCell",
    "PublishedMean",
    "PublishedRatings",
    "Release",
    "RoundingKey",
    "ScoreOutsideScale",
    "Status",
    "Suspect",
    "Table",
    "TableDoesNotAdd",
    "TablesDoNotNest",
    "TotalResponse",
    "TrueCell",
    "TrueChange",
    "TrueHeadline",
    "TrueMagnitude",
    "TrueRatings",
    "TrueScores",
    "Unit",
    "WeakRoundingKey",
    "held",
    "is_enough",
    "mean_step",
    "percentage",
    "pools",
    "protect_activity",
    "protect_headline",
    "protect_people",
    "protect_ratings",
    "published_mean",
    "revised",
    "rounded",
    "rows_that_may_change",
    "shows_deviation",
    "shows_median",
]
