"""Dates and numbers in every spelling, and no surprise on arbitrary text."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.japanese import (
    DATE_FORMS,
    UnreadableError,
    label_key,
    parse_boolean,
    parse_date,
    parse_number,
    to_wareki,
)

DAYS = st.dates(date(1868, 10, 23), date(2060, 12, 31))
NAMES = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
WEEKDAYS = "月火水木金土日"


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@settings(max_examples=600, deadline=None)
@given(DAYS)
def test_a_day_is_read_back_from_every_spelling(day: date) -> None:
    short = to_wareki(day)
    letter, (year, month, number) = short[0], short[1:].split(".")
    era = NAMES[letter]
    first = "元" if year == "1" else year
    spellings = [
        short,
        short.lower(),
        short.replace(".", "/"),
        short.replace(".", "-"),
        full_width(short),
        f"{era}{year}年{month}月{number}日",
        f"{era}{first}年{month}月{number}日",
        f"{era} {first}年 {month}月 {number}日 ({WEEKDAYS[day.weekday()]})",
        f"{era}{first}年{month}月{number}日（{WEEKDAYS[day.weekday()]}）",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.isoformat()} 00:00:00",
    ]
    for spelling in spellings:
        assert parse_date(spelling) == day, spelling
    assert parse_date(day) == day
    assert parse_date(datetime(day.year, day.month, day.day)) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", "month_day_year") == day
    assert parse_date(spellings[5], "month") == day.replace(day=1)


@settings(max_examples=300, deadline=None)
@given(st.integers(32, 99), st.integers(1, 12), st.integers(1, 28))
def test_years_after_the_end_of_heisei_are_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(UnreadableError):
        parse_date(f"平成{year}年{month}月{day}日")
    with pytest.raises(UnreadableError):
        parse_date(f"H{year}.{month}.{day}")
    with pytest.raises(UnreadableError):
        parse_date(f"平成{year}年度", "fiscal_year_start")


def test_the_day_the_era_changed_belongs_to_one_era_only() -> None:
    assert parse_date("H31.4.30") == date(2019, 4, 30)
    assert parse_date("R1.5.1") == date(2019, 5, 1)
    for wrong in ("H31.5.1", "R1.4.30", "S64.1.8", "H1.1.7", "0000/1/1", "9999/12/31"):
        with pytest.raises(UnreadableError):
            parse_date(wrong)


def test_a_fiscal_year_may_be_named_by_either_era() -> None:
    for name in ("平成31年度", "令和元年度", "令和1年度", "2019年度", "H31", "R1年度"):
        assert parse_date(name, "fiscal_year_start") == date(2019, 4, 1)
        assert parse_date(name, "fiscal_year_end") == date(2020, 3, 31)


@settings(max_examples=400, deadline=None)
@given(st.integers(-(10**9), 10**9))
def test_a_number_is_read_back_from_every_spelling(number: int) -> None:
    plain, grouped = str(number), f"{number:,}"
    spellings = [plain, grouped, full_width(plain), full_width(grouped), f" {plain} "]
    if number < 0:
        spellings += ["△" + grouped[1:], "▲" + plain[1:], "−" + plain[1:], "－" + plain[1:]]
    for spelling in spellings:
        assert parse_number(spelling) == number, spelling
    assert parse_number(number) == number
    assert parse_number(float(number)) == number


@pytest.mark.parametrize(
    "text", ["1,23", "12,34", "約500", "5人", "1 000", "1e5", "0x10", "１２3４五", "(5)", "∞"]
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_number(text)


@pytest.mark.parametrize(("text", "value"), [("○", True), ("◯", True), ("有", True), ("あり", True), ("１", True),
                                             ("×", False), ("無", False), ("いいえ", False), ("0", False)])  # fmt: skip
def test_yes_and_no(text: str, value: bool) -> None:
    assert parse_boolean(text) is value


@settings(max_examples=1500, deadline=None)
@given(st.text(max_size=20), st.sampled_from(DATE_FORMS))
def test_arbitrary_text_is_read_or_refused_in_words(text: str, form: str) -> None:
    for read in (lambda t: parse_date(t, form), parse_number, parse_boolean):
        try:
            read(text)
        except UnreadableError as error:
            assert error.why.ja
            assert error.why.en
            assert error.fix.ja
            assert error.fix.en


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from("令平昭大明RHSTMrh"),
    st.from_regex(r"[0-9元０-９]{1,4}[年./\-]?[0-9]{0,3}[月./\-]?[0-9]{0,3}日?", fullmatch=True),
)
def test_text_that_looks_like_a_date_is_read_or_refused(era: str, rest: str) -> None:
    try:
        found = parse_date(era + rest)
    except UnreadableError:
        return
    assert date(1868, 1, 1) <= found


def test_labels_that_differ_only_in_form_are_the_same() -> None:
    assert label_key("参加者（延べ）") == label_key("参加者(延べ)")
    assert label_key("65～74歳") == label_key("６５〜７４歳") == label_key("65~74 歳")
    assert label_key("受付\n番号") == label_key("受付番号")
    assert label_key("メール") != label_key("メル")
