"""What is made from totals is what the records give: the records are summed, thrown away, and everything is judged again."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.judgement import judge
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import Indicator, built_in, catalogue, counted, monthly, recorded, series, within
from sojo_eval.indicators.kinds import ANNUAL_COUNT, MONTHLY_COUNT, MONTHLY_PROPORTION, MONTHLY_RATE
from sojo_eval.indicators.totals import from_totals
from sojo_eval.schema import check_tables, load_schema
from tests.conftest import PLAN_BEFORE, SmallCity
from tests.indicators.totals.made_totals import months, total, totals
from tests.indicators.totals.summed import totals_of_records, without_records

JUDGED = (
    "connections.participants_per_1000",
    "connections.new_participants_share",
    "information.easy_japanese_share",
)


@pytest.fixture(scope="module")
def both(city_of_some_tables: City, tmp_path_factory: pytest.TempPathFactory) -> tuple[City, City]:
    """A city with records, and the same with their totals alone."""
    records = city_of_some_tables
    summed = totals_of_records(records, catalogue(records))
    tables = {name: records.table(name) for name in records.tables}
    folder = tmp_path_factory.mktemp("totals") / "city"
    kept = without_records(tables, summed)
    return records, SmallCity(folder).make(data_until="2026-09-30", more=PLAN_BEFORE, **kept)


def test_totals_of_records_are_clean_data(both: tuple[City, City]) -> None:
    tables = {name: both[1].table(name) for name in both[1].tables}
    assert check_tables(tables, only=["reported_totals"]) == []


def test_every_count_made_from_totals_is_that_of_the_records_to_the_last_bit(both: tuple[City, City]) -> None:
    records, totals_alone = both
    made = {i: e for i, e in catalogue(records).items() if e.totals is not None}
    assert len(made) >= 10
    for i, entry in made.items():
        assert catalogue(totals_alone)[i] == entry
        for area in (records.code, *sorted(records.areas.query("level == 'center'")["area"])[:2]):
            first, second = (_months(city, entry, area) for city in both)
            pd.testing.assert_frame_equal(first, second, check_exact=True)


def _months(city: City, entry: Indicator, area: str) -> pd.DataFrame:
    frame = monthly(city, entry, within(city, counted(city, entry), area), area)
    kept = frame[frame["month"] <= recorded(city, entry).last_followed_month]
    known = kept[kept["numerator"].notna()]
    if entry.kind.is_stock or (entry.totals and entry.totals.standing):
        known = known[known["denominator"] > 0]  # of the months between two readings neither says anything
    return known.reset_index(drop=True)


@pytest.mark.parametrize("indicator", JUDGED)
@pytest.mark.parametrize("question", ["level", "path"])
def test_both_are_judged_alike(both: tuple[City, City], indicator: str, question: str) -> None:
    entry = catalogue(both[0])[indicator]
    if question not in entry.kind.questions:
        pytest.skip("it has no course by month")
    found = []
    for city in both:
        base = declared(city, entry, city.code, *choose_periods(city, "4", "5"), question)  # type: ignore[arg-type]
        found.append(judge(gather(city, counted(city, entry), base)))
    assert found[0].refusal == found[1].refusal
    assert found[0].estimate is None or found[1].estimate is not None
    if found[0].estimate is not None and found[1].estimate is not None:
        for part in ("before", "after", "change", "low", "high", "p", "n_before", "n_after"):
            assert getattr(found[0].estimate, part) == getattr(found[1].estimate, part)


def test_three_in_five_of_the_catalogue_and_all_counts_rates_and_stocks_can_be_made_from_totals() -> None:
    entries = built_in().values()
    can = [e for e in entries if e.totals is not None]
    assert [e.id for e in entries if e.kind.grain in ("month", "year", "groups") and e.totals is None] == []
    assert [e.id for e in can if e.kind.grain in ("start", "wave")] == []
    assert len(can) / len(built_in()) >= 0.60
    codes = set(load_schema().codes("measures"))
    named = {name for e in can if e.totals for name in (e.totals.numerator, e.totals.denominator) if name}
    assert named == codes - {"new_consultations"}  # known to officers, and no indicator's own number yet
    shares = [e for e in can if not e.kind.denominator_is_public]
    assert [e.id for e in shares if e.totals and not e.totals.denominator] == []


def test_a_desks_missing_month_is_missing_and_not_less(small_city: SmallCity) -> None:
    rows = [months(84, service=desk) for desk in ("総合相談", "包括")]
    rows[1] = rows[1].drop(index=[10])
    city = small_city.make(reported_totals=totals(*rows))
    entry = catalogue(city)["consultation.consultations_per_1000"]
    series = monthly(city, entry, within(city, counted(city, entry), city.code), city.code)
    assert series["numerator"].isna().to_numpy().nonzero()[0].tolist() == [10]
    assert series["numerator"].dropna().eq(60.0).all()


def test_years_alone_are_judged_by_years_and_it_is_said(small_city: SmallCity) -> None:
    years = [
        total("consultations", f"{y}-04-01", f"{y + 1}-03-31", value=400 + y % 3) for y in range(2019, 2026)
    ]
    city = small_city.make(reported_totals=totals(*years))
    entry = catalogue(city)["consultation.consultations_per_1000"]
    assert entry.kind is ANNUAL_COUNT
    base = declared(city, entry, city.code, *choose_periods(city, "4", "5"))
    evidence = gather(city, counted(city, entry), base)
    assert evidence.years["numerator"].tolist() == [400.0 + y % 3 for y in range(2019, 2026)]  # type: ignore[union-attr]
    assert evidence.years["after"].sum() == 2  # type: ignore[union-attr]
    assert "年の数で比べています" in "".join(note.ja for note in evidence.not_kept)


@pytest.mark.parametrize(
    ("first_month", "kind"),
    [("2019-04-01", MONTHLY_COUNT), ("2023-05-01", ANNUAL_COUNT), ("2023-04-01", MONTHLY_COUNT)],
    ids=["months in both plans", "months in one", "just in both"],
)
def test_months_count_unless_only_years_reach_the_earlier_plan(
    small_city: SmallCity, first_month: str, kind: object
) -> None:
    years = [total("consultations", f"{y}-04-01", f"{y + 1}-03-31", value=360) for y in range(2019, 2026)]
    until = pd.Timestamp("2026-03-01")
    reach = len(pd.date_range(first_month, until, freq="MS"))
    city = small_city.make(reported_totals=totals(*years, months(reach, first=first_month)))
    assert catalogue(city)["consultation.consultations_per_1000"].kind is kind


def test_a_share_takes_the_rows_own_denominator_before_the_other_measure(small_city: SmallCity) -> None:
    own = months(3, measure="referrals_accompanied", value=5.0)
    own["denominator"] = [20.0, None, None]
    city = small_city.make(reported_totals=totals(own, months(2, measure="referrals", value=25.0)))
    entry = catalogue(city)["consultation.accompanied_referrals"]
    rows = counted(city, entry)
    assert rows["denominator"].tolist() == [20.0, 25.0]  # the third has none, and is not known


def test_more_commissioners_than_posts_fill_the_posts(small_city: SmallCity) -> None:
    day = "2024-04-01"
    held = total("commissioners", day, day, value=21), total("commissioner_posts", day, day, value=20)
    city = small_city.make(reported_totals=totals(*held))
    rows = counted(city, catalogue(city)["connections.commissioner_quota_filled"])
    assert rows.loc[rows["month"] == day, ["numerator", "denominator"]].to_numpy().tolist() == [[20.0, 20.0]]


def test_people_counted_once_do_not_add_up_over_desks(small_city: SmallCity) -> None:
    rows = [months(24, measure="people_consulted", service=desk) for desk in ("総合相談", "包括")]
    city = small_city.make(reported_totals=totals(*rows))
    assert "consultation.consultations_people_per_1000" not in catalogue(city)
    whole = small_city.make(reported_totals=totals(*rows, months(24, measure="people_consulted", value=50.0)))
    entry = catalogue(whole)["consultation.consultations_people_per_1000"]
    assert counted(whole, entry)["numerator"].eq(50.0).all()
    assert from_totals(whole, entry).differences == ()  # type: ignore[union-attr]


OWN = """
[[total_indicators]]
id = "connections.salon_visitors"
pillar = "connections"
title_ja = "サロンの延べ参加者"
title_en = "Salon visitors"
unit = "{unit}"
direction = "higher"
smallest_change = 0.1
measure = "activity_participants"
{over}
"""


@pytest.mark.parametrize(
    ("unit", "over", "kind", "value"),
    [
        ("persons", "", MONTHLY_COUNT, 30.0),
        ("per_1000_month", 'denominator = "residents"', MONTHLY_COUNT, 3.75),
        ("per_1000_year", 'denominator = "residents"', MONTHLY_COUNT, 45.0),
        ("persons", 'denominator = "activity_sessions"', MONTHLY_RATE, 5.0),
        ("share", 'denominator = "activity_sessions"', MONTHLY_PROPORTION, 5.0),
    ],
)
def test_a_city_names_its_own_indicator_of_totals(
    small_city: SmallCity, unit: str, over: str, kind: object, value: float
) -> None:
    rows = totals(
        months(24, measure="activity_participants"), months(24, measure="activity_sessions", value=6.0)
    )
    people = pd.DataFrame(
        {"date": ["2020-04-01"], "area": ["132292"], "sex": ["all"], "age_band": ["all"], "persons": [8000]}
    )
    city = small_city.make(more=OWN.format(unit=unit, over=over), reported_totals=rows, population=people)
    entry = catalogue(city)["connections.salon_visitors"]
    assert entry.kind is kind
    assert series(city, entry.id)["value"].tolist() == pytest.approx([value] * 24)


@pytest.mark.parametrize(
    ("unit", "over", "key"),
    [
        ("share", "", "unit"),
        ("persons", 'denominator = "residents"', "unit"),
        ("per_1000_month", 'denominator = "activity_sessions"', "unit"),
        ("persons", 'denominator = "sessions"', "denominator"),
    ],
)
def test_a_unit_fits_what_the_total_is_put_over(
    small_city: SmallCity, unit: str, over: str, key: str
) -> None:
    with pytest.raises(SojoEvalError) as refused:
        small_city.make(more=OWN.format(unit=unit, over=over))
    assert {key} == {problem.column.split(".")[-1] for problem in refused.value.problems}


def test_an_own_indicator_without_totals_is_not_counted(small_city: SmallCity) -> None:
    city = small_city.make(more=OWN.format(unit="persons", over=""), reported_totals=months(24))
    assert "connections.salon_visitors" not in catalogue(city)


@pytest.mark.parametrize(
    ("more", "gaps"),
    [
        ([], set()),
        ([months(24, area="C1"), months(24, area="C2")], set()),
        (
            [months(24, division="age_band", category=band) for band in ("65-74", "75+")],
            {"consultation.gap_between_ages_in_consultations"},
        ),
        ([months(24, division="topic", category="debt")], set()),
    ],
    ids=["the whole alone", "by area", "by age", "by subject"],
)
def test_a_gap_needs_totals_of_its_groups(
    small_city: SmallCity, more: list[pd.DataFrame], gaps: set[str]
) -> None:
    city = small_city.make(reported_totals=totals(months(24, value=60.0), *more))
    assert {i for i in catalogue(city) if "gap" in i} == gaps


@pytest.mark.parametrize(("areas", "there"), [(["C1"], False), (["C1", "C2"], True)])
def test_a_gap_between_areas_needs_two(small_city: SmallCity, areas: list[str], there: bool) -> None:
    rows = [months(24, measure="activity_participants", area=area) for area in areas]
    city = small_city.make(reported_totals=totals(*rows))
    assert ("connections.gap_between_areas_in_participants" in catalogue(city)) == there
