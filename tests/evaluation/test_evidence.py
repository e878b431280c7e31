"""What is incomplete, absent or nought, from the clean tables to the finding: the right number, or a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.judgement import Judged, judge
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.indicators import counted, find, population_by_month, series
from tests.conftest import SmallCity

PARTICIPANTS = "connections.participants_per_1000"
MEETINGS = "connections.residents_meetings_held"
ANSWERED = "consultation.first_response_within_3_days"
WAIT = "consultation.referrals_accepted_days"
COVID = """
[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2023-05-31
title_ja = "新型コロナウイルス感染症"
title_en = "COVID-19"
applies_to = ["*"]
"""
Tables = dict[str, pd.DataFrame]
Change = Callable[[Tables], None]


@pytest.fixture(scope="module")
def tables() -> Tables:
    needed = ("areas", "population", "services", "community_activities", "consultations", "referrals")
    made = clean_tables(World(1, "mixed"))
    return {name: made[name] for name in needed}


def city_of(folder: Path, tables: Tables, until: str = "2026-03-31", change: Change | None = None) -> City:
    mine = dict(tables)
    if change is not None:
        change(mine)
    return SmallCity(folder).make(data_until=until, more=COVID, **mine)


def found(city: City, indicator: str) -> Judged:
    entry = find(city, indicator)
    return judge(
        gather(city, counted(city, entry), declared(city, entry, city.code, *choose_periods(city, "", "")))
    )


def only(**kept: Callable[[pd.DataFrame], pd.DataFrame]) -> Change:
    """Changes tables by name."""

    def change(mine: Tables) -> None:
        for name, rule in kept.items():
            mine[name] = rule(mine[name])

    return change


def until(day: str) -> Change:
    return only(
        community_activities=lambda f: f[pd.to_datetime(f["date"]) <= day],
        consultations=lambda f: f[pd.to_datetime(f["received_date"]) <= day],
    )


def without(first: str, last: str) -> Change:
    return only(community_activities=lambda f: f[~pd.to_datetime(f["date"]).between(first, last)])


@pytest.mark.parametrize("stated", ["2025-06-02", "2026-03-31"])
def test_two_days_of_a_month_are_no_month(tmp_path: Path, tables: Tables, stated: str) -> None:
    """Whether the last day is stated as it is, or the records simply stop there."""
    whole = found(city_of(tmp_path / "a", tables, "2025-05-31", until("2025-05-31")), PARTICIPANTS)
    cut = found(city_of(tmp_path / "b", tables, stated, until("2025-06-02")), PARTICIPANTS)
    assert whole.estimate is not None
    assert cut.estimate is not None
    assert cut.estimate.change == pytest.approx(whole.estimate.change, rel=1e-12)
    assert cut.evidence.last_day == pd.Timestamp("2025-05-31")
    assert bool(cut.evidence.not_kept) == (stated == "2026-03-31")


def test_nine_months_of_events_are_put_over_nine_months_of_residents(tmp_path: Path, tables: Tables) -> None:
    gap = without("2024-07-01", "2024-09-30")
    months = series(city_of(tmp_path / "a", tables), PARTICIPANTS)
    nine = months[
        months["period_start"].between("2024-04-01", "2025-03-01")
        & ~months["period_start"].dt.month.isin([7, 8, 9])
    ]
    years = series(city_of(tmp_path / "b", tables, change=gap), PARTICIPANTS, by=["fiscal_year"]).set_index(
        "period_start"
    )
    year = years.loc["2024-04-01"]
    assert year["value"] == pytest.approx(1000 * nine["numerator"].sum() / nine["denominator"].sum())
    assert year["denominator"] == pytest.approx(nine["denominator"].sum())


def test_a_year_whose_file_was_not_delivered_is_left_out_and_told(tmp_path: Path, tables: Tables) -> None:
    whole = found(city_of(tmp_path / "a", tables), MEETINGS)
    gone = found(city_of(tmp_path / "b", tables, change=without("2019-04-01", "2020-03-31")), MEETINGS)
    assert whole.estimate is not None
    kept = whole.evidence.to_frame()
    kept = kept[~kept["shocked"] & (kept["year"] != 2019)]
    left = gone.evidence.to_frame()
    pd.testing.assert_frame_equal(
        left[~left["shocked"]].reset_index(drop=True), kept.reset_index(drop=True), check_dtype=False
    )
    assert "12か月" in gone.evidence.not_kept[0].ja


def test_a_column_nobody_filled_in_is_named_and_not_taken_for_no(tmp_path: Path, tables: Tables) -> None:
    city = city_of(
        tmp_path / "a",
        tables,
        change=only(
            consultations=lambda f: f.assign(first_response_date=None),
            referrals=lambda f: f.assign(accepted_date=None),
        ),
    )
    for indicator, column in (
        (ANSWERED, "consultations.first_response_date"),
        (WAIT, "referrals.accepted_date"),
    ):
        refusal = found(city, indicator).refusal
        assert refusal is not None
        assert refusal.verdict == "insufficient_data"
        assert column in refusal.reason.ja


@pytest.mark.parametrize(
    ("nought", "verdict"),
    [
        ("date < 2024-04-01", "insufficient_data"),
        ("date >= 2024-04-01", "insufficient_data"),
        ("always", "no_case"),
    ],
)
def test_a_side_of_noughts_has_no_ratio_and_two_have_no_case(
    tmp_path: Path, tables: Tables, nought: str, verdict: str
) -> None:
    def typed(frame: pd.DataFrame) -> pd.DataFrame:
        later = pd.to_datetime(frame["date"]) >= "2024-04-01"
        zero = {"always": later | True, "date >= 2024-04-01": later}.get(nought, ~later)
        return frame.assign(participants=frame["participants"].where(~zero, 0))

    refusal = found(
        city_of(tmp_path / "a", tables, change=only(community_activities=typed)), PARTICIPANTS
    ).refusal
    assert refusal is not None
    assert refusal.verdict == verdict


def test_a_band_nobody_wrote_down_any_more_is_missing_and_not_nought(tmp_path: Path, tables: Tables) -> None:
    def blanked(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(
            age_band=frame["age_band"].where(pd.to_datetime(frame["received_date"]) < "2024-10-01")
        )

    by = {"indicator": "consultation.consultations_per_1000", "by": ["month", "age_band"]}
    whole = series(city_of(tmp_path / "a", tables), **by)
    blank = series(city_of(tmp_path / "b", tables, change=only(consultations=blanked)), **by)
    both = blank.merge(whole, on=["age_band", "period_start"], suffixes=("", "_whole"))
    both = both[(both["age_band"] != "unknown") & both["value"].notna()]
    assert both["period_start"].max() == pd.Timestamp("2024-09-01")
    np.testing.assert_allclose(both["value"], both["value_whole"])


def test_an_area_that_falls_silent_is_as_one_that_says_it_did_not_report(
    tmp_path: Path, tables: Tables
) -> None:
    """Else the city has fewer participants, the gap between areas opens, and the area's year has no meeting."""
    areas = tables["areas"]
    centre = areas.loc[areas["level"] == "center", "area"].iloc[0]
    inside = {centre, *areas.loc[areas["parent"] == centre, "area"]}

    def silent(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[~(frame["area"].isin(inside) & (pd.to_datetime(frame["date"]) >= "2025-04-01"))]

    months = pd.date_range("2025-04-01", "2026-03-01", freq="MS").strftime("%Y-%m-%d")
    lines = {
        "table": "community_activities",
        "area": centre,
        "month": months,
        "reported": False,
        "source": "課",
    }
    fell = city_of(tmp_path / "a", tables, change=only(community_activities=silent))
    stated = city_of(
        tmp_path / "b",
        {**tables, "submissions": pd.DataFrame(lines)},
        change=only(community_activities=silent),
    )
    for indicator in (PARTICIPANTS, MEETINGS, "connections.gap_between_areas_in_participants"):
        one, two = found(fell, indicator), found(stated, indicator)
        assert (one.refusal, one.estimate and one.estimate.change) == (
            two.refusal,
            two.estimate and two.estimate.change,
        )
        assert any("途絶え" in note.ja for note in one.evidence.not_kept)
    years = series(fell, MEETINGS, by=["fiscal_year"], areas=[centre]).set_index("period_start")["value"]
    assert np.isnan(years.loc["2025-04-01"])
    assert years.loc["2024-04-01"] > 0
    whole = found(city_of(tmp_path / "c", tables), PARTICIPANTS).evidence
    assert whole.not_kept == ()


@pytest.mark.parametrize("damage", ["areas", "a sex", "nought"])
def test_a_count_of_residents_that_lacks_a_part_is_not_used(
    tmp_path: Path, tables: Tables, damage: str
) -> None:
    towns = tables["areas"].loc[tables["areas"]["level"] == "town", "area"].tolist()

    def of_towns(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["area"].isin(towns) & (frame["sex"] != "all") & (frame["age_band"] != "all")]

    def lacking(frame: pd.DataFrame) -> pd.DataFrame:
        frame = of_towns(frame)
        late = pd.to_datetime(frame["date"]) >= "2025-01-01"
        if damage == "nought":
            return frame.assign(persons=frame["persons"].where(~late, 0))
        gone = frame["area"].isin(towns[:8]) if damage == "areas" else frame["sex"] == frame["sex"].iloc[0]
        return frame[~(late & gone)]

    months = pd.date_range("2023-04-01", "2026-03-01", freq="MS")
    whole = city_of(tmp_path / "a", tables, change=only(population=of_towns))
    lacks = city_of(tmp_path / "b", tables, change=only(population=lacking))
    residents = [population_by_month(city, city.code, months) for city in (whole, lacks)]
    assert (residents[1] / residents[0]).sub(1).abs().max() < 0.02  # the last whole count is held


def test_who_still_waits_is_in_the_series_too(tmp_path: Path, tables: Tables) -> None:
    """The mean of those who have ended leaves out the long waits; the restricted mean does not."""
    city = city_of(tmp_path / "a", tables)
    rows = counted(city, find(city, WAIT))
    horizon = find(city, WAIT).horizon_days
    point = series(city, WAIT).set_index("period_start").loc["2024-04-01"]
    mine = rows[rows["month"] == "2024-04-01"]
    everyone = np.where(mine["event"].astype(bool), mine["days"].clip(upper=horizon), horizon)
    assert point["denominator"] == len(mine)
    assert point["numerator"] == mine["event"].sum()
    assert point["value"] == pytest.approx(
        everyone.mean()
    )  # nobody who started then is censored before the horizon
