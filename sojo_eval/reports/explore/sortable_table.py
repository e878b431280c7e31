"""A table that a person can sort and filter in JupyterLab, and a plain table everywhere else. Nothing is loaded from a network."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.exploring.in_words import in_words
from sojo_eval.foundation.front_end import person_at_notebook
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.reader import reader_language

_WORDS = {
    "search": Text("絞り込み:", "Filter:"),
    "lengthMenu": Text("_MENU_ 行ずつ", "_MENU_ rows at a time"),
    "info": Text("_TOTAL_行のうち_START_～_END_行", "rows _START_ to _END_ of _TOTAL_"),
    "infoEmpty": Text("行がありません", "no rows"),
    "infoFiltered": Text("（全_MAX_行から絞り込み）", "(filtered from _MAX_)"),
    "zeroRecords": Text("当てはまる行がありません", "no row fits"),
    "emptyTable": Text("行がありません", "no rows"),
}
_ROWS = 10


@dataclass(frozen=True)
class SortableTable:
    """`frame` as it is shown: with sorting and a filter before a person with itables, else as pandas shows it."""

    frame: pd.DataFrame
    lang: Language = "ja"

    def to_frame(self) -> pd.DataFrame:
        """The table itself."""
        return self.frame

    @cached_property
    def is_interactive(self) -> bool:
        """Whether a person is there to sort it, and itables is installed (`pip install "sojo-eval[lab]"`)."""
        return person_at_notebook() and importlib.util.find_spec("itables") is not None

    def _repr_html_(self) -> str:
        return (
            _interactive(self.frame, self.lang)
            if self.is_interactive
            else in_notebook(_plain(self.frame), self.lang)
        )

    def __repr__(self) -> str:
        return self.frame.to_string(max_rows=_ROWS, max_cols=6, max_colwidth=24)


def sortable(table: pd.DataFrame | Evaluation, lang: Language | None = None) -> SortableTable:
    """Show a table so that a person in JupyterLab can sort it by a click and filter it by typing; of an evaluation, its
    findings in words.

    Columns of the other language (`title_en` beside `title_ja`) are left out. Where nobody sits before the notebook, or itables is
    missing, the plain table is shown. lang: else the language chosen with `set_language`. Raises SojoEvalError for another language.
    """
    wanted = reader_language(lang)
    others = tuple(f"_{other}" for other in LANGUAGES if other != wanted)
    frame = in_words(table, wanted).reset_index() if isinstance(table, Evaluation) else table
    kept = [name for name in frame.columns if not str(name).endswith(others)]
    return SortableTable(frame[kept].reset_index(drop=True), wanted)


def _plain(frame: pd.DataFrame) -> str:
    return frame.to_html(index=False, max_rows=_ROWS, max_cols=12, border=0)


def _interactive(frame: pd.DataFrame, lang: Language) -> str:
    """The table with all it needs: the library stands in the same output, so that no order of cells can be wrong."""
    from itables import options
    from itables.javascript import generate_init_offline_itables_html, to_html_datatable

    asked: dict[str, Any] = {
        "connected": False,
        "maxBytes": 0,
        "showIndex": False,
        "display_logo_when_loading": False,
        "classes": "display compact nowrap",
        "style": "table-layout:auto;width:auto;margin:0",
        "columnDefs": [{"className": "dt-left", "targets": "_all"}],
        "language": {key: words(lang) for key, words in _WORDS.items()},
    }
    library: str = generate_init_offline_itables_html(options.dt_bundle)
    return library + str(to_html_datatable(frame.astype(object).where(frame.notna(), ""), **asked))
