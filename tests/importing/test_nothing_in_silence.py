"""What is shifted, unread, left out or set aside is counted and told; what is sound causes no warning."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema
from tests.importing.small_mappings import ONCE, PEOPLE, load


def test_a_comma_without_quotation_marks_shifts_no_cell_in_silence(tmp_path: Path) -> None:
    rows = "日,町,コード,前期,後期\nR6.1.1,泉町,,1,4\nR6.2.1,泉町,,1,200,\nR6.3.1,泉町,,1,200,4\nR6.4.1,泉町,,1,4\nR6.5.1,泉町,,1,4\n"
    result = load(tmp_path, PEOPLE.format(add="true"), a=rows)
    assert [(p.rule, p.row) for p in result.problems] == [("too-many-cells", 3), ("too-many-cells", 4)]
    assert result.log[["rows_read", "rows_kept", "rows_refused"]].to_numpy().tolist() == [[5, 3, 2]]
    assert "population" not in result.tables


def test_a_comma_at_the_end_of_every_row_is_none_too_many(tmp_path: Path) -> None:
    result = load(
        tmp_path,
        PEOPLE.format(add="true"),
        a="日,町,コード,前期,後期\nR6.1.1,泉町,,1,4,\nR6.2.1,泉町,,1,2,\n",
    )
    assert result.problems == []


def test_a_month_that_the_pattern_no_longer_fits_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    result = load(tmp_path, mapping, a="日,町,コード,0-4歳,5〜9歳,10-14歳,備考\nR6.1.1,泉町,,1,2,3,x\n")
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.cell) == ("unread-column", "E1")
    assert "5〜9歳" in warning.message.ja


def test_a_sheet_without_a_record_is_told_and_a_table_is_not_emptied(tmp_path: Path) -> None:
    for name in ("raw", "mappings"):
        (tmp_path / name).mkdir()
    (tmp_path / "mappings" / "m.toml").write_text(
        ONCE.replace('once = ["resource_id"]\n', ""), encoding="utf-8"
    )
    (tmp_path / "raw" / "a.csv").write_text("番号,名称\n", encoding="utf-8")
    first = import_sources(tmp_path / "raw", tmp_path / "mappings", {}, load_schema())
    assert [(p.rule, p.severity) for p in first.problems] == [("no-records", "warning")]
    earlier = pd.DataFrame({"resource_id": ["1"], "name_ja": ["あ"], "kind": ["firm"]})
    again = import_sources(
        tmp_path / "raw", tmp_path / "mappings", {"social_resources": earlier}, load_schema()
    )
    assert "social_resources" not in again.tables
    assert [p.rule for p in again.problems if p.severity == "error"] == ["no-records"]


def test_a_month_at_the_end_that_the_pattern_no_longer_fits_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    result = load(
        tmp_path, mapping, a="日,町,コード,0-4歳,5-9歳,10～14歳,3年比,備考\nR6.1.1,泉町,,1,2,3,4,x\n"
    )
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.cell) == ("unread-column", "F1")
    assert "備考" not in warning.message.ja
    assert "3年比" not in warning.message.ja


UNTIL = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\nR6.2.1,泉町,,3,4\n注：概数,,,,\n参考,1,,,\n"


def test_a_table_ends_where_the_first_cell_says_so(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "泉町|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert result.problems == []
    assert result.log["left_out_by"].tolist() == ["below the table: 2"]


def test_a_record_that_ends_the_table_is_told(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "R6.2|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert [(p.rule, p.severity, p.cell) for p in result.problems] == [
        ("until-in-the-table", "warning", "A3")
    ]
    assert result.log["left_out_by"].tolist() == ["below the table: 3"]


COMPOSED = """table = "organizations"
files = ["*.csv"]
once = ["organization"]
[columns]
organization = "番号"
name_ja = { text = "{課}{係}" }
[constants]
kind = "npo"
"""


def test_a_repeated_record_is_compared_in_what_is_put_together_too(tmp_path: Path) -> None:
    result = load(tmp_path, COMPOSED, a="番号,課,係\n1,あ課,A係\n", b="番号,課,係\n1,あ課,B係\n")
    assert "repeated-differs" in {p.rule for p in result.problems}


def test_an_area_and_a_sum_above_the_months_cause_no_warning(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    rows = "令和6年1月1日,,単位：人,,,\n日,町,コード,0-4歳,上半期計,5-9歳\nR6.1.1,泉町,,1,1,2\n"
    assert load(tmp_path, mapping, a=rows).problems == []


def test_a_person_in_an_unread_header_is_not_repeated(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true")
    mapping = (
        mapping[: mapping.index("[[wide.columns]]")]
        + '[[wide.columns]]\npattern = "(?P<band>[0-9]+-[0-9]+)歳"\n'
    )
    (warning,) = load(tmp_path, mapping, a="日,町,コード,0-4歳,山田太郎,5-9歳\nR6.1.1,泉町,,1,1,2\n").problems
    assert "山田" not in warning.message.ja
    assert "E列" in warning.message.ja


def test_a_repeated_record_that_says_something_else_is_told(tmp_path: Path) -> None:
    result = load(tmp_path, ONCE, a="番号,名称\n1,あ\n2,い\n,う\n", b="番号,名称\n1,あ\n2,え\n,う\n")
    (warning,) = (p for p in result.problems if p.severity == "warning")
    assert (warning.rule, warning.file, warning.row) == ("repeated-differs", "raw/b.csv", 3)
    # Rows without a number are not taken for each other: each is told.
    assert [(p.file, p.row) for p in result.problems if p.severity == "error"] == [
        ("raw/a.csv", 4),
        ("raw/b.csv", 4),
    ]
