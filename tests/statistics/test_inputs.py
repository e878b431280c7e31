"""The door: types are what they are, and what is refused is named with its value and place."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st
from sojo_eval.statistics import inputs


def test_rows_of_different_people_are_not_joined() -> None:
    answers = pd.Series([1, 0, 1])
    with pytest.raises(ValueError, match="same index"):
        st.survey_share(answers, pd.Series([1, 1, 1], index=[2, 1, 0]))
    with pytest.raises(ValueError, match="same length"):
        st.survey_share(answers, [1, 1])


@pytest.mark.parametrize(
    "values",
    [
        [1, 2.5], (1, 2.5), np.array([1, 2.5]), np.array([1, 2.5], dtype="float32"), pd.Series([1, 2.5]),
        pd.Series([1, 2.5], dtype="Float64"), pd.Series([1, 2.5], dtype="category"), pd.Series([1, 2.5], dtype=object),
        [np.int64(1), np.float32(2.5)], [Decimal(1), Decimal("2.5")], [Fraction(1), Fraction(5, 2)], pd.Index([1, 2.5]),
        pd.Series([1, 2.5], dtype="float64[pyarrow]"),
    ],
    ids=lambda values: f"{type(values).__name__} {getattr(values, 'dtype', '')}",
)  # fmt: skip
def test_numbers_of_every_kind_are_numbers(values: Any) -> None:
    assert inputs.numbers(values, "x").tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["1", "2"], "x must be numbers, not '1' (position 0)"),
        (pd.Series(["1", "2"], dtype="category"), "x must be numbers, not '1' (position 0)"),
        (pd.to_timedelta([1, 2], unit="D"), "x must be numbers, not timedelta64"),
        ([1, pd.Timedelta(days=2)], "x must be numbers, not Timedelta('2 days 00:00:00') (position 1)"),
        ([1, np.timedelta64(2, "D")], "x must be numbers, not np.timedelta64(2,'D') (position 1)"),
        (pd.to_datetime(["2024-04-01"]), "x must be numbers, not datetime64"),
        ([1, date(2024, 4, 1)], "x must be numbers, not datetime.date(2024, 4, 1) (position 1)"),
        (
            pd.period_range("2024-04", periods=2, freq="M"),
            "x must be numbers, not Period('2024-04', 'M') (position 0)",
        ),
        (np.array([1j]), "x must be numbers, not complex128"),
        ([1, None], "x must be present and finite, not nan (position 1)"),
        ([1, np.inf], "x must be present and finite, not inf (position 1)"),
        (None, "x must hold one value a row (a Series, an array or a list), not None"),
        (3, "x must hold one value a row (a Series, an array or a list), not 3"),
        ("abc", "x must hold one value a row (a Series, an array or a list), not 'abc'"),
        ({1, 2}, "x must hold one value a row (a Series, an array or a list), not set"),
        (
            pd.DataFrame({"a": [1]}),
            "x must hold one value a row (a Series, an array or a list), not DataFrame",
        ),
        (np.ones((2, 2)), "x must have one dimension, not 2"),
    ],
)
def test_what_is_no_column_of_numbers_is_refused_with_its_place(values: Any, words: str) -> None:
    with pytest.raises(ValueError) as error:  # its words are compared below
        inputs.numbers(values, "x")
    assert str(error.value).startswith(words)


def test_durations_become_days_only_where_days_are_asked_for() -> None:
    half_days = pd.to_timedelta([12, 36], unit="h")
    assert inputs.days(half_days, "days").tolist() == [0.5, 1.5]
    assert inputs.days([timedelta(hours=12), timedelta(days=2)], "days").tolist() == [0.5, 2.0]
    for value in (timedelta(days=2), pd.Timedelta(days=2), np.timedelta64(2, "D"), 2, np.int64(2)):
        assert inputs.duration(value, "horizon") == 2.0
    for wrong in (timedelta(days=-1), pd.NaT, np.timedelta64("NaT"), 0, None, "2 days"):
        with pytest.raises(ValueError, match="horizon"):
            inputs.duration(wrong, "horizon")
    with pytest.raises(ValueError, match="days must be present"):
        inputs.days(pd.to_timedelta(["1 D", None]), "days")
    as_days = [3.0, 5.0, 9.0, 9.0]
    told = st.survival_quantile(pd.to_timedelta(as_days, unit="D"), [1, 1, 1, 0])
    assert told.value == st.survival_quantile(as_days, [1, 1, 1, 0]).value == 5.0
    with pytest.raises(ValueError, match="values must be numbers, not timedelta64"):
        st.survey_mean(pd.Series(pd.to_timedelta(as_days, unit="D")))


@pytest.mark.parametrize(
    "value", [True, None, "0.5", np.nan, np.inf, pd.NA, pd.Timedelta(1), np.timedelta64(1), [1], 1j]
)
def test_what_is_no_single_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^n must be"):
        inputs.number(value, "n")


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), np.float32(3), np.array(3), Decimal(3), Fraction(3)])
def test_numbers_of_other_packages_are_numbers(value: Any) -> None:
    assert inputs.number(value, "n") == 3.0
    assert inputs.whole(value, "n", least=3, most=3) == 3
    for least, most in ((4, 9), (1, 2)):
        with pytest.raises(ValueError, match=r"^n must be"):
            inputs.whole(value, "n", least=least, most=most)


@pytest.mark.parametrize("level", [95, 1, 0, -0.1, None, "0.95", np.nan])
def test_ninety_five_is_no_level(level: Any) -> None:
    with pytest.raises(ValueError, match="level"):
        inputs.confidence_level(level)
    with pytest.raises(ValueError, match="level"):
        st.survey_mean([1, 2, 3], level=level)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-04-01", "2024-04-01"), ("2024/4/1", "2024-04-01"), ("2024-04", "2024-04-01"),
        (date(2024, 4, 1), "2024-04-01"), (np.datetime64("2024-04-01"), "2024-04-01"),
        (pd.Period("2024-04", "M"), "2024-04-01"), (pd.Timestamp("2024-04-01 23:59", tz="Asia/Tokyo"), "2024-04-01"),
        ("2024-04-01T00:00:00+09:00", "2024-04-01"),
    ],
)  # fmt: skip
def test_days_are_told_in_many_ways(value: Any, expected: str) -> None:
    assert inputs.day(value, "x") == pd.Timestamp(expected)


@pytest.mark.parametrize(
    "value",
    [
        None,
        pd.NaT,
        2024,
        20240401,
        2024.0,
        "2024",
        "today",
        "4/1",
        "2024-02-30",
        "R6.4.1",
        pd.Period("2024", "Y"),
    ],
)
def test_a_number_is_no_date(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^x must be a date such as 2024-04-01"):
        inputs.day(value, "x")


def test_labels_that_are_missing_or_of_several_kinds_are_refused() -> None:
    assert inputs.labels(["b", "a"], "x").tolist() == ["b", "a"]
    for wrong, words in (
        (["a", None], "present in every row"),
        ([1, pd.Timedelta(1)], "of one kind"),
        (None, "one value a row"),
    ):
        with pytest.raises(ValueError, match=f"^x must .*{words}"):
            inputs.labels(wrong, "x")


def test_a_table_has_its_columns_once() -> None:
    table = pd.DataFrame({"a": [1], "b": [2]})
    assert inputs.table(table, "x", {"a"}) is table
    for wrong, words in (
        (table[["b"]], "lacks the columns a"),
        (pd.concat([table, table], axis=1), "two columns named a"),
    ):
        with pytest.raises(ValueError, match=f"^x .*{words}"):
            inputs.table(wrong, "x", {"a"})
