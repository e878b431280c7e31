"""A query is written down once, for whatever days, and kept for other processes; what is kept is what would be written."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.city import open_city
from sojo_eval.city.engines import written_queries
from sojo_eval.city.engines.query import Query
from sojo_eval.city.engines.written_queries import _compile, _name, compile_for_duckdb
from sojo_eval.city.habits import GroupsOfSpans, RowsOfSpans, SumsOfSpans
from sojo_eval.city.record_queries import LastDays
from sojo_eval.foundation.cache import Kept
from sojo_eval.indicators import built_in
from sojo_eval.indicators.series import RowsOf
from tests.city.divided import consultations
from tests.conftest import SmallCity
from tests.searching import cases

SHARE = built_in()["consultation.first_response_within_3_days"]


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOJO_EVAL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(written_queries, "WRITTEN", Kept("queries"))
    written_queries._written.cache_clear()
    return tmp_path / "cache"


def test_every_indicator_is_written_as_it_would_be_with_its_own_day() -> None:
    for entry in built_in().values():
        query = RowsOf(entry, pd.Timestamp(2025, 3, 31))
        assert compile_for_duckdb(query) == _compile(query), entry.id


@settings(max_examples=cases(12), deadline=None)
@given(st.dates(date(1600, 1, 1), date(2200, 12, 31)).map(pd.Timestamp))
def test_the_day_is_set_in_wherever_it_stands(until: pd.Timestamp) -> None:
    query = RowsOf(SHARE, until)
    assert compile_for_duckdb(query).sql == _compile(query).sql


def test_a_query_is_written_down_once_for_all_cities_and_days(
    small_city: SmallCity, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small_city.make(consultations=consultations(3))
    written: list[Query] = []
    monkeypatch.setattr(written_queries, "_compile", lambda query: written.append(query) or _compile(query))
    query = LastDays(("consultations",))
    answers = [open_city(first.path).ask(query) for _ in range(2)]
    assert len(written) == 1
    assert answers[0]["name"].tolist() == ["consultations"]
    assert answers[0]["day"].iloc[0] == pd.to_datetime(first.table("consultations")["received_date"]).max()
    pd.testing.assert_frame_equal(*answers)
    for day in ("2024-03-31", "2025-03-31"):
        compile_for_duckdb(RowsOf(SHARE, pd.Timestamp(day)))
    assert len(written) == 2


def test_another_process_reads_what_this_one_wrote(empty_cache: Path) -> None:
    query = RowsOf(SHARE, pd.Timestamp(2025, 3, 31))
    mine = compile_for_duckdb(query)
    written_queries.WRITTEN.save()
    (kept,) = (empty_cache / "kept").glob("queries-*.json")
    # Another would give another text: so the other process has read this one.
    text = kept.read_text().partition("\n")[2]
    assert 'FROM \\"consultations\\"' in text
    fresh = """
import pandas as pd
from sojo_eval.city.engines import written_queries
from sojo_eval.indicators import built_in
from sojo_eval.indicators.series import RowsOf
written_queries._compile = None
query = RowsOf(built_in()["consultation.first_response_within_3_days"], pd.Timestamp(2025, 3, 31))
print(written_queries.compile_for_duckdb(query).sql, end="")
"""
    found = subprocess.run([sys.executable, "-c", fresh], capture_output=True, text=True, check=True)
    assert found.stdout == mine.sql


def test_what_a_notebook_defines_is_never_kept() -> None:
    """Its code may change while its name stays."""

    def mine(consultations: object) -> object:
        return consultations

    entry = dataclasses.replace(SHARE, compute=mine)
    assert _name(RowsOf(entry, pd.Timestamp(2025, 3, 31))) is None
    assert _name(RowsOf(dataclasses.replace(SHARE, id="other.name"), pd.Timestamp(2025, 3, 31))) is None
    assert _name(RowsOf(SHARE, pd.Timestamp(2025, 3, 31))) is not None


def test_queries_that_differ_have_names_that_differ() -> None:
    day = pd.Timestamp(2025, 3, 31)
    rows = RowsOfSpans("referrals", ((day, day), (day, day)), day)
    queries = [
        RowsOf(SHARE, day),
        RowsOf(SHARE, day, "desk"),
        RowsOf(SHARE, day, none=True),
        SumsOfSpans(rows, frozenset()),
        SumsOfSpans(rows, frozenset({"A"})),
        SumsOfSpans(rows, frozenset({"A", "B"})),
        GroupsOfSpans(rows, (("area",),)),
        GroupsOfSpans(rows, (("area",), ("area",))),
        GroupsOfSpans(rows, (("area", "area"),)),
    ]
    assert len({_name(query) for query in queries}) == len(queries)


@dataclasses.dataclass(frozen=True)
class OneQuery:
    columns: frozenset[str]


@dataclasses.dataclass(frozen=True)
class AnotherQuery:
    columns: frozenset[str]


def test_a_query_is_known_by_its_kind_and_by_what_it_holds_in_any_order() -> None:
    """A set's order is another in every process, and two kinds of queries may hold the same."""
    columns = frozenset("abcdefghij")
    assert _name(columns) == "('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')"
    assert _name(OneQuery(columns)) != _name(AnotherQuery(columns))
