"""What may be said about the data themselves: what was handed in, what is missing in it.

A number of rows is a total: 30 consultations less 12 and 15 at two desks leaves 3 at the third, however well the desks are
protected among themselves. A share missing of known rows is such a number too, and the first day of a table is the day of one
record. So of tables that hold people nothing exact is said: no rows, shares in classes, fiscal years with enough records.
"""

from __future__ import annotations

import pandas as pd

from sojo_eval.foundation.fiscal_years import fiscal_year

NOTHING, FEW, SOME = "nothing", "few", "some"
"""How many rows a table of people holds, as far as it is told."""
SHARES = ("few", "under_a_tenth", "under_a_half", "a_half_or_more", "all")
_TENTH, _HALF = 0.1, 0.5


def holding(rows: int, threshold: int) -> str:
    """`NOTHING`, `FEW` (below the threshold) or `SOME`."""
    if not rows:
        return NOTHING
    return FEW if rows < threshold else SOME


def first_and_last_year(days: pd.Series, threshold: int) -> tuple[int, int] | None:
    """The first and the last fiscal year with at least `threshold` of these days; None when there is none.

    A year with fewer would tell when one person came, or that a day was mistyped.
    """
    known = days.dropna()
    counts = fiscal_year(known).value_counts()
    enough = counts.index[counts >= threshold]
    return (int(enough.min()), int(enough.max())) if len(enough) else None


def class_of_share(gaps: int, rows: int, threshold: int) -> str:
    """One of `SHARES` for `gaps` (over 0) of `rows` missing: "few" where a small number is missing, or is not."""
    if gaps == rows and rows >= threshold:
        return "all"
    if gaps < threshold or rows - gaps < threshold:
        return "few"
    share = gaps / rows
    if share < _TENTH:
        return "under_a_tenth"
    return "under_a_half" if share < _HALF else "a_half_or_more"
