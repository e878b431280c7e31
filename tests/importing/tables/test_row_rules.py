"""Which rows are records: where a table ends, and the words for totals."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.importing.tables.row_rules import TOTAL_SIGNS, TOTAL_WORDS
from tests.importing.small_mappings import PEOPLE, load

UNTIL = "日,町,コード,前期,後期\nR6.1.1,泉町,,3,4\nR6.2.1,泉町,,3,4\n注：概数,,,,\n参考,1,,,\n"


def test_a_table_ends_where_the_first_cell_says_so(tmp_path: Path) -> None:
    mapping = PEOPLE.format(add="true").replace("[columns]", 'until = "泉町|^注"\n[columns]', 1)
    result = load(tmp_path, mapping, a=UNTIL)
    assert result.problems == []
    assert result.log["left_out_by"].tolist() == ["below the table: 2"]


def test_the_words_for_totals_are_found_by_their_signs() -> None:
    assert all(any(sign in word for sign in TOTAL_SIGNS) for word in TOTAL_WORDS)
