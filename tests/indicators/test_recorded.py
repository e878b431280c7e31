"""What nobody handed in is never a number: every optional column of every table that grows, tried on every indicator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sojo_eval.city import DAY_OF_A_RECORD, City, open_city, record_clean_tables
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.indicators import built_in, catalogue, recorded, series
from sojo_eval.indicators.recorded import _sources as recorded_of
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.repeats import PERSONS_OF_A_YEAR
from sojo_eval.schema import apply_types, load_schema, to_arrow
from tests.conftest import SmallCity

END = pd.Timestamp("2024-06-30")
"""From the month after it on the column or the table is empty."""
Tables = dict[str, pd.DataFrame]
READ = {source for entry in built_in().values() for source in recorded_of(entry) if source[1]}
OPTIONAL = sorted(READ)
"""Optional columns that some indicator's numbers rest on, by its rule."""
DONE_WITHOUT = {name for entry in built_in().values() for name in entry.does_without}
OTHERS = [
    (table, field.name)
    for table in DAY_OF_A_RECORD
    for field in load_schema().tables[table].fields
    if not field.required
    and (table, field.name) not in READ
    and table != "submissions"
    and not DONE_WITHOUT & {field.name, f"{table}.{field.name}"}
]


def _is_day(table: str, column: str) -> bool:
    return load_schema().tables[table].field(column).type == "date"


@dataclass
class Whole:
    """The undamaged city and what it measures, asked for once."""

    tables: Tables
    city: City
    measured: dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    tables = clean_tables(World(1, "mixed"))
    tables = {name: frame for name, frame in tables.items() if not name.startswith(("survey", "comparators"))}
    city = SmallCity(tmp_path_factory.mktemp("whole") / "city").make(**tables)
    return Whole(tables, city, {entry.id: measured(city, entry) for entry in catalogue(city).values()})


def measured(city: City, entry: Indicator) -> pd.DataFrame:
    """The indicator by month (or start month, or year for gaps and for people counted once a year): period_start and
    value. Which month a person counts in is known when the year is over."""
    if entry.repeats != PERSONS_OF_A_YEAR:
        return series(city, entry.id)[["period_start", "value"]].dropna()
    years = series(city, entry.id, by=["fiscal_year"])[["period_start", "value"]].dropna()
    over = years["period_start"] + pd.DateOffset(years=1) <= recorded(city, entry).until + pd.Timedelta(
        days=1
    )
    return years[over]


def damaged(whole: Whole, folder: Path, name: str, frame: pd.DataFrame) -> City:
    """The whole city's folder with one table written anew."""
    city = shutil.copytree(whole.city.path, folder / "city")
    table = load_schema().tables[name]
    pq.write_table(to_arrow(apply_types(frame, table), table), city / "clean" / f"{name}.parquet")
    record_clean_tables(city, [name])
    return open_city(city)


def numbers_that_changed(
    whole: Whole, city: City, table: str, column: str = ""
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Indicators reading `table` that now say something else of a period than in the undamaged city; missing is nothing.

    Not those that have a rule of their own for the absence of `column`.
    """
    for entry in catalogue(city).values():
        if table in entry.tables and not entry.does_without & {column, f"{table}.{column}"}:
            both = measured(city, entry).merge(whole.measured[entry.id], on="period_start", how="left")
            if entry.kind.grain == "start":
                # Of those who started less than the horizon ago Kaplan and Meier estimate what the whole city knows.
                followed = recorded(city, entry).until - pd.Timedelta(days=entry.horizon_days)
                both = both[both["period_start"] + pd.offsets.MonthEnd(0) <= followed]
            if entry.followed_days:
                # Of the last month only those count who were followed up: fewer here than in the whole city.
                followed = recorded(city, entry).until - pd.Timedelta(days=entry.followed_days)
                both = both[both["period_start"] + pd.offsets.MonthEnd(0) <= followed]
            wrong = both[~np.isclose(both["value_x"], both["value_y"], rtol=1e-9, equal_nan=False)]
            if len(wrong):
                yield entry.id, wrong


@pytest.mark.parametrize(("table", "column"), OPTIONAL)
def test_a_column_nobody_handed_in_is_missing_and_not_no(
    whole: Whole, tmp_path: Path, table: str, column: str
) -> None:
    frame = whole.tables[table]
    city = damaged(whole, tmp_path, table, frame.assign(**{column: None}))
    assert dict(numbers_that_changed(whole, city, table, column)) == {}


def test_what_no_rule_reads_changes_nothing(whole: Whole, tmp_path: Path) -> None:
    """Whether the columns that are asked for are found rightly: without all the others every number is the same."""
    tables = {name: frame.copy() for name, frame in whole.tables.items()}
    for table, column in OTHERS:
        if table in tables and column not in ("area", "age_band", "channel"):  # by which groups are made
            tables[table][column] = None
    city = SmallCity(tmp_path / "city").make(**tables)
    for entry in catalogue(city).values():
        pd.testing.assert_frame_equal(measured(city, entry), whole.measured[entry.id], obj=entry.id)


@pytest.mark.parametrize(("table", "column"), OPTIONAL)
def test_a_column_that_ends_ends_what_is_worked_out_from_it(
    whole: Whole, tmp_path: Path, table: str, column: str
) -> None:
    frame = whole.tables[table].copy()
    frame.loc[pd.to_datetime(frame[DAY_OF_A_RECORD[table]]) > END, column] = None
    city = damaged(whole, tmp_path, table, frame)
    assert dict(numbers_that_changed(whole, city, table, column)) == {}


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, c in OPTIONAL if _is_day(t, c)])
def test_days_that_end_end_what_is_worked_out_from_them(
    whole: Whole, tmp_path: Path, table: str, column: str
) -> None:
    frame = whole.tables[table].copy()
    frame[column] = pd.to_datetime(frame[column]).where(lambda day: day <= END)
    city = damaged(whole, tmp_path, table, frame)
    assert dict(numbers_that_changed(whole, city, table, column)) == {}


@pytest.mark.parametrize(
    "table",
    [name for name in DAY_OF_A_RECORD if name not in ("submissions", "survey_waves", "indicators_published")],
)
def test_a_table_that_ends_ends_what_is_counted_from_it(whole: Whole, tmp_path: Path, table: str) -> None:
    if table not in whole.tables:
        pytest.skip("the example city has no such table")
    frame = whole.tables[table]
    city = damaged(whole, tmp_path, table, frame[pd.to_datetime(frame[DAY_OF_A_RECORD[table]]) <= END])
    assert dict(numbers_that_changed(whole, city, table)) == {}
