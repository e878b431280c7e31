"""When figures are from: small written tables, each with what is hard in it, and the periods that an import reads, or what is
asked. A period is written by its first and last day; several are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import import_unchecked
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_files
from sojo_eval.schema import load_schema

FISCAL = ["4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "1月", "2月", "3月"]
CALENDAR = [f"{month}月" for month in range(1, 13)]
NUMBERS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]


def across(*times: str, title: str = "") -> list[list[object]]:
    """Times in the header, two rows of counts."""
    rows: list[list[object]] = [["区分", *times]]
    rows += [["電話", *[(i * 7) % 23 + 1 for i in range(len(times))]]]
    rows += [["来所", *[(i * 5) % 19 + 2 for i in range(len(times))]]]
    return [[title], *rows] if title else rows


def down(label: str, *times: object) -> list[list[object]]:
    """Times in a column."""
    return [[label, "件数"], *([time, (i * i * 7) % 23 + 1] for i, time in enumerate(times))]


def two(first: str, second: str, *pairs: tuple[object, object]) -> list[list[object]]:
    """A year and a month in two columns."""
    return [[first, second, "件数"], *([a, b, (i * i * 7) % 23 + 1] for i, (a, b) in enumerate(pairs))]


PLAIN: list[list[object]] = [["区分", "電話", "来所"], ["本庁", 3, 5], ["支所", 8, 2], ["出張所", 4, 9]]

# What is hard: file, rows → first span, last span, number of spans; or the entry that is asked ("?grain").
CASES: dict[str, tuple[str, list[list[object]], str]] = {
    "2024 with April first: January is the next year's": ("相談2024.xlsx", across(*FISCAL), "2024-04-01..2025-03-31 12"),
    "2024 with January first": ("相談2024.xlsx", across(*CALENDAR), "2024-01-01..2024-12-31 12"),
    "2024 with January to March alone": ("相談2024.xlsx", across("1月", "2月", "3月"), "?grain"),
    "2024 with July to September": ("相談2024.xlsx", across("7月", "8月", "9月"), "?grain"),
    "2024 with April to June": ("相談2024.xlsx", across("4月", "5月", "6月"), "2024-04-01..2024-06-30 3"),
    "R6 in the name with April first": ("相談R6.xlsx", across(*FISCAL), "2024-04-01..2025-03-31 12"),
    "a fiscal year in the name": ("相談_令和5年度.xlsx", across(*FISCAL), "2023-04-01..2024-03-31 12"),
    "full width in the name": ("相談　令和６年度.xlsx", across(*FISCAL), "2024-04-01..2025-03-31 12"),
    "heisei 31 is reiwa 1": ("平成31年度相談.xlsx", across(*FISCAL), "2019-04-01..2020-03-31 12"),
    "reiwa gan": ("令和元年度相談.xlsx", across(*FISCAL), "2019-04-01..2020-03-31 12"),
    "1901_1903 is no year": ("koguchi_1901_1903.xlsx", across("1月", "2月", "3月"), "?year"),
    "2004_2006 is no span of years": ("jukyo_2004_2006.xlsx", across("4月", "5月", "6月"), "?fiscal_year"),
    "201901-03 is not guessed": ("x_201901-03.xlsx", across("1月", "2月", "3月"), "?year"),
    "2010 may be October 2020": ("相談2010.xlsx", across(*FISCAL), "?fiscal_year"),
    "2013 is a year": ("相談2013.xlsx", across(*FISCAL), "2013-04-01..2014-03-31 12"),
    "the day of an export": ("月報_20240401.xlsx", across(*FISCAL), "?fiscal_year"),
    "no year anywhere": ("相談.xlsx", across(*FISCAL), "?fiscal_year"),
    "a fiscal year in the title": ("a.xlsx", across(*FISCAL, title="令和6年度 相談件数"), "2024-04-01..2025-03-31 12"),
    "a span of months in the title": ("a.xlsx", across(*FISCAL, title="令和5年4月〜令和6年3月"), "2023-04-01..2024-03-31 12"),
    "title and name disagree": ("令和5年度.xlsx", across(*FISCAL, title="令和6年度 相談件数"), "?fiscal_year"),
    "years in the first headers only": (
        "a.xlsx", across("2023年4月", *FISCAL[1:9], "2024年1月", "2月", "3月"), "2023-04-01..2024-03-31 12"),
    "the year in the first header only": ("a.xlsx", across("2023年4月", *FISCAL[1:]), "2023-04-01..2024-03-31 12"),
    "R6.4 across": ("a.xlsx", across("R6.4", "R6.5", "R6.6"), "2024-04-01..2024-06-30 3"),
    "full width across": ("a.xlsx", across("Ｒ６年４月", "Ｒ６年５月", "Ｒ６年６月"), "2024-04-01..2024-06-30 3"),
    "月分 across": ("a.xlsx", across("令和6年4月分", "令和6年5月分", "令和6年6月分"), "2024-04-01..2024-06-30 3"),
    "202404 across": ("a.xlsx", across("202404", "202405", "202406"), "2024-04-01..2024-06-30 3"),
    "2024/4 across": ("a.xlsx", across("2024/4", "2024/5", "2024/6", "2024/7"), "2024-04-01..2024-07-31 4"),
    "quarters": ("令和6年度.xlsx", across("第1四半期", "第2四半期", "第3四半期", "第4四半期"), "2024-04-01..2025-03-31 4"),
    "quarters as months": ("令和6年度.xlsx", across("4～6月", "7～9月", "10～12月", "1～3月"), "2024-04-01..2025-03-31 4"),
    "halves": ("a.xlsx", across("令和6年度上半期", "令和6年度下半期"), "2024-04-01..2025-03-31 2"),
    "a total among months": ("令和6年度.xlsx", across("4月", "5月", "6月", "計"), "2024-04-01..2024-06-30 3"),
    "calendar years across": ("a.xlsx", across("2019年", "2020年", "2021年"), "2019-01-01..2021-12-31 3"),
    "fiscal years across": ("a.xlsx", across("令和元年度", "令和2年度", "令和3年度"), "2019-04-01..2022-03-31 3"),
    "bare years across": ("a.xlsx", across("2019", "2020", "2021"), "?grain"),
    "two fiscal years across": ("a.xlsx", across("令和4年度", "令和5年度"), "2022-04-01..2024-03-31 2"),
    "年次 with 2020年": ("a.csv", down("年次", "2019年", "2020年", "2021年"), "2019-01-01..2021-12-31 3"),
    "年次 with 2020": ("a.csv", down("年次", 2019, 2020, 2021), "?grain"),
    "調査年 with 2020年": ("a.csv", down("調査年", "2019年", "2020年", "2021年"), "2019-01-01..2021-12-31 3"),
    "調査年 with 2020": ("a.csv", down("調査年", 2019, 2020, 2021), "?grain"),
    "年 with 2020": ("a.csv", down("年", 2019, 2020, 2021), "2019-01-01..2021-12-31 3"),
    "西暦 with 2020": ("a.csv", down("西暦", 2019, 2020, 2021), "2019-01-01..2021-12-31 3"),
    "年度 with 2020": ("a.csv", down("年度", 2019, 2020, 2021), "2019-04-01..2022-03-31 3"),
    "年度 with 2020年": ("a.csv", down("年度", "2019年", "2020年", "2021年"), "?grain"),
    "年 with 令和2年度": ("a.csv", down("年", "令和2年度", "令和3年度", "令和4年度"), "2020-04-01..2023-03-31 3"),
    "years without their era": ("a.csv", down("年度", "令和元年度", "2", "3", "4"), "2019-04-01..2023-03-31 4"),
    "two eras, then numbers": ("a.csv", down("年次", "平成30年", "令和元年", "2", "3"), "2018-01-01..2021-12-31 4"),
    "numbers of an era nobody names": ("a.csv", down("年度", "5", "6", "7"), "?short_years"),
    "6年4月 without an era": ("a.csv", down("年月", "6年4月", "6年5月", "6年6月"), "?short_years"),
    "Apr-24": ("a.csv", down("年月", "Apr-24", "May-24", "Jun-24"), "?short_years"),
    "April 2024": ("a.csv", down("年月", "Apr 2024", "May 2024", "Jun 2024"), "2024-04-01..2024-06-30 3"),
    "first days below 年月": ("a.csv", down("年月", "2024/4/1", "2024/5/1", "2024/6/1"), "2024-04-01..2024-06-30 3"),
    "first days below year_month": (
        "a.csv", down("year_month", "2021-04-01", "2021-05-01", "2021-06-01"), "2021-04-01..2021-06-30 3"),
    "first days below 基準日": ("a.csv", down("基準日", "2024/4/1", "2024/5/1", "2024/6/1"), "2024-04-01..2024-06-01 3"),
    "first days below something else": ("a.csv", down("時期", "2024/4/1", "2024/5/1", "2024/6/1"), "?grain"),
    "days of every kind": ("a.csv", down("時期", "2024/4/1", "2024/4/2", "2024/4/8"), "2024-04-01..2024-04-08 3"),
    "a date, then 2月": ("a.csv", down("月", "2017-01-01", "2月", "3月", "4月"), "2017-01-01..2017-04-30 4"),
    "months go on over the year": ("a.csv", down("年月", "令和5年11月", "12月", "1月", "2月"), "2023-11-01..2024-02-29 4"),
    "2023年 and 10月": ("a.csv", two("年", "月", ("2023年", "10月"), ("2023年", "11月"), ("2023年", "12月")),
                     "2023-10-01..2023-12-31 3"),
    "2023 and months from April on": ("a.csv", two("年", "月", *((2023, m) for m in NUMBERS)), "2023-04-01..2024-03-31 12"),
    "a year that goes on": (
        "a.csv", two("年", "月", *((2023 + (m < 4), m) for m in NUMBERS)), "2023-04-01..2024-03-31 12"),
    "an era said once, then years below blank cells": (
        "a.csv", two("年", "月", ("令和4年", "4月"), *(("", f"{m}月") for m in NUMBERS[1:9]), ("5年", "1月"),
                     *(("", f"{m}月") for m in range(2, 13)), ("6年", "1月")), "2022-04-01..2024-01-31 22"),
    "an era said once, blank cells and 〃": (
        "a.csv", two("年度", "月", ("令和4年度", "4月"), *(("〃", f"{m}月") for m in NUMBERS[1:]), ("5", "4月"), ("", "5月")),
        "2022-04-01..2023-05-31 14"),
    "an era said once beside months across": (
        "a.csv", [["年", "区分", *CALENDAR], ["令和4年", "電話", *range(1, 13)], ["", "来所", *range(2, 14)],
                  ["5年", "電話", *range(3, 15)], ["", "来所", *range(4, 16)]], "2022-01-01..2023-12-31 24"),
    "年度 and months": ("a.csv", two("年度", "月", *((2023, m) for m in NUMBERS)), "2023-04-01..2024-03-31 12"),
    "調査年 and months from April on": (
        "a.csv", two("調査年", "月", *((2023, m) for m in NUMBERS)), "2023-04-01..2024-03-31 12"),
    "調査年 and January alone": ("a.csv", two("調査年", "月", (2023, 1), (2023, 2), (2023, 3)), "?grain"),
    "months alone": ("a.csv", down("月", *NUMBERS), "?fiscal_year"),
    "months alone from January on": ("a.csv", down("月", *range(1, 13)), "?year"),
    "a time of day": (
        "a.csv", down("受付日時", "2024/04/01 09:30", "2024/04/02 10:05", "2024/4/9 9:00"), "2024-04-01..2024-04-09 3"),
    "halves down": ("a.csv", down("時期", "令和6年度上半期", "令和6年度下半期"), "2024-04-01..2025-03-31 2"),
    "ends of fiscal years": ("a.csv", down("時点", "令和5年度末現在", "令和6年度末"), "2024-03-31..2025-03-31 2"),
    "days that are counted on": ("a.csv", down("時点", "令和5年10月1日現在", "令和6年10月1日現在"), "2023-10-01..2024-10-01 2"),
    "ends of months": ("a.csv", down("時点", "令和6年2月末日", "令和6年3月末日"), "2024-02-29..2024-03-31 2"),
    "one month in the title": ("a.xlsx", [["被保護世帯数（平成30年12月分）"], *PLAIN], "2018-12-01..2018-12-31 1"),
    "one month in the name": ("月報_202404.xlsx", PLAIN, "2024-04-01..2024-04-30 1"),
    "one fiscal year in the name": ("実績 令和5年度.xlsx", PLAIN, "2023-04-01..2024-03-31 1"),
    "one year in the name": ("実績2023年.xlsx", PLAIN, "2023-01-01..2023-12-31 1"),
    "one bare year in the name": ("実績2023.xlsx", PLAIN, "?grain"),
    "the end of a fiscal year in the title": ("a.xlsx", [["令和5年度末現在"], *PLAIN], "2024-03-31..2024-03-31 1"),
    "a day in the title": ("a.xlsx", [["令和5年10月1日現在"], *PLAIN], "2023-10-01..2023-10-01 1"),
    "two times in the title": ("a.xlsx", [["令和5年度（令和6年3月31日現在）"], *PLAIN], "?period"),
    "nothing at all": ("a.xlsx", PLAIN, "?period"),
    "an export's day in the name": ("実績_20240401.xlsx", PLAIN, "?period"),
    "first days across are months": (
        "a.xlsx", across(*(f"{2023 + (m < 4)}-{m:02}-01" for m in NUMBERS)), "2023-04-01..2024-03-31 12"),
    "first days across with a day above": ("a.xlsx", across("2024-04-01", "2024-05-01", title="令和6年5月1日現在"), "?grain"),
    "the same day of each year across": ("a.xlsx", across("2022-04-01", "2023-04-01", "2024-04-01"), "?grain"),
    "days across": ("a.xlsx", across("2024-04-01", "2024-04-02", "2024-04-03"), "2024-04-01..2024-04-03 3"),
    "a day of each year": (
        "a.xlsx", [["各年4月1日現在"], *down("年", "令和元年", "令和2年", "令和3年")], "2019-04-01..2021-04-01 3"),
    "a day of each year, years as numbers": ("a.xlsx", [["（各年10月1日現在）"], *down("年", 2019, 2020)], "2019-10-01..2020-10-01 2"),
    "a day of each year, carried": ("a.xlsx", [["各年4月1日現在"], *down("年次", "平成30年", "令和元年", 2)], "2018-04-01..2020-04-01 3"),
    "a day of each year, bare eras": ("a.xlsx", [["毎年４月１日現在"], *down("年", "R1", "R2")], "2019-04-01..2020-04-01 2"),
    "a day of each year without its era": ("a.xlsx", [["各年4月1日現在"], *down("年", 5, 6)], "?short_years"),
    "the end of each fiscal year": ("a.xlsx", [["各年度末現在"], *down("年度", "令和元年度", "令和2年度")], "2020-03-31..2021-03-31 2"),
    "the end of each fiscal year below 年": ("a.xlsx", [["各年度末現在"], *down("年", "令和元年", "令和2年")], "2020-03-31..2021-03-31 2"),
    "the last of March of each fiscal year": ("a.xlsx", [["各年度3月末現在"], *down("年度", 2019, 2020)], "2020-03-31..2021-03-31 2"),
    "the end of each year": ("a.xlsx", [["各年末現在"], *down("年", "令和元年", "令和2年")], "2019-12-31..2020-12-31 2"),
    "the end of each year of fiscal years": ("a.xlsx", [["各年末現在"], *down("年度", "令和元年度", "令和2年度")], "?grain"),
    "a day of each year across": ("a.xlsx", across("令和2年", "令和3年", "令和4年", title="各年4月1日現在"), "2020-04-01..2022-04-01 3"),
    "a span of each fiscal year is no day": (
        "a.xlsx", [["各年度4月1日から3月31日まで"], *down("年度", "令和2年度", "令和3年度")], "2020-04-01..2022-03-31 2"),
    "two days of each year": ("a.xlsx", [["各年4月1日現在、世帯は各年10月1日現在"], *down("年", "令和元年", "令和2年")], "?grain"),
    "a day of each year in the label": ("a.csv", down("年（4月1日現在）", "令和元年", "令和2年"), "2019-04-01..2020-04-01 2"),
    "a day of each year below the table": (
        "a.xlsx", [*down("年", "令和元年", "令和2年"), ["※各年4月1日現在"]], "2019-04-01..2020-04-01 2"),
    "half-years and a year among months": (
        "令和5年度.xlsx", down("月", *FISCAL[:6], "上半期計", *FISCAL[6:], "下半期計", "年間計"), "2023-04-01..2024-03-31 12"),
    "quarters among months": (
        "令和5年度.xlsx", down("月", *FISCAL[:3], "第１四半期計", *FISCAL[3:6], "第2四半期", "4〜9月"), "2023-04-01..2023-09-30 6"),
    "sums by other names among months": (
        "令和5年度.xlsx", down("月", *FISCAL[:6], "前期", *FISCAL[6:], "後期", "令和5年度計"), "2023-04-01..2024-03-31 12"),
    "numbers of months with half-years": (
        "令和5年度.xlsx", down("月", *NUMBERS[:6], "上半期", *NUMBERS[6:], "下半期", "通年"), "2023-04-01..2024-03-31 12"),
    "surveys of years": ("a.csv", down("調査年", "平成30年度調査", "令和3年度調査", "令和6年度調査"), "2018-04-01..2025-03-31 3"),
    "results of years": ("a.csv", down("年度", "令和4年度実績", "令和5年度実績値"), "2022-04-01..2024-03-31 2"),
    "a note is no title": ("a.xlsx", [["※令和4年度から集計方法を変更"], *PLAIN], "?period"),
}  # fmt: skip


def found(
    folder: Path, file: str, rows: list[list[object]], sheet: str = "", sheets: tuple[str, ...] = ()
) -> str:
    """What is asked, else what the proposal as it stands reads."""
    width = max(map(len, rows))
    texts: list[list[object]] = [[str(c) for c in row] + [""] * (width - len(row)) for row in rows]
    schema = load_schema()
    proposed = propose(Sheet(sheet, texts), file, schema, "indicators_published", sheets)
    asked = [key for p in proposed if p.period is not None for key, _ in p.period.asked]
    if asked:
        return "?" + " ".join(asked)
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    name = Path(file).with_suffix(".csv").name
    (folder / "raw" / name).write_text(
        "\n".join(",".join(map(str, row)) for row in texts) + "\n", encoding="utf-8"
    )
    for number, (_, text) in enumerate(mapping_files(proposed, "ja", "132292", one_sheet=True)):
        text = text.replace('"…"', '"count"').replace(Path(file).suffix + '"]', '.csv"]')
        (folder / "mappings" / f"{number}.toml").write_text(text, encoding="utf-8")
    result = import_unchecked(folder / "raw", folder / "mappings", {}, schema)
    table = result.tables.get("indicators_published")
    if table is None or table["period_start"].isna().any():
        return (
            "unread: " + "; ".join(p.sentence("ja") for p in result.problems if p.severity == "error")[:300]
        )
    spans = sorted(
        {
            (f"{a:%Y-%m-%d}", f"{b:%Y-%m-%d}")
            for a, b in zip(table["period_start"], table["period_end"], strict=True)
        }
    )
    return f"{spans[0][0]}..{spans[-1][1]} {len(spans)}"


@pytest.mark.parametrize("trap", CASES)
def test_the_period_is_right_or_asked(tmp_path: Path, trap: str) -> None:
    file, rows, wanted = CASES[trap]
    assert found(tmp_path, file, rows) == wanted


@pytest.mark.parametrize(
    ("sheet", "sheets", "place"),
    [
        ("4月", ("4月", "5月", "3月"), "令和6年度月報"),
        ("1月", ("4月", "12月", "1月"), "令和6年度月報"),
        ("R6.4", ("R6.4", "R6.5"), "令和6年度月報"),
        ("令和6年5月", ("令和6年5月",), "月報"),
        ("令和6年度", ("令和6年度",), "月報"),
    ],
)
def test_a_sheet_may_be_a_month_or_a_year(sheet: str, sheets: tuple[str, ...], place: str) -> None:
    rows: list[list[object]] = [[str(c) for c in row] for row in PLAIN]
    (proposal,) = propose(Sheet(sheet, rows), f"{place}.xlsx", load_schema(), "", sheets)
    assert proposal.period is not None
    assert proposal.period.asked == ()
    assert proposal.period.sheet_name
    ((_, text),) = mapping_files([proposal], "ja", "132292")
    assert f'"{sheet}"' not in text  # the mapping reads the other months too
    assert any("シート名" in t.ja for t in proposal.period.taken)


def test_months_of_sheets_with_a_bare_year_are_asked() -> None:
    rows: list[list[object]] = [[str(c) for c in row] for row in PLAIN]
    (proposal,) = propose(Sheet("1月", rows), "月報2024.xlsx", load_schema(), "", ("1月",))
    assert proposal.period is not None
    assert [key for key, _ in proposal.period.asked] == ["grain"]
    (proposal,) = propose(Sheet("1月", rows), "月報2024.xlsx", load_schema(), "", ("4月", "12月", "1月"))
    assert proposal.period is not None
    assert (proposal.period.asked, proposal.period.start) == ((), "fiscal_month")


@pytest.mark.parametrize(
    ("label", "times", "unread"),
    [
        ("年次", ["平成29年", "30", "31・令和2", "2", "3"], "「31・令和2」"),
        ("調査年", ["平成30年度", "第2回", "令和3年度", "前回"], "「第2回」「前回」"),
        ("月", ["4月", "5月", "夏", "7月", "8月", "秋", "10月"], "「夏」「秋」"),
    ],
)
def test_where_most_rows_are_times_none_is_asked_for_all(label: str, times: list[str], unread: str) -> None:
    texts: list[list[object]] = [[str(c) for c in row] for row in down(label, *times)]
    (proposal,) = propose(Sheet("", texts), "x_令和5年度.csv", load_schema(), "indicators_published")
    assert proposal.period is not None
    assert "period" not in [key for key, _ in proposal.period.asked]
    assert [c.label for c in proposal.period.used] == [label]
    assert any(unread in text.ja for text in proposal.unclear)


def test_a_year_that_cannot_be_read_is_refused_where_it_stands(tmp_path: Path) -> None:
    told = found(tmp_path, "a.csv", down("年次", "平成29年", "30", "31・令和2", "2"))
    assert told.startswith("unread: ")
    assert "値: 31・令和2" in told


def test_what_a_doubtful_name_may_mean_is_told_with_the_question() -> None:
    rows: list[list[object]] = [[str(c) for c in row] for row in across("1月", "2月", "3月")]
    (proposal,) = propose(Sheet("", rows), "koguchi_1901_1903.xlsx", load_schema())
    assert proposal.period is not None
    ((_, question),) = proposal.period.asked
    assert "2019年1月とも読めます" in question.ja
