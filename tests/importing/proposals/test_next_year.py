"""One mapping reads the files of every year: years and months in names, titles, sheets and headers are left open."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from sojo_eval.importing.file_names import is_path
from sojo_eval.importing.proposals.next_year import any_time, without_times
from sojo_eval.importing.proposals.written.mapping_text import mapping_files, mapping_toml
from tests.importing.proposals.proposed_books import (
    MONTHS,
    Rows,
    book,
    figures,
    imported,
    month_starts,
    proposals,
    read_by,
)


def titled(path: Path, title: str) -> None:
    book(path, [[title], ["区分", *MONTHS], ["電話", *range(3, 15)], ["来所", *range(20, 32)]])


def test_a_year_that_only_the_title_tells_is_read_from_the_title_of_each_file(
    raw: Path, tmp_path: Path
) -> None:
    titled(raw / "相談a.xlsx", "令和5年度 相談件数")
    (proposal,) = proposals(raw / "相談a.xlsx")
    text = mapping_toml(proposal, "ja", "132292", one_sheet=True).replace("相談a.xlsx", "相談*.xlsx")
    titled(raw / "相談b.xlsx", "令和６年度　相談件数")
    titled(raw / "相談c.xlsx", "相談件数")
    result = read_by(tmp_path, text)
    (problem,) = (p for p in result.problems if p.severity == "error")
    assert (problem.rule, problem.file, problem.row) == ("name", "raw/相談c.xlsx", 2)
    (raw / "相談c.xlsx").unlink()
    found = figures(read_by(tmp_path, text))
    assert sorted(found["period_start"].unique().tolist()) == month_starts(2023) + month_starts(2024)


@pytest.mark.parametrize("note", ["※令和4年度より集計方法を変更", "令和４年度から再掲"])
def test_a_note_or_another_year_above_the_header_is_not_taken_for_the_year(
    raw: Path, tmp_path: Path, note: str
) -> None:
    rows: Rows = [["令和5年度 相談件数"], [note], ["区分", *MONTHS], ["電話", *range(3, 15)]]
    book(raw / "相談.xlsx", rows)
    text = mapping_toml(proposals(raw / "相談.xlsx")[0], "ja", "132292", one_sheet=True)
    result = read_by(tmp_path, text)
    if note.startswith("※"):
        assert figures(result)["period_start"].tolist() == month_starts(2023)
    else:
        assert [p.rule for p in result.problems if p.severity == "error"] == ["name"]


def test_calendar_years_in_a_text_file_are_calendar_years(raw: Path, tmp_path: Path) -> None:
    (raw / "電話.csv").write_text(
        "年,電話\n" + "".join(f"{y},{y % 7}\n" for y in range(2018, 2024)), encoding="utf-8"
    )
    found = figures(imported(tmp_path, proposals(raw / "電話.csv")))
    assert found["period_start"].dt.month.unique().tolist() == [1]
    assert found["period_end"].dt.month.unique().tolist() == [12]


def test_months_down_and_years_across_are_months(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [["月", "令和4年度", "令和5年度", "令和6年度"]]
    rows += [[month, n * n % 7, n * n % 11, n * n % 13] for n, month in enumerate(MONTHS)]
    book(raw / "月報.xlsx", rows)
    found = figures(imported(tmp_path, proposals(raw / "月報.xlsx")))
    assert sorted(found["period_start"].tolist()) == month_starts(2022) + month_starts(2023) + month_starts(
        2024
    )


def test_full_width_signs_in_a_files_name_are_read_back(raw: Path, tmp_path: Path) -> None:
    name = "相談（窓口別）　令和6年度.xlsx"
    book(raw / name, [["区分", *MONTHS], ["電話", *range(3, 15)]])
    found = figures(imported(tmp_path, proposals(raw / name)))
    assert set(found["indicator"]) == {"相談(窓口別)"}


def over_years(path: Path, year: int, last: int = 3) -> None:
    """Months of two fiscal years across, with a total of all."""
    months = [f"{m}月" for m in range(1, last + 1)]
    width = len(months)
    rows: Rows = [
        ["窓口", f"令和{year}年度", *[""] * (width - 1), f"令和{year + 1}年度", *[""] * (width - 1), "計"],
        ["", *months, *months, ""],
        ["泉町", *range(2 * width), sum(range(2 * width))],
        ["田無町", *range(9, 9 + 2 * width), sum(range(9, 9 + 2 * width))],
    ]
    total = 2 * width + 1
    merged = [(0, 0, 1, 0), (0, 1, 0, width), (0, width + 1, 0, 2 * width), (0, total, 1, total)]
    book(path, rows, merged=merged)


def test_years_in_the_header_are_left_open_for_the_next_file(raw: Path, tmp_path: Path) -> None:
    over_years(raw / "相談_R5.xlsx", 4)
    (proposal,) = proposals(raw / "相談_R5.xlsx")
    over_years(raw / "相談_R7.xlsx", 6, last=4)
    text = mapping_toml(proposal, "ja", "132292", one_sheet=True)
    assert "令和4" not in text
    assert "R5" not in text
    found = figures(read_by(tmp_path, text))
    assert len(found) == 2 * 6 + 2 * 8
    assert found["period_start"].dt.year.unique().tolist() == [2023, 2024, 2025, 2026]
    assert set(found["indicator"]) == {"相談/泉町", "相談/田無町"}


def test_kinds_below_the_months_and_their_total_are_left_open_too(raw: Path, tmp_path: Path) -> None:
    for year in (6, 7):
        kinds = [kind for _ in MONTHS for kind in ("新規", "継続")]
        rows: Rows = [
            ["窓口", f"令和{year}年度", *[""] * 23, "計"],
            ["", *[cell for month in MONTHS for cell in (month, "")], ""],
            ["", *kinds, ""],
        ]
        for first in (1, 2):
            numbers = [(first + k * year) % 17 for k in range(24)]
            rows.append([f"窓口{first}", *numbers, sum(numbers)])
        months = [(1, 1 + 2 * k, 1, 2 + 2 * k) for k in range(12)]
        book(
            raw / f"月別{year}年度.xlsx", rows, merged=[(0, 0, 2, 0), (0, 1, 0, 24), (0, 25, 2, 25), *months]
        )
    (proposal,) = proposals(raw / "月別6年度.xlsx")
    found = figures(read_by(tmp_path, mapping_toml(proposal, "ja", "132292", one_sheet=True)))
    assert len(found) == 2 * 48
    assert set(found["indicator"]) == {f"月別.{kind}/窓口{n}" for kind in ("新規", "継続") for n in (1, 2)}


def test_a_month_written_with_its_sign_is_a_month(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [["月", "電話"], *[[month, n * n % 7] for n, month in enumerate(MONTHS)]]
    book(raw / "月報.xlsx", rows, "令和5年度")
    found = figures(imported(tmp_path, proposals(raw / "月報.xlsx")))
    assert found["period_start"].tolist() == month_starts(2023)


def test_sheets_of_several_years_share_one_mapping_and_others_do_not(raw: Path, tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(raw / "a.xlsx")
    for year, months in ((4, MONTHS), (5, MONTHS), (6, MONTHS)):
        page = made.add_worksheet(f"令和{year}年度")
        for r, row in enumerate([["区分", *months], ["電話", *range(year, year + 12)], ["来所", *range(12)]]):
            page.write_row(r, 0, row)
    made.close()
    ((_, text),) = mapping_files(proposals(raw / "a.xlsx"), "ja", "132292")
    found = figures(read_by(tmp_path, text))
    assert sorted(found["period_start"].unique().tolist()) == month_starts(2022) + month_starts(
        2023
    ) + month_starts(2024)
    assert set(found["indicator"]) == {"a/電話", "a/来所"}

    made = xlsxwriter.Workbook(raw / "a.xlsx")
    for year, kinds in ((4, ["電話", "来所"]), (5, ["電話", "訪問"])):
        page = made.add_worksheet(f"令和{year}年度")
        page.write_row(0, 0, ["月", *kinds])
        for month in range(1, 13):
            page.write_row(month, 0, [month, month * year, month * month + year])
    made.close()
    texts = [text for _, text in mapping_files(proposals(raw / "a.xlsx"), "ja", "132292")]
    assert [text.count('sheets = ["令和') for text in texts] == [1, 1]
    assert len(figures(read_by(tmp_path, *texts))) == 48


@pytest.mark.parametrize(
    ("name", "pattern", "plain"),
    [
        ("相談_202404.xlsx", "相談_{年月}.xlsx", "相談"),
        ("相談件数（令和6年度）.xlsx", "相談件数（{年月}）.xlsx", "相談件数"),
        ("R6相談 4月分.csv", "{年月}相談 {年月}.csv", "相談"),
        ("kobe_0409sodan.xlsx", "kobe_0409sodan.xlsx", "kobe_0409sodan"),
        ("相談（窓口別）R6.xlsx", "相談（窓口別）{年月}.xlsx", "相談(窓口別)"),
        ("0092_2024.xlsx", "0092_{年月}.xlsx", "0092"),
        ("2024.xlsx", "{年月}.xlsx", ""),
        ("令和6年度[修正].xlsx", "{年月}[[]修正].xlsx", "[修正]"),
    ],
)
def test_years_and_months_in_a_files_name_are_left_open(name: str, pattern: str, plain: str) -> None:
    assert any_time(name) == pattern
    assert is_path(name, pattern)
    assert without_times(name.rsplit(".", 1)[0]) == plain
