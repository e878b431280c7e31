"""What `sojo-eval map` proposes, and that the proposal imports as it stands: tables of every shape that cities use."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sojo_eval.importing import import_sources
from sojo_eval.importing.mappings.reading import read_mapping
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml, summary
from sojo_eval.schema import load_schema
from tests.importing.proposals.proposed_books import (
    AREAS,
    MONTHS,
    Rows,
    answered,
    book,
    figures,
    imported,
    month_starts,
    proposals,
)


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
    (proposal,) = proposals(raw / "記録.csv", "")
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
    assert any("write it as period" in text.en for text in proposal.unclear)


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


def test_a_footnote_that_changes_the_count_is_offered_as_an_event(reference_data: Path) -> None:
    path = reference_data / "japan" / "messy" / "kobe_0409sodan.xlsx"
    (proposal,) = (p for p in proposals(path) if p.sheet == "相談件数")
    text = answered(mapping_toml(proposal, "en"))
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
    text = answered(mapping_toml(proposal, "ja", "132292", one_sheet=True))
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
