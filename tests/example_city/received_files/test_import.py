from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.city import read_configuration
from sojo_eval.example_city.world import Tables
from sojo_eval.importing import ImportResult, import_sources
from sojo_eval.schema import load_schema


@pytest.fixture(scope="module")
def imported(sparse_folder: Path) -> ImportResult:
    configuration = read_configuration(sparse_folder)
    known = {"plans": configuration.plans, "events": configuration.events}
    return import_sources(sparse_folder / "raw", sparse_folder / "mappings", known, load_schema())


def test_the_messy_files_import_to_exactly_the_simulated_tables(
    imported: ImportResult, sparse: Tables
) -> None:
    assert [p.sentence("en") for p in imported.problems] == []
    assert imported.held_back == {}
    for name, expected in sparse.items():
        got = imported.tables[name][list(expected.columns)]
        pd.testing.assert_frame_equal(got.reset_index(drop=True), expected.reset_index(drop=True), obj=name)


def test_only_titles_totals_and_footnotes_are_left_out(imported: ImportResult) -> None:
    log = imported.log
    workbooks = log["file"].str.endswith(".xlsx")
    reasons = log.loc[workbooks, "left_out_by"].str.replace(r": \d+", "", regex=True)
    assert set(reasons) == {"above the table; 合計行（明細ではない）; 注記の行"}
    assert log.loc[~workbooks, "rows_left_out"].sum() == 0
