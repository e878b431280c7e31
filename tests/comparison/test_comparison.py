"""The city beside other cities: what raises a grade, what a sentence may say, what is said when it cannot be done."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sojo_eval.comparison import compare_with_others
from sojo_eval.comparison.grade import comparison_grade
from sojo_eval.comparison.sentences import VERDICTS, comparison_sentence
from sojo_eval.disclosure import publish_comparison
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.foundation.language import LANGUAGES
from sojo_eval.statistics import comparator_change
from sojo_eval.statistics.comparators import ComparatorChange

if TYPE_CHECKING:
    from tests.conftest import SmallCity

CAUSAL = re.compile(r"because|due to|thanks to|caused|led to|によって|により|のおかげ|の効果|の成果|ため改善")
RATE, SHARE = "connections.participants_per_1000", "information.easy_japanese_share"
YEARS = np.arange(2019, 2026)
AFTER = YEARS >= 2024
WIGGLE = np.array([0.01, -0.02, 0.015, -0.005, 0.0, 0.01, -0.01])


def outcomes(own: np.ndarray, others: int = 6, spread: float = 0.02) -> pd.DataFrame:
    """A city with the log rates `own`, and others that only waver around one common course."""
    frames = [pd.DataFrame({"unit": "city", "year": YEARS, "value": np.exp(own)})]
    for i in range(others):
        course = WIGGLE * (-1) ** i + spread * (i - others / 2) * AFTER
        frames.append(pd.DataFrame({"unit": f"other {i}", "year": YEARS, "value": np.exp(course)}))
    return pd.concat(frames, ignore_index=True)


def graded(own: np.ndarray) -> tuple[str, str, tuple[str, ...]]:
    change = comparator_change(outcomes(own), "city", 2024)
    verdict = decide(change, change.p, "higher", 0.10).code
    grade = comparison_grade(change, verdict, 0.10)
    return verdict, grade.grade, tuple(step.en for step in grade.steps)


def test_a_step_at_the_boundary_with_parallel_earlier_trends_is_d3() -> None:
    assert graded(0.3 * AFTER) == ("improving", "D3", ())


def test_a_trend_of_its_own_is_never_d3() -> None:
    verdict, grade, steps = graded(0.05 * (YEARS - 2019))
    assert (verdict, grade) == ("improving", "D1")
    assert "already before" in steps[0]


def with_trend(trend: float | None, parallel: bool | None, low: float) -> ComparatorChange:
    """A change of +30 % (95 % interval from `low`) in the years 2019–2025, which lie 3.5 years apart in the middle."""
    return ComparatorChange(
        scale="ratio", before=1, after=1.3, change=1.3, low=low, high=1.7, low_90=low, high_90=1.6, p=0.01,
        detectable=0.2, n_before=5, n_after=2, n_unit="years", method="m", source="s", comparators=6,
        course=pd.DataFrame(index=YEARS), first_year_after=2024, trend_difference=trend,
        earlier_trends_parallel=parallel,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "parallel", "low", "grade"),
    [
        (1.00, True, 1.10, "D3"),
        (1.02, True, 1.10, "D3"),  # 1.02 ** 3.5 = 1.072: too small to matter, 1.10 / 1.072 > 1
        (1.02, True, 1.05, "D2"),  # 1.05 / 1.072 < 1: the finding does not outlive it
        (1.03, True, 1.20, "D2"),  # 1.03 ** 3.5 = 1.109: by itself a change worth acting on
        (0.96, True, 1.20, "D2"),
        (1.00, False, 1.20, "D1"),
        (None, None, 1.20, "D1"),
    ],
)
def test_the_grade_rule_row_by_row(
    trend: float | None, parallel: bool | None, low: float, grade: str
) -> None:
    found = comparison_grade(with_trend(trend, parallel, low), "improving", 0.10)
    assert found.grade == grade
    assert bool(found.steps) == (grade != "D3")


def test_a_city_with_a_trend_of_its_own_is_seldom_called_better_at_d3() -> None:
    """Its own 5 % a year, five others, five earlier years; by parallel trends alone it would be 21–28 % of worlds."""
    generator, wrong, worlds = np.random.default_rng(1), 0, 150
    for _ in range(worlds):
        rates = generator.normal(0, 0.05, (6, YEARS.size)) + np.cumsum(generator.normal(0, 0.05, YEARS.size))
        rates[0] += 0.05 * (YEARS - 2019)
        table = pd.DataFrame(
            {
                "unit": np.repeat([f"u{i}" for i in range(6)], YEARS.size),
                "year": np.tile(YEARS, 6),
                "value": np.exp(rates).ravel(),
            }
        )
        change = comparator_change(table, "u0", 2024)
        verdict = decide(change, change.p, "higher", 0.10).code
        wrong += verdict == "improving" and comparison_grade(change, verdict, 0.10).grade == "D3"
    assert wrong / worlds <= 0.10


def made_row(verdict: str, grade: str, hidden: bool = False) -> dict[str, object]:
    number = float("nan") if hidden else 0.1
    names = ("value_baseline", "value_current", "own_change", "others_change", "expected_current", "change",
             "change_low", "change_high", "detectable_change")  # fmt: skip
    return dict.fromkeys(names, number) | {
        "verdict": verdict, "grade": grade, "direction": "higher", "own_reading": "improving", "unit": "share",
        "scale": "difference", "title_ja": "指標", "title_en": "Indicator", "others": 6, "reasons_ja": "理由",
        "reasons_en": "a reason",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "grade", "hidden"), [*itertools.product(VERDICTS, ("D0", "D1", "D2", "D3"), (True, False))]
)
def test_below_d3_no_sentence_names_a_cause_and_at_d3_none_claims_proof(
    verdict: str, grade: str, hidden: bool
) -> None:
    sentence = comparison_sentence(made_row(verdict, grade, hidden))
    allowed = grade == "D3" and verdict == "improving" and not hidden
    for text in (sentence.ja, sentence.en):
        assert not CAUSAL.search(text) or allowed
        assert "nan" not in text.lower()
        assert not re.search(r"because of the plan|計画のおかげ|計画により|計画によって", text)
    assert ("その証明ではありません" in sentence.ja) == allowed
    assert ("does not prove one" in sentence.en) == allowed


def table(own: np.ndarray, indicator: str = SHARE, others: int = 5) -> pd.DataFrame:
    """Counts out of 200 a year: the city's, and others whose share wavers around 20 %."""
    rows = []
    for i in range(others + 1):
        code = "132292" if i == 0 else f"99900{i}"
        counts = own if i == 0 else np.round(200 * (0.2 + WIGGLE * (-1) ** i + 0.01 * i * AFTER))
        rows += [
            {
                "municipality": code,
                "name_ja": f"市{i}",
                "period_start": pd.Timestamp(f"{year}-04-01"),
                "indicator": indicator,
                "value": count,
                "exposure": 200,
            }
            for year, count in zip(YEARS, counts, strict=True)
        ]
    return pd.DataFrame(rows)


STEADY = np.array([40, 42, 38, 41, 39, 70, 72])


def test_a_city_is_compared_in_its_indicators_unit(small_city: SmallCity) -> None:
    found = compare_with_others(small_city.make(comparators=table(STEADY)))
    row = found.findings.iloc[0]
    assert (row["verdict"], row["others"]) == ("improving", 5)
    assert row["value_baseline"] == pytest.approx(0.20)
    assert row["own_change"] - row["others_change"] == pytest.approx(row["change"])
    means = found.course[found.course["municipality"] == ""]
    assert means["year"].tolist() == YEARS.tolist()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (table(STEADY, others=3), "3 other cities have figures in both periods; at least 4"),
        (table(STEADY).query("municipality != '132292'"), "own figures are not in the table"),
        (table(STEADY).query("municipality != '132292' or period_start < '2024'"), "the current period"),
        (
            table(STEADY).assign(exposure=lambda t: t["exposure"].where(t["period_start"] > "2020")),
            "lack the exposure",
        ),
        (table(np.array([1, 0, 2, 1, 1, 3, 3]), RATE), "no ratio can be worked out"),
    ],
)
def test_what_cannot_be_compared_says_why_and_is_no_error(
    small_city: SmallCity, rows: pd.DataFrame, reason: str
) -> None:
    found = compare_with_others(small_city.make(comparators=rows))
    assert found.findings["verdict"].tolist() == ["insufficient_data"]
    assert reason in publish_comparison(found).findings["sentence_en"].iloc[0]
    assert found.course.empty


def test_a_city_without_the_table_has_an_empty_comparison(small_city: SmallCity) -> None:
    found = compare_with_others(small_city.make())
    assert found.findings.empty
    assert publish_comparison(found).hidden.empty


def test_who_is_left_out_has_a_reason_and_an_unknown_indicator_is_named(small_city: SmallCity) -> None:
    rows = table(STEADY, others=6)
    rows = rows[(rows["municipality"] != "999006") | (rows["period_start"] < "2024")]
    found = compare_with_others(small_city.make(comparators=pd.concat([rows, table(STEADY, "nobody.knows")])))
    assert found.left_out[["municipality", "reason_en"]].to_numpy().tolist() == [
        ["999006", "no figure for the years of the current period"]
    ]
    assert found.findings["others"].tolist() == [5]
    assert found.unknown == ("nobody.knows",)


def test_a_change_of_definition_inside_the_years_compared_is_not_comparable(small_city: SmallCity) -> None:
    event = """
[[events]]
event = "recount"
kind = "definition_change"
start_date = 2021-04-01
title_ja = "数え方の変更"
title_en = "Counted anew"
applies_to = ["information.easy_japanese_share"]
"""
    found = compare_with_others(small_city.make(more=event, comparators=table(STEADY)))
    assert found.findings["verdict"].tolist() == ["not_comparable"]


def test_a_small_count_of_the_citys_people_takes_all_its_figures_with_it(small_city: SmallCity) -> None:
    own = np.array([40, 42, 38, 41, 3, 70, 72])
    rows = table(own, "connections.new_participants_share")
    assert compare_with_others(small_city.make(comparators=rows)).findings["disclosive"].tolist() == [False]
    rows = table(own, "connections.outreach_reached_share")
    found = compare_with_others(small_city.make(comparators=rows))
    assert found.findings["disclosive"].tolist() == [True]
    published = publish_comparison(found)
    for frame in (published.figures, published.units, published.course):
        mine = frame["municipality"] == "132292"
        assert frame.loc[mine, "hidden"].all()
        assert not frame.loc[~mine, "hidden"].any()
    assert published.figures.loc[published.figures["city"].astype(bool), "value"].isna().all()
    row = published.findings.iloc[0]
    assert row[["change", "p", "p_adjusted", "value_current", "carried_on"]].isna().all()
    for lang in LANGUAGES:
        assert not re.search(
            r"\d", str(row[f"sentence_{lang}"]).replace("5", "")
        )  # five others are no secret
    assert published.hidden["where"].tolist() == ["comparators"]
