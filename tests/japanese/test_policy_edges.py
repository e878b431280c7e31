"""Dates and numbers at their edges: the first and last day of eras, two-digit years, months of fiscal years, digits."""

from __future__ import annotations

from datetime import date

import pytest

from sojo_eval.japanese import UnreadableError, parse_boolean, parse_date, parse_number, to_wareki


def read(cell: object, form: str = "day", **given: object) -> date | None:
    """The day, or None where it is refused."""
    try:
        return parse_date(cell, form, **given)  # type: ignore[arg-type]
    except UnreadableError:
        return None


@pytest.mark.parametrize(
    ("refused", "passed", "day"),
    [
        ("明治1.10.22", "明治1.10.23", (1868, 10, 23)),
        ("明治45.7.30", "明治45.7.29", (1912, 7, 29)),
        ("大正1.7.29", "大正1.7.30", (1912, 7, 30)),
        ("大正15.12.25", "大正15.12.24", (1926, 12, 24)),
        ("昭和1.12.24", "昭和1.12.25", (1926, 12, 25)),
        ("昭和64.1.8", "昭和64.1.7", (1989, 1, 7)),
        ("平成1.1.7", "平成1.1.8", (1989, 1, 8)),
        ("平成31.5.1", "平成31.4.30", (2019, 4, 30)),
        ("令和1.4.30", "令和1.5.1", (2019, 5, 1)),
    ],
)
def test_an_era_has_a_first_and_a_last_day(refused: str, passed: str, day: tuple[int, int, int]) -> None:
    assert read(refused) is None
    assert read(passed) == date(*day)
    written = to_wareki(date(*day))
    assert parse_date(written) == date(*day)
    assert written[0] == "MTSHR"["明大昭平令".index(passed[0])]


def test_before_the_first_era_there_is_no_wareki() -> None:
    assert to_wareki(date(1868, 10, 23)) == "M1.10.23"
    with pytest.raises(ValueError, match="before"):
        to_wareki(date(1868, 10, 22))


@pytest.mark.parametrize(
    ("refused", "passed", "form", "day"),
    [
        ("平成31年5月", "平成31年4月", "month", (2019, 4, 1)),
        ("令和1年4月", "令和1年5月", "month", (2019, 5, 1)),
        ("平成32年度", "平成31年度", "fiscal_year_start", (2019, 4, 1)),
        ("令和0年度", "令和1年度", "fiscal_year_start", (2019, 4, 1)),
        ("平成32年", "平成31年", "year_start", (2019, 1, 1)),
        ("平成32年度4月", "平成31年度3月", "fiscal_month", (2020, 3, 1)),
    ],
)
def test_a_month_or_year_must_touch_its_era(
    refused: str, passed: str, form: str, day: tuple[int, int, int]
) -> None:
    assert read(refused, form) is None
    assert read(passed, form) == date(*day)


@pytest.mark.parametrize(
    ("cell", "year"), [("69/4/1", 2069), ("70/4/1", 1970), ("00/4/1", 2000), ("99/4/1", 1999)]
)
def test_two_digit_western_years_turn_at_seventy(cell: str, year: int) -> None:
    assert read(cell, short_years="western") == date(year, 4, 1)
    assert read(cell) is None
    assert read(cell[1:], short_years="western") is None  # one digit is no short year


@pytest.mark.parametrize(("month", "year"), [(3, 2025), (4, 2024), (1, 2025), (12, 2024)])
def test_january_to_march_lie_in_the_second_year_of_a_fiscal_year(month: int, year: int) -> None:
    assert read(f"{month}月1日", fiscal_year=2024) == date(year, month, 1)
    assert read(f"{month}月", "month", fiscal_year=2024) == date(year, month, 1)
    assert read(f"令和6年度{month}月", "fiscal_month") == date(year, month, 1)
    assert read(f"{month}月1日", year=2024) == date(2024, month, 1)


@pytest.mark.parametrize(
    ("day", "form", "expected"),
    [
        (date(2024, 3, 31), "fiscal_year_start", date(2023, 4, 1)),
        (date(2024, 4, 1), "fiscal_year_start", date(2024, 4, 1)),
        (date(2024, 3, 31), "fiscal_year_end", date(2024, 3, 31)),
        (date(2024, 4, 1), "fiscal_year_end", date(2025, 3, 31)),
        (date(2024, 2, 10), "month_end", date(2024, 2, 29)),
        (date(2024, 2, 10), "month", date(2024, 2, 1)),
        (date(2024, 2, 10), "fiscal_month_end", date(2024, 2, 29)),
        (date(2024, 2, 10), "year_start", date(2024, 1, 1)),
        (date(2024, 2, 10), "year_end", date(2024, 12, 31)),
        (date(2024, 2, 10), "day", date(2024, 2, 10)),
    ],
)
def test_a_cell_that_is_a_date_takes_the_form_of_its_column(day: date, form: str, expected: date) -> None:
    assert parse_date(day, form) == expected


@pytest.mark.parametrize(
    ("refused", "passed"),
    [
        ("1799/12/31", "1800/1/1"),
        ("2201/1/1", "2200/12/31"),
        ("2023/2/29", "2024/2/29"),
        ("2024/13/1", "2024/12/1"),
        ("2024/0/1", "2024/1/1"),
        ("2024/4/31", "2024/4/30"),
        ("令和0年4月1日", "令和2年4月1日"),
    ],
)
def test_a_day_must_be_in_the_calendar_of_the_years_that_can_be(refused: str, passed: str) -> None:
    assert read(refused) is None
    assert read(passed) is not None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (0, None), (1, (1900, 1, 1)), (59, (1900, 2, 28)), (60, None), (61, (1900, 3, 1)), (45383, (2024, 4, 1)),
        (109_939, (2200, 12, 31)), (109_940, None),
    ],
)  # fmt: skip
def test_serial_numbers_of_excel(number: int, day: tuple[int, int, int] | None) -> None:
    assert read(number, "excel_serial") == (date(*day) if day else None)


def test_day_and_month_are_never_swapped_unless_said() -> None:
    assert read("11/1/2018") is None
    assert read("11/1/2018", "month_day_year") == date(2018, 11, 1)
    assert read("2018/11/1", "month_day_year") is None


@pytest.mark.parametrize(
    ("refused", "passed", "value"),
    [
        ("9007199254740993", "9007199254740992", 2.0**53),
        ("1.23E+3", "1.234E+3", 1234.0),
        ("1,23", "1,234", 1234.0),
        ("12,3456", "12,345", 12345.0),
        ("1234,567", "234,567", 234567.0),
        ("5人未満", "△5", -5.0),
        ("▲", "▲5", -5.0),
    ],
)
def test_a_number_is_read_exactly_or_not_at_all(refused: str, passed: str, value: float) -> None:
    with pytest.raises(UnreadableError):
        parse_number(refused)
    assert parse_number(passed) == value


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("%", 0.01), ("‰", 0.001), ("割", 0.1), ("人", 1), ("百人", 100), ("千人", 1000), ("千円", 1000), ("万人", 1e4),
        ("十万円", 1e5), ("百万円", 1e6), ("千万円", 1e7), ("億円", 1e8), ("十億円", 1e9), ("百億円", 1e10), ("ページ", 1),
    ],
)  # fmt: skip
def test_a_unit_multiplies_by_what_its_name_says(unit: str, factor: float) -> None:
    assert parse_number(5, unit) == pytest.approx(5 * factor, rel=1e-12)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [("○", True), ("有", True), ("1", True), (1.0, True), ("×", False), ("無", False), ("0", False), (0.0, False), ("2", None), (2.0, None), ("", None)],
)  # fmt: skip
def test_yes_and_no(cell: object, meaning: bool | None) -> None:
    if meaning is None:
        with pytest.raises(UnreadableError):
            parse_boolean(cell)
    else:
        assert parse_boolean(cell) is meaning
