"""Every system of the plan is measured, and every indicator and table belongs to one."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from sojo_eval.indicators import built_in
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS
from sojo_eval.indicators.systems import SYSTEMS, System, by_code, measured_by, parts, unassigned
from sojo_eval.schema import load_schema


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_every_system_of_the_plan_has_two_indicators(system: System) -> None:
    assert len(measured_by(system)) >= 2
    for pattern in system.indicators:
        assert any(fnmatchcase(i, pattern) for i in built_in()), f"{pattern} names no indicator"
    assert set(system.tables) <= set(load_schema().tables)
    assert set(system.part_of) <= set(by_code())


def test_every_indicator_and_every_table_belongs_to_a_system() -> None:
    indicators, tables = unassigned()
    assert not indicators, f"add these indicators to a System of indicators/systems.py: {indicators}"
    assert not tables, f"add these tables to a System of indicators/systems.py, or to a group: {tables}"


def test_every_programme_and_service_of_the_plan_is_a_system() -> None:
    programmes = {*load_schema().codes("programmes")} - {"other"}
    groups = {group.code for group in (*DESKS, *COMMUNITY_BUILDING)}
    assert programmes | groups <= set(by_code())
    assert len(by_code()) == len(SYSTEMS)
    assert [len(parts(p)) for p in ("comprehensive_consultation", "community_building")] == [5, 7]
    assert sum(s.places or 0 for s in parts("comprehensive_consultation")) == 13
