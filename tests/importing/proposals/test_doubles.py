"""Numbers that stand on two sheets are proposed once, and columns of few numbers are not taken for each other."""

from __future__ import annotations

import tomllib
from pathlib import Path

import xlsxwriter

from sojo_eval.importing.proposals.doubles import counted_in_several
from sojo_eval.importing.proposals.written.mapping_text import mapping_files
from tests.importing.proposals.proposed_books import (
    proposals,
)


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


def test_columns_of_few_numbers_are_not_taken_for_each_other(raw: Path) -> None:
    made = xlsxwriter.Workbook(raw / "a.xlsx")
    for name in ("甲", "乙"):
        page = made.add_worksheet(name)
        page.write_row(0, 0, ["年度", "件数"])
        for n in range(9):
            page.write_row(n + 1, 0, [f"令和{n + 1}年度", n % 2])
    made.close()
    assert [p.doubled for p in counted_in_several(proposals(raw / "a.xlsx"))] == [(), ()]
