"""What `sojo-eval map` proposes, and that the proposal imports as it stands: tables of every shape that cities use."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.file_names import is_path
from sojo_eval.importing.mapping_file import read_mapping
from sojo_eval.importing.proposal import propose
from sojo_eval.importing.proposal_doubles import counted_in_several
from sojo_eval.importing.proposal_next_year import any_time, without_times
from sojo_eval.importing.proposal_text import mapping_files, mapping_toml, summary
from sojo_eval.importing.proposed import Proposal
from sojo_eval.importing.reading import read_sheets
from sojo_eval.schema import load_schema

MONTHS = [f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
AREAS = pd.DataFrame({"area": ["132292"], "level": ["city"], "name_ja": ["西東京市"]})
Rows = list[list[object]]
Merge = tuple[int, int, int, int]


def book(path: Path, rows: Rows, sheet: str = "Sheet1", merged: list[Merge] | None = None) -> None:
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet(sheet)
    for r, row in enumerate(rows):
        page.write_row(r, 0, row)
    for top, left, bottom, right in merged or []:
        page.merge_range(top, left, bottom, right, rows[top][left])
    made.close()


def proposals(path: Path) -> list[Proposal]:
    sheets, _ = read_sheets(path, path.name)
    return [p for sheet in sheets for p in propose(sheet, path.name, load_schema())]


def imported(folder: Path, found: list[Proposal]) -> ImportResult:
    """What an import makes of the proposals as they stand; the file lies in folder/raw."""
    (folder / "mappings").mkdir()
    for number, proposal in enumerate(found):
        text = mapping_toml(proposal, "ja", "132292", several=len(found) > 1)
        (folder / "mappings" / f"{number}.toml").write_text(text, encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"areas": AREAS}, load_schema())


def figures(result: ImportResult) -> pd.DataFrame:
    assert [p.sentence("en") for p in result.problems if p.severity != "note"] == []
    log = result.log
    assert (log["rows_read"] == log["rows_kept"] + log["rows_left_out"] + log["rows_refused"]).all()
    return result.tables["indicators_published"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def month_starts(year: int) -> list[pd.Timestamp]:
    return list(pd.date_range(f"{year}-04-01", periods=12, freq="MS"))


def test_months_across_beside_a_fiscal_year_become_a_month_a_record(raw: Path, tmp_path: Path) -> None:
    counts = list(range(1, 13))
    rows: Rows = [
        ["相談件数"],
        ["年度", "区分", *MONTHS, "計"],
        ["令和4年度", "新規", *counts, 78],
        ["", "継続", *[c * 2 for c in counts], 156],
        ["令和5年度", "新規", *[c * 3 for c in counts], 234],
        ["", "継続", *[c * 4 for c in counts], 312],
    ]
    book(raw / "相談.xlsx", rows)
    found = figures(imported(tmp_path, proposals(raw / "相談.xlsx")))
    new = found[(found["indicator"] == "相談/新規") & (found["period_start"] >= "2023-04-01")]
    assert new["value"].tolist() == [c * 3 for c in counts]
    assert new["period_start"].tolist() == month_starts(2023)
    assert new["period_end"].iloc[-1] == pd.Timestamp("2024-03-31")
    assert len(found) == 48


def test_a_total_of_the_months_that_does_not_agree_is_told(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [["年度", "区分", *MONTHS, "計"]]
    rows += [[f"令和{year}年度", "新規", *[1] * 12, 12] for year in range(1, 15)]
    rows[5][14] = 13
    book(raw / "相談.xlsx", rows)
    result = imported(tmp_path, proposals(raw / "相談.xlsx"))
    assert [(p.rule, p.cell) for p in result.problems] == [("sum-differs", "O6")]


def test_a_fiscal_year_and_a_month_side_by_side(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [["年度", "月", "新規", "継続", "計"]]
    for year in (2022, 2023):
        rows += [[year, int(month[:-1]), n, n * 2, n * 3] for n, month in enumerate(MONTHS, 1)]
    book(raw / "月報.xlsx", rows)
    (proposal,) = proposals(raw / "月報.xlsx")
    assert [(t.label, [p.label for p in parts]) for t, parts, _ in proposal.sums] == [
        ("計", ["新規", "継続"])
    ]
    found = figures(imported(tmp_path, [proposal]))
    new = found[found["indicator"] == "月報.新規"]
    assert new["period_start"].tolist() == month_starts(2022) + month_starts(2023)
    assert set(found["indicator"]) == {"月報.新規", "月報.継続"}


def test_two_header_rows_of_fiscal_years_over_months(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["窓口", "令和4年度", "", "", "令和5年度", "", ""],
        ["", "1月", "2月", "3月", "4月", "5月", "6月"],
        ["泉町", 1, 2, 3, 4, 5, 6],
        ["田無町", 7, 8, 9, 10, 11, 12],
    ]
    book(raw / "a.xlsx", rows, merged=[(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6)])
    found = figures(imported(tmp_path, proposals(raw / "a.xlsx")))
    izumi = found[found["indicator"] == "a/泉町"]
    assert izumi["value"].tolist() == [1, 2, 3, 4, 5, 6]
    assert izumi["period_start"].tolist() == list(pd.date_range("2023-01-01", periods=6, freq="MS"))


def test_three_header_rows_keep_what_stands_beside_the_time(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["窓口", "令和5年度", "", "", "", "", ""],
        ["", "4月", "", "5月", "", "6月", ""],
        ["", "男", "女", "男", "女", "男", "女"],
        ["泉町", 1, 2, 3, 4, 5, 6],
        ["田無町", 7, 8, 9, 10, 11, 12],
    ]
    book(raw / "a.xlsx", rows, merged=[(0, 0, 2, 0), (0, 1, 0, 6), (1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6)])
    found = figures(imported(tmp_path, proposals(raw / "a.xlsx")))
    men = found[found["indicator"] == "a.男/泉町"]
    assert men["value"].tolist() == [1, 3, 5]
    assert men["period_start"].tolist() == list(pd.date_range("2023-04-01", periods=3, freq="MS"))


@pytest.mark.parametrize(("name", "sheet"), [("相談_令和5年度.xlsx", "Sheet1"), ("相談.xlsx", "令和5年度")])
def test_the_fiscal_year_may_stand_in_a_name(raw: Path, tmp_path: Path, name: str, sheet: str) -> None:
    book(raw / name, [["区分", *MONTHS], ["電話", *range(12)], ["来所", *range(12, 24)]], sheet)
    found = figures(imported(tmp_path, proposals(raw / name)))
    assert found["period_start"].unique().tolist() == month_starts(2023)


def test_years_across_are_fiscal_years(raw: Path, tmp_path: Path) -> None:
    book(
        raw / "a.xlsx",
        [["項目", "令和3年度", "令和4年度", "令和5年度"], ["件数", 1, 2, 3], ["延べ", 4, 5, 6]],
    )
    found = figures(imported(tmp_path, proposals(raw / "a.xlsx")))
    first = found[found["indicator"] == "a/件数"]
    assert first["period_start"].tolist() == [pd.Timestamp(f"{year}-04-01") for year in (2021, 2022, 2023)]
    assert first["period_end"].iloc[0] == pd.Timestamp("2022-03-31")


def test_several_tables_on_a_sheet_are_proposed_each(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["表1 窓口別"],
        ["年度", "本庁", "支所"],
        ["令和4年度", 10, 20],
        ["令和5年度", 11, 21],
        [],
        ["表2 方法別"],
        ["年度", "電話", "来所", "訪問"],
        ["令和4年度", 1, 2, 3],
        ["令和5年度", 4, 5, 6],
        [],
        ["※速報値"],
    ]
    book(raw / "a.xlsx", rows)
    first, second = proposals(raw / "a.xlsx")
    assert second.below
    found = figures(imported(tmp_path, [first, second]))
    values = found.groupby("indicator")["value"].apply(list).to_dict()
    assert values == {
        "a.Sheet1.本庁": [10, 11],
        "a.Sheet1.支所": [20, 21],
        "a.Sheet1.電話": [1, 4],
        "a.Sheet1.来所": [2, 5],
        "a.Sheet1.訪問": [3, 6],
    }


def test_a_gap_in_a_table_makes_no_second_one(raw: Path) -> None:
    book(raw / "a.xlsx", [["年月", "件数"], ["R5.4", 1], [], ["R5.5", 2], ["R5.6", 3]])
    assert len(proposals(raw / "a.xlsx")) == 1


def test_a_log_is_the_table_that_it_is(raw: Path) -> None:
    text = "受付番号,受付日,受付機関,相談経路,対応結果,メモ\nK1,R6.4.1,泉町,本人,助言,x\nK2,R6.4.2,泉町,家族,助言,y\n"
    (raw / "記録.csv").write_bytes(text.encode("cp932"))
    (proposal,) = proposals(raw / "記録.csv")
    assert proposal.table.name == "consultations"
    fields = {m.field.name: m.column.label for m in proposal.matches}
    assert fields["consultation_id"] == "受付番号"
    assert fields["received_date"] == "受付日"
    assert proposal.unused == ("メモ",)
    said = "\n".join(summary(proposal, "ja"))
    assert "相談記録" in said
    assert "メモ" in said


def test_what_no_name_and_no_column_tells_is_asked(raw: Path) -> None:
    book(raw / "a.xlsx", [["窓口", "件数"], ["泉町", 3], ["田無町", 5], ["向台町", 4]])
    (proposal,) = proposals(raw / "a.xlsx")
    assert any("period_start" in text.en for text in proposal.unclear)


def test_kobe_is_proposed_with_its_running_totals_as_checks(reference_data: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    path = reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx"
    found = [p for p in proposals(path) if p.sheet == "相談件数"]
    assert [running for _, _, running in found[0].sums] == [True, True]
    (tmp_path / "raw" / path.name).symlink_to(path)
    result = imported(tmp_path, found)
    assert [p.rule for p in result.problems if p.severity == "error"] == []
    table = result.tables["indicators_published"]
    # 73 days of one desk and of the centres, to their last printed running totals.
    assert len(table) == 146
    assert table.groupby("definition")["value"].sum().tolist() == [4_564, 17_734]


def test_numbers_that_stand_on_two_sheets_are_told_and_proposed_once(reference_data: Path) -> None:
    path = reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx"
    found = counted_in_several(proposals(path))
    doubled = {p.sheet: [f.column.name for f in p.figures if f.column.at in p.doubled] for p in found}
    assert doubled == {
        "相談件数": [],  # the sheet goes on for a day more than the next one
        "計算用": ["新型コロナウイルス専用健康相談窓口（日別）", "保健所・保健センター（日別）"],
        # Blank there where 計算用 has 0.
        "旧型式（相談件数）": [f.column.name for f in found[2].figures],
    }
    assert any(
        "27" not in t.en and "cells are blank in one and 0 in the other" in t.en for t in found[2].unclear
    )
    texts = [text for _, text in mapping_files(found, "ja", "281000")]
    assert '# header = "保健所・保健センター（日別）"' in texts[1]
    entries = tomllib.loads(texts[2])
    assert sorted(entries) == ["files", "sheets", "why"]


def test_a_rule_that_held_until_a_day_ends_on_it(reference_data: Path) -> None:
    path = reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx"
    (proposal,) = (p for p in proposals(path) if p.sheet == "計算用")
    text = mapping_toml(proposal, "ja")
    assert '# start_date = "2020-02-20"' in text  # ２/19までは土日祝日のみ
    assert '# start_date = "2020-02-06"' in text  # 2/6より開始


def test_formulas_without_their_results_make_no_label_of_the_notes_below(
    reference_data: Path, raw: Path, tmp_path: Path
) -> None:
    book_ = openpyxl.load_workbook(reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx")
    book_.save(raw / "a.xlsx")  # formulas are kept, their results are not
    (proposal,) = (p for p in proposals(raw / "a.xlsx") if p.sheet == "計算用")
    assert proposal.divided_by == ()
    assert "健康相談窓口（日別）" in [f.column.name for f in proposal.figures]


def test_columns_of_few_numbers_are_not_taken_for_each_other(raw: Path) -> None:
    made = xlsxwriter.Workbook(raw / "a.xlsx")
    for name in ("甲", "乙"):
        page = made.add_worksheet(name)
        page.write_row(0, 0, ["年度", "件数"])
        for n in range(9):
            page.write_row(n + 1, 0, [f"令和{n + 1}年度", n % 2])
    made.close()
    assert [p.doubled for p in counted_in_several(proposals(raw / "a.xlsx"))] == [(), ()]


def test_a_footnote_that_changes_the_count_is_offered_as_an_event(reference_data: Path) -> None:
    path = reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx"
    (proposal,) = (p for p in proposals(path) if p.sheet == "相談件数")
    text = mapping_toml(proposal, "en")
    assert "# Footnote: ※4/8より健康相談窓口と帰国者・接触者相談センターを統合" in text
    offered = text[text.index("# [[notes]]") :]
    uncommented = "\n".join(line.removeprefix("# ") for line in offered.splitlines())
    assert 'start_date = "2020-04-08"' in uncommented  # all days are of that year
    _, problems = read_mapping("m.toml", (text + "\n" + uncommented).encode(), load_schema())
    assert [p.column for p in problems] == [
        f"notes[1].event.{key}" for key in ("event", "title_en", "applies_to")
    ]
    filled = uncommented.replace('"…"', '"kobe.desk"')
    mapping, problems = read_mapping("m.toml", (text + "\n" + filled).encode(), load_schema())
    assert problems == []
    assert mapping is not None
    assert mapping.notes[0].event["kind"] == "definition_change"


def test_one_mapping_reads_the_files_of_every_year(raw: Path, tmp_path: Path) -> None:
    for year in (2022, 2023):
        book(
            raw / f"月報_{year}.xlsx",
            [["月", "新規"], *([m, year * m % 97] for m in range(1, 13))],
            f"Sheet{year}",
        )
    (proposal,) = proposals(raw / "月報_2022.xlsx")
    (tmp_path / "mappings").mkdir()
    text = mapping_toml(proposal, "ja", "132292", one_sheet=True)
    (tmp_path / "mappings" / "m.toml").write_text(text, encoding="utf-8")
    result = import_sources(raw, tmp_path / "mappings", {"areas": AREAS}, load_schema())
    found = figures(result)
    assert set(found["indicator"]) == {"月報.新規"}
    assert found["period_start"].tolist() == list(pd.date_range("2022-01-01", periods=24, freq="MS"))


def test_rows_of_totals_are_proposed_as_checks_and_not_as_figures(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["地域活動 参加者数"],
        ["令和5年度"],
        ["区分", "圏域", *MONTHS, "計"],
        ["サロン", "北東部", *range(1, 13), 78],
        ["", "中部", *range(2, 14), 90],
        ["", "小計", *range(3, 27, 2), 168],
        ["体操", "北東部", *[5] * 12, 60],
        ["", "中部", *[6] * 12, 72],
        ["", "小計", *[11] * 12, 132],
        ["総計", "", *[n + 11 for n in range(3, 27, 2)], 300],
        ["※R5.10から中部に新会場"],
    ]
    book(raw / "参加者_令和5年度.xlsx", rows, merged=[(3, 0, 5, 0), (6, 0, 8, 0)])
    (proposal,) = proposals(raw / "参加者_令和5年度.xlsx")
    found = figures(imported(tmp_path, [proposal]))
    assert found["value"].sum() == 300
    assert len(found) == 48
    assert not found["indicator"].str.contains("計").any()


def test_a_row_of_totals_that_is_wrong_is_told(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["年度", "電話", "来所"],
        ["令和3年度", 1, 2],
        ["令和4年度", 3, 4],
        ["令和5年度", 5, 6],
        ["合計", 9, 13],
    ]
    book(raw / "a.xlsx", rows)
    result = imported(tmp_path, proposals(raw / "a.xlsx"))
    assert [(p.rule, p.cell) for p in result.problems] == [("total-differs", "C5")]
    assert len(result.tables["indicators_published"]) == 6


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


def read_by(folder: Path, *mappings: str) -> ImportResult:
    (folder / "mappings").mkdir(exist_ok=True)
    for number, text in enumerate(mappings):
        (folder / "mappings" / f"{number}.toml").write_text(text, encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"areas": AREAS}, load_schema())


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
