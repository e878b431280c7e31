"""What is a footnote, and what is a withheld figure alone in its row."""

from __future__ import annotations

from sojo_eval.importing.tables.footnotes import is_footnote


def test_a_withheld_figure_alone_in_its_row_is_no_footnote() -> None:
    assert not is_footnote("***")
    assert not is_footnote(" ＊ ")
    assert is_footnote("*速報値")
    assert is_footnote("※注記")
