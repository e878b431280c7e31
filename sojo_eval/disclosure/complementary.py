"""Complementary suppression: more is hidden until no hidden small count is a sum or difference of printed ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.disclosure.audit import exposed, family

Row = tuple[str, int]
"""A table ("series" or "findings") and the label of its row: rows are hidden as a whole."""


def rows_to_hide(numbers: pd.DataFrame, hidden: set[Row]) -> set[Row]:
    """`hidden` and the rows that protect them. `numbers`: all counts as from `printed_counts`, hidden ones included.

    Of the printed counts that a hidden one can be worked out from, the row with the smallest goes (zero last: it
    hides nothing), and the attack is tried again. Indicators of one family are attacked together, an area by itself.
    """
    table = numbers.assign(
        row=pd.Series([*zip(numbers["table"], numbers["row"], strict=True)], index=numbers.index, dtype=object),
        family=numbers["count"].map(family),
        cost=numbers["size"].where(numbers["size"] > 0, np.inf),
    )
    gone = set(hidden)
    for _, counts in table.groupby(["area", "family"]):
        while found := _exposed(counts, gone):
            for sources in found.values():
                used = counts.loc[sources]
                if not used["row"].isin(gone).any():
                    gone.add(used["row"].iloc[int(used["cost"].to_numpy().argmin())])
    return gone


def _exposed(counts: pd.DataFrame, gone: set[Row]) -> dict[int, list[int]]:
    out = counts["row"].isin(gone)
    secret = counts[out & counts["small"]]
    return exposed(counts[~out], secret) if len(secret) else {}
