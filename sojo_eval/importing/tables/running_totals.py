"""Which columns of numbers are running totals of others: 日別 and 累計 side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.tables.totals import numbers

_MOST = 0.9
"""Share of the rows in which the total must grow by the part: a slip or two in a long table are to be found, not to
hide that it is a running total."""
_LEAST_ROWS = 5


def running_totals(columns: Sequence[tuple[int, Cells]]) -> list[tuple[int, int]]:
    """Pairs (total, part) of columns. columns: position and cells, rows below the header."""
    read = {at: numbers(cells) for at, cells in columns}
    found = []
    for total, summed in read.items():
        best = max(
            ((_agreement(summed, part), at) for at, part in read.items() if at != total), default=(0.0, -1)
        )
        if best[0] >= _MOST:
            found.append((total, best[1]))
    return found


def _agreement(total: np.ndarray, part: np.ndarray) -> float:
    """The share of rows in which `total` has grown by `part` since the row before; 0 where nothing ever grows."""
    grown, added = np.diff(total), part[1:]
    known = np.isfinite(grown) & np.isfinite(added)
    if known.sum() < _LEAST_ROWS or not (added[known] != 0).any():
        return 0.0
    return float(np.isclose(grown[known], added[known]).mean())
