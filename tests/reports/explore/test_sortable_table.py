"""A person sorts and filters without any network; everybody else gets the plain table."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
from collections.abc import Callable

import pandas as pd
import pytest

from sojo_eval.evaluation import Evaluation
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import sortable
from sojo_eval.reports.explore.sortable_table import SortableTable

FRAME = pd.DataFrame(
    {
        "indicator": ["a.b", "c.d"],
        "title_ja": ["相談", "</script><b>つながり"],
        "title_en": ["Consultation", "Connections"],
        "change": [1.5, None],
    }
)
ANYWHERE_ELSE = re.compile(r"""(?:src|href|import|from|url)\s*[=(]?\s*['"]?(https?:)?//""")


@pytest.fixture
def a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sojo_eval.reports.explore.sortable_table.person_at_notebook", lambda: True)


def test_columns_of_the_other_language_are_left_out() -> None:
    assert [*sortable(FRAME, "ja").to_frame().columns] == ["indicator", "title_ja", "change"]
    assert [*sortable(FRAME, "en").to_frame().columns] == ["indicator", "title_en", "change"]
    with pytest.raises(SojoEvalError):
        sortable(FRAME, "fr")  # type: ignore[arg-type]


def test_without_a_person_the_table_is_plain_and_short() -> None:
    html = sortable(FRAME, "ja")._repr_html_()
    assert "<script" not in html
    assert "相談" in html
    assert len(html) < 3_000
    assert len(repr(sortable(pd.concat([FRAME] * 500), "en"))) < 2_000


def test_without_itables_a_person_gets_the_plain_table_too(
    a_person: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "<script" not in sortable(FRAME, "en")._repr_html_()


def test_a_person_gets_a_table_that_sorts_and_loads_nothing(a_person: None) -> None:
    html = SortableTable(FRAME, "ja")._repr_html_()
    assert "<script" in html
    assert json.dumps("絞り込み")[1:-1] in html
    assert "</script><b>" not in html  # what stands in a cell stays text
    for blob in re.findall(r"[A-Za-z0-9+/=]{1000,}", html):
        html = html.replace(blob, base64.b64decode(blob).decode("utf-8"))
    assert "DataTable" in html
    assert [
        found[0] for found in ANYWHERE_ELSE.finditer(html) if "itables.org" not in html[found.start() :][:60]
    ] == []
    for host in ("unpkg.com", "jsdelivr", "cdnjs", "googleapis"):
        assert host not in html


def test_an_evaluation_shows_its_findings_in_words(make_evaluation: Callable[..., Evaluation]) -> None:
    table = sortable(make_evaluation(), "en").to_frame()
    assert len(table.columns) <= 9
    assert "much the same" in [*table["Verdict"]]
