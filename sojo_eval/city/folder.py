"""Opening a city's folder: clean tables as pandas or as lazy Ibis tables, with their provenance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis.backends.duckdb import Backend

from sojo_eval.city.configuration import CityConfiguration, read_configuration
from sojo_eval.foundation.files import sha256
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import apply_types, empty_table, load_schema, to_arrow

CLEAN = "clean"
MANIFEST = "manifest.json"
_DATES_OF_RECORDS = (("consultations", "received_date"), ("community_activities", "date"))


@dataclass(frozen=True)
class City:
    """An opened city folder. Tables are read when asked for; nothing here writes."""

    path: Path
    configuration: CityConfiguration
    manifest: dict[str, Any]

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
    def events(self) -> pd.DataFrame:
        """Declared shocks, definition changes, area changes, reforms and milestones."""
        return self.configuration.events

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the clean tables this city has."""
        present = {p.stem for p in (self.path / CLEAN).glob("*.parquet")}
        return tuple(name for name in load_schema().tables if name in present)

    def has(self, name: str) -> bool:
        """True when the city has this table (it may be empty)."""
        return name in self.tables

    def table(self, name: str) -> pd.DataFrame:
        """A clean table as pandas, typed by the schema; empty when the city does not have it.

        Raises KeyError when the schema knows no such table.
        """
        if name not in self._read:
            table = load_schema().tables[name]
            path = self.path / CLEAN / f"{name}.parquet"
            self._read[name] = (
                apply_types(pd.read_parquet(path), table) if self.has(name) else empty_table(table)
            )
        # pandas 3 copies on write: the caller may change its frame without changing ours.
        return self._read[name].copy(deep=False)

    @cached_property
    def _read(self) -> dict[str, pd.DataFrame]:
        return {}

    def rows(self, name: str) -> int:
        """Number of rows of a clean table, from the import's record; 0 when the city does not have it."""
        return int(self.manifest["tables"][name]["rows"]) if self.has(name) else 0

    def ibis(self, name: str) -> ir.Table:
        """A clean table as a lazy Ibis table on DuckDB; an empty one when the city does not have it."""
        table = load_schema().tables[name]
        # Remembered here: Ibis 12 cannot list the tables of DuckDB 2 (fetch_arrow_table is gone).
        if name not in self._lazy:
            if self.has(name):
                parquet = self.path / CLEAN / f"{name}.parquet"
                self._lazy[name] = self._connection.read_parquet(parquet, table_name=name)
            else:
                empty = ibis.memtable(to_arrow(empty_table(table), table))
                self._lazy[name] = self._connection.create_table(name, obj=empty)
        return self._lazy[name]

    @cached_property
    def _lazy(self) -> dict[str, ir.Table]:
        return {}

    @cached_property
    def _connection(self) -> Backend:
        return ibis.duckdb.connect()

    @cached_property
    def data_until(self) -> pd.Timestamp:
        """Last day the records cover: what is open then is censored. From city.toml, else the last record's month."""
        if self.configuration.data_until is not None:
            return self.configuration.data_until
        last = [self.table(name)[column].max() for name, column in _DATES_OF_RECORDS if self.has(name)]
        known = [pd.Timestamp(day) for day in last if not pd.isna(day)]
        if not known:
            return pd.Timestamp(self.plans["start_date"].max())
        return max(known) + pd.offsets.MonthEnd(0)

    def plan(self, plan: str) -> pd.Series:
        """The row of one plan. Raises SojoEvalError naming the plans there are."""
        rows = self.plans[self.plans["plan"] == plan]
        if rows.empty:
            known = ", ".join(self.plans["plan"])
            raise SojoEvalError(
                "no-plan",
                Text(f"計画「{plan}」は city.toml にありません", f"There is no plan {plan!r} in city.toml"),
                Text(f"次のどれかにしてください: {known}", f"Use one of: {known}"),
            )
        return rows.iloc[0]


def open_city(path: str | Path) -> City:
    """Open a city's folder that has been imported.

    Raises SojoEvalError when there is no city.toml, nothing was imported yet, or an import was cut off.
    """
    folder = Path(path)
    configuration = read_configuration(folder)
    manifest_path = folder / CLEAN / MANIFEST
    if not manifest_path.is_file():
        raise SojoEvalError(
            "not-imported",
            Text(f"{folder} はまだ取り込まれていません", f"{folder} has not been imported yet"),
            Text(f"sojo-eval import {folder} を実行してください", f"Run: sojo-eval import {folder}"),
        )
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    for name, facts in manifest["tables"].items():
        parquet = folder / CLEAN / f"{name}.parquet"
        if not parquet.is_file() or sha256(parquet) != facts["sha256"]:
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
    return City(folder, configuration, manifest)
