"""Small files through mappings: headers, accounting, and what is never echoed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojo_eval.importing import write_problem_report
from tests.importing.organizations import ORGANIZATIONS, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path


def test_two_header_rows_are_joined_and_merged_cells_filled(folder: Path) -> None:
    book = xlsxwriter.Workbook(folder / "raw" / "a.xlsx")
    sheet = book.add_worksheet("令和6年度")
    sheet.write_row(0, 0, ["機関の一覧"])
    sheet.merge_range(2, 0, 3, 0, "機関コード")
    sheet.merge_range(2, 1, 2, 2, "概要")
    sheet.write_row(3, 1, ["名称", "種別"])
    sheet.write_row(4, 0, ["O01", "地域共生課", "市の部署"])
    sheet.write_row(5, 0, ["合計", 1, ""])
    sheet.write_row(6, 0, ["※ 令和6年4月現在"])
    book.add_worksheet("メモ")
    book.close()
    mapping = """table = "organizations"
files = ["*.xlsx"]
sheets = ["*年度"]
header_rows = [3, 4]
[columns]
organization = "機関コード"
name_ja = "概要/名称"
kind = "概要/種別"
[[leave_out]]
column = "機関コード"
equals = "合計"
why = "合計"
[[leave_out]]
column = "機関コード"
starts_with = "※"
why = "注記"
"""
    result = load(folder, mapping)
    assert result.problems == []
    assert result.tables["organizations"]["name_ja"].tolist() == ["地域共生課"]
    (line,) = result.log.itertuples()
    assert (line.rows_read, line.rows_kept, line.rows_left_out, line.rows_refused) == (5, 1, 4, 0)
    assert line.left_out_by == "above the table: 1; blank row: 1; 合計: 1; 注記: 1"


def test_a_renamed_header_is_suggested(folder: Path) -> None:
    (folder / "raw" / "a.csv").write_text("機関コード,機関名称,種別\nO01,課,市の部署\n", encoding="utf-8")
    problem = load(folder, ORGANIZATIONS.format(file="a.csv")).problems[0]
    assert problem.column == "機関名"
    assert "「機関名称」に変わっていませんか" in problem.message.ja
    assert '"機関名" = ["機関名称"]' in problem.fix.en


def test_a_header_that_another_field_has_is_no_new_name(folder: Path) -> None:
    mapping = ORGANIZATIONS.format(file="a.csv").replace('kind = "種別"', 'kind = "機関名の別"')
    (folder / "raw" / "a.csv").write_text("機関コード,機関名,区分\nO1,あ,市の部署\n", encoding="utf-8")
    (problem,) = load(folder, mapping).problems
    assert problem.column == "機関名の別"
    assert "変わって" not in problem.message.ja
    assert "機関名" in problem.fix.ja


SUBMISSIONS = """table = "submissions"
files = ["報告の有無.csv"]
[columns]
table = "記録の種類"
area = { header = "圏域", lookup = "name_ja" }
month = { header = "年月", date = "month" }
reported = "報告の有無"
source = "備考"
"""


def test_who_handed_in_records_is_imported_like_any_table(folder: Path) -> None:
    areas = pd.DataFrame(
        {
            "area": ["132292", "C1"],
            "level": ["city", "center"],
            "name_ja": ["西東京市", "泉町"],
            "parent": [None, "132292"],
        }
    )
    written = "記録の種類,圏域,年月,報告の有無,備考\n相談記録,泉町,R6.4,有,\n地域活動,泉町,R6.4,無,未提出\n"
    (folder / "raw" / "報告の有無.csv").write_bytes(written.encode("cp932"))
    result = load(folder, SUBMISSIONS, {"areas": areas})
    assert result.problems == []
    table = result.tables["submissions"]
    assert table["table"].tolist() == ["consultations", "community_activities"]
    assert table["area"].tolist() == ["C1", "C1"]
    assert table["month"].tolist() == [pd.Timestamp("2024-04-01")] * 2
    assert table["reported"].tolist() == [True, False]


def test_a_month_stated_twice_is_refused_with_its_rows(folder: Path) -> None:
    areas = pd.DataFrame({"area": ["C1"], "level": ["center"], "name_ja": ["泉町"]})
    written = "記録の種類,圏域,年月,報告の有無,備考\n相談記録,泉町,R6.4,有,\n相談記録,泉町,2024年4月,無,\n"
    (folder / "raw" / "報告の有無.csv").write_text(written, encoding="utf-8")
    result = load(folder, SUBMISSIONS, {"areas": areas})
    assert "submissions" not in result.tables
    assert {(p.rule, p.row, p.column) for p in result.problems} == {
        ("stated_once", 2, "報告の有無"),
        ("stated_once", 3, "報告の有無"),
    }


def test_what_is_typed_about_a_person_is_never_echoed(folder: Path) -> None:
    (folder / "raw" / "a.csv").write_text(
        "番号,開始,同意\n山田太郎,2024-04-01,090-1234-5678\n山田太郎,先週,有\n", encoding="utf-8"
    )
    mapping = """table = "cases"
files = ["a.csv"]
[columns]
case_id = "番号"
opened_date = "開始"
consent = "同意"
"""
    result = load(folder, mapping)
    write_problem_report(result.problems, folder)
    said = "".join(p.sentence("ja") + p.sentence("en") for p in result.problems)
    written = (folder / "problems.csv").read_text(encoding="utf-8-sig") + (
        folder / "problems.html"
    ).read_text("utf-8")
    assert len(result.problems) >= 3
    assert "山田" not in said + written


CELLS = st.one_of(
    st.sampled_from(
        ["O01", "O02", "市の部署", "NPO等", "", "-", "合計", "2024-04-01", '"', ",", "\n", "\0", "x"]
    ),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=8),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8), st.booleans())
def test_no_row_vanishes_and_nothing_crashes(folder: Path, rows: list[list[str]], quoted: bool) -> None:
    def line(cells: list[str]) -> str:
        return ",".join('"' + c.replace('"', '""') + '"' if quoted else c for c in cells)

    text = "\n".join(["機関コード,機関名,種別", *map(line, rows)])
    (folder / "raw" / "a.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    result = load(folder, ORGANIZATIONS.format(file="a.csv"))
    for entry in result.log.to_dict("records"):
        assert entry["rows_read"] == entry["rows_kept"] + entry["rows_left_out"] + entry["rows_refused"]
        assert min(entry["rows_kept"], entry["rows_left_out"], entry["rows_refused"]) >= 0
    if "organizations" in result.tables:
        empty = ["no-records"] if result.tables["organizations"].empty else []
        told = [p.rule for p in result.problems if p.severity != "note"]
        stray = not quoted and any('"' in cell for row in rows for cell in row)  # see the test below
        assert [rule for rule in told if not (stray and rule == "lines-in-a-cell")] == empty
        assert len(result.tables["organizations"]) == result.log["rows_kept"].sum()
    else:
        assert result.problems
    assert all(p.message.ja and p.message.en and p.fix.ja and p.fix.en for p in result.problems)
