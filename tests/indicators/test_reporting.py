"""Reported zero against never reported: a city of two centre areas of 1,000 and 3,000 residents, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import by_fiscal_year, by_group, counted, find, monthly, within
from sojo_eval.indicators.reporting import reporting
from sojo_eval.indicators.service_groups import DESKS
from sojo_eval.schema import load_schema
from tests.indicators.by_hand import table

RATE = "consultation.consultations_per_1000"
CITY = "132292"
POPULATION = table(
    "date area sex age_band persons",
    ("2024-01-01", "T1", "all", "all", 1000),
    ("2024-01-01", "T2", "all", "all", 3000),
)
SERVICES = table(
    "service name_ja programme takes_consultations",
    ("d1", "東地域包括支援センター", "comprehensive_consultation", True),
    ("d2", "西地域包括支援センター", "comprehensive_consultation", True),
    ("d3", "基幹相談支援センター", "comprehensive_consultation", True),
)
# April: two in C1, three in C2. May: one in C2 alone. June: none. July: one in C1, one without an area.
CONSULTATIONS = table(
    "consultation_id received_date desk area",
    *[(f"a{i}", "2024-04-03", "d1", "T1") for i in range(2)],
    *[(f"b{i}", "2024-04-20", "d2", "C2") for i in range(3)],
    ("c1", "2024-05-02", "d2", "T2"),
    ("d1", "2024-07-01", "d1", "C1"),
    ("d2", "2024-07-01", "d3", None),
)
MONTHS = ["2024-04", "2024-05", "2024-06", "2024-07"]


def lines(*said: tuple[str, str | None, str, bool], of: str = "consultations") -> pd.DataFrame:
    """Lines of `submissions` from (area, service, month, reported)."""
    rows = [(of, area, service, f"{month}-01", reported) for area, service, month, reported in said]
    return table("table area service month reported", *rows)


def made(small_city: Any, submissions: pd.DataFrame, **tables: pd.DataFrame) -> se.City:
    city: se.City = small_city.make(
        data_until="2024-07-31",
        **{
            "population": POPULATION,
            "services": SERVICES,
            "consultations": CONSULTATIONS,
            "submissions": submissions,
        }
        | tables,
    )
    return city


def months(city: se.City, area: str, indicator: str = RATE) -> pd.DataFrame:
    entry = find(city, indicator)
    frame = monthly(city, entry, within(city, counted(city, entry), area), area)
    return frame.set_index(frame["month"].dt.strftime("%Y-%m"))


def told(column: pd.Series) -> dict[str, float | None]:
    return {str(month): None if pd.isna(x) else float(x) for month, x in column.items()}


def test_without_lines_a_month_without_records_is_missing_as_before(small_city: Any) -> None:
    city = made(small_city, lines())
    assert told(months(city, "C1")["numerator"]) == dict(zip(MONTHS, [2, None, None, 1], strict=True))
    assert told(months(city, CITY)["denominator"]) == dict.fromkeys(MONTHS, 4000)
    assert months(city, CITY)["reported"].all()


def test_reported_without_a_record_is_zero_and_not_reported_is_missing(small_city: Any) -> None:
    city = made(small_city, lines(("C1", None, "2024-05", True), ("C1", None, "2024-06", False)))
    frame = months(city, "C1")
    assert told(frame["numerator"]) == dict(zip(MONTHS, [2, 0, None, 1], strict=True))
    assert told(frame["denominator"]) == dict(zip(MONTHS, [1000, 1000, None, 1000], strict=True))
    assert frame["reported"].tolist() == [True, True, False, True]
    values = se.series(city, RATE, by=["month"], areas=["C1"]).set_index("period_start")["value"]
    assert values.loc[pd.Timestamp("2024-05-01")] == 0
    assert pd.isna(values.loc[pd.Timestamp("2024-06-01")])


def test_records_of_a_month_that_was_not_reported_are_not_counted(small_city: Any) -> None:
    city = made(small_city, lines(("C1", None, "2024-04", False)))
    assert told(months(city, "C1")["numerator"]) == {"2024-07": 1}
    assert told(months(city, CITY)["numerator"])["2024-04"] == 3  # C2's three, without C1's two


def test_only_areas_that_report_are_in_the_citys_denominator(small_city: Any) -> None:
    silent = lines(
        ("C2", None, "2024-05", False),
        ("C1", None, "2024-06", False), ("C2", None, "2024-06", False),
        ("C1", None, "2024-07", True), ("C2", None, "2024-07", False),
    )  # fmt: skip
    city = made(small_city, silent)
    frame = months(city, CITY)
    # May: C2's one record is left out with its residents, and of C1 nothing is known. June: nobody reported.
    assert told(frame["numerator"]) == dict(zip(MONTHS, [5, None, None, 2], strict=True))
    assert told(frame["denominator"]) == dict(zip(MONTHS, [4000, 1000, None, 1000], strict=True))
    value = se.series(city, RATE).set_index("period_start")["value"]
    assert value.loc[pd.Timestamp("2024-07-01")] == pytest.approx(1000 * 2 / 1000)


def test_a_city_is_a_true_zero_only_when_every_part_is_known(small_city: Any) -> None:
    city = made(small_city, lines(("C1", None, "2024-06", True)))
    assert pd.isna(months(city, CITY).loc["2024-06", "numerator"])
    city = made(small_city, lines(("C1", None, "2024-06", True), ("C2", None, "2024-06", True)))
    assert months(city, CITY).loc["2024-06", "numerator"] == 0


def test_a_line_for_the_city_holds_for_its_areas_unless_they_say_otherwise(small_city: Any) -> None:
    city = made(small_city, lines((CITY, None, "2024-06", True), ("C2", None, "2024-06", False)))
    stated = reporting(city, find(city, RATE), CITY)
    assert stated.loc[pd.Timestamp("2024-06-01")].to_dict() == {"C1": True, "C2": False}
    assert months(city, "T1").loc["2024-06", "numerator"] == 0  # a town goes with its centre area
    assert not months(city, "T2").loc["2024-06", "reported"]


def test_a_line_of_a_ward_speaks_for_what_lies_in_it_after_their_own_lines(small_city: Any) -> None:
    areas = table(
        "area level name_ja parent",
        (CITY, "city", "試験市", None), ("W1", "ward", "北区", CITY), ("C1", "school_district", "東", "W1"),
        ("C2", "school_district", "西", "W1"), ("T1", "town", "東町", "C1"), ("T2", "town", "西町", "C2"),
    )  # fmt: skip
    said = lines((CITY, None, "2024-06", True), ("W1", None, "2024-06", False), ("C2", None, "2024-06", True))
    city = made(small_city, said, areas=areas)
    stated = reporting(city, find(city, RATE), CITY)
    assert stated.loc[pd.Timestamp("2024-06-01")].to_dict() == {"C1": False, "C2": True}


def test_a_desk_that_did_not_report_leaves_its_area_incomplete(small_city: Any) -> None:
    said = lines(("C1", None, "2024-07", True), ("C1", "d1", "2024-07", False), ("C1", "d1", "2024-06", True))
    city = made(small_city, said)
    assert not months(city, "C1").loc["2024-07", "reported"]
    assert pd.isna(months(city, "C1").loc["2024-06", "numerator"])  # one desk's report is not the area's


def test_an_indicator_of_one_kind_of_desk_heeds_those_desks_alone(small_city: Any) -> None:
    city = made(small_city, lines((CITY, "d3", "2024-07", False)))
    centres, core = DESKS[0], DESKS[1]
    own, others = (replace(find(city, RATE), services=desk) for desk in (core, centres))
    assert reporting(city, own, "C1")["C1"].tolist() == [False]
    assert reporting(city, others, "C1").empty


def test_a_plain_count_is_missing_as_soon_as_one_area_is(small_city: Any) -> None:
    matches = table(
        "match_id need requested_date matched_date resource_newly_developed area",
        ("m1", "work", "2024-04-01", "2024-04-02", True, "C1"),
        ("m2", "work", "2024-06-01", "2024-06-02", True, "C1"),
    )
    said = lines(("C2", None, "2024-05", False), of="participation_matches")
    city = made(small_city, said, participation_matches=matches)
    frame = months(city, CITY, "connections.newly_developed_resources")
    # Without a line a month without the event is a true zero of an "annual_…" kind, as before.
    assert told(frame["numerator"]) == dict(zip(MONTHS, [1, None, 1, 0], strict=True))
    assert by_fiscal_year(frame.reset_index(drop=True))["months"].tolist() == [3]
    assert told(months(city, "C1", "connections.newly_developed_resources")["numerator"])["2024-05"] == 0


def test_lines_about_other_records_do_not_matter(small_city: Any) -> None:
    city = made(small_city, lines(("C1", None, "2024-04", False), of="community_activities"))
    assert told(months(city, "C1")["numerator"])["2024-04"] == 2


def test_an_area_that_reported_and_never_had_a_record_is_all_zeros(small_city: Any) -> None:
    city = made(
        small_city,
        lines(*[("C2", None, month, True) for month in MONTHS]),
        consultations=CONSULTATIONS[CONSULTATIONS["desk"] == "d1"],
    )
    assert told(months(city, "C2")["numerator"]) == dict.fromkeys(MONTHS, 0)


def test_what_can_be_stated_are_tables_of_dated_records() -> None:
    schema = load_schema()
    for name in schema.codes("submission_tables"):
        assert any(field.type == "date" for field in schema.table(name).fields), name
        row = schema.codelists["submission_tables"].set_index("code").loc[name]
        assert (row["title_ja"], row["title_en"]) == (
            schema.table(name).title.ja,
            schema.table(name).title.en,
        )


def test_a_gap_leaves_out_what_was_not_reported(small_city: Any) -> None:
    """C1 did not report April: its row is missing, not a zero; without lines it would be a zero."""
    activities = table(
        "activity_id service kind openness date area participants",
        ("1", "s", "other", "open", "2024-04-10", "C2", 6),
        ("2", "s", "other", "open", "2024-05-10", "C1", 5),
        ("3", "s", "other", "open", "2024-05-11", "C2", 7),
    )
    people = table(
        "date area sex age_band persons",
        ("2024-01-01", "C1", "all", "all", 1000),
        ("2024-01-01", "C2", "all", "all", 1000),
    )
    lines = table(
        "table area service month reported",
        ("community_activities", "C1", None, "2024-04-01", False),
    )
    for submissions, expected in ((lines, [6, 5, 7]), (lines.iloc[:0], [0, 6, 5, 7])):
        city = small_city.make(
            data_until="2024-05-31",
            community_activities=activities,
            population=people,
            submissions=submissions,
        )
        entry = find(city, "connections.participants_per_1000")
        groups = by_group(city, entry, counted(city, entry), city.code, "area")
        assert groups["numerator"].tolist() == expected


SUPPORTERS = table(
    "kind month area number",
    ("hotnet_promoter", "2022-04-01", "C1", 10),
    ("hotnet_promoter", "2022-06-01", "C2", 30),
    ("hotnet_promoter", "2023-04-01", "C1", 11),
    ("hotnet_promoter", "2024-04-01", "C1", 12),
    ("hotnet_promoter", "2024-04-01", "C2", 31),
)


def test_an_area_whose_stock_was_not_read_leaves_with_its_residents(small_city: Any) -> None:
    """Nobody read C2 in FY2023: 11 of C1's thousand residents, and no number of the whole city."""
    city = made(small_city, lines(), supporters=SUPPORTERS.assign(kind="volunteer"))
    rate = se.series(city, "connections.volunteers_registered_per_10000", by=["fiscal_year"])
    assert rate["denominator"].tolist() == [4000, 1000, 4000]
    assert rate["value"].tolist() == pytest.approx([100, 110, 107.5])
    promoters = made(small_city, lines(), supporters=SUPPORTERS)
    plain = months(promoters, CITY, "connections.hotnet_promoters_active")["numerator"]
    assert told(plain[["2022-04", "2023-04", "2024-04"]]) == {"2022-04": 40, "2023-04": None, "2024-04": 43}
    assert se.series(promoters, "connections.hotnet_promoters_active", areas=["C1"])["numerator"].sum() == 33


def test_an_area_stated_as_not_reported_is_taken_out_of_a_stock_once(small_city: Any) -> None:
    said = lines(("C2", None, "2023-04", False), of="supporters")
    city = made(small_city, said, supporters=SUPPORTERS.assign(kind="volunteer"))
    rate = se.series(city, "connections.volunteers_registered_per_10000", by=["fiscal_year"])
    assert rate["denominator"].tolist() == [4000, 1000, 4000]
