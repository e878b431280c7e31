"""Five statuses, each said only where the whole interval allows it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.evaluation.targets.status import (
    Course,
    Elapsed,
    Measured,
    base_from_change,
    elapsed,
    rests_on_the_course,
    status,
)
from sojo_eval.statistics.proportions import difference_of_shares

UNKNOWN = Measured(float("nan"), float("nan"), float("nan"))
NO_DATE = Elapsed(float("nan"), float("nan"))


def exact(value: float) -> Measured:
    return Measured(value, value, value)


def course(
    low: float,
    high: float,
    *,
    base: float = 40.0,
    target: float = 60.0,
    over: float = 0.5,
    mean: float | None = None,
) -> Course:
    """From 40 to 60, half of the time over: 50 is needed."""
    middle = (low + high) / 2
    return Course(
        exact(base),
        target,
        Measured(middle, low, high),
        Elapsed(over, over if mean is None else mean),
        higher=True,
    )


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (60.0, 66.0, "achieved"),
        (59.99, 66.0, "on_pace"),
        (50.0, 55.0, "on_pace"),
        (49.99, 55.0, "cannot_be_told"),
        (45.0, 49.99, "behind"),
        (45.0, 50.0, "cannot_be_told"),
        (40.0, 49.0, "behind"),
        (36.0, 40.0, "behind"),
        (36.0, 39.99, "moving_away"),
        (30.0, 70.0, "cannot_be_told"),
    ],
)
def test_each_status_begins_where_the_whole_interval_has_crossed_its_line(
    low: float, high: float, said: str
) -> None:
    assert status(course(low, high)) == said


numbers = st.floats(0, 100)


@given(base=numbers, target=numbers, ends=st.tuples(numbers, numbers), over=st.floats(0, 1))
def test_lower_is_the_mirror_of_higher(
    base: float, target: float, ends: tuple[float, float], over: float
) -> None:
    low, high = sorted(ends)
    here = Measured((low + high) / 2, low, high)
    up = Course(exact(base), target, here, Elapsed(over, over / 2), higher=True)
    down = Course(exact(-base), -target, here.turned(), Elapsed(over, over / 2), higher=False)
    assert status(up) == status(down)
    assert rests_on_the_course(up) == rests_on_the_course(down)


@given(
    base=numbers,
    way=st.floats(0.1, 50),
    ends=st.tuples(numbers, numbers),
    over=st.floats(0, 1),
    share=st.floats(0.5, 1),
)
def test_what_is_said_is_what_the_definition_says(
    base: float, way: float, ends: tuple[float, float], over: float, share: float
) -> None:
    """The definitions once more, word by word, for a base that the city wrote down."""
    low, high = sorted(ends)
    target = base + way
    said = status(course(low, high, base=base, target=target, over=over, mean=over * share))
    now, mean = base + way * over, base + way * over * share
    holds = {
        "achieved": low >= target,
        "moving_away": high < base and low < target,
        "on_pace": now <= low < target and high >= base,
        "behind": base <= high < mean and low < target,
    }
    edges = (target, base, now, mean)
    if min(abs(end - edge) for end in (low, high) for edge in edges) < 1e-6:
        return  # rounding decides there
    assert said == next((name for name, is_so in holds.items() if is_so), "cannot_be_told")


def test_a_target_without_a_due_date_can_be_reached_or_left_behind_but_has_no_pace() -> None:
    for (low, high), said in {
        (61, 62): "achieved",
        (30, 35): "moving_away",
        (45, 48): "cannot_be_told",
    }.items():
        open_end = Course(exact(40), 60, Measured((low + high) / 2, low, high), NO_DATE, higher=True)
        assert status(open_end) == said


def test_without_a_base_only_the_target_itself_can_be_told() -> None:
    for (low, high), said in {
        (61, 62): "achieved",
        (30, 35): "cannot_be_told",
        (55, 59): "cannot_be_told",
    }.items():
        found = Course(UNKNOWN, 60, Measured((low + high) / 2, low, high), Elapsed(0.5, 0.25), higher=True)
        assert status(found) == said
        assert np.isnan(found.progress(55))


@pytest.mark.parametrize("base", [60.0, 65.0])
@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(60, 63, "achieved"), (57, 62, "cannot_be_told"), (57, 60, "cannot_be_told"), (50, 59.9, "moving_away")],
)
def test_a_target_that_the_base_had_reached_has_to_be_kept(
    base: float, low: float, high: float, said: str
) -> None:
    """What falls short of it has left the base too; with no way to go there is no progress, and no date is needed."""
    kept = Course(exact(base), 60, Measured((low + high) / 2, low, high), NO_DATE, higher=True)
    assert status(kept) == said
    assert np.isnan(kept.progress(61))


def test_the_share_of_the_time_is_that_of_the_days_and_of_their_mean() -> None:
    assert elapsed(0, 100, 40, of_one_day=True) == Elapsed(0.4, 0.4)
    assert elapsed(0, 100, 40, of_one_day=False) == Elapsed(0.4, 0.2)
    assert elapsed(0, 100, -5, of_one_day=False) == Elapsed(0.0, 0.0)
    # After the due day no more than the target is asked: a rise for 100 days, then 50 at 1.
    past = elapsed(0, 100, 150, of_one_day=False)
    assert past.now == 1
    assert past.mean == pytest.approx(np.minimum(np.linspace(0, 150, 100_001) / 100, 1).mean(), abs=1e-4)
    assert np.isnan(elapsed(0, float("nan"), 40, of_one_day=True).now)


def test_a_mean_between_the_two_lines_rests_on_its_course() -> None:
    """Exactly 47 on average with 45 needed on average and 50 by now: enough if it rose evenly."""
    assert rests_on_the_course(course(46.9, 47.1, mean=0.25))
    assert status(course(46.9, 47.1, mean=0.25)) == "cannot_be_told"
    assert not rests_on_the_course(course(44, 47.1, mean=0.25))
    assert not rests_on_the_course(course(46.9, 51, mean=0.25))


def test_the_interval_of_the_earlier_value_is_what_the_change_was_made_of() -> None:
    """MOVER backwards gives Wilson's bounds of the earlier share; and for ratios the arms on the log scale."""
    change = difference_of_shares(0.4, 300, 0.5, 500, method="m", source="s")
    base = base_from_change(
        0.4,
        Measured(change.change, change.low, change.high),
        Measured(0.5, change.after_low, change.after_high),
        ratio=False,
    )
    alone = difference_of_shares(0.5, 500, 0.4, 300, method="m", source="s")
    assert (base.low, base.high) == pytest.approx((alone.after_low, alone.after_high))
    ratio = base_from_change(
        10.0,
        Measured(1.2, 1.2 / np.exp(0.5), 1.2 * np.exp(0.5)),
        Measured(12, 12 / np.exp(0.3), 12 * np.exp(0.3)),
        ratio=True,
    )
    assert (ratio.low, ratio.high) == pytest.approx((10 / np.exp(0.4), 10 * np.exp(0.4)))
    assert np.isnan(base_from_change(10.0, Measured(1.2, 0, 3), exact(12), ratio=True).low)


@pytest.mark.parametrize("base_known", [True, False])
def test_nothing_is_said_wrongly_more_often_than_promised(base_known: bool) -> None:
    """4,000 worlds with normal errors. `moving_away` where nothing moved; `behind` where it rose exactly on the line and
    the value is the mean of the days; `on_pace` where it stands all the time just where the line is by now. At most 2.5 %
    each; held against the last day, as a plain rule does, `behind` would be said in nearly all worlds of the second kind."""
    generator = np.random.default_rng(5)
    worlds, error, arm = 4_000, 1.0, 1.959964
    over = elapsed(0, 100, 40, of_one_day=False)
    wrong = {"moving_away": 0, "behind": 0, "on_pace": 0}
    plainly_behind = 0
    true = {"moving_away": 40.0, "behind": 40 + 20 * over.mean, "on_pace": 40 + 20 * over.now}
    for _ in range(worlds):
        seen = 40.0 if base_known else 40 + error * generator.normal()
        base = exact(seen) if base_known else Measured(seen, seen - arm * error, seen + arm * error)
        for said, truth in true.items():
            value = truth + error * generator.normal()
            found = Course(
                base, 60.0, Measured(value, value - arm * error, value + arm * error), over, higher=True
            )
            wrong[said] += status(found) == said
            plainly_behind += said == "behind" and value + arm * error < found.straight(over.now)
    for said, times in wrong.items():
        assert times / worlds <= 0.025 + 2 * np.sqrt(0.025 * 0.975 / worlds), said
    assert plainly_behind / worlds > 0.9
