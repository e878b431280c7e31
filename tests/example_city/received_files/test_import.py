from __future__ import annotations

from pathlib import Path

import pandas as pd

from sojo_eval.city import read_configuration
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.importing import import_sources
from sojo_eval.schema import load_schema


def test_the_messy_files_import_to_exactly_the_simulated_tables(sparse_folder: Path) -> None:
    configuration = read_configuration(sparse_folder)
    known = {"plans": configuration.plans, "events": configuration.events}
    result = import_sources(sparse_folder / "raw", sparse_folder / "mappings", known, load_schema())
    assert [p.sentence("en") for p in result.problems] == []
    assert result.held_back == {}
    for name, expected in clean_tables(World(1, "sparse")).items():
        got = result.tables[name][list(expected.columns)]
        pd.testing.assert_frame_equal(got.reset_index(drop=True), expected.reset_index(drop=True), obj=name)


def test_only_titles_totals_and_footnotes_are_left_out(sparse_folder: Path) -> None:
    configuration = read_configuration(sparse_folder)
    known = {"plans": configuration.plans, "events": configuration.events}
    log = import_sources(sparse_folder / "raw", sparse_folder / "mappings", known, load_schema()).log
    workbooks = log["file"].str.endswith(".xlsx")
    reasons = log.loc[workbooks, "left_out_by"].str.replace(r": \d+", "", regex=True)
    assert set(reasons) == {"above the table; 合計行（明細ではない）; 注記の行"}
    assert log.loc[~workbooks, "rows_left_out"].sum() == 0
