"""Levels of area of any depth: their order, the parts of a city, and what lies where."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.city.engines.query import unbound_table
from sojo_eval.city.places.area_tree import AreaTree, level_codes
from sojo_eval.indicators.shapes import depths_of_areas, parts_of_the_city
from sojo_eval.schema import apply_types, load_schema, to_arrow
from tests.searching import cases

Row = tuple[str, str, str | None]


def table(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame([*rows], columns=["area", "level", "parent"])


CITY = ("0", "city", None)
WARDS = (CITY, ("w1", "ward", "0"), ("w2", "ward", "0"))
TOWNS = (("t1", "town", "s1"), ("t2", "town", "w2"))


@pytest.mark.parametrize(
    ("rows", "parts", "left_out"),
    [
        ((CITY, ("c1", "center", "d1"), ("d1", "district", "0"), ("s1", "school_district", "c1")), "c1", ""),
        ((CITY, ("c1", "center", "0"), ("d2", "district", "0")), "c1", "d2"),
        ((*WARDS, ("s1", "school_district", "w1"), ("s2", "school_district", "w2")), "s1 s2", ""),
        ((*WARDS, ("s1", "school_district", "w1"), *TOWNS), "s1 w2", ""),
        ((CITY, ("n1", "neighbourhood", "0"), ("n2", "neighbourhood", "0")), "n1 n2", ""),
        ((CITY, ("s1", "school_district", "0")), "s1", ""),
        (WARDS, "w1 w2", ""),
        # Wards divided by two levels, each by one of them: together they are the whole.
        ((*WARDS, ("s1", "school_district", "w1"), ("n1", "neighbourhood", "w2")), "n1 s1", ""),
        # The same city divided twice: one division only, or everything would be there twice.
        ((CITY, ("d1", "district", "0"), ("s1", "school_district", "0")), "s1", "d1"),
        ((*WARDS, ("s1", "school_district", "0")), "s1", "w1 w2"),
        # A district outside of school districts, and inside one: the parents say which is the lower.
        ((CITY, ("s1", "school_district", "0"), ("d1", "district", "s1")), "d1", ""),
        ((CITY, ("t1", "town", "0"), ("t2", "town", "0")), "", ""),
        ((CITY,), "", ""),
        ((), "", ""),
    ],
)
def test_the_parts_of_a_city(rows: tuple[Row, ...], parts: str, left_out: str) -> None:
    tree = AreaTree.of(table(*rows))
    assert tree.parts == tuple(parts.split())
    assert tree.in_no_part == tuple(left_out.split())


def test_what_lies_below_does_not_stop_at_a_missing_level() -> None:
    tree = AreaTree.of(table(*WARDS, ("s1", "school_district", "w1"), *TOWNS, ("t3", "town", "0")))
    assert tree.members("w1") == {"w1", "s1", "t1"}
    assert tree.members("w2") == {"w2", "t2"}
    assert tree.members("0") == {*tree.levels}
    assert tree.path("t1") == ("t1", "s1", "w1", "0")
    assert tree.upper == {"0", "w1"}


def test_a_loop_ends() -> None:
    tree = AreaTree.of(table(("a", "ward", "b"), ("b", "school_district", "a"), ("c", "town", "c")))
    assert tree.members("c") == {"c"}
    assert len(tree.parts) == 1


def test_people_are_counted_in_one_division_and_branch_by_branch() -> None:
    rows = (*WARDS, ("s1", "school_district", "w1"), ("s2", "school_district", "w1"), ("d1", "district", "0"))
    tree = AreaTree.of(table(*rows, ("t1", "town", "s1")))
    assert tree.lowest("0", {"w1", "w2", "s1", "s2"}) == ("s1", "s2", "w2")
    assert tree.lowest("0", {"0", "w1", "w2"}) == ("w1", "w2")
    assert tree.lowest("0", {"d1", "s1", "s2"}) == ("s1", "s2")
    assert tree.lowest("w2", {"w1"}) == ()
    assert tree.lowest(None, {"0"}) == ("0",)


_BETWEEN = [level for level in level_codes() if level not in ("city", "town")]


@st.composite
def trees(draw: st.DrawFn) -> list[Row]:
    """Areas whose levels have an order, with levels left out, towns anywhere and branches of any depth."""
    order = draw(st.permutations(_BETWEEN))[: draw(st.integers(1, 4))]
    rows: list[Row] = [CITY]
    for n in range(draw(st.integers(0, 9))):
        parent = rows[draw(st.integers(0, len(rows) - 1))]
        if parent[1] == "town":
            parent = CITY
        depth = -1 if parent[1] == "city" else order.index(parent[1])
        lower = [*order[depth + 1 :], "town"]
        rows.append((f"a{n}", draw(st.sampled_from(lower)), parent[0]))
    return draw(st.permutations(rows))


@cache
def _asked_of_areas() -> tuple[Any, tuple[str, str]]:
    """A database, and both rules in its words: writing them down takes longer than to answer them."""
    rules = (parts_of_the_city, depths_of_areas)
    parts, order = (str(ibis.to_sql(rule(unbound_table("areas")), dialect="duckdb")) for rule in rules)
    return duckdb.connect(), (parts, order)


@settings(max_examples=cases(40), deadline=None)
@given(rows=trees())
def test_a_rule_of_the_engine_and_the_tree_say_the_same(rows: list[Row]) -> None:
    tree, frame = AreaTree.of(table(*rows)), table(*rows).assign(name_ja="-")
    known = load_schema().tables["areas"]
    ask, (parts, order) = _asked_of_areas()
    ask.register("areas", to_arrow(apply_types(frame, known), known))
    found = ask.execute(parts).df()
    held = {a: part for part in tree.parts for a in tree.members(part)}
    assert dict(zip(found["place"], found["part"], strict=True)) == held
    assert len(found) == len(held)  # no area lies in two parts
    depths = ask.execute(order).df().set_index("area")["depth"]
    by_depth = sorted(tree.levels, key=lambda a: (depths[a], a))
    assert by_depth == sorted(tree.levels, key=lambda a: (tree.order[tree.levels[a]], a))
    for area, holder in tree.above.items():
        assert depths[area] < depths[holder] or tree.levels[area] == tree.levels[holder] == "town"
