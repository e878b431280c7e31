"""Which columns of numbers are running totals of others: 日別 and 累計 side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.tables.totals import numbers

_MOST = 0.9
"""Share of the rows in which the total must grow by the part: a slip or two in a long table are to be found, not to
hide that it is a running total."""
_LEAST_ROWS = 5
SAID = re.compile("累計|累積|累算|通算|running|cumul", re.IGNORECASE)


def running_totals(columns: Sequence[tuple[int, str, Cells]]) -> list[tuple[int, int]]:
    """Pairs (total, part) of columns. columns: position, label, and cells, rows below the header.

    A running total is called so, or it grows by its part in enough rows in which the part is not zero.
    """
    read = {at: numbers(cells) for at, _, cells in columns}
    called = {at: SAID.search(label) is not None for at, label, _ in columns}
    found = []
    for total, summed in read.items():
        parts = [at for at in read if at != total and not (called[at] and not called[total])]
        best = max(((_agreement(summed, read[at], called[total]), at) for at in parts), default=(0.0, -1))
        if best[0] >= _MOST:
            found.append((total, best[1]))
    return found


def _agreement(total: np.ndarray, part: np.ndarray, called: bool) -> float:
    """The share of rows in which `total` has grown by `part` since the row before; 0 where too little ever grows."""
    grown, added = np.diff(total), part[1:]
    known = np.isfinite(grown) & np.isfinite(added)
    growing = known & (added != 0)
    if growing.sum() < (1 if called else _LEAST_ROWS):
        return 0.0
    agree = np.isclose(grown, added)
    # Rows in which nothing is added agree by themselves, and tell nothing.
    return float(min(agree[known].mean(), 1.0 if called else agree[growing].mean()))
