"""The gates at their edges: each refuses just on one side of its limit and passes just on the other.

The limits are typed here and not taken from the code: whoever changes the policy changes this table with it.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation.evidence import (
    Evidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.gates import GATES, first_refusal, sufficiency
from sojo_eval.evaluation.gathering import declared, gather, with_groups
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import ChangeOfHabit, Recorded, built_in
from sojo_eval.indicators.kinds import PUBLISHED
from tests.evaluation.made_evidence import BEFORE, NOW, monthly_evidence, survey_evidence

RATE = "connections.participants_per_1000"
MEETINGS = "consultation.multilayer_support_meetings"
GAP_OF_SHARES = "information.gap_between_ages_in_coming_by_publication"
GAP_OF_RATES = "connections.gap_between_areas_in_participants"


def refusing(evidence: Evidence) -> str:
    """The gate that refuses first, by name; empty when all let it pass."""
    for gate in GATES:
        if gate.asked_of(evidence) and gate.refuse(evidence) is not None:
            return gate.refuse.__name__
    return ""


def of_months(
    before: int = 60,
    after: int = 24,
    *,
    question: str = "level",
    shocked_before: int = 0,
    shocked_after: int = 0,
    missing: tuple[int, ...] = (),
    indicator: str = RATE,
    numerator: float = 80.0,
    denominator: float = 100.0,
    scatter: float = 0.0,
) -> SeriesEvidence:
    """Months up to and from the boundary; the earliest ones before and the latest ones after lie in a shock."""
    month = pd.Series(
        pd.date_range(NOW.start - pd.DateOffset(months=before), periods=before + after, freq="MS")
    )
    months = pd.DataFrame({"month": month, "numerator": numerator, "denominator": denominator})
    months["after"] = month >= NOW.start
    place = np.arange(len(month))
    months["numerator"] += scatter * np.where(place % 5 < 2, 1.5, -1.0)
    months["shocked"] = (place < shocked_before) | (place >= before + after - shocked_after)
    months.loc[[*missing], "numerator"] = np.nan
    return replace(monthly_evidence(indicator), question=question, months=months)  # type: ignore[arg-type]


def of_years(before: list[float], after: list[float], indicator: str = MEETINGS) -> SeriesEvidence:
    """Fiscal years of what is recorded in April alone."""
    first = 2024 - len(before)
    years = pd.DataFrame({"year": range(first, 2024 + len(after)), "numerator": [*before, *after]})
    years = years.assign(denominator=1200.0, months=12, after=years["year"] >= 2024, shocked=False)
    evidence = monthly_evidence(indicator)
    once = evidence.months["month"].dt.month == 4
    months = evidence.months.assign(
        **{c: evidence.months[c].where(once, 0.0) for c in ("numerator", "denominator")}
    )
    return replace(evidence, months=months, years=years)


def in_months_of_the_year(
    number: int, indicator: str = MEETINGS, column: str = "numerator"
) -> SeriesEvidence:
    """Seven years whose records fall into the first so many months of each."""
    evidence = monthly_evidence(indicator)
    first = evidence.months["month"].dt.month <= number
    return replace(
        evidence, months=evidence.months.assign(**{column: evidence.months[column].where(first, 0.0)})
    )


def with_rarer(after: float) -> SeriesEvidence:
    """A share whose later months hold `after` events in all, its earlier ones twenty a month."""
    evidence = of_months(
        question="path", indicator="consultation.first_response_within_3_days", numerator=20.0
    )
    months = evidence.months.copy()
    months.loc[months["after"], "numerator"] = [after, *[0.0] * 23]
    return replace(evidence, months=months)


def of_one_month(answered: float) -> SeriesEvidence:
    """So many of a hundred answered in one month."""
    evidence = of_months(
        indicator="consultation.first_response_within_3_days", numerator=80.0, denominator=100.0
    )
    months = evidence.months.copy()
    months.loc[3, "numerator"] = answered
    return replace(evidence, months=months)


def with_side(events: float, *, after: bool, question: str = "level", beside: float = 60.0) -> SeriesEvidence:
    """`beside` events a month on one side of the boundary, `events` in all on the other."""
    evidence = of_months(question=question, numerator=beside)
    months = evidence.months.copy()
    side = months.index[months["after"] == after]
    months.loc[side, "numerator"] = 0.0
    months.loc[side[-1:], "numerator"] = events
    return replace(evidence, months=months)


def with_ended(events: int, *, after: bool) -> TimesEvidence:
    """People who waited; of one period so many have ended, of the other all."""
    evidence = of_times(12, 12)
    rows = evidence.rows.copy()
    side = rows.index[rows["after"] == after]
    rows.loc[side, "event"] = False
    rows.loc[side[:events], "event"] = True
    return replace(evidence, rows=rows)


def last_year_clean(clean: int, *, at_first: bool = False) -> SeriesEvidence:
    """A path whose last year before the boundary has so many months outside a shock, its first ones or its last."""
    evidence = of_months(question="path")
    place = np.arange(84) - 48
    last_year = (place >= 0) & (place < 12)
    shocked = last_year & (place >= clean if at_first else place < 12 - clean)
    return replace(evidence, months=evidence.months.assign(shocked=shocked))


def of_survey(before: int = 200, after: int = 200) -> SurveyEvidence:
    """Simple random samples with half of the answers yes: n answers are worth n − 1."""
    evidence = survey_evidence()
    return replace(evidence, before=evidence.before.head(before), after=evidence.after.head(after))


def of_printed(
    before: tuple[float, float] = (0.5, 400.0),
    after: tuple[float, float] = (0.5, 400.0),
    *,
    design_effect: float = 1.0,
    unit: str = "share",
    definitions: tuple[str, str] = ("a", "a"),
) -> PrintedEvidence:
    entry = replace(
        built_in()["consultation.knows_a_desk"], kind=PUBLISHED, unit=unit, design_effect=design_effect
    )
    rows = [
        pd.DataFrame({"value": [share], "n": [n], "definition": [definition]})
        for (share, n), definition in zip((before, after), definitions, strict=True)
    ]
    return PrintedEvidence(entry, "132292", BEFORE, NOW, before=rows[0], after=rows[1])


def of_times(before: int, after: int, events: float = 400.0) -> TimesEvidence:
    """People who started in so many months on either side; in all `events` of each side have ended."""
    month = [
        *pd.date_range(end="2024-03-01", periods=before, freq="MS"),
        *pd.date_range("2024-04-01", periods=after, freq="MS"),
    ]
    rows = pd.DataFrame({"month": month * 40, "days": 5.0})
    rows["after"] = rows["month"] >= NOW.start
    rows["event"] = rows.groupby("after").cumcount() < events
    rows["shocked"] = False
    return TimesEvidence(built_in()["consultation.referrals_accepted_days"], "132292", BEFORE, NOW, rows=rows)


def of_groups(
    groups: int = 4,
    months: int = 12,
    smallest: float = 10.0,
    *,
    indicator: str = GAP_OF_SHARES,
    others: str = "",
    no_residents: tuple[Text, ...] = (),
) -> GroupsEvidence:
    """Groups that differ beyond chance; the first one's numerators sum to `smallest` in the later period."""
    month = [
        *pd.date_range(end="2024-03-01", periods=months, freq="MS"),
        *pd.date_range("2024-04-01", periods=months, freq="MS"),
    ]
    rows = pd.DataFrame([(m, f"g{g}", 20.0 + 20 * g) for m in month for g in range(groups)])
    rows.columns = pd.Index(["month", "group", "numerator"])
    rows["denominator"] = 120.0
    rows["after"] = rows["month"] >= NOW.start
    sums = [
        side.groupby("group", as_index=False)[["numerator", "denominator"]].sum()
        for side in (rows[~rows["after"]], rows[rows["after"]])
    ]
    sums[1].loc[0, "numerator"] = smallest
    if others:
        sums[1].loc[0, "group"] = others
    return GroupsEvidence(
        built_in()[indicator], "132292", BEFORE, NOW, rows=rows, before=sums[0], after=sums[1],
        no_residents=no_residents,
    )  # fmt: skip


def missing_months(number: int, run: int = 1) -> SeriesEvidence:
    """Of 100 months the given number is missing, one run of them beside each other."""
    alone = [4 + 6 * i for i in range(number - run)]
    return of_months(before=76, after=24, missing=(*alone, *range(86, 86 + run)))


def reworded(link: str | None) -> SurveyEvidence:
    evidence = survey_evidence()
    return replace(evidence, questions=evidence.questions.assign(comparable_with=[None, link]))


def other_design(column: str, second: str) -> SurveyEvidence:
    evidence = survey_evidence()
    waves = evidence.waves.copy()
    waves[column] = ["same", second]
    return replace(evidence, waves=waves)


def earlier_plan_ends(day: str) -> SeriesEvidence:
    plan = Period("3", Text("第3期", "plan 3"), pd.Timestamp("2019-04-01"), pd.Timestamp(day), True)
    return replace(of_months(question="path"), baseline=plan)


A_BREAK = (pd.Timestamp("2021-04-01"),)
NOTHING = pd.DataFrame(columns=["value", "n", "definition"])
SHARE = "information.easy_japanese_share"
STOCK = "connections.hotnet_promoters_active"
NEVER_ANSWERED = replace(
    monthly_evidence(), recorded=Recorded(NOW.end, never=(("consultations", "first_response_date"),))
)
UNCLEAR = replace(of_survey(), after=of_survey().after.assign(weight=0.0))
ONE_UNIT = replace(of_survey(), after=of_survey().after.assign(psu=1))
TWO_UNITS = replace(of_survey(), after=of_survey().after.assign(psu=np.arange(200) // 100))

TABLE: list[tuple[str, Evidence, Evidence]] = [
    # what cannot be compared
    (
        "definition_changed_at_boundary",
        replace(of_months(), boundary_breaks=(Text("数え方", "counting"),)),
        of_months(),
    ),
    ("printed_definition_changed", of_printed(definitions=("a", "b")), of_printed()),
    ("definition_change_not_modelled", replace(of_years([40] * 5, [40] * 2), breaks=A_BREAK), replace(of_months(), breaks=A_BREAK)),
    ("definition_change_not_modelled", replace(in_months_of_the_year(2), breaks=A_BREAK), replace(in_months_of_the_year(3), breaks=A_BREAK)),
    ("definition_change_not_modelled", replace(of_survey(), breaks=A_BREAK), of_survey()),
    ("question_reworded", reworded(None), reworded("q4")),
    *(("survey_design_changed", other_design(c, "other"), other_design(c, "same")) for c in ("mode", "frame", "sampling")),
    ("kept_otherwise", replace(of_months(), habits=(ChangeOfHabit(Text("空欄", "blank"), refuses=True),)), replace(of_months(), habits=(ChangeOfHabit(Text("空欄", "blank"), refuses=False),))),
    # what is too little
    ("a_period_without_data", of_months(before=0), of_months(before=12)),
    ("a_period_without_data", replace(of_printed(), after=NOTHING), of_printed()),
    ("printed_figure_without_uncertainty", of_printed(unit="persons"), of_printed(unit="share")),
    ("printed_figure_without_uncertainty", of_printed(before=(0.5, np.nan)), of_printed()),
    ("printed_figure_without_uncertainty", of_printed(after=(0.5, np.nan)), of_printed()),
    ("too_few_answers", UNCLEAR, of_survey()),
    ("too_few_answers", ONE_UNIT, replace(TWO_UNITS, after=of_survey().after.assign(psu=np.arange(200) // 2))),
    ("too_few_answers", of_survey(before=50), of_survey(before=52)),
    ("too_few_answers", of_survey(after=50), of_survey(after=52)),
    ("too_few_answers", of_printed((0.5, 49.9)), of_printed((0.5, 50.0))),
    ("too_few_answers", of_printed(after=(0.5, 49.9)), of_printed(after=(0.5, 50.0))),
    ("too_few_answers", of_printed((0.0499, 100.0)), of_printed((0.05, 100.0))),
    ("too_few_answers", of_printed((0.9501, 100.0)), of_printed((0.9499, 100.0))),
    ("too_few_answers", of_printed((0.5, 99.9), design_effect=2.0), of_printed((0.5, 100.0), design_effect=2.0)),
    ("population_unknown", of_months(denominator=np.nan), of_months(denominator=1.0)),
    ("population_unknown", of_months(denominator=0.0), of_months(denominator=0.1)),
    ("population_unknown", of_groups(smallest=240, no_residents=(Text("東", "east"),)), of_groups(smallest=240)),
    ("too_few_months", of_months(after=11), of_months(after=12)),
    ("too_few_months", of_months(before=11), of_months(before=12)),
    ("too_few_months", of_months(shocked_before=49), of_months(shocked_before=48)),
    ("too_few_months", of_months(shocked_after=19), of_months(shocked_after=18)),
    ("too_few_months", of_months(before=23, question="path"), of_months(before=24, question="path")),
    ("too_few_months", of_months(shocked_before=37, question="path"), of_months(shocked_before=36, question="path")),
    ("too_few_months", of_months(after=11, question="path"), of_months(after=12, question="path")),
    ("too_few_months", of_months(shocked_after=13, question="path"), of_months(shocked_after=12, question="path")),
    ("too_few_months", missing_months(11), missing_months(10)),
    ("too_few_months", missing_months(4, run=4), missing_months(3, run=3)),
    ("too_few_events_for_a_trend", of_months(numerator=4.9, question="path"), of_months(numerator=5.0, question="path")),
    ("too_few_events_for_a_trend", with_rarer(4.0), with_rarer(5.0)),
    ("trend_not_adjacent", earlier_plan_ends("2023-03-25"), earlier_plan_ends("2023-03-26")),
    ("trend_not_adjacent", last_year_clean(5), last_year_clean(6)),
    ("trend_not_adjacent", last_year_clean(5, at_first=True), last_year_clean(6, at_first=True)),
    ("too_few_years", of_years([40.0], [40.0]), of_years([40.0, 40.0], [40.0])),
    ("too_few_years", of_years([40.0] * 3, []), of_years([40.0] * 2, [40.0])),
    ("too_few_years", of_years([], [40.0] * 3), of_years([40.0], [40.0] * 2)),
    ("too_few_start_months", of_times(11, 12), of_times(12, 12)),
    ("too_few_start_months", of_times(12, 11), of_times(12, 12)),
    ("too_few_groups", of_groups(months=11), of_groups(months=12)),
    ("too_few_groups", of_groups(groups=3), of_groups(groups=4)),
    ("too_few_groups", of_groups(others="h"), of_groups()),
    ("too_few_groups", of_groups(smallest=9.0), of_groups(smallest=10.0)),
    ("too_few_groups", of_groups(smallest=1431.0), of_groups(smallest=1430.0)),
    ("too_few_groups", of_groups(smallest=9.0, indicator=GAP_OF_RATES), of_groups(smallest=1431.0, indicator=GAP_OF_RATES)),
    ("too_few_events", of_years([1.0] * 9, [4.5] * 2), of_years([1.0] * 10, [4.5] * 2)),
    ("too_few_events", of_years([1.0] * 9, [4.5] * 2), of_years([1.0] * 9, [5.0] * 2)),
    ("too_few_events", of_times(12, 12, events=9), of_times(12, 12, events=10)),
    ("not_recorded", NEVER_ANSWERED, of_years([1.0] * 10, [4.5] * 2)),
    ("more_than_all", of_one_month(101.0), of_one_month(100.0)),
    ("no_case_in_either_period", of_years([0.0] * 5, [0.0] * 2), of_years([0.0, 10.0], [1.0])),
    ("no_case_in_either_period", of_years([0.0] * 5, [0.0] * 2, SHARE), of_years([0.0] * 5, [0.0, 1.0], SHARE)),
    ("no_case_in_either_period", of_times(12, 12, events=0), of_times(12, 12, events=10)),
    ("a_period_without_events", of_years([0.0] * 5, [20.0] * 2), of_years([0.0, 0.0, 0.0, 0.0, 1.0], [20.0] * 2)),
    ("a_period_without_events", of_years([20.0] * 5, [0.0] * 2), of_years([20.0] * 5, [0.0, 1.0])),
    ("a_period_without_events", with_side(0.0, after=False), with_side(0.0, after=False, beside=19.9)),
    ("a_period_without_events", with_side(0.0, after=True), with_side(0.0, after=True, beside=19.9)),
    ("a_period_without_events", with_side(0.0, after=True), with_side(1.0, after=True)),
    ("a_period_without_events", with_side(0.0, after=False, beside=20.0), with_side(1.0, after=False, beside=20.0)),
    ("a_period_without_events", with_side(0.0, after=True, question="path"), with_side(1.0, after=True, question="path")),
    ("a_period_without_events", with_ended(0, after=False), with_ended(1, after=False)),
    ("a_period_without_events", with_ended(0, after=True), with_ended(1, after=True)),
]  # fmt: skip


NUMBERED = [pytest.param(*row, id=f"{i}-{row[0]}") for i, row in enumerate(TABLE)]


@pytest.mark.parametrize(("rule", "refused", "passed"), NUMBERED)
def test_a_gate_refuses_just_on_one_side_of_its_limit(rule: str, refused: Evidence, passed: Evidence) -> None:
    assert refusing(refused) == rule
    assert refusing(passed) == ""
    assert first_refusal(passed) is None


COMPARABLE = {
    "definition_changed_at_boundary", "printed_definition_changed", "definition_change_not_modelled",
    "question_reworded", "survey_design_changed", "kept_otherwise",
}  # fmt: skip


@pytest.mark.parametrize(("rule", "refused", "passed"), NUMBERED)
def test_a_refusal_says_whether_it_could_not_be_compared_or_was_too_little(
    rule: str, refused: Evidence, passed: Evidence
) -> None:
    refusal = first_refusal(refused)
    assert refusal is not None
    own = {**dict.fromkeys(COMPARABLE, "not_comparable"), "no_case_in_either_period": "no_case"}
    assert refusal.verdict == own.get(rule, "insufficient_data")


COUNTED = {"month", "year"}
ALL = {"month", "year", "wave", "start", "figure", "groups"}
POLICY = [
    ("definition_changed_at_boundary", ALL, {"level", "path"}),
    ("printed_definition_changed", {"figure"}, {"level", "path"}),
    ("definition_change_not_modelled", ALL - {"figure"}, {"level", "path"}),
    ("question_reworded", {"wave"}, {"level", "path"}),
    ("survey_design_changed", {"wave"}, {"level", "path"}),
    ("not_recorded", ALL, {"level", "path"}),
    ("kept_otherwise", ALL - {"figure"}, {"level", "path"}),
    ("a_period_without_data", ALL, {"level", "path"}),
    ("printed_figure_without_uncertainty", {"figure"}, {"level", "path"}),
    ("too_few_answers", {"wave", "figure"}, {"level", "path"}),
    ("population_unknown", COUNTED | {"groups"}, {"level", "path"}),
    ("more_than_all", COUNTED | {"groups"}, {"level", "path"}),
    ("no_case_in_either_period", COUNTED | {"start", "groups"}, {"level", "path"}),
    ("a_period_without_events", COUNTED | {"start", "groups"}, {"level", "path"}),
    ("too_few_months", COUNTED, {"level", "path"}),
    ("too_few_events_for_a_trend", {"month"}, {"path"}),
    ("trend_not_adjacent", {"month"}, {"path"}),
    ("too_few_years", {"year"}, {"level", "path"}),
    ("too_few_start_months", {"start"}, {"level", "path"}),
    ("too_few_groups", {"groups"}, {"level", "path"}),
    ("no_gap_beyond_chance", {"groups"}, {"level", "path"}),
    ("too_few_events", COUNTED | {"start"}, {"level", "path"}),
]


def test_the_gates_stand_in_their_order_each_for_its_kinds_of_data_and_questions() -> None:
    assert [(gate.refuse.__name__, gate.grains, gate.questions) for gate in GATES] == POLICY


def test_every_gate_has_a_row_in_the_table() -> None:
    assert {rule for rule, *_ in TABLE} | {"no_gap_beyond_chance"} == {name for name, *_ in POLICY}


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (0.05, 0.05, "no_gap_beyond_chance"),
        (0.0499, 0.9, ""),
        (0.9, 0.0499, ""),
    ],
)
def test_a_gap_must_be_beyond_chance_in_one_of_the_periods(
    monkeypatch: pytest.MonkeyPatch, before: float, after: float, rule: str
) -> None:
    found = iter([SimpleNamespace(p_no_gap=before), SimpleNamespace(p_no_gap=after)])
    monkeypatch.setattr(sufficiency, "gap_between_groups", lambda *_, **__: next(found))
    assert refusing(of_groups()) == rule


def test_few_events_in_months_are_counted_over_both_periods() -> None:
    """Ten events in the months of either period let a rare count through to its years; nine in both do not."""

    def rare(before: float, after: float) -> SeriesEvidence:
        evidence = of_months()
        months = evidence.months.assign(numerator=0.0)
        months.loc[[0, 60], "numerator"] = [before, after]
        return replace(evidence, months=months)

    assert refusing(rare(9.0, 9.0)) == "too_few_events"
    assert refusing(rare(10.0, 9.0)) == ""
    assert refusing(rare(9.0, 10.0)) == ""


def test_a_share_may_be_nought_as_long_as_it_rests_on_enough() -> None:
    evidence = of_years([1.0] * 5, [0.0] * 2, SHARE)
    assert refusing(evidence) == ""
    assert refusing(replace(evidence, years=evidence.years.assign(denominator=1.0))) == "too_few_events"
    assert refusing(replace(evidence, years=evidence.years.assign(denominator=2.0))) == ""


# what the evidence is made of


NO_TABLES = cast(
    City,
    SimpleNamespace(code="132292", data_until=NOW.end, has=lambda name: False, once=lambda _, work: work()),
)


SERVICES = pd.DataFrame({"name_ja": ["泉町地域包括支援センター"]})


def declares(
    start: str, kind: str = "definition_change", end: str | None = None, **of_base: object
) -> Evidence:
    """What one declared event makes of an indicator of the example plans."""
    events = pd.DataFrame(
        {
            "kind": [kind],
            "start_date": [pd.Timestamp(start)],
            "end_date": [pd.Timestamp(end) if end else pd.NaT],
            "applies_to": ["*"],
            "title_ja": ["出来事"],
            "title_en": ["event"],
        }
    )
    city = cast(
        City,
        SimpleNamespace(
            events=events,
            code="132292",
            table=lambda name: SERVICES,
            has=lambda name: False,
            once=lambda _, work: work(),
        ),
    )
    given = {"baseline": BEFORE, "current": NOW, "area": "132292", "question": "level"} | of_base
    return declared(city, built_in()[RATE], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "at_boundary"),
    [("2023-12-31", False), ("2024-01-01", True), ("2024-04-01", True), ("2024-07-01", True), ("2024-07-02", False)],
)  # fmt: skip
def test_a_definition_change_is_at_the_boundary_within_three_months_of_it(
    day: str, at_boundary: bool
) -> None:
    evidence = declares(day)
    assert bool(evidence.boundary_breaks) == at_boundary
    assert bool(evidence.breaks) != at_boundary
    assert bool(declares(day, "reform").reforms) == at_boundary
    assert not declares(day, "reform").breaks


@pytest.mark.parametrize(
    ("day", "question", "inside"),
    [
        ("2019-04-01", "level", False),
        ("2019-04-02", "level", True),
        ("2026-03-31", "level", True),
        ("2026-04-01", "level", False),
        ("2014-04-01", "path", False),
        ("2014-04-02", "path", True),
        ("2019-04-01", "path", True),
    ],
)
def test_a_definition_change_counts_inside_the_analysed_months(day: str, question: str, inside: bool) -> None:
    """From the earlier plan on for the level, from ten years before the boundary on for the path."""
    assert bool(declares(day, question=question).breaks) == inside


@pytest.mark.parametrize(
    ("day", "between"), [("2022-03-30", False), ("2022-03-31", True), ("2023-01-15", True)]
)
def test_a_change_in_a_plan_left_out_is_one_at_the_boundary(day: str, between: bool) -> None:
    earlier = replace(BEFORE, end=pd.Timestamp("2022-03-31"))
    assert bool(declares(day, baseline=earlier).boundary_breaks) == between


def test_redrawn_areas_concern_areas_and_not_the_whole_city() -> None:
    assert declares("2024-04-01", "area_change", area="T1").boundary_breaks
    assert not declares("2024-04-01", "area_change").boundary_breaks


def test_a_shock_without_an_end_goes_on() -> None:
    assert declares("2020-03-01", "shock").shocks[0][1] > pd.Timestamp("2099-01-01")
    assert declares("2020-03-01", "shock", "2023-05-31").shocks == (
        (pd.Timestamp("2020-03-01"), pd.Timestamp("2023-05-31")),
    )


@pytest.mark.parametrize(("until", "shocked"), [("2020-06-30", False), ("2020-07-01", True)])
def test_a_fiscal_year_with_three_shocked_months_is_clean_and_with_four_is_not(
    monkeypatch: pytest.MonkeyPatch, until: str, shocked: bool
) -> None:
    month = pd.date_range("2019-04-01", "2026-02-01", freq="MS")
    counted = pd.DataFrame({"month": month, "numerator": 20.0, "denominator": 100.0})
    monkeypatch.setattr("sojo_eval.evaluation.gathering.monthly", lambda *_: counted)
    monkeypatch.setattr("sojo_eval.evaluation.gathering.within", lambda *_: counted)
    evidence = gather(NO_TABLES, counted, declares("2020-04-01", "shock", until))
    assert isinstance(evidence, SeriesEvidence)
    years = evidence.years.set_index("year")
    assert bool(years.loc[2020, "shocked"]) == shocked
    assert len(evidence.clean_years) == (5 if shocked else 6)
    assert 2025 not in years.index  # eleven months only
    assert years.index[years["after"]].tolist() == [2024]


def test_a_year_or_month_without_a_denominator_or_in_a_shock_is_not_clean() -> None:
    evidence = of_months(before=12, after=12)
    months = evidence.months.copy()
    months.loc[0, "denominator"] = 0.0
    months.loc[1, "numerator"] = np.nan
    months.loc[2, "shocked"] = True
    spoilt = replace(evidence, months=months)
    assert len(spoilt.clean(after=False)) == 9
    assert len(spoilt.clean(after=True)) == 12
    years = of_years([40.0] * 4, [40.0])
    frame = years.years.copy()
    frame.loc[0, "denominator"] = 0.0
    frame.loc[1, "numerator"] = np.nan
    frame.loc[2, "shocked"] = True
    assert len(replace(years, years=frame).clean_years) == 2


@pytest.mark.parametrize(("mean", "rare"), [(19.9, True), (20.0, False)])
def test_below_twenty_events_a_month_in_one_period_counts_are_taken_as_they_are(
    mean: float, rare: bool
) -> None:
    """Fiscal years are not compared for that; and the path has its own rule."""
    share = "consultation.first_response_within_3_days"
    for found in (
        of_months(numerator=mean),
        of_months(numerator=mean, indicator=share),
        of_months(numerator=100.0 - mean, indicator=share),  # the rarer side
        with_side(24 * mean, after=True),
        with_side(60 * mean, after=False),
    ):
        assert found.is_rare == rare
        assert not found.by_year
        assert not replace(found, question="path").is_rare


def test_events_in_a_shock_make_no_period_a_busy_one() -> None:
    found = of_months(numerator=19.0, shocked_before=36)
    months = found.months.assign(numerator=found.months["numerator"].where(~found.months["shocked"], 500.0))
    assert replace(found, months=months).is_rare


@pytest.mark.parametrize(("number", "by_year"), [(2, True), (3, False)])
def test_what_falls_into_two_months_of_the_year_is_compared_by_fiscal_year(
    number: int, by_year: bool
) -> None:
    assert in_months_of_the_year(number).by_year == by_year
    assert in_months_of_the_year(number, SHARE, "denominator").by_year == by_year
    assert not in_months_of_the_year(number, RATE).by_year  # of a kind that is counted by the month
    assert in_months_of_the_year(12, STOCK).by_year  # a number standing is read once a year, whenever that is


@pytest.mark.parametrize("kind", [SHARE, RATE])
def test_a_month_without_a_case_is_known_where_cases_are_few(kind: str) -> None:
    evidence = in_months_of_the_year(6, kind, "denominator")
    assert len(evidence.clean(after=True)) == (24 if kind == SHARE else 12)


@pytest.mark.parametrize(("until", "length"), [(23, 12), (24, 24), (11, 11)])
def test_groups_of_yearly_counts_are_compared_over_whole_years(until: int, length: int) -> None:
    """Windows of equal length, the last months of each period; whole years where a year is counted at a time."""
    month = pd.date_range("2020-04-01", periods=48 + until, freq="MS")
    frame = pd.DataFrame({"month": month, "group": "g", "numerator": 1.0, "denominator": 1.0})
    yearly = Evidence(built_in()[MEETINGS], "132292", BEFORE, NOW)
    evidence = with_groups(yearly, frame)
    assert evidence.before["numerator"].tolist() == evidence.after["numerator"].tolist() == [float(length)]
    assert evidence.rows.loc[~evidence.rows["after"], "month"].max() == pd.Timestamp("2024-03-01")
    monthly = with_groups(Evidence(built_in()[RATE], "132292", BEFORE, NOW), frame)
    assert monthly.after["numerator"].tolist() == [float(until)]


def test_of_printed_figures_and_waves_the_latest_of_each_period_counts() -> None:
    start = pd.to_datetime(["2018-10-01", "2019-10-01", "2023-10-01", "2024-10-01", "2025-10-01"])
    rows = pd.DataFrame({"period": [*"abcde"], "period_start": start, "value": [0.1, 0.2, 0.3, 0.4, 0.5]})
    base = Evidence(of_printed().entry, "132292", BEFORE, NOW)
    found = gather(NO_TABLES, rows, base)
    assert [side["period"].tolist() for side in found.sides()] == [["c"], ["e"]]
    named = gather(NO_TABLES, rows, replace(base, entry=replace(base.entry, periods=("a", "d"))))
    assert [side["period"].tolist() for side in named.sides()] == [["a"], ["d"]]

    knows = built_in()["consultation.knows_a_desk"]
    tables = {
        "survey_questions": pd.DataFrame({"wave": [*"vwxyz"], "concept": [knows.concept] * 4 + ["another"]}),
        "survey_waves": pd.DataFrame({"wave": [*"vwxyz"], "plan": [*"44555"], "fieldwork_start": start}),
        "survey_respondents": pd.DataFrame({"wave": [*"vvwwxxyyzz"]}),
    }
    city = cast(
        City, SimpleNamespace(table=tables.__getitem__, data_until=NOW.end, once=lambda _, work: work())
    )
    answers = pd.DataFrame({"wave": [*"vvwwxxyyzz"], "value": 1, "stratum": None, "psu": None})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sojo_eval.evaluation.gathering.within", lambda _, rows, __: rows)
        waves = gather(city, answers, replace(base, entry=knows))
    assert [side["wave"].unique().tolist() for side in waves.sides()] == [["w"], ["y"]]
