"""Emptying what may not be published. The list says what may stay: a column without a class goes wholly."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sojo_eval.foundation.columns import Column, named


def emptied(table: pd.DataFrame, columns: Iterable[Column], hidden: pd.Series) -> pd.DataFrame:
    """`table` without the counts, and what is worked out from them, of the rows that are `hidden`.

    Columns that are open stay; those that are exact, or stand in no list, are emptied in every row: a new column is
    not published before somebody has classed it. Texts become "", all else missing.
    """
    known, shown = named(columns), table.copy()
    for name in table.columns:
        column = known.get(str(name))
        if column is not None and column.disclosure == "open":
            continue
        everywhere = column is None or column.disclosure == "exact"
        rows = pd.Series(True, index=table.index) if everywhere else hidden
        text = column is not None and column.holds == "text"
        shown[name] = shown[name].mask(rows, "") if text else shown[name].mask(rows)
    return shown
