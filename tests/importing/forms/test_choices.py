"""Names of the city are put up for choice and read as keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sojo_eval.importing import ImportResult
from sojo_eval.importing.forms.workbook import HEADER_ROW
from tests.importing.forms.filled import FIRST, Examples, errors, fill, made, typed


def test_names_of_the_city_are_put_up_for_choice_and_read_as_keys(
    tmp_path: Path, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path = tmp_path / "raw" / "a.xlsx"
    path.parent.mkdir()
    known = {n: typed(examples, n) for n in ("areas", "services", "organizations")}
    book = made(path, ["consultations"], known)
    sheet = book["相談記録"]
    fill(sheet, "consultations", typed(examples, "consultations"))
    names = dict(zip(known["services"]["service"], known["services"]["name_ja"], strict=True))
    at = next(c.column for c in sheet[HEADER_ROW + 1] if c.value == "受付機関")
    for row in range(FIRST, FIRST + len(examples["consultations"])):
        sheet.cell(row, at).value = names[sheet.cell(row, at).value]
    listed = [cell for cells in book["コード表"].iter_cols(values_only=True) for cell in cells]
    assert set(names.values()) <= set(listed)
    book.save(path)
    result = load(path, known)
    assert errors(result) == []
    pd.testing.assert_frame_equal(result.tables["consultations"], typed(examples, "consultations"))


def test_two_rows_of_one_name_are_chosen_by_their_keys(tmp_path: Path, examples: Examples) -> None:
    areas = typed(examples, "areas").assign(name_ja="同じ名前")
    book = made(tmp_path / "a.xlsx", ["supporters"], {"areas": areas})
    listed = {cell for cells in book["コード表"].iter_cols(values_only=True) for cell in cells}
    assert set(areas["area"]) <= listed
    assert "同じ名前" not in listed


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path, examples: Examples) -> None:
    areas = typed(examples, "areas")
    areas.loc[0, "name_ja"] = "=1+1"
    book = made(tmp_path / "a.xlsx", ["supporters"], {"areas": areas})
    [cell] = [c for cells in book["コード表"].iter_cols() for c in cells if c.value == "=1+1"]
    assert cell.data_type == "s"
