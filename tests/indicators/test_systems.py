"""Every system is measured, every indicator and table belongs to one, and a city's own services are what is drawn."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pandas as pd
import pytest

from sojo_eval.example_city.places import services
from sojo_eval.example_city.plan_text import RUN_BY, STATUS, TITLES, systems_of_the_plan
from sojo_eval.indicators import built_in
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS
from sojo_eval.indicators.systems import (
    NOT_LISTED,
    SYSTEMS,
    System,
    Systems,
    general,
    of_services,
    unassigned,
)
from sojo_eval.schema import load_schema
from tests.indicators.by_hand import table

DESK, BUILD = "comprehensive_consultation", "community_building"
OTHER_CITY = table(
    "service name_ja name_en programme role department places",
    ("a", "北高齢者あんしん相談センター", None, DESK, None, "長寿課", 1),
    ("b", "南高齢者あんしん相談センター", None, DESK, None, "長寿課", 1),
    ("c", "くらしの窓口", "Life desk", DESK, "living_support_desk", "福祉課", None),
    ("d", "ふくまる相談室", None, DESK, None, "福祉課", 3),
    ("e", "みんなの茶の間", None, BUILD, "other", None, 4),
    ("f", "つどいの広場", None, BUILD, None, "子育て課", 2),
    ("g", "アウトリーチ", None, "outreach", None, "福祉課", None),
)


def drawn(rows: pd.DataFrame) -> Systems:
    return of_services(rows.astype({"places": "Int64", "role": "string", "name_en": "string"}), ())


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_every_system_of_the_plan_has_two_indicators(system: System) -> None:
    assert len(general().measured_by(system)) >= 2
    for pattern in system.indicators:
        assert any(fnmatchcase(i, pattern) for i in built_in()), f"{pattern} names no indicator"
    assert set(system.tables) <= set(load_schema().tables)
    assert set(system.part_of) <= set(general().by_code)


def test_every_indicator_and_every_table_belongs_to_a_system() -> None:
    indicators, tables = unassigned()
    assert not indicators, f"add these indicators to a System of indicators/systems.py: {indicators}"
    assert not tables, f"add these tables to a System of indicators/systems.py, or to a group: {tables}"


def test_every_programme_and_service_of_the_plan_is_a_system() -> None:
    programmes = {*load_schema().codes("programmes")} - {"other"}
    groups = {group.code for group in (*DESKS, *COMMUNITY_BUILDING)}
    assert programmes | groups <= set(general().by_code)
    assert len(general().by_code) == len(SYSTEMS)


def test_the_plan_of_the_example_is_drawn_from_its_services_and_its_text() -> None:
    plan = systems_of_the_plan()
    assert set(plan.by_code) == set(general().by_code)
    assert [len(plan.parts(p)) for p in (DESK, BUILD)] == [5, 7]
    assert sum(s.places or 0 for s in plan.parts(DESK)) == 13
    assert {*RUN_BY, *STATUS, *TITLES} <= set(plan.by_code)
    titles = {code: system.title.ja for code, system in plan.by_code.items()}
    assert titles["community_support_centre"] == "地域包括支援センター"
    assert titles["general_entrance"] == "ほっとネットステーション"
    # What the text says in Japanese of departments is what the table says.
    departments = {s.code: s.run_by.ja for s in of_services(services(), ()) if s.places is not None}
    departments.pop("general_entrance")
    assert all(RUN_BY[code].ja == said for code, said in departments.items())


def test_a_city_is_drawn_from_its_own_services() -> None:
    city = drawn(OTHER_CITY)
    told = {s.code: (s.title.ja, s.run_by.ja, s.places) for s in city if {DESK, BUILD} & {*s.part_of}}
    assert told == {
        "community_support_centre": ("高齢者あんしん相談センター", "長寿課", 2),
        "living_support_desk": ("くらしの窓口", "福祉課", None),
        "child_rearing_plaza": ("つどいの広場", "子育て課", 2),
        "open_to_all": ("対象者の属性を問わない地域活動", "住民などの自主的な活動", None),
        # Of no known role, or of none of the roles: drawn by itself, never left out.
        "service-3": ("ふくまる相談室", "福祉課", 3),
        "service-4": ("みんなの茶の間", "", 4),
    }
    assert "general_entrance" not in city.by_code
    assert city.by_code["living_support_desk"].title.en == "Life desk"
    assert city.by_code["outreach"].run_by.ja == "福祉課"
    assert city.by_code["multi_agency"].run_by == NOT_LISTED
    assert not any(system.status for system in city)


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("東地域包括支援センター", "西地域包括支援センター"), "地域包括支援センター"),
        (("地域包括支援センター 東", "地域包括支援センター 西"), "地域包括支援センター"),
        (("地域包括支援センター（1）", "地域包括支援センター（2）"), "地域包括支援センター"),
        (("はなみずき相談室", "高齢者あんしん相談センター北"), "地域包括支援センター"),
        (("本町地域包括支援センター",), "本町地域包括支援センター"),
    ],
)
def test_several_services_of_a_role_have_the_name_that_they_share_or_the_roles(
    names: tuple[str, ...], title: str
) -> None:
    rows = table("service name_ja name_en programme role department places",
                 *((f"s{n}", name, None, DESK, "community_support_centre", None, 1) for n, name in enumerate(names)))  # fmt: skip
    assert drawn(rows).by_code["community_support_centre"].title.ja == title
