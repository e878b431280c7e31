"""Composite indices: scaling, missing values, structure, and what other weights would have said."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sojo_eval.statistics.composite import composite, composite_uncertainty

mpl.use("Agg")

VALUES = pd.DataFrame(
    {"a": [1.0, 2.0, 3.0], "b": [30.0, np.nan, 10.0], "c": [5.0, 5.5, 7.0]}, index=["north", "east", "south"]
)
STRUCTURE = pd.DataFrame(
    [
        ("a", 1, 1.0, "ab", 1),
        ("b", -1, 3.0, "ab", 1),
        ("c", 1, 1.0, "top", 1),
        ("ab", None, 1.0, "top", 2),
        ("top", None, None, None, 3),
    ],
    columns=["indicator", "direction", "weight", "parent", "level"],
)


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def changed(**cells: object) -> pd.DataFrame:
    """The structure with the row of `a` changed."""
    structure = STRUCTURE.astype(object)
    for column, value in cells.items():
        structure.loc[0, column] = value
    return structure


def test_the_best_unit_has_one_hundred_and_less_can_be_better() -> None:
    scores = composite(VALUES, STRUCTURE).scores
    assert scores.loc["south", ["a", "b", "c", "ab", "top"]].tolist() == [100] * 5
    assert scores.loc["north", "top"] == 0
    assert scores.loc["east", "c"] == pytest.approx(25)


def test_a_mean_is_taken_over_what_is_present() -> None:
    result = composite(VALUES, STRUCTURE)
    assert result.scores.loc["east", "ab"] == pytest.approx(50)
    assert result.scores.loc["east", "top"] == pytest.approx((50 + 25) / 2)
    assert result.to_frame().set_index("unit").loc["east", "indicators_present"] == 2


def test_a_group_without_any_value_is_missing_and_the_top_rests_on_the_others() -> None:
    scores = composite(VALUES.assign(a=[1.0, np.nan, 3.0]), STRUCTURE).scores
    assert np.isnan(scores.loc["east", "ab"])
    assert scores.loc["east", "top"] == pytest.approx(25)


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    turned = composite(VALUES[["c", "b", "a"]], STRUCTURE.iloc[::-1])
    pd.testing.assert_series_equal(turned.scores["top"], composite(VALUES, STRUCTURE).scores["top"])


def test_the_picture_and_the_sentence_say_that_this_is_a_chart() -> None:
    result = composite(VALUES, STRUCTURE)
    assert "not a verdict" in str(result)
    assert [t.get_text() for t in result.plot().get_yticklabels()] == ["north", "east", "south"]


@pytest.mark.parametrize(
    ("values", "structure", "message"),
    [
        (VALUES.iloc[:1], STRUCTURE, "at least two units"),
        (VALUES.iloc[:0], STRUCTURE, "at least two units"),
        (VALUES.assign(a=2.0), STRUCTURE, "same everywhere: a"),
        (VALUES.assign(a=np.nan), STRUCTURE, "without values"),
        (VALUES.assign(a=[1.0, np.inf, 2.0]), STRUCTURE, "finite"),
        (VALUES.drop(columns="a"), STRUCTURE, "without a column: a"),
        (VALUES.where(VALUES["a"] != 2), STRUCTURE, "units without any value: east"),
        (VALUES.set_axis(["x", "x", "y"]), STRUCTURE, "each named once"),
        (VALUES, STRUCTURE.drop(columns="weight"), "lacks the columns weight"),
        (VALUES, changed(weight=0.0), "weights must be positive"),
        (VALUES, changed(weight=np.nan), "weights must be positive"),
        (VALUES, changed(direction=0), "1 or -1"),
        (VALUES, changed(parent=None), "exactly one row"),
        (VALUES, changed(parent="nobody"), "do not stand in the structure: nobody"),
        (VALUES, changed(parent="c"), "higher level"),
        (VALUES, changed(level=None), "level must be present"),
        (VALUES, changed(indicator="b"), "once"),
        (VALUES, STRUCTURE.iloc[2:], "without members: ab"),
    ],
)
def test_what_has_no_composite_is_refused_with_a_reason(
    values: pd.DataFrame, structure: pd.DataFrame, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        composite(values, structure)


def test_weights_alone_turn_one_and_minus_a_half_in_a_third_of_draws() -> None:
    result = composite_uncertainty([1.0, -0.5], [0.0, 0.0], seed=4, draws=20_000)
    assert result.turned == pytest.approx(1 / 3, abs=0.01)
    assert result.turned_by_weights == result.turned
    assert result.quantiles[2] == pytest.approx(0.25, abs=0.02)


def test_effects_that_agree_can_be_turned_by_sampling_error_only() -> None:
    result = composite_uncertainty([0.5, 0.4, 0.6], seed=4)
    assert result.turned_by_weights == 0
    assert 0 < result.turned < 0.5
    assert composite_uncertainty([-0.5, -0.4, -0.6], [1, 1, 1], seed=4).turned == pytest.approx(
        result.turned, abs=0.05
    )


def test_one_seed_gives_one_answer() -> None:
    first, second = (composite_uncertainty([2.0, -1.0, 0.3], seed=9) for _ in range(2))
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())
    assert first.to_frame()["draws"].iloc[0] == 2000
    assert "turn it round" in str(first)
    assert first.plot().get_legend() is not None


def test_effects_that_cancel_count_as_positive_and_a_single_one_is_drawn() -> None:
    assert composite_uncertainty([1.0, -1.0], [0.0, 0.0], seed=1).equal_weights == 0
    single = composite_uncertainty([3.0], [0.0], seed=1)
    assert (single.turned, single.quantiles[0]) == (0, pytest.approx(3))
    assert single.plot().get_xlabel()


@pytest.mark.parametrize(
    ("effects", "errors", "message"),
    [
        ([], None, "no effects"),
        ([1.0, np.nan], None, "present and finite"),
        ([1.0, np.inf], None, "present and finite"),
        ([1.0, 2.0], [1.0], "standard_errors"),
        ([1.0, 2.0], [1.0, -1.0], "standard_errors"),
        ([1.0, 2.0], [1.0, np.nan], "standard_errors"),
    ],
)
def test_effects_without_numbers_are_refused(
    effects: list[float], errors: list[float] | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        composite_uncertainty(effects, errors, seed=1)
    with pytest.raises(ValueError, match="draws must be finite and at least 100"):
        composite_uncertainty([1.0], seed=1, draws=10)
