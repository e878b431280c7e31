"""Control charts: limits, marks, phases, season, and input that has no chart."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval.statistics.control_charts import rules
from sojo_eval.statistics.control_charts.charts import control_chart

mpl.use("Agg")
STEADY = [10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 8.0, 11.0, 9.0, 12.0, 10.0, 9.0]


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_limits_are_266_mean_moving_ranges_around_the_mean() -> None:
    frame = control_chart(STEADY).to_frame()
    ranges = np.abs(np.diff(STEADY)).mean()
    assert frame["centre"].iloc[0] == pytest.approx(np.mean(STEADY))
    assert frame["upper"].iloc[0] == pytest.approx(np.mean(STEADY) + 2.66 * ranges, rel=1e-3)
    assert set(frame["point_type"]) == {"common_cause"}


def test_one_wild_jump_does_not_widen_the_screened_limits() -> None:
    wild = [*STEADY, 60.0, *STEADY]
    screened, plain = (control_chart(wild, screen=s).to_frame() for s in (True, False))
    assert screened["upper"].iloc[0] < plain["upper"].iloc[0]
    assert screened["beyond_limits"].tolist().count(True) == 1


def test_a_missing_point_stays_as_a_gap_with_a_reason() -> None:
    chart = control_chart([*STEADY[:6], np.nan, *STEADY[6:]])
    gap = chart.to_frame().iloc[6]
    assert gap["reason"] == "the value is missing"
    assert np.isfinite(gap["upper"])
    assert gap["point_type"] == "common_cause"
    assert not rules.in_a_shift(
        rules.side_of_centre(np.array([1.0, 1, 1, np.nan, 1, 1, 1, 1]), np.zeros(8))
    ).any()


def test_a_point_without_denominator_has_no_limits_and_says_so() -> None:
    chart = control_chart([4.0, np.nan, 6.0, 5.0], [20.0, np.nan, 20.0, 20.0], kind="p")
    gap = chart.to_frame().iloc[1]
    assert np.isnan(gap["upper"])
    assert gap["reason"] == "the value and its denominator are missing"
    assert (chart.to_frame()["reason"] != "").sum() == 1


def test_the_wished_direction_names_a_point() -> None:
    risen = [*STEADY, 40.0]
    for wish, name in (("higher", "improvement"), ("lower", "concern"), (None, "neutral_special_cause")):
        assert control_chart(risen, freeze=12, improvement=wish).to_frame()["point_type"].iloc[-1] == name  # type: ignore[arg-type]


def test_new_limits_start_where_the_chart_is_rebased() -> None:
    months = pd.date_range("2020-04-01", periods=24, freq="MS")
    values = pd.Series([*STEADY, *[v + 20 for v in STEADY]], index=months)
    by_label = control_chart(values, rebase=["2021-04-01"]).to_frame()
    assert by_label["phase"].tolist() == [1] * 12 + [2] * 12
    assert by_label["centre"].iloc[-1] == pytest.approx(by_label["centre"].iloc[0] + 20)
    pd.testing.assert_frame_equal(by_label, control_chart(values, rebase=[12]).to_frame())


@pytest.mark.parametrize(
    ("bad", "kind", "words"),
    [
        ([7.0] * 6, "xmr", "phase 2: points that do not vary have no limits"),
        ([7.0], "xmr", "phase 2: limits need at least two neighbouring points"),
        ([0.0] * 6, "c", "phase 2: points without any event have no limits"),
        ([20.0] * 6, "p", "phase 2: points where everyone has the event have no limits"),
        ([0.0] * 6, "u", "phase 2: points without any event have no limits"),
    ],
)
def test_a_phase_without_limits_leaves_the_others_theirs(bad: list[float], kind: str, words: str) -> None:
    values = [*STEADY, *bad, *STEADY]
    n = [20.0] * len(values) if kind in ("p", "u") else None
    chart = control_chart(values, n, kind=kind, rebase=[12, 12 + len(bad)])  # type: ignore[arg-type]
    frame = chart.to_frame()
    alone = control_chart(STEADY, n and n[:12], kind=kind).to_frame()  # type: ignore[arg-type]
    for phase in (1, 3):
        here = frame[frame["phase"] == phase].reset_index(drop=True)
        assert here["upper"].tolist() == alone["upper"].tolist()
        assert here["point_type"].tolist() == alone["point_type"].tolist()
        assert (here["reason"] == "").all()
    middle = frame[frame["phase"] == 2]
    assert middle[["centre", "lower", "upper"]].isna().to_numpy().all()
    assert set(middle["point_type"]) == {"common_cause"}
    assert set(middle["reason"]) == {words}
    assert "nan" not in str(
        control_chart(values[: 12 + len(bad)], n and n[: 12 + len(bad)], kind=kind, rebase=[12])
    )  # type: ignore[arg-type]
    assert chart.plot().lines
    plt.close()


@pytest.mark.parametrize("kind", ["p", "u", "xmr"])
def test_a_month_of_nothing_out_of_nothing_is_a_gap(kind: str) -> None:
    values, n = [4.0, 6.0, 0.0, 5.0, 7.0, 4.0], [20.0, 20.0, 0.0, 20.0, 25.0, 20.0]
    found = control_chart(values, n, kind=kind).to_frame()  # type: ignore[arg-type]
    missing = control_chart(
        [*values[:2], np.nan, *values[3:]], [*n[:2], np.nan, *n[3:]], kind=kind
    ).to_frame()  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found.drop(columns="reason"), missing.drop(columns="reason"))
    assert found["reason"].tolist() == ["", "", "the denominator is 0: nothing to divide by", "", "", ""]
    with pytest.raises(ValueError, match="denominators must be present and positive"):
        control_chart([4.0, 1.0, 5.0], [20.0, 0.0, 20.0], kind=kind)  # type: ignore[arg-type]


def test_labels_may_be_periods_or_times_of_a_zone() -> None:
    months = pd.date_range("2020-04-01", periods=24, freq="MS")
    values = pd.Series([*STEADY, *[v + 20 for v in STEADY]], index=months)
    plain = control_chart(values, rebase=["2021-04-01"]).to_frame()
    zoned = control_chart(
        values.tz_localize("Asia/Tokyo"), rebase=[pd.Timestamp("2021-04-01", tz="Asia/Tokyo")]
    )
    pd.testing.assert_frame_equal(zoned.to_frame(), plain)
    periods = control_chart(values.set_axis(months.to_period("M")), rebase=["2021-04"])
    pd.testing.assert_frame_equal(periods.to_frame().drop(columns="x"), plain.drop(columns="x"))
    assert periods.plot().lines
    plt.close()
    for name in ("rebase", "exclude"):
        for wrong in (["soon"], [None], ["2031-04-01"], "2021-04-01", None, [True]):
            with pytest.raises(ValueError, match=name):
                control_chart(values, **{name: wrong})  # type: ignore[arg-type]


def test_few_points_make_provisional_limits() -> None:
    assert control_chart(STEADY[:11]).to_frame()["short_phase"].all()
    assert not control_chart(STEADY).to_frame()["short_phase"].any()


def test_limits_of_shares_and_counts_stay_within_what_can_be() -> None:
    high = control_chart([19, 20, 18, 20, 19, 20], [20] * 6, kind="p").to_frame()
    assert (high["upper"] == 1).all()
    assert (control_chart([1, 0, 2, 1], kind="c").to_frame()["lower"] == 0).all()
    rates = control_chart([4, 8], [100, 400], kind="u").to_frame()
    assert rates["upper"].iloc[0] > rates["upper"].iloc[1]


def test_the_season_is_taken_out_before_the_limits_are_drawn() -> None:
    months = pd.date_range("2019-04-01", periods=60, freq="MS")
    generator = np.random.default_rng(5)
    season = 1 + 0.4 * np.cos(2 * np.pi * months.month.to_numpy() / 12)
    values = pd.Series(200 * season * np.exp(generator.normal(0, 0.03, 60)), index=months)
    raw, adjusted = control_chart(values), control_chart(values, deseasonalise=True)
    assert raw.to_frame()["shift_nhs"].any()
    assert adjusted.season == "log"
    assert "log scale" in str(adjusted)
    assert not adjusted.to_frame()["beyond_limits"].any()
    assert adjusted.to_frame()["value"].mean() == pytest.approx(200, rel=0.02)


def test_the_picture_and_the_sentence_say_that_this_is_no_verdict() -> None:
    chart = control_chart([*STEADY, 40.0], exclude=[3])
    assert "not a verdict" in str(chart)
    assert chart.plot().get_legend() is not None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"values": []}, "no values"),
        ({"values": [np.nan, np.nan]}, "no values"),
        ({"values": [1.0, np.inf, 2.0]}, "finite"),
        ({"values": [5.0]}, "two neighbouring points"),
        ({"values": [1.0, np.nan, 2.0]}, "two neighbouring points"),
        ({"values": [3.0, 3.0, 3.0]}, "do not vary"),
        ({"values": [1, -1, 2], "kind": "c"}, "at least 0, not -1"),
        ({"values": [0, 0, 0], "kind": "c"}, "without any event"),
        ({"values": [1, 2], "kind": "c", "denominators": [1, 1]}, "u chart"),
        ({"values": [1, 2], "kind": "p"}, "needs denominators"),
        ({"values": [1, 2], "kind": "p", "denominators": [10, 0]}, "positive"),
        ({"values": [1, 2], "kind": "u", "denominators": [10, np.nan]}, "positive"),
        ({"values": [1, 2], "kind": "u", "denominators": [10]}, "same length"),
        ({"values": [1, 12], "kind": "p", "denominators": [10, 10]}, "less than or equal"),
        ({"values": [10, 10], "kind": "p", "denominators": [10, 10]}, "everyone"),
        ({"values": STEADY, "rebase": ["x"]}, "no point x"),
        ({"values": STEADY, "exclude": [99]}, "no point 99"),
        ({"values": STEADY, "freeze": 1}, "freeze"),
        ({"values": STEADY, "kind": "z"}, "kind must be"),
        ({"values": STEADY, "deseasonalise": True}, "indexed by month"),
        ({"values": pd.Series([1.0, 2.0], index=["a", "a"])}, "distinct"),
        ({"values": pd.Series([1.0, 2.0, 4.0], index=[2021, 2019, 2020])}, "in order of time"),
        (
            {"values": pd.Series([1.0, 2.0], index=pd.PeriodIndex(["2021", "2020"], freq="Y"))},
            "in order of time",
        ),
    ],
)
def test_what_has_no_chart_is_refused_with_a_reason(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        control_chart(**arguments)  # type: ignore[arg-type]
