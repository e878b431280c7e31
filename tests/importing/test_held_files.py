"""One bad workbook is one workbook held back; a cause that every row shares is told once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema
from tests.importing.proposals.proposed_books import AREAS, Rows, book

MAPPING = """table = "indicators_published"
files = ["*.xlsx"]
{more}
[columns]
indicator = "項目"
value = "件数"
{period}
[constants]
area = "132292"
unit = "count"
definition = "d"
source = "s"
"""
IN_COLUMNS = 'period = "年度"\nperiod_start = { header = "年度", date = "fiscal_year_start" }\nperiod_end = { header = "年度", date = "fiscal_year_end" }'


def taken(folder: Path, files: dict[str, Rows], more: str = "", period: str = IN_COLUMNS) -> ImportResult:
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    for name, rows in files.items():
        book(folder / "raw" / name, rows)
    (folder / "mappings" / "m.toml").write_text(MAPPING.format(more=more, period=period), encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"areas": AREAS}, load_schema())


def year(number: int, value: object = 3) -> Rows:
    return [["項目", "年度", "件数"], ["電話", f"令和{number}年度", value], ["来所", f"令和{number}年度", 5]]


def test_a_file_with_an_unreadable_cell_stays_out_and_the_others_are_taken(tmp_path: Path) -> None:
    result = taken(tmp_path, {"a.xlsx": year(4), "b.xlsx": year(5, "三件くらい"), "c.xlsx": year(6)})
    table = result.tables["indicators_published"]
    assert table["period"].tolist() == ["令和4年度", "令和4年度", "令和6年度", "令和6年度"]
    assert result.addresses["indicators_published"].locate(2, "value").file == "raw/c.xlsx"
    (held,) = (p for p in result.problems if p.rule == "file-held-back")
    assert (held.file, held.severity) == ("raw/b.xlsx", "warning")
    assert "2件" in held.message.ja
    assert [p.file for p in result.problems if p.severity == "error"] == ["raw/b.xlsx"]
    assert result.log.set_index("file")["taken"].to_dict() == {
        "raw/a.xlsx": "yes", "raw/b.xlsx": "no", "raw/c.xlsx": "yes",
    }  # fmt: skip


def test_what_only_the_check_of_the_table_finds_holds_back_its_file_too(tmp_path: Path) -> None:
    rows: Rows = [*year(5), ["電話", "令和5年度", 4]]  # the same figure twice
    result = taken(tmp_path, {"a.xlsx": year(4), "b.xlsx": rows})
    assert set(result.tables["indicators_published"]["period"]) == {"令和4年度"}


def test_nothing_is_written_where_every_file_has_an_error(tmp_path: Path) -> None:
    result = taken(tmp_path, {"a.xlsx": year(4, "x件"), "b.xlsx": year(5, "y件")})
    assert result.tables == {}


def test_tables_of_records_are_still_taken_whole_or_not_at_all() -> None:
    by_file = {name for name, table in load_schema().tables.items() if table.by_file}
    assert by_file == {"indicators_published", "reported_totals"}


def test_a_mapping_with_a_mistake_holds_back_what_it_reads_alone(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "z.toml").write_text(
        'table = "indicators_published"\nfiles = 3\n', encoding="utf-8"
    )
    (tmp_path / "raw").mkdir()
    book(tmp_path / "raw" / "a.xlsx", year(4))
    (tmp_path / "mappings" / "m.toml").write_text(
        MAPPING.format(more="", period=IN_COLUMNS), encoding="utf-8"
    )
    result = import_sources(tmp_path / "raw", tmp_path / "mappings", {"areas": AREAS}, load_schema())
    assert [p.rule for p in result.problems if p.severity == "error"] == ["mapping"] * 2
    assert len(result.tables["indicators_published"]) == 2


def test_a_missing_period_is_told_once_with_the_line_to_paste(tmp_path: Path) -> None:
    rows: Rows = [["項目", "件数"], *([f"項目{n}", n] for n in range(500))]
    result = taken(tmp_path, {"a.xlsx": rows}, period="")
    (error,) = (p for p in result.problems if p.severity == "error")
    assert error.rule == "not-filled"
    assert 'period = "2024年度"' in error.fix.ja
    again = MAPPING.format(more='period = "2024年度"', period="")
    (tmp_path / "mappings" / "m.toml").write_text(again, encoding="utf-8")
    found = import_sources(tmp_path / "raw", tmp_path / "mappings", {"areas": AREAS}, load_schema())
    table = found.tables["indicators_published"]
    assert len(table) == 500
    assert table["period_end"].unique().tolist() == [pd.Timestamp("2025-03-31")]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('period = "…"', "period"),
        ('grain = "…"', "grain"),
        ('fiscal_year = "…"', "fiscal_year"),
        ('short_years = "…"', "short_years"),
        ("year = 2024\nfiscal_year = 2024", "fiscal_year"),
        ('period = "2024"', "period"),
        ('period = "いつか"', "period"),
    ],
)
def test_an_open_or_doubtful_time_is_refused_at_its_line(tmp_path: Path, more: str, said: str) -> None:
    result = taken(tmp_path, {"a.xlsx": year(4)}, more=more)
    assert result.tables == {}
    (error,) = (p for p in result.problems if p.severity == "error")
    assert (error.file, error.column, error.rule) == ("mappings/m.toml", said, "mapping")
    assert error.row == 3 + more.count("\n")
