"""An indicator group by group, on a planted gap that closes and on one that is not there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.problems import SojoEvalError

CENTRES = [f"C{i}" for i in range(1, 9)]
AREAS = pd.DataFrame(
    {
        "area": ["132292", *CENTRES],
        "level": ["city", *["center"] * 8],
        "name_ja": ["試験市", *[f"圏域{i}" for i in range(1, 9)]],
        "parent": [None, *["132292"] * 8],
    }
)
GAP = "connections.gap_between_areas_in_participants"
PARTICIPANTS = "connections.participants_per_1000"


def activities(levels: dict[str, np.ndarray]) -> pd.DataFrame:
    """Participants a month and area: `levels` gives each area's mean in plans 4 and 5."""
    rng = np.random.default_rng(6)
    rows = []
    for month in pd.date_range("2022-04-01", "2026-03-01", freq="MS"):
        mean = levels["5" if month >= pd.Timestamp("2024-04-01") else "4"]
        for centre, expected in zip(CENTRES, mean, strict=True):
            rows.append((f"{centre}{month:%Y%m}", "s", "other", "open", month, centre, rng.poisson(expected)))
    columns = ["activity_id", "service", "kind", "openness", "date", "area", "participants"]
    return pd.DataFrame(rows, columns=columns)


def make(small_city: Any, before: np.ndarray, after: np.ndarray) -> Any:
    population = pd.DataFrame(
        {"date": "2022-04-01", "area": CENTRES, "sex": "all", "age_band": "all", "persons": 10_000}
    )
    return small_city.make(
        data_until="2026-03-31",
        areas=AREAS,
        population=population,
        community_activities=activities({"4": before, "5": after}),
    )


UNEVEN = np.array([40, 55, 70, 90, 110, 140, 170, 210.0])
EVEN = np.array([104, 98, 108, 101, 112, 105, 109, 116.0])


def finding(city: Any) -> pd.Series:
    findings = se.evaluate(city).findings
    return findings[findings["indicator"] == GAP].iloc[0]


def test_a_gap_that_closes_is_found(small_city: Any) -> None:
    city = make(small_city, UNEVEN, EVEN)
    found = finding(city)
    assert found["verdict"] == "improving"
    assert found["change_high"] < 1
    assert found["value_baseline"] == pytest.approx(np.std(np.log(UNEVEN), ddof=1), abs=0.05)
    result = se.equity(city, PARTICIPANTS)
    assert result.gaps[0] is not None
    assert result.gaps[1] is not None
    assert result.gaps[1].high < result.gaps[0].low
    assert result.change is not None
    assert result.change.p == pytest.approx(found["p"])
    assert list(result.groups["title_ja"]) == [f"圏域{i}" for i in range(1, 9)]
    low = result.groups.set_index("group").loc["C1"]
    assert low["low_baseline"] < 4.0 < low["high_baseline"]  # 40 participants a month over 10,000 residents
    assert "標準偏差" in str(result)
    assert "standard deviation" in result.sentence("en")
    assert "圏域1" in result._repr_html_()


def test_a_gap_that_is_only_chance_is_not_judged(small_city: Any) -> None:
    found = finding(make(small_city, np.full(8, 100.0), np.full(8, 120.0)))
    assert found["verdict"] == "insufficient_data"
    assert "偶然の範囲" in found["reasons"]


def test_a_lasting_gap_is_no_improvement(small_city: Any) -> None:
    city = make(small_city, UNEVEN, 1.4 * UNEVEN[[1, 0, 3, 2, 5, 4, 7, 6]])
    assert finding(city)["verdict"] in ("inconclusive", "not_measurable", "no_meaningful_change")


def test_a_gap_between_areas_is_the_citys_alone(small_city: Any) -> None:
    found = se.evaluate(make(small_city, UNEVEN, EVEN), area=["132292", "C1"]).findings
    assert list(found.loc[found["indicator"] == GAP, "area"]) == ["132292"]


def test_a_year_with_a_small_group_shows_no_value(small_city: Any) -> None:
    small = np.array([0.2, *UNEVEN[1:]])
    evaluation = se.evaluate(make(small_city, small, EVEN))
    points = evaluation.series[evaluation.series["indicator"] == GAP].set_index("period_start")["value"]
    assert points.loc[:"2023-12-31"].isna().all()
    assert points.loc["2024-04-01":].notna().all()
    assert "10件以上" in finding(make(small_city, small, EVEN))["reasons"]


def test_no_sum_of_all_groups_is_shown(small_city: Any) -> None:
    """Less the groups that are published, it would be the one that is hidden."""
    evaluation = se.evaluate(make(small_city, UNEVEN, EVEN))
    points = evaluation.series[evaluation.series["indicator"] == GAP]
    assert points[["numerator", "denominator"]].isna().all().all()
    found = evaluation.findings[evaluation.findings["indicator"] == GAP]
    assert found[["count_baseline", "count_current", "base_baseline", "base_current"]].isna().all().all()


def test_a_month_without_a_group_is_no_error(small_city: Any) -> None:
    """One month in which nobody of one age band came is neither part nor whole, and left out."""
    rng = np.random.default_rng(2)
    rows = [
        (f"{month:%Y%m}{band}{i}", month, "d", band, "publication" if rng.random() < 0.3 else "self")
        for month in pd.date_range("2022-04-01", "2026-03-01", freq="MS")
        for band in ("0-17", "18-39", "40-64", "65-74", "75+")
        if not (band == "0-17" and month == pd.Timestamp("2023-02-01"))
        for i in range(20)
    ]
    columns = ["consultation_id", "received_date", "desk", "age_band", "came_through"]
    city = small_city.make(data_until="2026-03-31", consultations=pd.DataFrame(rows, columns=columns))
    found = se.evaluate(city).findings.set_index("indicator")
    assert found.loc["information.gap_between_ages_in_coming_by_publication", "verdict"] != ""


def test_times_have_no_groups(small_city: Any) -> None:
    consultations = pd.DataFrame(
        {"consultation_id": ["1"], "received_date": ["2024-05-01"], "desk": ["d"], "area": ["C1"]}
    )
    referrals = pd.DataFrame(
        {
            "referral_id": ["1"],
            "consultation_id": ["1"],
            "from_desk": ["d"],
            "to_desk": ["e"],
            "made_date": ["2024-05-01"],
        }
    )
    city = small_city.make(
        data_until="2026-03-31", areas=AREAS, consultations=consultations, referrals=referrals
    )
    with pytest.raises(SojoEvalError, match="referrals_accepted_days"):
        se.equity(city, "consultation.referrals_accepted_days")


def test_an_area_nobody_took_part_in_is_shown(small_city: Any) -> None:
    held = activities({"4": UNEVEN, "5": EVEN})
    population = pd.DataFrame(
        {"date": "2022-04-01", "area": CENTRES, "sex": "all", "age_band": "all", "persons": 10_000}
    )
    city = small_city.make(
        data_until="2026-03-31",
        areas=AREAS,
        population=population,
        community_activities=held[held["area"] != "C1"],
    )
    shown = se.equity(city, PARTICIPANTS).groups.set_index("group")
    assert shown.loc["C1", ["numerator_baseline", "numerator_current"]].tolist() == [0, 0]
    assert shown.loc["C1", "denominator_baseline"] == shown.loc["C2", "denominator_baseline"] == 240_000
    assert finding(city)["verdict"] == "insufficient_data"
    assert se.equity(city, PARTICIPANTS).gaps == (None, None)
    assert shown[["low_baseline", "high_baseline", "low_current", "high_current"]].notna().all().all()
    assert shown.loc["C1", "low_baseline"] == 0 < shown.loc["C1", "high_baseline"]


def test_an_area_whose_residents_are_not_known_is_named(small_city: Any) -> None:
    population = pd.DataFrame(
        {"date": "2022-04-01", "area": CENTRES[1:], "sex": "all", "age_band": "all", "persons": 10_000}
    )
    held = activities({"4": UNEVEN, "5": EVEN})
    city = small_city.make(
        data_until="2026-03-31", areas=AREAS, population=population, community_activities=held
    )
    with pytest.raises(SojoEvalError, match="圏域1"):
        se.equity(city, PARTICIPANTS)
    assert "圏域1" in finding(city)["reasons"]


def test_yearly_numbers_are_told_by_year(small_city: Any) -> None:
    """C1 holds six meetings a year, in April and September; the months without any are part of the year."""
    rows = [
        (
            f"{centre}{year}{i}",
            "s",
            "residents_meeting",
            "open",
            f"{year}-{(4, 9)[i % 2]:02d}-{1 + i:02d}",
            centre,
            5,
        )
        for year in (2022, 2023, 2024, 2025)
        for centre, number in zip(CENTRES, range(6, 14), strict=True)
        for i in range(number)
    ]
    columns = ["activity_id", "service", "kind", "openness", "date", "area", "participants"]
    held = pd.DataFrame(rows, columns=columns)
    for until in ("2026-03-31", "2025-06-30"):  # two years of the plan, and one with a quarter
        city = small_city.make(
            data_until=until, areas=AREAS, community_activities=held[held["date"] <= until]
        )
        shown = se.equity(city, "connections.residents_meetings_held").groups.set_index("group")
        for side in ("baseline", "current"):
            assert shown[f"value_{side}"].tolist() == pytest.approx([*range(6, 14)])
            assert shown.loc["C1", f"low_{side}"] < 6 < shown.loc["C1", f"high_{side}"]


@pytest.mark.parametrize("by", ["area", "age_band"])
def test_without_a_population_it_says_whose_residents_are_missing(small_city: Any, by: str) -> None:
    consultations = pd.DataFrame(
        {
            "consultation_id": [f"{i}" for i in range(48)],
            "received_date": pd.date_range("2022-04-01", periods=48, freq="MS"),
            "desk": "d",
            "area": "C1",
            "age_band": "75+",
        }
    )
    city = small_city.make(data_until="2026-03-31", areas=AREAS, consultations=consultations)
    with pytest.raises(SojoEvalError, match="圏域1" if by == "area" else "75 and over"):
        se.equity(city, "consultation.consultations_per_1000", by=by)
    with pytest.raises(SojoEvalError, match="age_band"):
        se.equity(city, "consultation.consultations_per_1000", by="")
    nowhere = small_city.make(
        data_until="2026-03-31", areas=AREAS, consultations=consultations.drop(columns="area")
    )
    with pytest.raises(SojoEvalError, match="which group"):
        se.equity(nowhere, "consultation.consultations_per_1000")


def survey(areas: list[str]) -> dict[str, pd.DataFrame]:
    """Two waves with twenty answers from every place, half of them that one is often lonely."""
    waves = pd.DataFrame(
        {
            "wave": ["w1", "w2"],
            "plan": ["4", "5"],
            "fieldwork_start": ["2022-06-01", "2025-06-01"],
            "fieldwork_end": ["2022-06-30", "2025-06-30"],
        }
    )
    people = pd.DataFrame(
        [
            (f"{wave}{area}{i}", wave, 1.0, area, area, ("yes", "no")[i % 2])
            for wave in waves["wave"]
            for area in areas
            for i in range(20)
        ],
        columns=["respondent_id", "wave", "weight", "stratum", "area", "answer"],
    )
    questions = pd.DataFrame(
        {
            "question_id": "q",
            "wave": waves["wave"],
            "concept": "feels_lonely_often",
            "positive_answers": "yes",
        }
    )
    return {
        "survey_waves": waves,
        "survey_questions": questions.assign(question_id=["q1", "q2"]),
        "survey_respondents": people.drop(columns="answer"),
        "survey_answers": people[["respondent_id", "answer"]].assign(
            question_id="q" + people["wave"].str[1:]
        ),
    }


def test_survey_groups_are_of_one_level_and_who_has_none_is_counted(small_city: Any) -> None:
    """A town lies in its centre area; the whole city is no group beside its parts."""
    places = pd.concat(
        [AREAS, pd.DataFrame({"area": ["T1"], "level": ["town"], "name_ja": ["町"], "parent": ["C1"]})]
    )
    city = small_city.make(
        data_until="2026-03-31", areas=places, **survey(["132292", "T1", "C1", "C2", "C3", "C4"])
    )
    result = se.equity(city, "connections.feels_lonely_often")
    assert result.groups["group"].tolist() == ["C1", "C2", "C3", "C4"]
    assert result.groups["denominator_baseline"].tolist() == [40, 20, 20, 20]
    assert result.left_out == (20, 20)
    assert "圏域の分からない記録は除いています（前の計画20件、今の計画20件）" in str(result)
    assert "20 in the earlier plan" in result.sentence("en")
    assert "偶然のばらつきと区別できない" in str(result)
    assert "cannot be told from chance" in result.sentence("en")


def test_a_spread_of_rates_is_told_as_a_factor(small_city: Any) -> None:
    city = make(small_city, UNEVEN, EVEN)
    told = se.equity(city, PARTICIPANTS).sentence("en")
    assert "typically ×1.7" in told
    assert "%" not in told.replace("95 %", "")
    assert finding(city)["naive_note_ja"].startswith("×1.7")


def test_a_spread_with_chance_in_it_has_a_name_of_its_own(small_city: Any) -> None:
    assert "chance included" in UNITS["relative_sd"].en
    assert "chance included" in UNITS["sd_of_shares"].en
    assert "偶然を除いた" in str(se.equity(make(small_city, UNEVEN, EVEN), PARTICIPANTS))
