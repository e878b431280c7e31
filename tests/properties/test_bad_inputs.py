"""Every public function of statistics × every argument × the same bad inputs: a value, or an error that names the argument.

The functions and their arguments are found, not listed: a new one fails until it has a good example in `GOOD`.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.statistics.monthly.latent_rates import LatentPrior

MONTHS = pd.date_range("2019-04-01", periods=60, freq="MS")
DRAW = np.random.default_rng(4)
COUNTS = pd.Series(DRAW.poisson(60, 60).astype(float), index=MONTHS)
WHOLE = pd.Series(100.0 + np.arange(60), index=MONTHS)
N = 24
PERSONS = {
    "days": pd.Series(np.tile([3.0, 9.0, 14.0, 30.0], 6) + np.arange(N) % 5),
    "event": pd.Series(np.tile([1, 1, 1, 0], 6)),
}
ANSWERS = pd.Series(np.tile([1, 0, 1, 1, 0, 0], 4))
DESIGN = {
    "weights": pd.Series(np.tile([1.0, 2.0, 1.5], 8)),
    "strata": pd.Series(np.repeat(["a", "b"], 12)),
    "psu": pd.Series(np.arange(N) // 3),
    "fpc": pd.Series(np.repeat([40, 60], 12)),
}
WAVE = pd.DataFrame({"value": ANSWERS, "w": DESIGN["weights"], "s": DESIGN["strata"], "u": DESIGN["psu"]})
LIKERT = WAVE.assign(value=np.tile([1, 2, 3, 4, 5, 3], 4))
COLUMNS = {"weights": "w", "strata": "s", "psu": "u", "value": "value"}
ROWS_OF_GROUPS = {
    "numerator": pd.Series([9.0, 12, 20, 31, 11, 14, 24, 28]),
    "denominator": pd.Series([100.0] * 8),
    "group": pd.Series(list("abcdabcd")),
    "time": pd.Series([1] * 4 + [2] * 4),
}
GROUPS = pd.DataFrame({"group": list("abcd"), "value": [0.1, 0.2, 0.3, 0.4], "standard_error": [0.05] * 4})
YEARS = {"after": pd.Series([0, 0, 0, 1, 1])}
UNITS = pd.DataFrame(
    [(u, y, 100.0 + 7 * i + 3 * y + i * y, 10.0) for i, u in enumerate("abcdef") for y in range(2018, 2026)],
    columns=["unit", "year", "value", "exposure"],
)
STRUCTURE = pd.DataFrame(
    [("a", 1, 1.0, "top", 1), ("b", -1, 2.0, "top", 1), ("top", None, None, None, 2)],
    columns=["indicator", "direction", "weight", "parent", "level"],
)

GOOD: dict[str, dict[str, Any]] = {
    "benjamini_hochberg": {"p": pd.Series([0.01, 0.2, 0.9]), "level": 0.05},
    "change_of_gap": {"before": pd.Series([0.1, 0.2, 0.3, 0.45]), "after": pd.Series([0.1, 0.3, 0.2, 0.4]), "family": "rate"},
    "comparator_change": {"outcomes": UNITS, "treated": "a", "first_year_after": 2023, "scale": "ratio"},
    "composite": {"values": pd.DataFrame({"a": [1.0, 2, 3], "b": [5.0, 4, 6]}, index=list("xyz")), "structure": STRUCTURE},
    "composite_uncertainty": {
        "effects": pd.Series([0.2, 1.0, -0.4]), "standard_errors": pd.Series([0.5, 0.5, 1.0]), "seed": 1, "draws": 100,
    },
    "control_chart": {
        "values": COUNTS, "denominators": WHOLE, "kind": "xmr", "rebase": ["2021-04-01"], "freeze": 20,
        "exclude": ["2020-04-01"], "improvement": "higher", "deseasonalise": False, "screen": True,
    },
    "count_interval": {"count": 12, "level": 0.95},
    "cumulative_incidence": {
        "days": PERSONS["days"], "outcome": pd.Series(["plan", "closed", None, "plan"] * 6), "outcomes": ["plan"], "level": 0.95,
    },
    "difference_in_differences": {
        "outcome": pd.Series([1.0, 2, 3, 5, 2, 4, 3, 9]), "treated": pd.Series([0, 0, 1, 1] * 2),
        "after": pd.Series([0, 1, 0, 1] * 2),
    },
    "difference_of_shares": {
        "before": 0.3, "n_before": 200, "after": 0.4, "n_after": 150, "method": "m", "source": "s", "n_unit": "persons",
        "df": (np.inf, np.inf), "shown_n": None,
    },
    "exact_poisson_interval": {"count": 3, "level": 0.95},
    "gap_between_groups": {**ROWS_OF_GROUPS, "family": "rate", "level": 0.95},
    "gap_of_values": {"groups": GROUPS, "family": "proportion", "level": 0.95, "dispersion": 1.0},
    "group_values": {**ROWS_OF_GROUPS, "family": "proportion"},
    "level_and_path": {
        "counts": COUNTS, "exposure": WHOLE, "boundary": "2022-04-01", "shocks": [("2020-04-01", "2020-06-30")],
        "breaks": ["2021-04-01"], "family": "rate", "question": "level", "errors": "by_step",
    },
    "likert_change": {"before": LIKERT, "after": LIKERT, **COLUMNS, "top": 2, "levels": [1, 2, 3, 4, 5]},
    "logrank": {**PERSONS, "group": pd.Series(list("ab") * 12)},
    "multiple_comparisons": {"p": pd.Series([0.01, 0.2, 0.9]), "method": "holm", "level": 0.05},
    "newcombe_interval": {"x1": 56, "n1": 70, "x2": 48, "n2": 80, "level": 0.95},
    "published_difference": {"before": 0.3, "n_before": 800, "after": 0.35, "n_after": 800, "design_effect": 1.0},
    "rare_change": {
        "counts": COUNTS, "exposure": WHOLE, "boundary": "2022-04-01", "shocks": [("2020-04-01", "2020-06-30")],
        "breaks": ["2021-04-01"], "family": "rate", "prior": LatentPrior(),
    },
    "restricted_mean": {**PERSONS, "horizon": 20, "level": 0.95},
    "restricted_mean_change": {
        **PERSONS, "month": pd.Series(np.arange(N) // 3), "after": pd.Series(np.arange(N) >= 12), "horizon": 20, "seed": 0,
        "draws": 100,
    },
    "segmented_poisson": {
        "counts": COUNTS, "exposure": WHOLE, "boundary": "2022-04-01", "trend": True, "harmonics": 2, "quasi": True,
    },
    "share_interval": {"share": 0.3, "n": 60, "level": 0.95},
    "standardised_rate": {
        "events": pd.Series([20, 45.0]), "population": pd.Series([4000, 1500.0]), "standard": pd.Series([3.0, 1.0]),
        "per": 1000, "level": 0.95,
    },
    "survey_difference": {"before": WAVE, "after": WAVE, **COLUMNS},
    "survey_mean": {"values": ANSWERS, **DESIGN, "level": 0.95},
    "survey_share": {"answers": ANSWERS, **DESIGN, "level": 0.95},
    "survey_total": {"values": ANSWERS, **DESIGN, "level": 0.95},
    "survival_quantile": {**PERSONS, "probability": 0.5, "level": 0.95},
    "wilson_interval": {"x": 15, "n": 148, "level": 0.95},
    "without_season": {"values": COUNTS, "fitted_on": pd.Series([True] * 60, index=MONTHS)},
    "yearly_count_change": {"counts": pd.Series([30, 28, 33, 40, 44]), "exposure": pd.Series([1.0] * 5), **YEARS},
    "yearly_share_change": {"numerator": pd.Series([30, 28, 33, 40, 44]), "denominator": pd.Series([90.0] * 5), **YEARS},
}  # fmt: skip
"""One call of each function with every argument given."""

FUNCTIONS = {name: f for name in st.__all__ if inspect.isfunction(f := getattr(st, name))}

ALONE: dict[str, Any] = {
    "None": None,
    "NaN": np.nan,
    "infinite": np.inf,
    "negative": -1,
    "zero": 0,
    "95": 95,
    "a million": 1_000_000,
    "np.int64": np.int64(3),
    "timedelta": pd.Timedelta(days=3),
    "np.timedelta64": np.timedelta64(3, "D"),
    "datetime": pd.Timestamp("2024-04-01"),
    "NaT": pd.NaT,
    "text": "3 or so",
    "digits": "3",
    "nothing": [],
    "one value": [1.0],
    "a set": {1, 2},
    "a mapping": {"a": 1},
    "an object": object(),
    "a matrix": np.ones((3, 2)),
}
"""In the place of any argument."""


def _with(column: pd.Series, value: object) -> pd.Series:
    """The column with one value changed, of whatever type it then is."""
    changed = column.astype(object).copy()
    changed.iloc[1] = value
    return changed.infer_objects()


ROWS: dict[str, Callable[[pd.Series], Any]] = {
    "one None": lambda c: _with(c, None),
    "one NaN": lambda c: _with(c, np.nan),
    "one NA": lambda c: c.convert_dtypes().mask(np.arange(len(c)) == 1),
    "one infinite": lambda c: _with(c, np.inf),
    "one negative": lambda c: _with(c, -1.0),
    "one text": lambda c: _with(c, "many"),
    "one timedelta": lambda c: _with(c, pd.Timedelta(days=2)),
    "timedeltas": lambda c: pd.Series(pd.to_timedelta(np.arange(len(c)), unit="D"), index=c.index),
    "datetimes": lambda c: pd.Series(pd.date_range("2024-01-01", periods=len(c)), index=c.index),
    "datetimes of a zone": lambda c: pd.Series(pd.date_range("2024-01-01", periods=len(c), tz="Asia/Tokyo"), index=c.index),
    "periods": lambda c: pd.Series(pd.period_range("2024-01", periods=len(c), freq="M"), index=c.index),
    "digits": lambda c: c.astype(str),
    "complex": lambda c: pd.Series(np.arange(len(c)) * 1j, index=c.index),
    "categories": lambda c: c.astype("category"),
    "ordered categories": lambda c: c.astype(pd.CategoricalDtype(sorted(c.dropna().unique()), ordered=True)),
    "words in order": lambda c: pd.Series(pd.Categorical(["low", "high"] * len(c), ["low", "high"], ordered=True)[: len(c)], index=c.index),
    "empty": lambda c: c.iloc[:0],
    "one row": lambda c: c.iloc[:1],
    "too short": lambda c: c.iloc[:-1],
    "duplicate index": lambda c: c.set_axis(c.index[:-1].append(c.index[:1])),
    "unsorted index": lambda c: c.iloc[::-1],
    "shuffled": lambda c: c.sample(frac=1, random_state=1),
    "other index": lambda c: c.set_axis([f"row {i}" for i in range(len(c))]),
    "yearly periods": lambda c: c.set_axis(pd.period_range("1950", periods=len(c), freq="Y")),
    "months of a zone": lambda c: c.set_axis(pd.date_range("2019-04-01", periods=len(c), freq="MS", tz="Asia/Tokyo")),
    "zeros": lambda c: pd.Series(0.0, index=c.index),
    "equal": lambda c: pd.Series(1.0, index=c.index),
    "one of a million": lambda c: pd.Series(np.where(np.arange(len(c)) == 0, 1e6, 1.0), index=c.index),
    "one alone": lambda c: pd.Series(np.where(np.arange(len(c)) == 0, 7, 1), index=c.index),
    "each its own": lambda c: pd.Series(np.arange(len(c)), index=c.index),
    "an array": lambda c: c.to_numpy(),
    "a list": lambda c: c.tolist(),
}  # fmt: skip
"""In the place of a column: of an argument with one value a row, or of a table's column."""

NO_NUMBER = {
    "one text", "one timedelta", "timedeltas", "datetimes", "datetimes of a zone", "periods", "digits", "complex",
    "words in order", "one infinite",
}  # fmt: skip
NO_CALENDAR = {
    "duplicate index", "unsorted index", "shuffled", "other index", "yearly periods", "an array", "a list", "too short",
}  # fmt: skip
NO_SINGLE_NUMBER = {
    "None",
    "NaN",
    "infinite",
    "timedelta",
    "np.timedelta64",
    "datetime",
    "NaT",
    "text",
    "digits",
}
LABELS = {
    "group",
    "time",
    "strata",
    "psu",
    "month",
    "outcome",
    "unit",
    "outcomes",
    "levels",
    "indicator",
    "parent",
    "s",
    "u",
}
DAYS = {"timedeltas", "one timedelta"}


def inputs_of(good: Any) -> Iterator[tuple[str, Any]]:
    """Every bad input for an argument whose good value this is."""
    yield from ALONE.items()
    if isinstance(good, pd.Series):
        for name, change in ROWS.items():
            yield name, change(good)
    if isinstance(good, pd.DataFrame):
        for column in good.columns:
            for name, change in ROWS.items():
                spoilt = change(good[column])
                if isinstance(spoilt, pd.Series) and len(spoilt) == len(good):
                    frame = good.drop(columns=column)
                    yield (
                        f"{column}: {name}",
                        frame.set_axis(spoilt.index).assign(**{column: spoilt})[[*good.columns]],
                    )
            yield f"{column}: lacking", good.drop(columns=column)
            yield f"{column}: twice", pd.concat([good, good[[column]]], axis=1)
        yield "no rows", good.iloc[:0]
        yield "one row", good.iloc[:1]
        yield "rows twice", pd.concat([good, good])
    if isinstance(good, list | tuple):
        yield "with None", [None]
        yield "with text", ["soon"]
        yield "with a number", [1e9]
        yield "with open end", [("2021-04-01", None)]
        yield "twice", [*good, *good]


def must_refuse(function: str, argument: str, name: str, good: Any) -> bool:
    """What is no value of this argument, whatever the function makes of it."""
    column, _, row = name.rpartition(": ")
    what = column or argument
    if row in ("lacking",) and what != "exposure":
        return what in ("value", "unit", "year", "group", "standard_error") or function == "composite"
    if isinstance(good, pd.Series | pd.DataFrame) and row in NO_NUMBER and what not in LABELS:
        if function == "likert_change":
            return False  # what lies on an ordered scale need not be a number
        return not (what == "days" and row in DAYS)
    of_months = (
        isinstance(good, pd.Series) and isinstance(good.index, pd.DatetimeIndex) and argument != "fitted_on"
    )
    if of_months and function != "control_chart" and row in NO_CALENDAR:
        return True
    if isinstance(good, float) and argument in ("level", "probability", "share", "before", "after"):
        return row != "zero" or argument in ("level", "probability")
    if isinstance(good, int | float) and not isinstance(good, bool) and argument not in ("freeze", "horizon"):
        return row in NO_SINGLE_NUMBER
    return argument in ("boundary", "counts") and row in {*NO_SINGLE_NUMBER, "negative", "zero", "95"} - {
        "datetime"
    }


def is_number(result: Any) -> bool:
    """What may be read off the result is a number, and bounds stand in their order."""
    if isinstance(result, pd.DataFrame):
        return len(result) > 0 and bool((result["low"] <= result["high"]).all())
    names = ("value", "change", "low", "high", "p", "share", "before", "after")
    read = [x for x in (getattr(result, n, None) for n in names) if isinstance(x, float)]
    ordered = not hasattr(result, "low") or result.low <= result.high
    return ordered and not any(np.isnan(x) for x in read)


def wrong_answers(name: str) -> list[str]:
    """The cases in which the function gives neither a value nor a named refusal."""
    wrong = []
    for argument, good in GOOD[name].items():
        for bad_name, bad in inputs_of(good):
            where = f"{name}({argument} = {bad_name})"
            try:
                result = FUNCTIONS[name](**GOOD[name] | {argument: bad})
            except (ValueError, SojoEvalError) as error:
                if not re.search(rf"(?<!\w){argument}(?!\w)", str(error)):
                    wrong.append(f"{where}: does not name it: {error}")
                if type(error) not in (
                    ValueError,
                    st.NotIdentifiedError,
                    st.TooFewEventsError,
                    SojoEvalError,
                ):
                    wrong.append(f"{where}: foreign {type(error).__name__}: {error}")
            except Exception as error:  # a foreign error is what is looked for
                wrong.append(f"{where}: foreign {type(error).__name__}: {error}")
            else:
                if must_refuse(name, argument, bad_name, good):
                    wrong.append(f"{where}: a value for what is none")
                elif not is_number(result):
                    wrong.append(f"{where}: no number: {result}")
    return wrong


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_every_public_function_and_argument_has_a_good_example() -> None:
    assert set(GOOD) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert set(GOOD[name]) == set(inspect.signature(function).parameters), name
        assert is_number(function(**GOOD[name])), name


def test_the_page_states_how_many_cases_there_are(repository: Path) -> None:
    goods = [good for arguments in GOOD.values() for good in arguments.values()]
    cases = sum(1 for good in goods for _ in inputs_of(good))
    page = (repository / "docs" / "what_estimators_take.md").read_text(encoding="utf-8")
    assert f"{len(GOOD)} functions, {len(goods)} arguments, {cases:,} cases" in page


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_bad_input_gives_a_value_or_an_error_that_names_the_argument(name: str) -> None:
    wrong = wrong_answers(name)
    assert not wrong, "\n".join(wrong)
