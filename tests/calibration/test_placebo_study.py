"""Each record holds the windows it is named after, and each rule takes verdicts away."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.calibration import placebo_study as study
from sojo_eval.calibration.worlds import BOUNDARY
from sojo_eval.statistics.monthly.placebo import placebo_in_time


@pytest.mark.parametrize(("records", "windows"), [*zip(study.RECORDS, (7, 4, 9), strict=True)])
def test_a_record_holds_as_many_windows_as_it_says(records: study.Records, windows: int) -> None:
    _, kind = study.placebo_worlds(records)[0]
    counts = pd.Series(kind.simulate(1, 2)[0], index=kind.world.months)
    assert (
        placebo_in_time(counts, boundary=BOUNDARY, shocks=kind.shocks, windows=records.windows).n == windows
    )


def test_rules_take_away_and_give_nothing() -> None:
    table = study.run_placebos(study.RECORDS[2], 6, seed=2)
    wide = table.pivot_table(index=["what", "question"], columns="rule", values="improving")
    assert len(wide) == 14
    for rule in ("widened", "above_every", "years"):
        assert not (wide[rule] > wide["interval"]).any()
    assert (table["part"] == "placebo_short").all()


def test_what_each_rule_asks_of_one_world() -> None:
    _, kind = study.placebo_worlds(study.RECORDS[2])[1]
    counts = pd.Series(kind.simulate(1, 4)[0], index=kind.world.months)
    placebo = placebo_in_time(counts, boundary=BOUNDARY, windows=((24, 12),))
    places = placebo.places.copy()
    places["z"] *= 0.01
    calm = replace(placebo, places=places)
    said = study._said(placebo.actual, calm)
    assert said == dict.fromkeys(study.RULES, True)
    places = places.assign(z=places["z"] * 0 + 50.0 + places.index)
    assert not study._said(placebo.actual, replace(placebo, places=places))["widened"]
    assert not study._said(placebo.actual, replace(placebo, places=places))["above_every"]
