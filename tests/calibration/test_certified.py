"""The certified run is whole, and a missed bar is called missed."""

from __future__ import annotations

from dataclasses import asdict, fields

from sojo_eval.calibration import Bar, all_cells, load_certified
from sojo_eval.calibration.methods import OURS
from sojo_eval.calibration.off_grid import off_grid_worlds, true_changes
from sojo_eval.calibration.placebo_study import RECORDS, placebo_worlds
from sojo_eval.calibration.rare import NULL, POWER, RareWorld, rare_cells
from sojo_eval.calibration.yearly_looks import LOOKS, look_worlds
from sojo_eval.foundation.language import Text


def test_the_certified_run_is_whole() -> None:
    certified = load_certified()
    ours = certified.series[certified.series["method"] == OURS]
    assert len(ours) == len(all_cells())
    assert (ours["worlds"] >= 2000).all()
    assert (certified.designs["worlds"] >= 2000).all()
    assert certified.series.drop(columns=["coverage", "coverage_error"]).notna().all().all()
    assert set(certified.facts) == {"worlds", "seed", "python", "packages"}


def test_rare_counts_are_certified_at_the_noise_that_is_promised() -> None:
    rare = load_certified().rare
    promised = [(part, *asdict(world).values()) for part, world in rare_cells() if part in (NULL, POWER)]
    columns = ["part", *(field.name for field in fields(RareWorld))]
    run = rare[rare["part"].isin([NULL, POWER])]
    assert [tuple(row) for row in run[columns].itertuples(index=False)] == promised
    assert (rare["worlds"] >= 2000).all()
    bars = load_certified().bars[-9:]
    assert [bar.limit for bar in bars] == [0.025, 0.040, 0.94, *[0.16, 0.46, 0.75] * 2]
    assert all(bar.kept for bar in bars)


def test_a_missed_bar_is_called_missed() -> None:
    name = Text("x", "x")
    assert Bar(name, "at most", 0.025, 0.025, 0.01).met
    assert not Bar(name, "at most", 0.025, 0.026, 0.01).met
    assert Bar(name, "at most", 0.04, 0.05, 0.01, 2).met
    assert not Bar(name, "at least", 0.94, 0.91, 0.01, 2).met


def test_a_promise_prints_its_rule_and_says_when_only_the_allowance_keeps_it() -> None:
    name = Text("x", "x")
    within = Bar(name, "at least", 0.94, 0.936, 0.0055, 2)
    assert within.promise.en == "at least 94.0 % (− 2 standard errors allowed)"
    assert within.promise.ja == "94.0%以上（−標準誤差2個分まで許す）"
    assert within.outcome.en == "kept only within the allowance"
    assert Bar(name, "at least", 0.94, 0.941, 0.0055, 2).outcome.en == "kept"
    assert Bar(name, "at least", 0.94, 0.92, 0.0055, 2).outcome.en == "missed"
    assert Bar(name, "at most", 0.04, 0.03, 0.01).promise.en == "at most 4.0 %"


def test_the_lowest_coverage_is_kept_by_its_allowance_alone() -> None:
    counts = load_certified().counts
    assert counts["total"] == counts["kept"] + counts["within"] + counts["missed"] == 28
    assert (counts["within"], counts["missed"]) == (1, 3)


def test_what_lies_beyond_the_grid_is_whole_too() -> None:
    certified = load_certified()
    kinds = [*off_grid_worlds(), *true_changes()]
    rows = certified.off_grid
    for kind in kinds:
        found = rows[(rows["part"] == kind.part) & (rows["what"] == kind.name)]
        assert set(found["question"]) == set(kind.asked), kind.name
    for records in RECORDS:
        assert (rows["part"] == records.part).sum() == len(placebo_worlds(records)) * 4
    assert (rows["part"] == "looks").sum() == len(look_worlds()) * LOOKS * 3
    assert set(rows["part"]) == {k.part for k in kinds} | {r.part for r in RECORDS} | {"looks"}
    assert (rows["worlds"] >= 300).all()
    assert rows["improving"].notna().all()
    assert set(certified.probability["phi"]) == {0.3, 0.6}
