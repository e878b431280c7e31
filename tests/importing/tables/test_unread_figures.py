"""Columns of figures that no mapping reads are told with their file, sheet and column; a person may say that they are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing import import_sources
from sojo_eval.importing.tables import unread_figures
from sojo_eval.schema import load_schema

MAPPING = """table = "indicators_published"
files = ["a.csv"]
{more}
[columns]
indicator = "件"
period = "月"
period_start = {{ header = "月", date = "month" }}
period_end = {{ header = "月", date = "month_end" }}
value = {{ position = "C" }}
[constants]
area = "1"
unit = "count"
definition = "x"
source = "y"
"""


def told(folder: Path, text: str, *more: str) -> list[tuple[str, str]]:
    (folder / "raw").mkdir()
    (folder / "raw" / "a.csv").write_text(text, encoding="utf-8")
    for number, each in enumerate(more or [""]):
        (folder / f"{number}.toml").write_text(MAPPING.format(more=each), encoding="utf-8")
    result = import_sources(folder / "raw", folder, {}, load_schema())
    return [(p.file, p.cell) for p in result.problems if p.rule == "unread-figures"]


@pytest.mark.parametrize(
    ("label", "cells", "warned"),
    [
        ("来所", ("3", "4"), True),
        ("来所", ("3件", "x"), True),
        ("来所", ("-", "5人未満"), False),
        ("来所", ("a", "4"), True),
        ("来所", ("a", "b"), False),
        ("率", ("3.4％", "2.1％"), True),
        ("", ("3", "9"), True),
        ("", ("1", "2"), False),
        ("上期計", ("3", "4"), False),
        ("No.", ("1", "2"), False),
        ("電話番号", ("1", "2"), False),
        ("電話", ("1", "2"), True),
        ("緯度", ("35.1", "35.2"), False),
        ("都道府県コード", ("13", "13"), False),
        ("年度", ("2023", "2024"), False),
        ("件/電話", ("1", "2"), True),
    ],
)
def test_a_column_of_figures_that_nothing_reads_is_told(
    tmp_path: Path, label: str, cells: tuple[str, str], warned: bool
) -> None:
    rows = f"件,月,数,{label},備考\n甲,2024年4月,1,{cells[0]},x\n乙,2024年4月,2,{cells[1]},y\n"
    assert told(tmp_path, rows) == ([("raw/a.csv", "D1")] if warned else [])


def test_a_column_that_another_mapping_reads_or_that_is_known_is_not_told(tmp_path: Path) -> None:
    rows = "件,月,数,来所,訪問\n甲,2024年4月,1,3,5\n乙,2024年4月,2,4,6\n"
    assert told(tmp_path, rows, 'unread = ["来所", "E"]') == []


def test_what_a_reading_uses_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for every column, and a damaged workbook may have sixteen thousand."""
    reads: list[unread_figures.SheetRead] = []

    def unread(read: unread_figures.SheetRead) -> list[int]:
        reads.append(read)
        return []

    monkeypatch.setattr(unread_figures, "_unread", unread)
    told(tmp_path, "件,月,値\n相談,2024年4月,1\n相談,2024年5月,2\n")
    (read,) = reads
    assert read.used is read.used
