"""The textbook difference in differences, for published examples only: never for one treated city."""

from __future__ import annotations

import numpy as np
from statsmodels.regression.linear_model import OLS

from sojo_eval.statistics.inputs import Column, aligned, flags, numbers
from sojo_eval.statistics.results import IntervalEstimate


def difference_in_differences(outcome: Column, treated: Column, after: Column) -> IntervalEstimate:
    """The textbook two-by-two difference in differences, kept to reproduce published examples.

    Never use it with one treated city: it takes every row for an independent observation, so that shocks of the one
    city count as its effect. Use `comparator_change`. outcome: (n,) in any unit; treated, after: (n,) true or 1 for
    the treated group and the later period. Ordinary least squares on treated, after and their product, t interval.

    Source: Wooldridge, Introductory Econometrics, chapter 13.
    Raises ValueError for unequal lengths, missing or infinite numbers, and a group and period without rows, or no
    rows beyond one in each.
    """
    aligned(outcome=outcome, treated=treated, after=after)
    y = numbers(outcome, "outcome")
    group, later = (
        flags(side, name).astype(float) for side, name in ((treated, "treated"), (after, "after"))
    )
    if any(not ((group == g) & (later == t)).any() for g in (0, 1) for t in (0, 1)) or y.size <= 4:
        raise ValueError(
            "outcome, treated and after: each group needs rows in each period, and some need more than one"
        )
    fit = OLS(y, np.column_stack([np.ones(y.size), group, later, group * later])).fit()
    low, high = fit.conf_int()[3]
    return IntervalEstimate(
        what="difference in differences",
        value=float(fit.params[3]),
        low=float(low),
        high=float(high),
        n=float(y.size),
        n_unit="observations",
        method="ordinary least squares, two groups by two periods; not for one treated city",
        source="Wooldridge, Introductory Econometrics, example 13.3",
        standard_error=float(fit.bse[3]),
    )
