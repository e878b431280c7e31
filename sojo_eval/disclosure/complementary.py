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
    rows = pd.MultiIndex.from_frame(numbers[["table", "row"]])
    place, names = pd.factorize(rows)
    out = np.array([name in hidden for name in names], dtype=bool)
    cost = numbers["size"].where(numbers["size"] > 0, np.inf).to_numpy(dtype="float64")
    small = numbers["small"].to_numpy(dtype=bool)
    families = numbers["count"].map(family)
    for group in numbers.groupby(["area", families]).indices.values():
        positions = np.asarray(group)
        of_small = positions[small[positions]]
        counts = numbers.iloc[positions].set_axis(positions)
        while True:
            secret = out[place[of_small]]
            if not secret.any():
                break
            printed = positions[~out[place[positions]]]
            found = exposed(counts.loc[printed], counts.loc[of_small[secret]])
            if not found:
                break
            for sources in found.values():
                if not out[place[sources]].any():
                    out[place[sources[int(cost[sources].argmin())]]] = True
    return hidden | {(str(table), int(row)) for table, row in names[out]}
