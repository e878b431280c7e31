"""Disclosure at its edges: what is small, which cell goes with it, how much may be hidden before a coarser step is shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.disclosure.complementary import rows_to_hide
from sojo_eval.disclosure.printed import printed_counts
from sojo_eval.disclosure.protection import _finest_step, protect
from sojo_eval.disclosure.rules import NO_COMPLEMENT, PUBLIC_DENOMINATOR, disclosive_count
from sojo_eval.disclosure.suppression import hide_findings, points_to_hide, small_findings
from sojo_eval.evaluation.columns import FINDINGS

CATALOGUE = pd.DataFrame(
    {
        "indicator": ["people", "things", "shares"],
        "kind": ["monthly_count", "monthly_count", "monthly_proportion"],
        "disclosive": [True, False, True],
    }
)
PLANS = pd.DataFrame(
    {
        "plan": ["p1", "p2"],
        "start_date": pd.to_datetime(["2019-04-01", "2024-04-01"]),
        "end_date": pd.to_datetime(["2024-03-31", None]),
    }
)


def points(
    numerators: list[float],
    first: str = "2022-04-01",
    *,
    indicator: str = "people",
    step: str = "month",
    denominators: float | list[float] = 1000.0,
) -> pd.DataFrame:
    length = {"month": 1, "quarter": 3, "year": 12}[step]
    start = pd.date_range(first, periods=len(numerators), freq=pd.DateOffset(months=length))
    frame = pd.DataFrame({"period_start": start, "numerator": numerators, "denominator": denominators})
    frame["period_end"] = start + pd.DateOffset(months=length) - pd.Timedelta(days=1)
    frame["plan"] = np.where(start < "2024-04-01", "p1", "p2")
    return frame.assign(indicator=indicator, area="city", step=step)


def hidden(frame: pd.DataFrame, threshold: int = 5) -> list[int]:
    gone = points_to_hide(frame, CATALOGUE, threshold)
    return gone.index[gone].tolist()


def with_a_plan_from(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame.assign(plan=np.where(frame["period_start"] < day, "p1", "p2"))


def test_a_small_count_alone_in_its_plan_has_a_companion_in_the_rest_of_its_year() -> None:
    # A plan that begins in July: the first quarter of that year is the only one of its plan, and the year has a total.
    frame = with_a_plan_from(points([3, 30, 20, 40], step="quarter"), "2022-07-01")
    assert hidden(frame) == [0, 2]


def test_a_small_count_alone_in_its_year_has_a_companion_in_the_rest_of_its_plan() -> None:
    # The records begin in March: that month is the only one of its fiscal year, and the plan period has a total.
    assert hidden(points([3, *[30.0 + i for i in range(12)]], first="2022-03-01")) == [0, 1]


def test_a_companion_in_both_serves_both() -> None:
    frame = with_a_plan_from(points([3, 30, 20, 40] * 3), "2022-10-01")
    assert hidden(frame) == [0, 2, 4, 6, 8]


def test_one_in_both_goes_before_a_smaller_one_in_the_year_or_in_the_plan_alone() -> None:
    frame = with_a_plan_from(points([3, 30, 20, 40, 50, 60, 10, 70, 80, 90, 25, 35]), "2022-10-01")
    assert hidden(frame) == [0, 2]


def test_a_year_alone_in_its_plan_has_none_to_go_with_it() -> None:
    # The plan period's total is the year's own, and small itself.
    years = points([20, 30, 9, 3], "2021-04-01", step="year")
    assert years["plan"].tolist() == ["p1"] * 3 + ["p2"]
    assert hidden(years) == [3]


def test_where_all_others_are_zero_a_zero_goes_with_it() -> None:
    # The year's total is 3: with eleven zeros shown it would be the hidden month's.
    assert hidden(points([0, 0, 3, *[0] * 9])) == [0, 2]
    assert hidden(points([3])) == [0]  # there is no other


def test_a_zero_of_its_plan_is_no_companion_for_the_year_where_another_is_there() -> None:
    frame = with_a_plan_from(points([3, 0, 0, 30, 40, 50]), "2022-07-01")
    assert hidden(frame) == [0, 1, 3]


@pytest.mark.parametrize(
    ("count", "threshold", "small"),
    [
        (0, 5, False),
        (1, 5, True),
        (4, 5, True),
        (4.99, 5, True),
        (5, 5, False),
        (9, 10, True),
        (10, 10, False),
    ],
)
def test_small_is_from_one_up_to_below_the_threshold(count: float, threshold: int, small: bool) -> None:
    kinds = pd.Series(["monthly_proportion"])
    whole = pd.Series([100.0])
    for part in (count, 100 - count):  # and so is the complement
        assert disclosive_count(pd.Series([part]), whole, kinds, threshold).tolist() == [small]
    rate = pd.Series(["annual_rate"])
    assert disclosive_count(pd.Series([50.0]), pd.Series([count]), rate, threshold).tolist() == [small]


def test_which_kinds_have_a_public_denominator_and_which_no_complement() -> None:
    amounts = {"monthly_amount", "annual_amount"}  # they count nothing at all
    public = {"monthly_count", "annual_count", "annual_stock", "gap_of_rates"} | amounts
    assert public == PUBLIC_DENOMINATOR
    assert {"monthly_rate", "annual_rate"} | public == NO_COMPLEMENT


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ([9, 3, 7, 8], [1, 2]),  # the smallest shown one is the companion
        ([9, 3, 7, 0], [1, 2]),  # zero hides little
        ([9, 3, 0, 0], [0, 1]),
        ([3, 0, 0, 0], [0, 1]),  # and goes where there is nothing else
        ([3, 4, 9, 8], [0, 1, 3]),  # a small one is no companion of another
        ([9, 5, 7, 8], []),
        ([9, 0, 7, 8], []),
    ],
)
def test_the_smallest_shown_cell_of_the_year_becomes_the_companion(
    counts: list[float], gone: list[int]
) -> None:
    assert hidden(points(counts)) == gone
    assert hidden(points(counts, indicator="things")) == []
    assert hidden(points(counts, indicator="unheard of")) == gone  # what is not known is taken for people


def test_a_companion_is_of_the_same_fiscal_year() -> None:
    """From February on: small in March; April is smaller than February but of the next year. From March on there is none
    in its year, but the plan goes on."""
    assert hidden(points([9, 3, 6, 7], "2023-02-01")) == [0, 1]
    assert hidden(points([3, 9, 6, 7], "2023-03-01")) == [0, 2]
    assert hidden(points([9, 3, 6, 7], "2022-12-01")) == [1, 2]


def test_years_have_their_companion_in_the_same_plan() -> None:
    years = points([20, 3, 9, 6, 7], "2021-04-01", step="year")
    assert years["plan"].tolist() == ["p1"] * 3 + ["p2"] * 2
    assert hidden(years) == [1, 2]


def test_other_steps_areas_and_indicators_are_no_companions() -> None:
    frame = pd.concat(
        [
            points([9, 3]),
            points([6], step="quarter"),
            points([6]).assign(area="other"),
            points([6], indicator="shares"),
        ],
        ignore_index=True,
    )
    assert hidden(frame) == [0, 1]


def test_a_small_whole_or_rest_needs_a_companion_too() -> None:
    shares = points([0, 20, 40], indicator="shares", denominators=[3.0, 100.0, 100.0])
    assert hidden(shares) == [0, 1]
    rest = points([96, 20, 40], indicator="shares", denominators=100.0)
    assert hidden(rest) == [0, 1]
    unknown = points([3, np.nan, np.nan], denominators=[9.0, 8.0, 7.0])
    assert hidden(unknown) == [0, 2]  # by what there is


# the step that is shown


def shown_step(months: int, smalls: tuple[int, ...], coarse: list[float]) -> str:
    counts = [20.0 + i for i in range(months)]
    for i in smalls:
        counts[i] = 3.0
    series = pd.concat([points(counts), points(coarse, step="year")], ignore_index=True)
    findings = pd.DataFrame(
        columns=[
            "indicator", "area", "kind", "disclosive", "baseline", "current",
            "count_baseline", "base_baseline", "count_current", "base_current",
        ]
    )  # fmt: skip
    found = protect(series, findings, PLANS, CATALOGUE, 5)
    (step,) = series.loc[found.kept, "step"].unique()
    return str(step)


@pytest.mark.parametrize(("months", "step"), [(20, "month"), (19, "year")])
def test_a_step_is_shown_with_a_tenth_of_its_points_hidden_and_not_with_more(months: int, step: str) -> None:
    """One small month and its companion: two of twenty, or of nineteen."""
    assert shown_step(months, (1,), [300.0, 300.0]) == step


def test_the_coarsest_step_is_shown_whatever_it_has_to_hide() -> None:
    assert shown_step(19, (1, 2, 3), [3.0, 300.0]) == "year"
    assert shown_step(24, (), [300.0, 300.0]) == "month"


def test_where_every_step_hides_too_much_the_coarsest_is_chosen_at_once() -> None:
    """`protect` would climb there step by step, and hide other series' numbers for the sake of steps not shown."""
    rank = pd.Series([0, 0, 0, 1, 1, 2])
    group = pd.Series("g", index=rank.index)
    too_much = pd.Series([True, False, False, True, False, True])
    assert _finest_step(rank, too_much, group).tolist() == [2] * 6
    assert _finest_step(rank, too_much & (rank != 1), group).tolist() == [1] * 6
    assert _finest_step(rank, too_much & False, group).tolist() == [0] * 6


# what protects a hidden one


def numbers(sizes: list[float], total: float) -> pd.DataFrame:
    """Months of one count, the first of them small, and their sum in a finding."""
    month = pd.date_range("2022-04-01", periods=len(sizes), freq="MS")
    rows = [("series", i, m, m, size, i == 0) for i, (m, size) in enumerate(zip(month, sizes, strict=True))]
    rows.append(("findings", 0, month[0], month[-1], total, False))
    frame = pd.DataFrame(rows, columns=["table", "row", "first", "last", "size", "small"])
    return frame.assign(area="city", count="a")


@pytest.mark.parametrize(
    ("sizes", "total", "gone"),
    [
        ([3, 9, 7, 8], 27, ("series", 2)),
        ([3, 9, 0, 8], 20, ("series", 3)),
        ([3, 0, 0, 0], 3, ("findings", 0)),
        ([3, 90, 70, 80], 40, ("findings", 0)),
    ],
)
def test_of_what_gives_a_hidden_one_away_the_smallest_goes_and_zero_last(
    sizes: list[float], total: float, gone: tuple[str, int]
) -> None:
    small = ("series", 0)
    assert rows_to_hide(numbers(sizes, total), {small}) == {small, gone}


def test_nothing_more_goes_where_nothing_gives_it_away() -> None:
    table = numbers([3, 9, 7, 8], 27)
    assert rows_to_hide(table.iloc[:-1], {("series", 0)}) == {("series", 0)}
    assert rows_to_hide(table, set()) == set()


# what is printed


def printed(series: pd.DataFrame, catalogue: pd.DataFrame = CATALOGUE, threshold: int = 5) -> pd.DataFrame:
    none = pd.DataFrame(
        columns=["indicator", "area", "baseline", "current", "count_baseline", "base_baseline",
                 "count_current", "base_current"]
    )  # fmt: skip
    counts = printed_counts(series, none, PLANS, catalogue, threshold)
    return counts[["count", "size", "small"]]


@pytest.mark.parametrize(
    ("part", "whole", "small_part", "small_whole"),
    [
        (4.0, 100.0, True, False),
        (5.0, 100.0, False, False),
        (96.0, 100.0, True, False),  # who is not in the part is told by it and the whole
        (95.0, 100.0, False, False),
        (0.0, 4.0, True, True),  # nobody of four: all four are the rest
        (0.0, 5.0, False, False),
        (4.0, 4.0, True, True),
    ],
)
def test_a_printed_part_and_whole_must_not_be_had_where_one_of_them_or_the_rest_is_small(
    part: float, whole: float, small_part: bool, small_whole: bool
) -> None:
    shares = printed(points([part], indicator="shares", denominators=whole))
    assert shares["count"].tolist() == ["shares:numerator", "shares:denominator"]
    assert shares["size"].tolist() == [part, whole]
    assert shares["small"].tolist() == [small_part, small_whole]


def test_an_exposure_is_no_printed_count_of_people_and_a_thing_is_none_either() -> None:
    assert printed(points([3.0], denominators=4.0))["count"].tolist() == ["people:numerator"]
    assert printed(points([3.0], indicator="things")).empty


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("survey_share", 0),
        ("published", 0),
        ("gap_of_rates", 0),
        ("gap_of_shares", 0),
        ("time_to_event", 2),
        ("annual_rate", 2),
    ],
)
def test_only_what_sums_over_months_can_be_had_by_adding_and_subtracting(kind: str, rows: int) -> None:
    assert len(printed(points([20.0]), CATALOGUE.assign(kind=kind))) == rows


# findings


def findings(**columns: list[object]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    made: dict[str, object] = {
        column.name: "" if column.name in ("indicator", "area", "reasons", "reasons_en") else np.nan
        for column in FINDINGS
    }
    frame = pd.DataFrame(made, index=range(n)).assign(kind="monthly_proportion", disclosive=True)
    for period in ("baseline", "current"):
        frame[f"count_{period}"], frame[f"base_{period}"] = 300.0, 800.0
    return frame.assign(**columns)


def test_a_finding_is_small_in_either_period_by_part_whole_or_rest() -> None:
    table = findings(
        count_baseline=[4.0, 5.0, 300.0, 300.0, 0.0, 796.0, 795.0],
        count_current=[300.0, 300.0, 4.0, 5.0, 300.0, 300.0, 300.0],
    )
    assert small_findings(table, 5).tolist() == [True, False, True, False, False, True, False]
    assert not small_findings(table.assign(disclosive=False), 5).any()
    assert small_findings(table.assign(disclosive=None), 5).sum() == 3


@pytest.mark.parametrize(
    ("other", "kept"),
    [(0.0421, False), (0.0421 + 1e-10, False), (0.0421 + 1e-8, True), (0.05, True)],
)
def test_an_adjusted_p_borrowed_from_a_hidden_finding_goes_with_it(other: float, kept: bool) -> None:
    table = findings(p_adjusted=[0.0421, other])
    shown, log = hide_findings(table, pd.Series([True, False]))
    assert shown["p_adjusted"].notna().tolist() == [False, kept]
    assert log["reason"].tolist() == ["small_count"] + ([] if kept else ["derived"])


def test_a_p_of_one_is_shared_by_many_and_stays() -> None:
    shown, _ = hide_findings(findings(p_adjusted=[1.0, 1.0]), pd.Series([True, False]))
    assert shown["p_adjusted"].notna().tolist() == [False, True]
