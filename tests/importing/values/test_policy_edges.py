"""Values of a column at their edges: whole numbers, the order of date forms, marks beside numbers and codes."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import cells_of
from sojo_eval.importing.values.spellings import AMBIGUOUS
from sojo_eval.importing.values.values import Names, Notation, plain_keys, read_column, reader_of
from sojo_eval.japanese import UnreadableError, label_key
from sojo_eval.schema import Field
from tests.importing.values.test_values import COUNT, KEY, NOTE, NUMBER, SEX, read_cells

DAY = Field("d", "date", Text("日", "day"))


@pytest.mark.parametrize(
    ("refused", "passed", "value"),
    [(2.5, 2.0, 2), ("2.5", "2.0", 2), ("2.000001", "2", 2), (-0.5, -1.0, -1)],
)
def test_a_count_is_a_whole_number(refused: object, passed: object, value: int) -> None:
    read = read_cells([refused, passed], COUNT, reader_of(COUNT))
    assert list(read.unreadable) == [0]
    assert "整数" in read.unreadable[0].why.ja
    assert read.values[1] == value
    assert read_cells([refused], NUMBER, reader_of(NUMBER)).values.notna().all()


def test_the_first_form_that_fits_reads_a_date() -> None:
    """202404 is a month, or a day in no form; R6/3 is March 2024, or of fiscal 2024 March 2025."""
    month_first = reader_of(DAY, Notation(dates=("month", "fiscal_month")))
    fiscal_first = reader_of(DAY, Notation(dates=("fiscal_month", "month")))
    cells: list[object] = ["R6/3", "R6年3月", "R6年度3月"]
    for read, expected in (
        (month_first, ["2024-03-01", "2024-03-01", "2025-03-01"]),
        (fiscal_first, ["2025-03-01", "2024-03-01", "2025-03-01"]),
    ):
        assert [str(d.date()) for d in read_cells(cells, DAY, read).values] == expected


def test_where_no_form_fits_the_last_one_says_why() -> None:
    read = reader_of(DAY, Notation(dates=("day", "fiscal_year_start")))
    with pytest.raises(UnreadableError) as caught:
        read("令和の春")
    assert "年度として" in caught.value.why.ja
    turned = reader_of(DAY, Notation(dates=("fiscal_year_start", "day")))
    with pytest.raises(UnreadableError) as caught:
        turned("令和の春")
    assert "日付として" in caught.value.why.ja


def test_a_sign_for_none_is_nought_in_a_number_and_no_number_elsewhere() -> None:
    marks = {"-": "zero"}
    number = read_cells(["-", "0"], NUMBER, reader_of(NUMBER), marks)  # type: ignore[arg-type]
    assert number.values.tolist() == [0.0, 0.0]
    assert number.states.empty
    share = read_cells(["-"], NUMBER, reader_of(NUMBER))
    assert share.values.isna().tolist() == [True]
    assert share.states.tolist() == ["not_applicable"]


def test_how_small_a_withheld_number_is_stays_known() -> None:
    read = read_cells(["5人未満", "3未満", "x", "5"], COUNT, reader_of(COUNT))
    assert read.below.to_dict() == {0: 5.0, 1: 3.0}
    assert read.states.tolist() == ["suppressed"] * 3
    assert read.values.isna().tolist() == [True, True, True, False]


def test_two_of_one_name_are_refused_and_an_unknown_one_too() -> None:
    labels = {label_key("山田"): AMBIGUOUS, label_key("佐藤"): "K1"}
    read = read_cells(["山田", "佐藤", "鈴木"], SEX, reader_of(SEX, names=Names(labels=labels)))
    assert read.values.tolist()[1] == "K1"
    assert "二つ以上" in read.unreadable[0].why.ja
    assert "ない値" in read.unreadable[2].why.ja


@pytest.mark.parametrize(
    ("keys", "plain"),
    [
        (["K00123", "K1"], True),
        (["2024-00123"], True),
        (["ABCDEFG1"], False),
        (["ABCDEF1"], True),
        (["K1234567890"], False),
        (["K123456789"], True),
        (["0024-1"], False),
        (["2024-1234567"], False),
        (["K1", "不明"], False),
        (["K1", 2], False),
        ([], False),
    ],
)
def test_only_keys_without_any_doubt_are_taken_as_they_are(keys: list[object], plain: bool) -> None:
    assert plain_keys(keys) == plain


@pytest.mark.parametrize("unit", ["分", "時間"])
def test_a_column_of_minutes_reads_times(unit: str) -> None:
    read = read_cells([1, "1時間"], NUMBER, reader_of(NUMBER, Notation(unit=unit)))
    assert read.values.tolist() == [{"分": 1, "時間": 60}[unit], 60]


def test_a_word_is_a_mark_in_a_pseudonym_and_a_text_elsewhere() -> None:
    for field, states in ((KEY, {0: "missing"}), (NOTE, {})):
        read = read_column(cells_of(["不明", "K1"]), field, reader_of(field))
        assert read.states.to_dict() == states
        assert isinstance(read.values, pd.Series)
