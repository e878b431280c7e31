"""What completion offers, and what stands in a notebook when somebody types a name alone."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from collections.abc import Callable
from types import ModuleType

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.disclosure import publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.foundation import reader
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.showing.told import MOST_CHARACTERS, Told, brief
from tests.conftest import SmallCity

ROOMS = (
    "statistics", "charts", "calibration", "reports", "batch", "city", "evaluation", "disclosure", "comparison", "flow",
    "between_groups", "data_quality", "example_city", "indicators",
)  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_completion_offers_what_people_use_and_no_machinery(room: str) -> None:
    module = importlib.import_module(f"sojo_eval.{room}")
    offered = dir(module)
    assert offered
    modules = {name for name in offered if isinstance(getattr(module, name), ModuleType)}
    # Kinds of data are named by whoever writes an indicator of their own.
    assert modules == ({"kinds"} if room == "indicators" else set())
    assert not {"importlib", "annotations", "TYPE_CHECKING", "_HOME"} & {*offered}


def test_of_the_indicators_few_names_are_offered() -> None:
    assert {"list", "explain", "indicator", "series"} <= {*dir(se.indicators)}
    assert len(dir(se.indicators)) < 15
    assert "evaluate" in dir(se)


@pytest.mark.parametrize("room", ROOMS)
def test_no_public_result_prints_its_tables(room: str) -> None:
    module = importlib.import_module(f"sojo_eval.{room}")
    for name in module.__all__:
        kind = getattr(module, name)
        if not inspect.isclass(kind) or not dataclasses.is_dataclass(kind):
            continue
        tables = any("DataFrame" in str(part.type) for part in dataclasses.fields(kind))
        said = issubclass(kind, Told) or "say(" in inspect.getsource(kind)
        assert said or not tables, name


def test_results_say_themselves_in_one_language(
    small_city: SmallCity, make_evaluation: Callable[..., Evaluation], monkeypatch: pytest.MonkeyPatch
) -> None:

    evaluation = make_evaluation()
    shown = [small_city.make(), evaluation, publish(evaluation, placebos=False)]
    for lang, other in (("ja", "headline"), ("en", "主要指標")):
        monkeypatch.setattr(reader, "_chosen", [lang])
        for result in shown:
            assert 0 < len(repr(result)) <= MOST_CHARACTERS
            assert repr(result) == brief(str(result))
            html = result._repr_html_()  # type: ignore[attr-defined]
            assert f'lang="{lang}"' in html
            assert other not in html
        table = evaluation.in_words()
        assert 7 <= len(table.columns) <= 8
        assert len(table) == (evaluation.findings["question"] == "level").sum()


def test_a_long_sentence_is_cut() -> None:
    assert brief("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    assert len(brief("x" * (MOST_CHARACTERS + 1))) == MOST_CHARACTERS


def test_the_catalogue_is_short_in_one_language() -> None:
    short, full = se.indicators.list(), se.indicators.list(full=True)
    assert len(short) == len(full)
    assert len(short.columns) <= 8
    assert short["title"].tolist() == full["title_ja"].tolist()
    assert se.indicators.list("information", lang="en")["title"].isin(full["title_en"]).all()
    with pytest.raises(SojoEvalError, match=r"Did you mean information\?"):
        se.indicators.list("informations")


def test_a_city_names_its_plans_areas_tables_and_the_next_calls(small_city: SmallCity) -> None:
    rows = pd.DataFrame(
        {"area": ["C1"], "date": ["2024-01-15"], "sex": ["all"], "age_band": ["all"], "persons": [1234]}
    )
    html = small_city.make(population=rows.assign(date=pd.to_datetime(rows["date"])))._repr_html_()
    for said in (
        "試験市",
        "第4期",
        "第5期",
        "C1",
        "1,234",
        "population",
        "se.evaluate(city)",
        "se.indicators.list(city=city)",
    ):
        assert said in html
