"""Worlds off the grid are what they say, and each guard reads what it is named after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration import off_grid as og
from sojo_eval.calibration.worlds import BOUNDARY
from sojo_eval.statistics import level_and_path
from sojo_eval.statistics.monthly.design import fiscal_year

QUIET = replace(og.PLAIN, noise=0.0, mean=1e7, before=96)
"""Almost no counting noise: what is left is the disturbance."""


def disturbed(disturbance: og.Disturbance, worlds: int = 400) -> np.ndarray:
    kind = og.OffGridWorld("x", "x", QUIET, disturbance)
    plain = og.OffGridWorld("x", "x", QUIET)
    return np.log(kind.simulate(worlds, 5)) - np.log(plain.simulate(worlds, 5).mean(axis=0))


def correlation(noise: np.ndarray, lag: int) -> float:
    return float((noise[:, lag:] * noise[:, : noise.shape[1] - lag]).mean() / (noise**2).mean())


def test_months_of_a_fiscal_year_share_its_level_and_years_share_nothing() -> None:
    noise = disturbed(og.fiscal_year_levels(0.10))
    years = fiscal_year(QUIET.months)
    assert noise.std() == pytest.approx(0.10, rel=0.05)
    for year in np.unique(years):
        assert noise[:, years == year].std(axis=1).max() < 0.005
    of_year = np.array([noise[:, years == y].mean(axis=1) for y in np.unique(years)])
    assert abs(np.corrcoef(of_year)[np.triu_indices(len(of_year), 1)].mean()) < 0.05


def test_memory_is_as_long_as_it_is_said_to_be() -> None:
    average = disturbed(og.moving_average(5))
    assert average.std() == pytest.approx(og.MILD_NOISE, rel=0.05)
    assert correlation(average, 1) == pytest.approx(5 / 6, abs=0.03)
    assert correlation(average, 6) == pytest.approx(0, abs=0.03)
    for d in (0.3, 0.45):
        long = disturbed(og.long_memory(d))
        # Hosking 1981: the first correlation is d / (1 − d).
        assert correlation(long, 1) == pytest.approx(d / (1 - d), abs=0.04)
        assert correlation(long, 2) == pytest.approx(d * (1 + d) / ((1 - d) * (2 - d)), abs=0.04)
        assert long.std() == pytest.approx(og.MILD_NOISE, rel=0.08)


def test_walks_growth_and_single_months() -> None:
    walk = disturbed(og.random_walk(0.02))
    assert walk[:, 99].std() == pytest.approx(0.2, rel=0.1)
    growing = disturbed(og.growing_noise)
    assert growing[:, -6:].std() / growing[:, :6].std() == pytest.approx(4, rel=0.2)
    single = disturbed(og.outlying_month)
    assert ((single > 1).sum(axis=1) == 1).all()
    assert single.max() == pytest.approx(np.log(4), abs=0.01)
    assert np.asarray(QUIET.months >= BOUNDARY)[single.argmax(axis=1)].all()


def test_earlier_courses_bend_and_step_where_they_say() -> None:
    bent = disturbed(og.bent_course(-0.12, 24), 3).mean(axis=0)
    assert bent[0] == pytest.approx(0.72, abs=0.01)  # six years of falling by .12
    assert np.abs(bent[72:]).max() < 0.01
    step = disturbed(og.earlier_step(0.14, 24), 3).mean(axis=0)
    assert step[71] == pytest.approx(0, abs=0.01)
    assert step[72:] == pytest.approx(0.14, abs=0.01)
    line = disturbed(og.straight_line(0.12), 3).mean(axis=0)
    assert line[96 + 12] - line[96] == pytest.approx(0.12, abs=0.01)


def test_every_kind_of_world_can_be_asked_its_questions() -> None:
    kinds = [*og.off_grid_worlds(), *og.true_changes()]
    table = og.run_worlds(kinds, 2, seed=3)
    assert set(table["part"]) == {"off_grid", "earlier_course", "guard_power"}
    assert len(set(table["what"])) == len({kind.name for kind in kinds})
    for kind in kinds:
        rows = table[(table["part"] == kind.part) & (table["what"] == kind.name)]
        assert set(rows["question"]) == set(kind.asked)
    level = table[table["question"] == "level"].groupby(["part", "what"], sort=False)["rule"].agg(tuple)
    assert set(level) == {og.RULES}
    # A guard takes verdicts away and gives none.
    wide = table.pivot_table(index=["part", "what", "question"], columns="rule", values="improving")
    for rule in ("years", "half", "years_and_half"):
        assert not (wide[rule] > wide["verdict"]).any()
    assert table.loc[table["part"] == "earlier_course", "coverage"].isna().any()
    pd.testing.assert_frame_equal(table.head(4), og.run_worlds(kinds[:1], 2, seed=3).head(4))


def test_the_guards_read_the_years_and_the_path() -> None:
    months = pd.date_range("2019-04-01", periods=84, freq="MS")
    generator = np.random.default_rng(4)
    counts = pd.Series(
        generator.poisson(200 * 1.3 ** np.asarray(months >= BOUNDARY)).astype(float), index=months
    )
    level, path = (level_and_path(counts, boundary=BOUNDARY, question=q) for q in og.BOTH)
    assert og.years_agree(level)
    assert not og.years_agree(replace(level, fiscal_years_p=0.1))
    assert og.years_agree(replace(level, fiscal_years_p=0.0999))
    assert not og.years_agree(replace(level, sensitivities={"fiscal_years": 0.9}))
    assert og.years_agree(replace(level, fiscal_years_p=float("nan")))
    half = float(np.sqrt(level.change))
    assert og.path_is_half(level, replace(path, change=half * 1.001))
    assert not og.path_is_half(level, replace(path, change=half * 0.999))
    assert not og.path_is_half(level, None)
    down = replace(level, change=1 / level.change)
    assert og.path_is_half(down, replace(path, change=1 / level.change))
    assert not og.path_is_half(down, replace(path, change=1.0))
