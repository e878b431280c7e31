"""Control charts, composites and comparators against the numbers printed in their sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.statistics.composite import Composite, composite
from sojo_eval.statistics.control_charts.charts import ControlChart, control_chart
from sojo_eval.statistics.difference_in_differences import difference_in_differences
from sojo_eval.statistics.results import IntervalEstimate
from tests.published.validation import Check

MONTGOMERY = "Montgomery, Introduction to Statistical Quality Control, example {}; R qicharts2"
CHARTS = {
    "6.5": ("example_6.5_individuals.csv", "xmr", 20),
    "7.1": ("example_7.1_p_chart.csv", "p", None),
    "7.4": ("example_7.4_u_chart.csv", "u", None),
}
WOOLDRIDGE = "Wooldridge, Introductory Econometrics, example 13.3"
ASEM = "ASEM sustainable connectivity, R COINr (European Commission JRC)"
COLUMNS = {
    "centre": "cl",
    "lower": "lcl",
    "upper": "ucl",
    "n_useful": "n.useful",
    "longest_run": "longest.run",
    "longest_run_max": "longest.run.max",
    "crossings": "n.crossings",
    "crossings_min": "n.crossings.min",
}


def _chart(data: Path, example: str) -> tuple[pd.DataFrame, ControlChart]:
    file, kind, freeze = CHARTS[example]
    expected = pd.read_csv(data / "validation" / "spc_montgomery" / file)
    chart = control_chart(
        expected["y.sum"],
        None if kind == "xmr" else expected["n"],
        kind=kind,  # type: ignore[arg-type]
        freeze=freeze,
        rebase=expected.index[expected["part"].diff() > 0].tolist(),
        exclude=expected.index[~expected["include"]].tolist(),
    )
    return expected, chart


def _first(example: str, column: str) -> Callable[[Path], float]:
    return lambda data: float(_chart(data, example)[1].to_frame()[column].iloc[0])


def _worst(example: str, column: str) -> Callable[[Path], float]:
    def difference(data: Path) -> float:
        expected, chart = _chart(data, example)
        return float(np.abs(chart.to_frame()[column] - expected[COLUMNS[column]]).max())

    return difference


def _signals(example: str) -> Callable[[Path], float]:
    def difference(data: Path) -> float:
        expected, chart = _chart(data, example)
        return float((chart.to_frame()["beyond_limits"] != expected["sigma.signal"]).sum())

    return difference


def _asem(data: Path) -> tuple[pd.DataFrame, Composite]:
    folder = data / "validation" / "composite_asem"
    columns = {"iCode": "indicator", "Direction": "direction", "Weight": "weight"}
    structure = pd.read_csv(folder / "ASEM_iMeta.csv").rename(columns=columns)
    # Denominators and groups of countries stand in the same file; they are no part of the index.
    structure = structure[structure["Type"].isin(["Indicator", "Aggregate"])]
    structure = structure.rename(columns={"Parent": "parent", "Level": "level"})
    values = pd.read_csv(folder / "ASEM_iData.csv").set_index("uCode")
    expected = pd.read_csv(folder / "expected_minmax_amean.csv").set_index("uCode")
    return expected, composite(values, structure)


def _country(code: str) -> Callable[[Path], float]:
    return lambda data: float(_asem(data)[1].scores.loc[code, "Index"])


def _worst_score(data: Path) -> float:
    expected, ours = _asem(data)
    return float((ours.scores[expected.columns].reindex(expected.index) - expected).abs().max().max())


def _scores_missing_elsewhere(data: Path) -> float:
    expected, ours = _asem(data)
    missing = ours.scores[expected.columns].reindex(expected.index).isna() != expected.isna()
    return float(missing.sum().sum())


def _incinerator(data: Path) -> IntervalEstimate:
    houses = pd.read_csv(data / "validation" / "did_kielmc" / "kielmc.csv")
    return difference_in_differences(houses["rprice"], houses["nearinc"], houses["y81"])


CHECKS = [
    *(
        Check(
            f"example {example}: {name}", value, digits, _first(example, column), MONTGOMERY.format(example)
        )
        for example, name, column, value, digits in [
            ("6.5", "centre", "centre", 300.5, 1),
            ("6.5", "lower limit", "lower", 279.78, 2),
            ("6.5", "upper limit", "upper", 321.22, 2),
            ("7.1", "centre", "centre", 0.2150, 4),
            ("7.1", "lower limit", "lower", 0.0407, 4),
            ("7.1", "upper limit", "upper", 0.3893, 4),
            ("7.4", "centre", "centre", 0.074, 3),
            ("7.4", "upper limit", "upper", 0.1894, 4),
        ]
    ),
    *(
        Check(
            f"example {example}: largest difference in {column} over all points",
            0.0,
            10,
            _worst(example, column),
            MONTGOMERY.format(example),
        )
        for example in CHARTS
        for column in COLUMNS
    ),
    *(
        Check(
            f"example {example}: points told apart differently by the limits",
            0.0,
            0,
            _signals(example),
            MONTGOMERY.format(example),
        )
        for example in CHARTS
    ),
    *(
        Check(f"composite of {code}", value, 2, _country(code), ASEM)
        for code, value in [("DEU", 75.23), ("GBR", 68.94), ("FRA", 65.92), ("CHE", 62.61), ("JPN", 54.81)]
    ),
    Check("largest difference over 51 countries and all levels", 0.0, 9, _worst_score, ASEM),
    Check("scores missing here but not there, or the reverse", 0.0, 0, _scores_missing_elsewhere, ASEM),
    Check(
        "house prices near the incinerator: difference in differences",
        -11863.90,
        2,
        lambda data: _incinerator(data).value,
        WOOLDRIDGE,
    ),
    Check(
        "house prices near the incinerator: standard error",
        7456.65,
        2,
        lambda data: float(_incinerator(data).standard_error or 0),
        WOOLDRIDGE,
    ),
]
