"""Labels of an axis, as fine as its ticks: no two of them read alike, and none claims more than its tick."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.ticker import Formatter
from numpy.typing import NDArray

MOST_DIGITS = 8


class TickLabels(Formatter):
    """Ticks in an indicator's unit: shares as percent, spreads of rates as factors, other numbers as they are."""

    def __init__(self, unit: str = "") -> None:
        self.unit = unit

    def __call__(self, x: float, pos: int | None = None) -> str:
        """One label by itself."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All labels of the axis, with the fewest decimals that tell every tick."""
        shown = np.exp(values) if self.unit == "relative_sd" else np.asarray(values, dtype=float)
        shown = 100 * shown if self.unit in ("share", "sd_of_shares") else shown
        digits = _digits(shown, exact=self.unit != "relative_sd")
        return [self._label(value, digits) for value in shown]

    def _label(self, value: float, digits: int) -> str:
        text = f"{value:,.{digits}f}".replace("-", "\u2212")
        text = text.lstrip("\u2212") if float(f"{value:.{digits}f}") == 0 else text
        if self.unit == "relative_sd":
            return f"×{text}"
        return f"{text}%" if self.unit in ("share", "sd_of_shares") else text


def _digits(values: NDArray[np.float64], *, exact: bool) -> int:
    """The fewest decimals at which every tick is told exactly, or, where ticks are no round numbers, apart."""
    step = float(np.diff(np.sort(values)).min()) if len(values) > 1 else 0.0
    for digits in range(MOST_DIGITS):
        told = np.round(values, digits)
        apart = np.unique(told).size == np.unique(values).size
        if apart and (not exact or np.allclose(told, values, rtol=0, atol=max(1e-9, 1e-3 * step))):
            return digits
    return MOST_DIGITS
