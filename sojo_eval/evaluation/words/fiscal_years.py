"""What is said where the fiscal years alone do not show what the months show."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate, SeriesChange


def years_disagree(estimate: ChangeEstimate) -> Text | None:
    """What must be said of a change that moved by months and not by years; None where they agree or cannot deny it.

    Where fiscal years have levels of their own (budgets, staff and rules change in April) months say less than the model
    takes them to: about half of the false findings there are caught by this (docs/calibration.md).
    """
    if not isinstance(estimate, SeriesChange) or estimate.fiscal_years_agree is not False:
        return None
    return Text(
        "月ごとに見ると差がありますが、年度の合計だけで見ると、年度ごとの揺れでも起こりうる大きさです",
        "By month there is a difference; by fiscal-year totals alone it is one that the years' own variation may well show",
    )
