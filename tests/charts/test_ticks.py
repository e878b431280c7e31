"""Labels of an axis: as fine as its ticks, and never twice the same."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from sojo_eval.charts.ticks import TickLabels

mpl.use("Agg")


@pytest.mark.parametrize(
    ("unit", "ticks", "labels"),
    [
        ("share", [0, 0.005, 0.01, 0.015, 0.02, 0.025], ["0.0%", "0.5%", "1.0%", "1.5%", "2.0%", "2.5%"]),
        ("share", [0, 0.2, 0.4, 0.6], ["0%", "20%", "40%", "60%"]),
        ("share", [-0.0025, 0, 0.0025], ["−0.25%", "0.00%", "0.25%"]),
        ("sd_of_shares", [0, 0.05, 0.1], ["0%", "5%", "10%"]),
        ("per_1000", [0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
        ("count", [0, 1_000_000, 2_000_000], ["0", "1,000,000", "2,000,000"]),
        ("count", [1_000_000, 1_000_050, 1_000_100], ["1,000,000", "1,000,050", "1,000,100"]),
        ("relative_sd", [0, 0.1, 0.2], ["×1.0", "×1.1", "×1.2"]),
        ("relative_sd", [0, 0.01, 0.02], ["×1.00", "×1.01", "×1.02"]),
        ("share", [], []),
        ("share", [0.1], ["10%"]),
    ],
)
def test_labels_are_as_fine_as_the_ticks(unit: str, ticks: list[float], labels: list[str]) -> None:
    assert TickLabels(unit).format_ticks(ticks) == labels


@pytest.mark.parametrize("unit", ["share", "sd_of_shares", "relative_sd", "per_1000", "days", "count"])
def test_no_two_labels_of_an_axis_read_alike(unit: str) -> None:
    """A thousand axes from a millionth to a million long, the ticks where matplotlib puts them."""
    draw = np.random.default_rng(2)
    axes = Figure().add_subplot()
    axes.yaxis.set_major_formatter(TickLabels(unit))
    for _ in range(200):
        start = 0.0 if draw.random() < 0.5 else 10 ** draw.uniform(-3, 1)
        length = 10 ** draw.uniform(-4, 0.5 if unit == "relative_sd" else 6)
        axes.set_ylim(start, start + length)
        ticks = axes.get_yticks()
        labels = axes.yaxis.get_major_formatter().format_ticks(ticks)
        assert len(set(labels)) == len(ticks), (ticks, labels)
