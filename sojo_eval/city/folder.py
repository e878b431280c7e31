"""Opening a city's folder: clean tables as pandas or as lazy Ibis tables, with their provenance."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from sojo_eval.city.areas import area_code, area_table, area_tree
from sojo_eval.city.clean_files import CleanFiles, clean_files
from sojo_eval.city.clean_types import as_arrow, recorded_tables, refuse_other_types
from sojo_eval.city.configuration import CityConfiguration, read_configuration
from sojo_eval.city.engines.engine import EngineName, TablesOnEngine, check_engine, start_engine
from sojo_eval.city.engines.query import Query
from sojo_eval.city.habits import MIN_ROWS, Habits, RowsOfSpans, Span, habits
from sojo_eval.city.record_queries import DAY_OF_A_RECORD, LastDays
from sojo_eval.city.recording import MONTHLY, Recording
from sojo_eval.city.settings import FILE_NAME, named
from sojo_eval.city.shown import city_html, city_sentence
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.paths import PathLike
from sojo_eval.foundation.problems import SojoEvalError, expect
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.foundation.showing.told import say
from sojo_eval.schema import apply_types, empty_table, load_schema, schema_table

RAW, MAPPINGS, CLEAN = "raw", "mappings", "clean"
MANIFEST = "manifest.json"
Answer = TypeVar("Answer")


_HOW_TO_OPEN = Text(
    '市は city = se.open_city("フォルダー") で開いて渡してください',
    'Open the city first: city = se.open_city("folder")',
)


@dataclass(frozen=True)
class City:
    """An opened city folder. Tables are read when asked for; nothing here writes."""

    path: Path
    configuration: CityConfiguration
    manifest: dict[str, Any]
    engine: EngineName = "duckdb"

    def __str__(self) -> str:
        return city_sentence(self, reader_language())

    def __repr__(self) -> str:
        return say(self)

    def _repr_html_(self) -> str:
        return city_html(self, reader_language())

    def __getstate__(self) -> dict[str, Any]:
        # A copy reads its tables anew: an engine that runs cannot be taken along.
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @property
    def code(self) -> str:
        """全国地方公共団体コード."""
        return self.configuration.code

    @property
    def name(self) -> Text:
        """The city's name in both languages."""
        return self.configuration.name

    @property
    def plans(self) -> pd.DataFrame:
        """Plan periods in the order of their start."""
        return self.configuration.plans

    @property
    def areas(self) -> pd.DataFrame:
        """The city and its areas: area (code), level, name_ja, name_en, residents (`areas.area_table`)."""
        return self.once("area table", lambda: area_table(self)).copy(deep=False)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Shocks, definition changes, area changes, reforms and milestones: of city.toml as it is now, and those that
        footnotes gave to the last import."""
        declared = self.configuration.events
        noted = self.manifest.get("noted_events", {})
        if not noted or not self.has("events"):
            return declared
        clean = self.table("events")
        new = clean[clean["event"].isin([*noted]) & ~clean["event"].isin(declared["event"])]
        both = pd.concat([declared, new], ignore_index=True)
        return both.sort_values(["start_date", "event"], ignore_index=True)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the clean tables this city has."""
        return tuple(self._files)

    @cached_property
    def _files(self) -> dict[str, CleanFiles]:
        found = {name: clean_files(self.path / CLEAN, name) for name in load_schema().tables}
        return {name: files for name, files in found.items() if files is not None}

    def has(self, name: str) -> bool:
        """True when the city has this table (it may be empty)."""
        return name in self.tables

    def table(self, name: str) -> pd.DataFrame:
        """A clean table as pandas, typed by the schema; empty when the city does not have it.

        Raises SojoEvalError naming the nearest when the schema knows no such table.
        """
        if name not in self._read:
            table = schema_table(name)
            self._read[name] = read_clean(self._files[name], name) if self.has(name) else empty_table(table)
        # pandas 3 copies on write: the caller may change its frame without changing ours.
        return self._read[name].copy(deep=False)

    @cached_property
    def _read(self) -> dict[str, pd.DataFrame]:
        return {}

    def rows(self, name: str) -> int:
        """Number of rows of a clean table, from the import's record; 0 when the city does not have it."""
        return int(self.manifest["tables"][name]["rows"]) if self.has(name) else 0

    def ibis(self, name: str) -> ir.Table:
        """A clean table as a lazy Ibis table on the city's engine; an empty one when the city does not have it.

        Raises SojoEvalError naming the nearest when the schema knows no such table.
        """
        schema_table(name)
        return self._counted_on.table(name)

    def ask(self, query: Query) -> pd.DataFrame:
        """The answer to a query on the clean tables, in any order. Equal queries are written down once for all cities."""
        return self._counted_on.ask(query)

    @cached_property
    def _counted_on(self) -> TablesOnEngine:
        return TablesOnEngine(start_engine(self.engine, self.path), self._files)

    @cached_property
    def data_until(self) -> pd.Timestamp:
        """Last day the records cover: what is open then is censored. From city.toml, else the end of the last month that
        the records of any table fill to its last day: a month still running would count as one with few events."""
        if self.configuration.data_until is not None:
            return self.configuration.data_until
        days = [
            day + pd.offsets.MonthEnd(0) if name in MONTHLY else day
            for name, day in self._last_days(DAY_OF_A_RECORD).items()
        ]
        if not days:
            return pd.Timestamp(self.plans["start_date"].max())
        return _end_of_last_whole_month(max(days))

    @property
    def last_whole_month(self) -> pd.Timestamp:
        """First day of the last month that the records cover to its end."""
        return _end_of_last_whole_month(self.data_until).to_period("M").to_timestamp()

    def _last_days(self, dated: Mapping[str, str]) -> dict[str, pd.Timestamp]:
        # Asked of the engine: the whole table may not fit into memory.
        there = tuple(name for name in dated if self.has(name))
        if not there:
            return {}
        last = self.ask(LastDays(there)).dropna(subset="day")
        return {str(name): pd.Timestamp(day) for name, day in zip(last["name"], last["day"], strict=True)}

    def recording(self, name: str) -> Recording:
        """Which months a table that grows with time and its columns were kept in, counted once. Raises KeyError for
        a table without a day of its own."""
        if name not in self._recordings:
            DAY_OF_A_RECORD[name]  # a table that says how things stand has no months
            self._recordings[name] = Recording(
                name, self._counted_on.ask, self.last_whole_month, self._shocked_months
            )
        return self._recordings[name]

    def habits(self, name: str, before: Span, after: Span) -> tuple[Habits, Habits]:
        """How a table that grows with time was kept in two spans of days, looked at once: shocked months aside, unless
        these leave too few rows to show a habit. Raises KeyError for a table without a day of its own."""
        DAY_OF_A_RECORD[name]  # a table that says how things stand has no habits

        def look() -> tuple[Habits, Habits]:
            every = RowsOfSpans(name, (before, after), self.data_until)
            # A part with towns below it is no upper level: records are kept by either.
            upper = area_tree(self).upper
            found = habits(self._counted_on.ask, replace(every, left_out=self._shocks), upper)
            if min(side.rows for side in found) >= MIN_ROWS:
                return found
            return habits(self._counted_on.ask, every, upper)

        return self.once(("habits", name, before, after), look)

    @cached_property
    def _shocks(self) -> tuple[Span, ...]:
        shocks = self.events[self.events["kind"] == "shock"]
        ends = shocks["end_date"].fillna(self.data_until)
        return tuple(zip(shocks["start_date"], ends, strict=True))

    @cached_property
    def _shocked_months(self) -> frozenset[pd.Period]:
        return frozenset(
            month for start, end in self._shocks for month in pd.period_range(start, end, freq="M")
        )

    def once(self, asked: Hashable, work: Callable[[], Answer]) -> Answer:
        """What `work` gives, done once for this city under the name `asked`: an opened city does not change."""
        if asked not in self._answers:
            self._answers[asked] = work()
        answer: Answer = self._answers[asked]
        return answer

    @cached_property
    def _answers(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def _recordings(self) -> dict[str, Recording]:
        return {}

    def plan(self, plan: str | int) -> pd.Series:
        """The row of one plan. Raises SojoEvalError naming the plans there are."""
        rows = self.plans[self.plans["plan"] == str(plan).strip()]
        if rows.empty:
            raise SojoEvalError(
                "no-plan",
                Text(
                    f"計画「{shown(plan)}」は city.toml にありません",
                    f"There is no plan {shown(plan)!r} in city.toml",
                ),
                nearest(
                    plan,
                    self.plans["plan"].tolist(),
                    dict(zip(self.plans["plan"], self.plans["name_ja"], strict=True)),
                ),
            )
        return rows.iloc[0]

    def area_code(self, area: str | int) -> str:
        """The code of an area by its code or its name. Raises SojoEvalError naming the areas there are."""
        return area_code(self, area)


def opened(city: object) -> City:
    """What was given where a city is asked for. Raises SojoEvalError for anything else, such as its folder."""
    return expect(city, City, _HOW_TO_OPEN)


def _end_of_last_whole_month(day: pd.Timestamp) -> pd.Timestamp:
    """That day where it ends a month, else the last day of the month before."""
    return pd.Timestamp(day + pd.Timedelta(days=1)).to_period("M").to_timestamp() - pd.Timedelta(days=1)


def read_clean(files: CleanFiles, name: str) -> pd.DataFrame:
    """A clean table's files as pandas, typed by the schema. Raises SojoEvalError when a file is damaged or a value does
    not fit."""
    try:
        rows = pa.concat_tables([as_arrow(files, path, name) for path in files.files])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise _damaged(files.root, error) from error
    return apply_types(
        rows.to_pandas(types_mapper=_PANDAS_OF.get, date_as_object=False), load_schema().tables[name]
    )


_PANDAS_OF = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def read_manifest(clean: Path) -> dict[str, Any]:
    """The record of the last import, with no tables where there is none. Raises SojoEvalError when it is damaged."""
    path = clean / MANIFEST
    if not path.is_file():
        return {"tables": {}}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found["tables"] = dict(found["tables"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error
    return found


def _damaged(path: Path, error: Exception) -> SojoEvalError:
    return SojoEvalError(
        "damaged-clean",
        Text(f"{path} が壊れていて読めません", f"{path} is damaged and cannot be read"),
        Text(
            "そのファイルを消して、sojo-eval import をもう一度実行してください。表は raw/ から作り直されます",
            "Delete that file and run sojo-eval import again: the tables are made again from raw/",
        ),
        exit_code=1,
    )


def open_city(path: PathLike, engine: EngineName = "duckdb") -> City:
    """Open a city's folder that has been imported; indicators are counted on `engine`, "duckdb" or "spark".

    Raises SojoEvalError when there is no city.toml, nothing was imported yet, an import was cut off, a clean table is a
    link, or there is no such engine. Spark itself starts with the first count.
    """
    check_engine(engine)
    folder = named(path)
    refuse_links(folder, (FILE_NAME, CLEAN))
    configuration = read_configuration(folder)
    manifest_path = folder / CLEAN / MANIFEST
    if not manifest_path.is_file():
        raise SojoEvalError(
            "not-imported",
            Text(f"{folder} はまだ取り込まれていません", f"{folder} has not been imported yet"),
            Text(f"sojo-eval import {folder} を実行してください", f"Run: sojo-eval import {folder}"),
        )
    manifest = read_manifest(folder / CLEAN)
    for name, facts in manifest["tables"].items():
        files = clean_files(folder / CLEAN, name)
        if files is None or files.sha256() != facts["sha256"]:
            parquet = files.root if files else folder / CLEAN / f"{name}.parquet"
            raise SojoEvalError(
                "clean-changed",
                Text(
                    f"{parquet} が取り込みの記録と違います（取り込みの中断か、手での変更です）",
                    f"{parquet} differs from the import's record (an import was cut off, or the file was edited)",
                ),
                Text(
                    f"sojo-eval import {folder} をもう一度実行してください",
                    f"Run again: sojo-eval import {folder}",
                ),
                exit_code=1,
            )
    refuse_other_types(recorded_tables(folder / CLEAN, manifest["tables"]))
    return City(folder, configuration, manifest, engine)
