"""Intervals of shares, counts and rates, and adjusted p-values, against the numbers printed in their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval import statistics as st
from sojo_eval.statistics.intervals import byar_bounds, count_bounds, wilson_bounds
from tests.published.validation import Check

NEWCOMBE_ONE = "Newcombe 1998, Statistics in Medicine 17:857–872"
NEWCOMBE_TWO = "Newcombe 1998, Statistics in Medicine 17:873–890, method 10"
PHE = "R PHEindicatormethods (UK Health Security Agency), test data {}"
WORKBOOK = PHE.format("Byars_Wilson")
BENJAMINI = "Benjamini & Hochberg 1995, JRSS B 57:289–300, section 2.2"

P_VALUES = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1.0000,
]  # fmt: skip

# One area of the tests of `calculate_dsr`: 18 age bands up to 85+, with the European standard population of 1976.
EVENTS_1976 = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82]
POPULATION_1976 = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123]
STANDARD_1976 = [8000, *[7000] * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000]

Cells = Iterator[tuple[float, float]]


def _workbook(data: Path, name: str, sheet: str) -> pd.DataFrame:
    file = data / "validation" / "rates_and_proportions" / f"testdata_{name}.xlsx"
    return pd.read_excel(file, sheet_name=sheet, engine="calamine").dropna(how="all")


def _byars_wilson(data: Path, method: str) -> Cells:
    """Printed limits and ours; Byar's limits are printed for a single event too, so no exact ones replace them."""
    rows = _workbook(data, "Byars_Wilson", "testdata_B_W")
    for row in rows[rows["method"] == method].to_dict("records"):
        level = float(row["confidence"].rstrip("%")) / 100
        bounds = (
            byar_bounds(row["x"], level) if method == "Byars" else wilson_bounds(row["x"], row["n"], level)
        )
        yield from zip((row["lowercl"], row["uppercl"]), bounds, strict=True)


def _areas(data: Path, name: str, sheet: str) -> Cells:
    """Printed values and limits of the areas that have both numbers, and ours."""
    rows = _workbook(data, name, sheet).dropna(subset=["Numerator", "Denominator"])
    for row in rows.to_dict("records"):
        x, n, per = row["Numerator"], row["Denominator"], row["multiplier"]
        yield row["value"], per * x / n
        for limit, level in (
            (("95_0cl", 0.95), ("99_8cl", 0.998)) if "lower95_0cl" in row else (("cl", 0.95),)
        ):
            printed = row[f"lower{limit}"], row[f"upper{limit}"]
            bounds = [b / n for b in count_bounds(x, level)] if name == "Rate" else wilson_bounds(x, n, level)
            yield from zip(printed, (per * b for b in bounds), strict=True)


def _compared(cells: Callable[[Path], Cells]) -> Callable[[Path], float]:
    return lambda data: float(sum(np.isfinite(printed) for printed, _ in cells(data)))


def _worst(cells: Callable[[Path], Cells]) -> Callable[[Path], float]:
    def largest(data: Path) -> float:
        return max(abs(ours / printed - 1) for printed, ours in cells(data) if np.isfinite(printed))

    return largest


def _bound(
    name: str, function: Callable[..., st.IntervalEstimate], *arguments: float
) -> Callable[[Path], float]:
    return lambda data: float(getattr(function(*arguments), name))


def _rejected(method: str) -> Callable[[Path], float]:
    return lambda data: float(st.multiple_comparisons(P_VALUES, method).rejected.sum())  # type: ignore[arg-type]


def _dsr(name: str, level: float) -> Callable[[Path], float]:
    return lambda data: float(
        getattr(st.standardised_rate(EVENTS_1976, POPULATION_1976, STANDARD_1976, level=level), name)
    )


SHEETS: list[tuple[str, Callable[[Path], Cells], int, str]] = [
    ("Wilson limits of single counts", lambda data: _byars_wilson(data, "Wilson"), 12, WORKBOOK),
    ("Byar's limits of single counts", lambda data: _byars_wilson(data, "Byars"), 13, WORKBOOK),
    (
        "proportions of 16 areas",
        lambda data: _areas(data, "Proportion", "testdata_Prop"),
        80,
        PHE.format("Proportion"),
    ),
    (
        "proportions of 8 groups",
        lambda data: _areas(data, "Proportion", "testdata_Prop_g"),
        24,
        PHE.format("Proportion"),
    ),
    ("rates of 17 areas", lambda data: _areas(data, "Rate", "testdata_Rate"), 85, PHE.format("Rate")),
    ("rates of 9 groups", lambda data: _areas(data, "Rate", "testdata_Rate_g"), 27, PHE.format("Rate")),
]

CHECKS = [
    *(
        Check(f"Wilson {x}/{n}: {name}", value, 4, _bound(name, st.wilson_interval, x, n), source)
        for x, n, low, high, source in [
            (81, 263, 0.2553, 0.3662, NEWCOMBE_ONE),
            (15, 148, 0.0624, 0.1605, NEWCOMBE_ONE),
            (0, 20, 0.0, 0.1611, NEWCOMBE_ONE),
            (65, 100, 0.5525, 0.7364, WORKBOOK),
        ]
        for name, value in [("low", low), ("high", high)]
    ),
    *(
        Check(
            f"Newcombe {x1}/{n1} − {x2}/{n2}: {name}",
            value,
            4,
            _bound(name, st.newcombe_interval, x1, n1, x2, n2),
            NEWCOMBE_TWO,
        )
        for x1, n1, x2, n2, low, high in [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090)]
        for name, value in [("low", low), ("high", high)]
    ),
    *(
        Check(
            f"Byar, 65 events, {100 * level:g} %: {name}",
            value,
            4,
            _bound(name, st.count_interval, 65, level),
            WORKBOOK,
        )
        for level, low, high in [(0.95, 50.1632, 82.8491), (0.998, 42.8803, 94.0003)]
        for name, value in [("low", low), ("high", high)]
    ),
    *(
        Check(
            f"Garwood, 10 events: {name}",
            value,
            4,
            _bound(name, st.exact_poisson_interval, 10),
            "Garwood 1936",
        )
        for name, value in [("low", 4.7954), ("high", 18.3904)]
    ),
    *(
        Check(f"{what}: cells compared", number, 0, _compared(cells), source)
        for what, cells, number, source in SHEETS
    ),
    *(
        Check(f"{what}: largest relative difference", 0.0, 10, _worst(cells), source)
        for what, cells, _, source in SHEETS
    ),
    *(
        Check(f"{words}: tests rejected of 15", number, 0, _rejected(method), BENJAMINI)
        for words, method, number in [
            ("Benjamini–Hochberg", "fdr_bh", 4),
            ("Holm", "holm", 3),
            ("Bonferroni", "bonferroni", 3),
        ]
    ),
    *(
        Check(
            f"standardised rate, 18 age bands: {what}",
            value,
            6,
            _dsr(name, level),
            PHE.format("DSR (testdata_1976)"),
            note,
        )
        for what, name, level, value, note in [
            ("rate per 100,000", "value", 0.95, 8592.097585, ""),
            ("low, 95 %", "low", 0.95, 7991.160931, ""),
            ("high, 95 %", "high", 0.95, 9225.253880, ""),
            ("low, 99.8 %", "low", 0.998, 7659.282107, "printed ten times too large in the row per 100,000"),
            (
                "high, 99.8 %",
                "high",
                0.998,
                9599.211799,
                "printed ten times too large in the row per 100,000",
            ),
        ]
    ),
]
