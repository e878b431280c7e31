"""Whatever a sheet holds, the mapping that `map` writes for it is one that the import takes: nothing is ambiguous or missing."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.importing import import_unchecked
from sojo_eval.importing.files.text_files import read_text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_files
from sojo_eval.schema import load_schema
from tests.importing.proposals.proposed_books import answered
from tests.searching import cases

CELLS = [
    "", "", "", "年度", "月", "4月", "令和4年度", "令和5年度", "2023", "件数", "人数（人）", "相談", "電話", "計", "総　数", "〃", "-",
    "x", "…", "1", "2", "3", "12件", "3.4％", "単位：人", "※注", "No.", "A", "B", "列A", "{a}", "a/b", "相談/電話", '"x"', "【東】", "男",
]  # fmt: skip
rows = st.lists(st.lists(st.sampled_from(CELLS), min_size=4, max_size=4), min_size=2, max_size=7)
figures = st.lists(st.lists(st.sampled_from(["電話", "令和4年度", "1", "7", "x", "-"]), min_size=4, max_size=4), min_size=2, max_size=4)  # fmt: skip
REFUSED = {"missing-column", "ambiguous-column", "mapping", "name"}


@settings(max_examples=cases(25), deadline=None)
@given(head=rows, body=figures)
def test_no_mapping_is_written_that_the_import_refuses(head: list[list[str]], body: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([*head, *body])
    sheets, _ = read_text(text.getvalue().encode(), "x.csv", ".csv")
    found = [p for sheet in sheets for p in propose(sheet, "x.csv", load_schema())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        (folder / "mappings").mkdir()
        (folder / "raw" / "x.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
        for number, (_, mapping) in enumerate(mapping_files(found, "ja", "132292", one_sheet=True)):
            (folder / "mappings" / f"{number}.toml").write_text(answered(mapping), encoding="utf-8")
        result = import_unchecked(folder / "raw", folder / "mappings", {}, load_schema())
    refused = [p for p in result.problems if p.rule in REFUSED and UNFINISHED not in p.message.ja + p.value]
    assert [(p.rule, p.column, p.message.ja) for p in refused] == []
