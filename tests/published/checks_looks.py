"""Boundaries of several looks, against those printed for the spending function of the O'Brien–Fleming type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sojo_eval.statistics.looks import look_boundaries, spent
from tests.published.validation import Check

R_PACKAGES = "output of the R packages RTSA and gsDesign (sfLDOF)"
SEQ_BOUNDS = "SeqBounds.jl, printed example (one-sided .05)"
THREE = (1 / 3, 2 / 3, 1.0)
FIVE = (0.2, 0.4, 0.6, 0.8, 1.0)


def _boundary(fractions: tuple[float, ...], look: int, level: float = 0.05) -> Callable[[Path], float]:
    return lambda _: look_boundaries(fractions, level)[look]


def _half_spent(fraction: float) -> Callable[[Path], float]:
    return lambda _: spent(fraction, 0.10) / 2


CHECKS = [
    *(
        Check(f"five equally spaced looks, two-sided .05: look {k + 1}", z, 3, _boundary(FIVE, k), R_PACKAGES)
        for k, z in enumerate((4.877, 3.357, 2.680, 2.290, 2.031))
    ),
    *(
        Check(
            f"three equally spaced looks, two-sided .05: look {k + 1}", z, 3, _boundary(THREE, k), R_PACKAGES
        )
        for k, z in enumerate((3.710, 2.511, 1.993))
    ),
    *(
        Check(f"spent on one side at fraction {fraction:g}", share, 7, _half_spent(fraction), SEQ_BOUNDS)
        for fraction, share in ((0.5, 0.0055746), (0.75, 0.0236251))
    ),
    Check("first of four looks", 3.74955, 5, _boundary((0.25, 0.5, 0.75, 1.0), 0, 0.10), SEQ_BOUNDS),
]
