"""Numbers in every form reads back, and nothing is multiplied or taken for exact unless the caller says so."""

from __future__ import annotations

import time as clock
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.japanese import UnreadableError, is_approximate, parse_number, read_quantity

UNITS = {"円": 1, "千円": 1000, "百万円": 10**6, "億円": 10**8, "人": 1, "千人": 1000, "万人": 10**4, "件": 1}
PLACES = str.maketrans("0123456789", "〇一二三四五六七八九")


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def ranks(number: int) -> str:
    """A number under 10^12 with 億, 万 and kanji ranks below."""
    parts = []
    for rank, factor in (("億", 10**8), ("万", 10**4), ("", 1)):
        here = number // factor % 10**4
        if here:
            digits = ""
            for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
                n = here // size % 10
                if n:
                    digits += ("" if n == 1 and name else str(n).translate(PLACES)) + name
            parts.append(digits + rank)
    return "".join(parts) or "〇"


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**11), st.integers(0, 3), st.booleans())
def test_a_number_is_read_back_from_every_form(size: int, decimals: int, minus: bool) -> None:
    value = size / 10**decimals
    plain, grouped = f"{value:.{decimals}f}", f"{value:,.{decimals}f}"
    forms = [plain, grouped, full_width(plain), full_width(grouped), f"　{grouped} "]
    for form in forms:
        assert parse_number(form) == value, form
        for sign in "△▲-－−‐–ー":
            assert parse_number(sign + form.strip()) == -value, sign + form
    if minus:
        assert parse_number(-value) == -value
    if decimals == 0 and size > 1:  # 〇 and 一 alone may be a mark and a dash
        assert parse_number(ranks(size)) == size, ranks(size)
        assert parse_number(str(size).translate(PLACES)[:16]) == int(str(size)[:16])


@pytest.mark.parametrize("cell", ["○", "〇", "◯", " ○ ", "一"])
def test_a_circle_or_a_stroke_alone_is_no_number(cell: str) -> None:
    with pytest.raises(UnreadableError):
        parse_number(cell)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(UNITS)))
def test_a_unit_counts_only_where_the_mapping_gives_it(number: int, unit: str) -> None:
    assert read_quantity(f"{number:,}{unit}") == read_quantity(f"{number} {unit}")
    assert read_quantity(f"{number}{unit}").value == number
    assert read_quantity(f"{number}{unit}").unit == unit
    with pytest.raises(UnreadableError):
        parse_number(f"{number}{unit}")
    assert parse_number(f"{number}{unit}", unit) == number * UNITS[unit]
    assert parse_number(f"{number}", unit) == number * UNITS[unit]
    if unit != "件":  # 5千件 is 5000 件, whichever way it is taken apart
        with pytest.raises(UnreadableError, match="unit"):
            parse_number(f"{number}件", unit)


def test_percent_is_a_share_only_where_the_mapping_says_so() -> None:
    assert parse_number("35.9％", "%") == parse_number(35.9, "%") == 0.359
    assert read_quantity("△35.9%").value == -35.9
    with pytest.raises(UnreadableError, match="percent"):
        parse_number("35.9%")


def test_approximate_numbers_are_told_and_taken_only_on_demand() -> None:
    for cell in ("約500", "およそ500", "500程度", "約 ５００", "約500人"):
        assert is_approximate(cell)
        assert read_quantity(cell).approximate
        with pytest.raises(UnreadableError, match="approximate"):
            parse_number(cell, "人")
        assert parse_number(cell, "人", approximate=True) == 500
    assert not any(map(is_approximate, ["500", 500, "節約500", None]))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1,23,4", "3桁ごと"),
        ("1,234,", "3桁ごと"),
        ("(123)", "再掲"),
        ("（１２３）", "再掲"),
        ("10〜20", "幅"),
        ("10～20", "幅"),
        ("10-20", "幅"),
        ("1.2.3", "小数点"),
        ("5人以上", "境の数"),
        ("5人未満", "境の数"),
        ("#DIV/0!", "Excel のエラー"),
        ("####", "Excel のエラー"),
        ("1.23457E+11", "下の桁"),
        ("120①", "丸数字"),
        ("120¹", "丸数字"),
        ("½", "丸数字"),
        ("9" * 400, "桁が多すぎ"),
        ("12345678901234567", "桁が多すぎ"),
        (10**400, "桁が多すぎ"),
        (float("nan"), "数では"),
        (float("inf"), "数では"),
        ("NaN", "数として"),
        ("inf", "数として"),
        ("1.5万2千", "数として"),
        (True, "真偽"),
        (date(2024, 1, 2), "日付"),
        (time(1, 2), "日付か時刻"),
        ("", "数として"),
        ("△", "数として"),
    ],
)
def test_a_refusal_says_what_is_doubtful(cell: object, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_number(cell)
    assert said in caught.value.why.ja


def test_ranks_in_a_column_of_thousands_are_not_multiplied_twice() -> None:
    with pytest.raises(UnreadableError):
        parse_number("5千", "千円")
    assert parse_number("5千円", "千円") == 5000
    assert parse_number("1万2千円", "円") == 12000
    assert parse_number("2.3万人", "万人") == 23000
    assert parse_number("5千円", "円") == 5000
    with pytest.raises(UnreadableError):
        parse_number("5千円", "百万円")


def test_all_digits_of_a_power_of_ten_must_be_there() -> None:
    assert parse_number("1.5E+00") == 1.5
    assert parse_number("1.234E+3") == 1234
    assert parse_number("5E-05") == 0.00005
    with pytest.raises(UnreadableError):
        parse_number("1.5E+03")


def test_minus_zero_is_zero() -> None:
    assert str(parse_number("△0")) == str(parse_number(-0.0)) == "0.0"


@settings(max_examples=1500, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(
            alphabet="0123456789０９,.，．eE+-△▲−約程度人千万億円%％(（)）〜以未満#～ 　²①¥一二十百",
            max_size=20,
        ),
        st.integers(),
        st.floats(),
        st.none(),
        st.binary(max_size=4),
    ),
    st.sampled_from(["", "人", "千円", "%", "万", "ページ"]),
)
def test_no_cell_at_all_raises_anything_else(cell: object, unit: str) -> None:
    for read in (lambda c: parse_number(c, unit, approximate=True), read_quantity):
        try:
            found = read(cell)
        except UnreadableError as error:
            assert error.why.ja
            assert error.fix.en
            continue
        assert found is not None


@pytest.mark.parametrize("filler", ["1", "1,", "一", "千", "あ", "-", "1人"])
def test_a_page_of_text_is_no_number_and_takes_no_time(filler: str) -> None:
    start = clock.process_time()
    with pytest.raises(UnreadableError):
        parse_number("3" + filler * 300_000)
    assert clock.process_time() - start < 1
