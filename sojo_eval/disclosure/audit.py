"""The attack: which hidden counts can be worked out from the printed ones by adding and subtracting.

Every printed count is a sum of unknowns (a count in a month), and a total is the sum of its parts. A hidden count
is known when it is a linear combination of printed ones, whatever the numbers are: when its vector of ones lies in
the row space of theirs. This covers months against their year, years against the plan period, desks against all
consultations, and any chain of these. Bounds (all others are shown, so it is at most …) are not looked at.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import linalg

Vectors = npt.NDArray[np.float64]
Unknowns = tuple[list[str], npt.NDArray[np.datetime64]]
"""Names of counts, and the first days of the runs of months that no printed number tells apart."""
_ZERO = 1e-7


def family(count: str) -> str:
    """The total that a count is, or is a part of: "consultations" for "consultations/desk/x"."""
    return count.split("/")[0]


def exposed(shown: pd.DataFrame, secret: pd.DataFrame) -> dict[int, list[int]]:
    """For each row (its label) of `secret` that can be worked out, the labels in `shown` that it is worked out from.

    Both frames hold counts of one area and family: columns count, first, last (first days of months).
    """
    one = shown.drop_duplicates(["count", "first", "last"])
    both = pd.concat([one, secret])
    unknowns = _unknowns(both)
    known, wanted = _vectors(one, unknowns), _vectors(secret, unknowns)
    # A single unknown that is printed itself needs no solving; without those the system is small.
    single = known.sum(axis=1) == 1
    printed = known[single].any(axis=0)
    system = np.vstack([known[~single], _totals_of_parts(unknowns)])
    weights = _combination(system[:, ~printed], wanted[:, ~printed])
    left = wanted - weights @ system
    found: dict[int, list[int]] = {}
    for i in np.flatnonzero(np.abs(left[:, ~printed]).max(axis=1, initial=0.0) < _ZERO).tolist():
        summed = one.index[~single][np.abs(weights[i, : (~single).sum()]) > _ZERO]
        itself = one.index[single][np.abs(known[single] @ left[i]) > _ZERO]
        found[int(secret.index[i])] = [int(label) for label in [*summed, *itself]]
    return found


def _combination(system: Vectors, wanted: Vectors) -> Vectors:
    """Weights of the rows of `system` that come nearest to each row of `wanted` (least squares, shortest)."""
    used = system.any(axis=1)
    weights = np.zeros((len(wanted), len(system)))
    if used.any() and len(wanted):
        weights[:, used] = linalg.lstsq(system[used].T, wanted.T, cond=_ZERO, lapack_driver="gelsy")[0].T
    return weights


def _vectors(counts: pd.DataFrame, unknowns: Unknowns) -> Vectors:
    """One row a count: 1 for each name and run of months that it sums, else 0."""
    names, starts = unknowns
    place = {name: i for i, name in enumerate(names)}
    cells = np.zeros((len(counts), len(names), len(starts)))
    first, last = counts["first"].to_numpy(), counts["last"].to_numpy()
    for i, name in enumerate(counts["count"]):
        cells[i, place[name]] = (starts >= first[i]) & (starts <= last[i])
    return cells.reshape(len(counts), len(names) * len(starts))


def _totals_of_parts(unknowns: Unknowns) -> Vectors:
    """Equations that are always known: total − parts = 0 in every month, for each division into parts."""
    names, starts = unknowns
    divisions: dict[tuple[str, str], list[int]] = {}
    for i, name in enumerate(names):
        if "/" in name:
            total, division, _ = name.split("/", 2)
            divisions.setdefault((total, division), []).append(i)
    equations = np.zeros((len(divisions), len(starts), len(names), len(starts)))
    for e, ((total, _), parts) in enumerate(divisions.items()):
        for month in range(len(starts)):
            equations[e, month, parts, month] = -1
            equations[e, month, names.index(total), month] = 1
    return equations.reshape(len(divisions) * len(starts), len(names) * len(starts))


def _unknowns(both: pd.DataFrame) -> Unknowns:
    names = sorted({*both["count"], *(family(name) for name in both["count"])})
    after = pd.to_datetime(both["last"]) + pd.DateOffset(months=1)
    starts = np.unique(np.concatenate([both["first"].to_numpy(), after.to_numpy()]))
    return names, starts[:-1]
