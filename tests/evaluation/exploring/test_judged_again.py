"""A copy made by pickle explains every finding as the evaluation itself does, or says that the records have changed."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from ibis import Table, literal

from sojo_eval.city import City, open_city
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import indicator, registry
from sojo_eval.indicators.shapes import by_month


def test_a_copy_explains_every_finding_equally(evaluation_of_some_tables: Evaluation) -> None:
    copy = pickle.loads(pickle.dumps(evaluation_of_some_tables))
    assert copy.findings.equals(evaluation_of_some_tables.findings)
    assert len(copy.judged) > 10
    for place in evaluation_of_some_tables.judged:
        own, again = (e.explain(place[0], place[1], place[2]) for e in (evaluation_of_some_tables, copy))  # type: ignore[arg-type]
        assert str(own) == str(again)
        assert own.gates.equals(again.gates)
        assert own.series.equals(again.series)
        assert own.sensitivities.equals(again.sensitivities)


def test_a_copy_refuses_to_explain_from_other_records(city_of_some_tables: City, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(city_of_some_tables.path, folder, ignore=shutil.ignore_patterns("results"))
    made = work_out(open_city(folder))
    copy = pickle.dumps(made)
    place = next(iter(made.judged))
    assert pickle.loads(copy).explain(*place)
    toml = folder / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("2026-09-30", "2026-06-30"), encoding="utf-8")
    with pytest.raises(SojoEvalError) as refused:
        pickle.loads(copy).explain(*place)
    assert refused.value.code == "city-changed"
    shutil.rmtree(folder)
    with pytest.raises(SojoEvalError):
        pickle.loads(copy).explain(*place)


def test_what_an_indicator_of_ones_own_was_is_not_mixed_with_what_it_is_now(
    city_of_some_tables: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_CATALOGUE", dict(registry._CATALOGUE))

    def enter(times: int) -> None:
        def own(community_activities: Table) -> Table:
            counted = literal(times)
            return by_month(community_activities, community_activities.date, numerator=counted)

        indicator(
            title="自分の指標", pillar="connections", kind="monthly_count", unit="per_1000_month", direction="higher",
            smallest_change=0.1,
        )(own)  # fmt: skip

    enter(1)
    made = work_out(open_city(city_of_some_tables.path))
    copy = pickle.loads(pickle.dumps(made))
    was = made.what_if("connections.own")
    assert was.finding["value_current"] == was.registered["value_current"]
    assert copy.explain("connections.own")
    enter(2)
    for judged_once_more in (lambda: made.what_if("connections.own"), lambda: pickle.loads(pickle.dumps(made)).explain("connections.own")):  # fmt: skip
        with pytest.raises(SojoEvalError, match="has changed since this evaluation"):
            judged_once_more()
