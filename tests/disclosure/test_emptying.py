"""Publishing lists what may stay: an open column stays, a count goes with its row, an unclassed one goes wholly."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from sojo_eval.comparison.columns import COMPARISONS, COURSE, FIGURES, UNITS
from sojo_eval.disclosure import PublishedComparison, publish
from sojo_eval.disclosure.emptying import emptied
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.columns import FINDINGS, PILLARS, SERIES, TARGETS
from sojo_eval.foundation.columns import Column, named
from sojo_eval.foundation.language import Text

TITLE = Text("列", "Column")
HIDDEN = pd.Series([True, False])


@pytest.mark.parametrize(
    ("disclosure", "left"),
    [("open", [7.0, 8.0]), ("count", [None, 8.0]), ("derived", [None, 8.0]), ("exact", [None, None])],
)
def test_a_class_says_what_stays(disclosure: str, left: list[float | None]) -> None:
    column = Column("x", "number", disclosure, TITLE)  # type: ignore[arg-type]
    shown = emptied(pd.DataFrame({"x": [7.0, 8.0]}), (column,), HIDDEN)
    assert shown["x"].astype(object).where(shown["x"].notna(), None).tolist() == left


def test_what_has_no_class_is_emptied_in_every_row() -> None:
    table = pd.DataFrame({"new": [1.5, 2.5], "said": ["3 people", "4 people"], "sure": [True, False]})
    assert emptied(table, (), pd.Series([False, False])).isna().all(axis=None)


def test_a_text_becomes_empty_and_no_word_for_missing() -> None:
    column = Column("said", "text", "derived", TITLE)
    assert emptied(pd.DataFrame({"said": ["4人", "9人"]}), (column,), HIDDEN)["said"].tolist() == ["", "9人"]


def test_every_column_of_a_result_has_a_class(
    make_evaluation: Callable[..., Evaluation], compared: PublishedComparison
) -> None:
    made = make_evaluation()
    added = {"hidden", "sentence_ja", "sentence_en"}
    beside = {"findings": COMPARISONS, "figures": FIGURES, "units": UNITS, "course": COURSE}
    for name, columns in beside.items():
        assert set(getattr(compared, name).columns) - added == {column.name for column in columns}
    own = ((made.findings, FINDINGS), (made.series, SERIES), (made.pillars, PILLARS), (made.targets, TARGETS))
    for table, columns in own:
        assert table.columns.tolist() == [column.name for column in columns]


def test_a_new_column_is_not_published_before_it_is_classed(
    make_evaluation: Callable[..., Evaluation],
) -> None:
    made = make_evaluation()
    made.findings["exact_households"] = 3.0
    made.series["cases"] = 2.0
    made.pillars["people"] = 4.0
    made.targets["reached_by"] = 7.0
    published = publish(made)
    assert published.findings["exact_households"].isna().all()
    assert published.series["cases"].isna().all()
    assert published.pillars["people"].isna().all()
    assert published.targets["reached_by"].isna().all()


def test_numbers_of_findings_are_open_only_where_they_are_policy() -> None:
    """Typed here and not read from the list: a number declared open is a decision that somebody sees."""
    still_open = {c.name for c in (*FINDINGS, *SERIES) if c.holds == "number" and c.disclosure == "open"}
    assert still_open == {"smallest_change", "target"}
    of_targets = {c.name for c in TARGETS if c.holds == "number" and c.disclosure == "open"}
    assert of_targets == {"target", "time_elapsed"}
    assert {c.name for c in FINDINGS if c.disclosure == "count"} == {
        "count_baseline", "count_current", "base_baseline", "base_current",
    }  # fmt: skip


def test_a_column_that_stands_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        named((FINDINGS[0], FINDINGS[0]))
