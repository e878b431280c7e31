"""Small books for `sojo-eval map`, and what an import makes of the proposals as they stand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter

from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.proposals.proposal import Proposal
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml
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


def proposals(path: Path, table: str = "indicators_published") -> list[Proposal]:
    sheets, _ = read_sheets(path, path.name)
    return [p for sheet in sheets for p in propose(sheet, path.name, load_schema(), table)]


def imported(folder: Path, found: list[Proposal]) -> ImportResult:
    """What an import makes of the proposals as they stand; the file lies in folder/raw."""
    (folder / "mappings").mkdir()
    for number, proposal in enumerate(found):
        text = mapping_toml(proposal, "ja", "132292", several=len(found) > 1)
        (folder / "mappings" / f"{number}.toml").write_text(answered(text), encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"areas": AREAS}, load_schema())


def answered(text: str, unit: str = "count") -> str:
    """The mapping with the unit that it asks for."""
    return text.replace('unit = "…"', f'unit = "{unit}"')


def figures(result: ImportResult) -> pd.DataFrame:
    assert [p.sentence("en") for p in result.problems if p.severity != "note"] == []
    log = result.log
    assert (log["rows_read"] == log["rows_kept"] + log["rows_left_out"] + log["rows_refused"]).all()
    return result.tables["indicators_published"]


def month_starts(year: int) -> list[pd.Timestamp]:
    return list(pd.date_range(f"{year}-04-01", periods=12, freq="MS"))


def read_by(folder: Path, *mappings: str) -> ImportResult:
    (folder / "mappings").mkdir(exist_ok=True)
    for number, text in enumerate(mappings):
        (folder / "mappings" / f"{number}.toml").write_text(answered(text), encoding="utf-8")
    return import_sources(folder / "raw", folder / "mappings", {"areas": AREAS}, load_schema())
