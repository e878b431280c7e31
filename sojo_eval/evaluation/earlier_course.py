"""Whether a better level may merely be the earlier course carried on.

The level question compares two periods, and what had been growing for years is higher in the later one whatever the
plan did: at 4 % a year it reads "improved" in more than half of simulated worlds without a step. So what the path
question says of the same months stands beside it (docs/calibration.md).
"""

from __future__ import annotations

import math

import pandas as pd

from sojo_eval.evaluation.evidence import SeriesEvidence
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate
from sojo_eval.statistics.monthly.earlier_line import MONTHS_OF_A_BEND, earlier_line_bends

BENT = 0.05
"""p-value below which the last years before the boundary have another slope than the years before."""
LEAST_SHARE_OF_THE_LEVEL = 0.5
"""Of the level's change the path must show so much, or the earlier course explains most of it."""


def earlier_course(level: ChangeEstimate, path: ChangeEstimate | None) -> Text | None:
    """What must be said of a level that moved: None where its own earlier course does not explain it.

    path: the estimate of the path question, None where that was refused.
    """
    rose = level.change > level.no_change
    course = (
        Text("以前からの伸び", "its earlier growth") if rose else Text("以前からの減少", "its earlier fall")
    )
    if path is None:
        return Text(
            f"{course.ja}が続いただけかどうかは、この資料では確かめられません",
            f"Whether this is no more than {course.en} carried on, these data cannot tell",
        )
    if _size(path) < LEAST_SHARE_OF_THE_LEVEL * _size(level) or (path.change > path.no_change) != rose:
        return Text(
            f"{course.ja}が続いたことでも説明できる大きさです",
            f"{course.en[0].upper()}{course.en[1:]} carried on explains a change of this size as well",
        )
    return None


def bent_before(evidence: SeriesEvidence) -> Text | None:
    """What must be said of a path whose last years before the boundary leave the line that is carried on."""
    months = evidence.months
    index = pd.DatetimeIndex(months["month"])
    p = earlier_line_bends(
        pd.Series(months["numerator"].to_numpy(), index=index),
        pd.Series(months["denominator"].to_numpy(), index=index),
        boundary=evidence.current.start,
        shocks=evidence.shocks,
        breaks=evidence.breaks,
        family="proportion" if evidence.entry.kind.is_share else "rate",
    )
    if not p <= BENT:  # NaN where the bend cannot be told
        return None
    years = MONTHS_OF_A_BEND // MONTHS_A_YEAR
    return Text(
        f"計画の前の最後の{years}年は、それまでの直線から外れています。まっすぐ続いたとみた見込みは、あてにできません",
        f"In the last {years} years before the plan the course had left its line: what the straight line led to expect is "
        "not to be relied on",
    )


def _size(estimate: ChangeEstimate) -> float:
    """Of a ratio its logarithm: a doubling and a halving are as large as each other."""
    return abs(math.log(estimate.change)) if estimate.scale == "ratio" else abs(estimate.change)
