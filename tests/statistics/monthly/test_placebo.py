"""The question at months at which nothing began: which months are asked, and what their answers may claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval.statistics import level_and_path, rare_change
from sojo_eval.statistics.monthly.placebo import PlaceboInTime, placebo_in_time

RECORD = pd.date_range("2016-04-01", periods=120, freq="MS")
PLAN = "2024-04-01"
COVID = ("2020-03-01", "2023-05-31")


def record(
    seed: int = 1, step: float = 0.0, months: pd.DatetimeIndex = RECORD, mean: float = 100.0
) -> pd.Series:
    generator = np.random.default_rng(seed)
    rate = mean * np.exp(
        step * np.asarray(months >= pd.Timestamp(PLAN)) + 0.1 * generator.normal(size=len(months))
    )
    return pd.Series(generator.poisson(rate).astype(float), index=months)


def months_asked(placebo: PlaceboInTime) -> list[str]:
    return placebo.asked["month"].dt.strftime("%Y-%m").tolist()


def test_a_usual_record_with_covid_has_four_windows_of_three_years_before_it() -> None:
    placebo = placebo_in_time(record(), boundary=PLAN, shocks=[COVID])
    assert (placebo.before, placebo.after) == (24, 12)
    assert months_asked(placebo) == ["2018-06", "2018-09", "2018-12", "2019-03"]
    # Every earlier month is accounted for: 96 before the plan.
    assert placebo.n + sum(placebo.skipped.values()) == 96
    # 24 at the start and 11 at the end lack a side; twelve starts fit before COVID, of which four are asked.
    assert placebo.skipped == {"no_window": 24 + 11, "shock": 96 - 24 - 11 - 12, "too_near": 12 - 4}


def test_long_clean_records_take_the_longer_windows() -> None:
    months = pd.date_range("2014-04-01", periods=144, freq="MS")
    placebo = placebo_in_time(record(months=months), boundary=PLAN)
    assert (placebo.before, placebo.after) == (60, 24)
    assert months_asked(placebo) == [f"{year}-{m}" for year in (2019, 2020, 2021) for m in ("04", "10")] + [
        "2022-04"
    ]


def test_the_answer_at_a_place_is_that_of_its_own_window_alone() -> None:
    counts = record()
    placebo = placebo_in_time(counts, boundary=PLAN, shocks=[COVID])
    row = placebo.asked.iloc[-1]
    place = row["month"]
    window = counts[
        (counts.index >= place - pd.DateOffset(months=24)) & (counts.index < place + pd.DateOffset(months=12))
    ]
    alone = level_and_path(window, boundary=place)
    assert len(window) == 36
    assert (row["change"], row["low"], row["high"]) == (alone.change, alone.low, alone.high)
    assert (row["z"] > 0) == (alone.change > 1)


def test_real_change_does_not_enter_the_placebos() -> None:
    calm, changed = (placebo_in_time(record(step=s), boundary=PLAN, shocks=[COVID]) for s in (0.0, 0.7))
    pd.testing.assert_frame_equal(calm.asked, changed.asked)
    assert changed.actual.low > 1.5


def test_a_step_where_no_plan_began_is_seen() -> None:
    counts = record()
    counts[counts.index >= "2018-09-01"] *= 1.6
    placebo = placebo_in_time(counts.round(), boundary=PLAN, shocks=[COVID])
    assert placebo.up >= 1
    assert placebo.down == 0
    assert placebo.ratio is not None
    assert placebo.ratio > 1.5
    assert placebo_in_time(1000 / counts, 1.0, boundary=PLAN, shocks=[COVID]).down >= 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"breaks": ["2018-07-01"]}, "definition_change"),
        ({"other_starts": ["2019-03-01"]}, "another_start"),
        ({"shocks": [COVID, ("2018-05-01", "2018-05-31")]}, "shock"),
    ],
)
def test_what_is_known_to_have_begun_is_no_placebo(changed: dict[str, object], reason: str) -> None:
    placebo = placebo_in_time(record(), boundary=PLAN, **{"shocks": [COVID], **changed})  # type: ignore[arg-type]
    months = placebo.places.loc[placebo.places["reason"] == reason, "month"]
    assert len(months)
    if reason == "definition_change":
        # A window with the break inside; one that begins with that month holds it on neither side.
        assert pd.Timestamp("2018-06-01") in set(months)
    if reason == "another_start":
        assert months.tolist() == [pd.Timestamp("2019-03-01")]


@pytest.mark.parametrize(("first", "refused"), [("2018-09", False), ("2018-08", True)])
def test_three_missing_months_in_a_row_are_borne_and_four_are_not(first: str, refused: bool) -> None:
    """In a long window, of which four months are less than a tenth."""
    months = pd.date_range("2014-04-01", periods=144, freq="MS")
    counts = record(months=months)
    counts[first:"2018-11"] = np.nan
    placebo = placebo_in_time(counts, boundary=PLAN, windows=[(60, 24)])
    assert ("missing" in placebo.skipped) == refused
    # All windows hold those months: the last begins in April 2017, the first ends in 2021.
    assert placebo.n == (0 if refused else 7)


@pytest.mark.parametrize(("missing", "refused"), [(3, False), (4, True)])
def test_a_tenth_of_a_window_may_be_missing(missing: int, refused: bool) -> None:
    counts = record()
    counts.iloc[[26 + 2 * i for i in range(missing)]] = np.nan  # 4 of 36 are more than a tenth
    placebo = placebo_in_time(counts, boundary=PLAN, shocks=[COVID])
    assert ("missing" in placebo.skipped) == refused


def test_too_few_places_identify_no_spread() -> None:
    # Six months of record less: the first window that fits begins half a year later.
    counts = record()
    for cut, places, known in ((3, 3, True), (6, 2, False), (11, 1, False), (12, 0, False)):
        placebo = placebo_in_time(counts.iloc[cut:], boundary=PLAN, shocks=[COVID])
        assert placebo.n == places
        assert (placebo.ratio is not None) == known
        assert (placebo.widened is not None) == known
    assert "nothing could be asked" in str(placebo)
    assert len(placebo.plot().collections) == 2  # the empty placebos, and the plan's own interval
    plt.close("all")


def test_equal_answers_are_no_certainty() -> None:
    placebo = placebo_in_time(record(), boundary=PLAN, shocks=[COVID])
    places = placebo.places.copy()
    places.loc[places["reason"] == "asked", "z"] = 0.5
    assert replace(placebo, places=places).ratio is None


def test_the_interval_is_widened_on_its_own_scale_and_never_narrowed() -> None:
    placebo = placebo_in_time(record(step=0.4), boundary=PLAN, shocks=[COVID])
    real, places = placebo.actual, placebo.places.copy()
    asked = places["reason"] == "asked"
    places.loc[asked, "z"] = [2.0, -2.0, 2.0001, -2.0001]
    twice = replace(placebo, places=places).widened
    assert twice is not None
    assert np.log(twice) - np.log(real.change) == pytest.approx(
        2 * (np.log([real.low, real.high]) - np.log(real.change)), rel=1e-3
    )
    points = replace(real, scale="difference", change=0.1, low=0.05, high=0.2)
    assert replace(placebo, places=places, actual=points).widened == pytest.approx((0.0, 0.3), abs=1e-4)
    places.loc[asked, "z"] = [0.1, -0.1, 0.2, -0.2]
    narrow = replace(placebo, places=places)
    assert narrow.ratio == 1.0
    assert narrow.widened == pytest.approx((real.low, real.high))


def test_never_more_than_twelve_places_spread_over_the_record() -> None:
    months = pd.date_range("2004-04-01", periods=264, freq="MS")
    placebo = placebo_in_time(record(months=months), boundary=PLAN, windows=[(24, 12)])
    assert placebo.n == 12
    asked = placebo.asked["month"]
    assert (asked.max() - asked.min()).days > 365 * 14
    months_apart = np.diff(asked.dt.year * 12 + asked.dt.month)
    assert set(months_apart) == {18}  # 205 months can be asked about


def test_months_without_events_give_no_answer_and_are_counted() -> None:
    counts = record()
    counts[:"2019-06"] = 0.0
    placebo = placebo_in_time(counts, boundary=PLAN, shocks=[COVID])
    assert placebo.n == 0
    assert placebo.skipped["no_answer"] == 4


def test_shares_and_paths_are_asked_in_their_own_terms() -> None:
    of = pd.Series(200.0, index=RECORD)
    part = pd.Series(np.random.default_rng(3).binomial(200, 0.6, 120).astype(float), index=RECORD)
    share = placebo_in_time(part, of, boundary=PLAN, shocks=[COVID], family="proportion")
    assert share.actual.scale == "difference"
    assert share.asked["change"].abs().max() < 0.2
    path = placebo_in_time(record(), boundary=PLAN, shocks=[COVID], question="path")
    level = placebo_in_time(record(), boundary=PLAN, shocks=[COVID])
    assert path.actual.question == "path"
    assert not np.allclose(path.asked["change"], level.asked["change"])


def test_the_picture_shows_every_place_and_the_plan() -> None:
    placebo = placebo_in_time(record(), boundary=PLAN, shocks=[COVID])
    axes = placebo.plot()
    drawn = [len(line.get_xdata()) for line in axes.get_lines() if line.get_marker() in ("o", "D")]
    assert drawn == [placebo.n, 1]
    assert len(axes.patches) == 2  # before the first window, and from the last one to the plan
    assert placebo.to_frame()["reason"].value_counts()["asked"] == placebo.n
    plt.close("all")


def test_a_window_is_needed() -> None:
    with pytest.raises(ValueError, match="windows"):
        placebo_in_time(record(), boundary=PLAN, windows=[])


def test_rare_counts_are_asked_as_rare_counts_are() -> None:
    """Two events a month have no logarithm: without it hardly a place would be asked."""
    counts = record()
    few = pd.Series(np.random.default_rng(3).poisson(1.0, len(counts)).astype(float), index=counts.index)
    actual = rare_change(few, boundary=PLAN, shocks=[COVID])
    placebo = placebo_in_time(few, boundary=PLAN, shocks=[COVID], actual=actual, rare=True)
    place = placebo.asked.iloc[-1]
    start = place["month"]
    window = few[
        (few.index >= start - pd.DateOffset(months=placebo.before))
        & (few.index < start + pd.DateOffset(months=placebo.after))
    ]
    alone = rare_change(window, boundary=start)
    assert place["change"] == pytest.approx(alone.change)
    logs = placebo_in_time(few, boundary=PLAN, shocks=[COVID], actual=actual)
    assert logs.asked.empty or logs.asked.iloc[-1]["low"] != pytest.approx(alone.low)
