"""Days, months and years in every form reads back; what could be two things is refused unless the caller says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.japanese import DATE_FORMS, SHORT_YEARS, UnreadableError, parse_date, to_wareki

DAYS = st.dates(date(1868, 10, 23), date(2100, 12, 31))
NAMES = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
SQUARES = {"M": "㍾", "T": "㍽", "S": "㍼", "H": "㍻", "R": "㋿"}
WEEKDAYS = "月火水木金土日"
PLACES = str.maketrans("0123456789", "〇一二三四五六七八九")


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def kanji(number: int) -> str:
    """1 to 199 with 十 and 百."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    return (
        ("百" if hundreds else "")
        + ("" if tens == 0 else "十" if tens == 1 else str(tens).translate(PLACES) + "十")
        + ("" if ones == 0 else str(ones).translate(PLACES))
    )


@settings(max_examples=500, deadline=None)
@given(DAYS)
def test_a_day_is_read_back_from_every_form(day: date) -> None:
    letter, (year, month, number) = to_wareki(day)[0], to_wareki(day)[1:].split(".")
    era, week = NAMES[letter], WEEKDAYS[day.weekday()]
    western = f"{day.year}年{day.month}月{day.day}日"
    for spelling in (
        f"{SQUARES[letter]}{year}年{month}月{number}日",
        f"{SQUARES[letter]}{year}.{month}.{number}",
        f"{letter}{year}.{int(month):02}.{int(number):02}",
        f"{era[0]}{year}.{month}.{number}",
        f"{era}{kanji(int(year))}年{kanji(int(month))}月{kanji(int(number))}日",
        f"{str(day.year).translate(PLACES)}年{month.translate(PLACES)}月{number.translate(PLACES)}日",
        f"{era}{'元' if year == '1' else year}年{month}月{number}日（{week}）",
        f"{western}({week}曜日)",
        f"{western} {week}曜",
        f"{western}({week}・祝)",
        f"{western}現在",
        f"西暦{western}",
        f"{era}{year}({day.year})年{month}月{number}日",
        f"{era}{year}年（{day.year}年）{month}月{number}日",
        f"{day.year}({era}{year})年{month}月{number}日",
        f"{day:%Y%m%d}",
        full_width(f"{day.year}/{day.month}/{day.day}"),
    ):
        assert parse_date(spelling) == day, spelling
    assert parse_date(int(f"{day:%Y%m%d}")) == day
    assert parse_date(float(f"{day:%Y%m%d}")) == day
    fiscal = day.year - (day.month < 4)
    for spelling in (
        f"{day.month}月{day.day}日",
        f"{day.month}/{day.day}",
        f"{kanji(day.month)}月{kanji(day.day)}日",
    ):
        assert parse_date(spelling, year=day.year) == day
        assert parse_date(spelling, fiscal_year=fiscal) == day
    assert parse_date(f"{year}.{month}.{number}", short_years=era) == day
    assert parse_date(f"{year}年{month}月{number}日", short_years=letter) == day


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_a_month_and_a_year_are_read_back(day: date) -> None:
    letter, year = to_wareki(day)[0], to_wareki(day)[1:].split(".")[0]
    first = day.replace(day=1)
    for spelling in (
        f"{letter}{year}.{day.month}",
        f"{NAMES[letter]}{kanji(int(year))}年{kanji(day.month)}月分",
        f"{day:%Y-%m}",
        f"{day:%Y%m}",
        f"{day.year}年{day.month}月",
    ):
        assert parse_date(spelling, "month") == first, spelling
    for cell in (f"{day.month}月", day.month, float(day.month), kanji(day.month) + "月"):
        assert parse_date(cell, "month", fiscal_year=day.year - (day.month < 4)) == first
    assert parse_date(f"{NAMES[letter]}{year}年", "year_start") == date(day.year, 1, 1)
    assert parse_date(f"{day.year}", "year_end") == date(day.year, 12, 31)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_serial_numbers_of_excel_are_read_only_when_said(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (serial, float(serial), str(serial)):
        assert parse_date(cell, "excel_serial") == day
    with pytest.raises(UnreadableError):
        parse_date(serial)


def test_the_day_that_excel_invented_is_no_day() -> None:
    assert parse_date(59, "excel_serial") == date(1900, 2, 28)
    assert parse_date(61, "excel_serial") == date(1900, 3, 1)
    for cell in (0, 60, -1, 45383.5, 10**9, True, "四月", float("nan")):
        with pytest.raises(UnreadableError):
            parse_date(cell, "excel_serial")
    assert parse_date(datetime(2024, 4, 1), "excel_serial") == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("R6", "元号と数字だけ"),
        ("24/4/1", "2桁の年"),
        ("6.4.1", "2桁の年"),
        ("4月1日", "年がありません"),
        ("4/1", "年がありません"),
        ("平成35年4月1日", "令和5年ではありませんか"),
        ("昭和64年1月8日", "平成1年ではありませんか"),
        ("令和0年4月1日", "1から"),
        ("令和6年度上半期", "半期や四半期"),
        ("令和6年度第1四半期", "半期や四半期"),
        ("令和6年4月", "日がありません"),
        ("令和6年2月30日", "暦にない"),
        ("令和6年4月1日（火）", "月曜日"),
        ("令和6(2023)年4月1日", "食い違って"),
        ("2024-04-01 09:30", "時刻"),
        ("R6.4.1①", "丸数字"),
        (45383, "通し番号"),
        (4.1, "4.10 と 4.1"),
        ("2四年四月一日", "読めません"),
        ("", "読めません"),
    ],
)
def test_a_refusal_says_what_is_doubtful(cell: object, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_date(cell)
    assert said in caught.value.why.ja


def test_short_years_mean_what_the_mapping_says() -> None:
    assert parse_date("24/4/1", short_years="western") == date(2024, 4, 1)
    assert parse_date("98/4/1", short_years="western") == date(1998, 4, 1)
    assert parse_date("31.4.30", short_years="平成") == date(2019, 4, 30)
    assert parse_date("6年度", "fiscal_year_start", short_years="R") == date(2024, 4, 1)
    assert parse_date("R6.4.1", short_years="western") == date(2024, 4, 1)
    for cell, years in (("31.5.1", "平成"), ("4/4/1", "western"), ("6.4.1", "")):
        with pytest.raises(UnreadableError):
            parse_date(cell, short_years=years)


def test_a_cell_with_its_own_year_keeps_it() -> None:
    assert parse_date("2022/4/1", fiscal_year=2024) == date(2022, 4, 1)
    assert parse_date("1月15日", fiscal_year=2024) == date(2025, 1, 15)
    assert parse_date("1月15日", year=2024) == date(2024, 1, 15)
    with pytest.raises(UnreadableError):
        parse_date("2月29日", year=2023)


def test_arguments_that_do_not_exist_are_no_matter_of_the_cell() -> None:
    for arguments in ({"form": "week"}, {"short_years": "慶応"}, {"year": 2024, "fiscal_year": 2024}):
        with pytest.raises(ValueError, match=r"year|form") as caught:
            parse_date("R6.4.1", **arguments)  # type: ignore[arg-type]  # wrong on purpose
        assert not isinstance(caught.value, UnreadableError)


@settings(max_examples=1500, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.text(
            alphabet="令和平成昭大明RHS元年度月日時期（）()火.-/／・〇一二三十百千0123456789０９ 　㋿㍻①²ー現在",
            max_size=20,
        ),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.none(),
        st.datetimes(),
        st.timedeltas(),
    ),
    st.sampled_from(DATE_FORMS),
    st.sampled_from(("", *SHORT_YEARS)),
    st.sampled_from([(None, None), (2024, None), (None, 2024), (99999, None)]),
)
def test_no_cell_at_all_raises_anything_else(
    cell: object, form: str, short: str, years: tuple[int | None, int | None]
) -> None:
    try:
        found = parse_date(cell, form, short_years=short, year=years[0], fiscal_year=years[1])
    except UnreadableError as error:
        assert error.why.ja
        assert error.fix.en
        return
    assert type(found) is date


def test_very_long_cells_are_refused_too() -> None:
    for cell in (10**5000, "9" * 10_000, "一" * 10_000, timedelta(days=1)):
        with pytest.raises(UnreadableError):
            parse_date(cell)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和5年度4月", date(2023, 4, 1)),
        ("令和5年度/3月", date(2024, 3, 1)),
        ("R5/3", date(2024, 3, 1)),
        ("2023/12", date(2023, 12, 1)),
        ("平成31年度 1月", date(2020, 1, 1)),
    ],
)
def test_a_month_of_a_fiscal_year_from_january_on_lies_in_the_next_year(text: str, expected: date) -> None:
    assert parse_date(text, "fiscal_month") == expected
    last = parse_date(text, "fiscal_month_end")
    assert (last + timedelta(days=1)).day == 1
    assert last.replace(day=1) == expected


@pytest.mark.parametrize(
    "text", ["R5", "5/4", "令和5年度13月", "平成35年度4月", "4月", "2023年3月", "令和5年3月", "202312"]
)
def test_what_is_no_month_of_a_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_date(text, "fiscal_month")


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("平成31・令和元年度", "fiscal_year_start", date(2019, 4, 1)),
        ("31・令和元年度", "fiscal_year_end", date(2020, 3, 31)),
        ("H31/R1年度", "fiscal_year_start", date(2019, 4, 1)),
        ("平成31年度/令和元年度", "fiscal_year_start", date(2019, 4, 1)),
        ("昭和64・平成元年", "year_start", date(1989, 1, 1)),
        ("平成31・令和元年5月", "month", date(2019, 5, 1)),
    ],
)
def test_the_year_in_which_an_era_ended_has_two_names(text: str, form: str, day: date) -> None:
    assert parse_date(text, form) == day


@pytest.mark.parametrize("text", ["平成30・令和元年度", "31・令和2年度", "元・元年度", "1/元年"])
def test_two_years_are_not_one(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_date(text, "fiscal_year_start")
