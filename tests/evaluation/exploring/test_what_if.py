"""Supposed terms change one finding, for a look alone; the registered terms give back the registered finding."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation import Evaluation, WhatIf
from sojo_eval.evaluation.exploring.what_if import NOT_THE_RULE
from sojo_eval.foundation.problems import SojoEvalError

MOVED = "connections.participants_per_1000"


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))


def test_the_registered_terms_give_back_every_finding_exactly(evaluation_of_some_tables: Evaluation) -> None:
    for place in evaluation_of_some_tables.judged:
        was = evaluation_of_some_tables.finding(*place)
        of = evaluation_of_some_tables.judged[place].evidence
        found = evaluation_of_some_tables.what_if(
            place[0], smallest_change=was["smallest_change"], shocks=of.shocks, area=place[1], question=place[2]  # type: ignore[arg-type]
        ).finding  # fmt: skip
        differing = [name for name in was.index if not _same(found[name], was[name])]
        assert not differing, place


@pytest.fixture(scope="module")
def supposed(evaluation_of_some_tables: Evaluation) -> WhatIf:
    return evaluation_of_some_tables.what_if("information.easy_japanese_share", smallest_change=1.0)


def test_a_larger_smallest_change_makes_a_change_small(supposed: WhatIf) -> None:
    assert supposed.registered["verdict"] in ("improving", "worsening")
    assert supposed.finding["verdict"] not in ("improving", "worsening")
    assert supposed.finding["change"] == supposed.registered["change"]


def test_shocks_and_breaks_are_supposed_in_place_of_the_declared(
    evaluation_of_some_tables: Evaluation,
) -> None:
    shocked = evaluation_of_some_tables.what_if(MOVED, shocks=[("2019-04-01", "2021-03-31")])
    assert shocked.judged.evidence.shocks == ((pd.Timestamp("2019-04-01"), pd.Timestamp("2021-03-31")),)
    # Its own p stands in its family in place of the registered one.
    assert shocked.finding["p"] != shocked.registered["p"]
    assert shocked.finding["p_adjusted"] != shocked.registered["p_adjusted"]
    assert shocked.finding["p_adjusted"] >= shocked.finding["p"]
    broken = evaluation_of_some_tables.what_if(MOVED, breaks=["2024-04-01"])
    assert broken.finding["verdict"] == "not_comparable"
    assert "仮に置いた条件" in broken.finding["reasons"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_says_everywhere_that_it_is_not_the_registered_rule(supposed: WhatIf, lang: Any) -> None:
    told = supposed.in_language(lang)
    assert NOT_THE_RULE(lang) in str(told)
    assert NOT_THE_RULE(lang) in told._repr_html_()
    assert repr(told) == str(told)
    assert NOT_THE_RULE("en" if lang == "ja" else "ja") not in told._repr_html_()
    assert told.to_frame()["item"].is_unique
    axes = told.plot()
    assert axes.get_title() == NOT_THE_RULE(lang)


def test_it_is_never_published(supposed: WhatIf) -> None:
    with pytest.raises(SojoEvalError) as refused:
        se.publish(supposed)  # type: ignore[arg-type]
    assert refused.value.code == "what-if"


@pytest.mark.parametrize(
    "wrong",
    [
        {"smallest_change": 0},
        {"smallest_change": "5 %"},
        {"smallest_change": 1.01},  # 10 is how one writes 10 %
        {"smallest_change": True},
        {"shocks": 5},
        {"shocks": "2020-03-01"},
        {"shocks": [(2020, 2021)]},  # pandas reads a number as nanoseconds of 1970
        {"shocks": [("2023-05-31", "2020-03-01")]},
        {"breaks": 5},
        {"breaks": [2022]},
        {"shocks": ["2020-03-01"]},
        {"shocks": [("2020-03-01", "then")]},
        {"breaks": ["someday"]},
        {"breaks": [None]},
    ],
)
def test_terms_that_cannot_be_are_refused(
    evaluation_of_some_tables: Evaluation, wrong: dict[str, Any]
) -> None:
    with pytest.raises(SojoEvalError) as refused:
        evaluation_of_some_tables.what_if(MOVED, **wrong)
    assert refused.value.code == "what-if-terms"


def test_the_largest_change_and_a_shock_of_a_day_can_be_supposed(
    evaluation_of_some_tables: Evaluation,
) -> None:
    terms = evaluation_of_some_tables.what_if(
        MOVED, smallest_change=1, shocks=[("2020-03-01", "2020-03-01")]
    ).terms
    assert terms.smallest_change == 1
    assert terms.shocks is not None
    assert terms.shocks[0][0] == terms.shocks[0][1]
