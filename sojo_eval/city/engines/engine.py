"""The engines that count: DuckDB on one machine, Spark on many. Both give a clean table as a lazy Ibis table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol, get_args

import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city.clean_files import CleanFiles
from sojo_eval.city.engines.on_duckdb import OnDuckDB
from sojo_eval.city.engines.on_spark import OnSpark
from sojo_eval.city.engines.query import Query, Tables
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

EngineName = Literal["duckdb", "spark"]


class Engine(Protocol):
    """What `TablesOnEngine` needs of an engine."""

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """The table in these files, lazily, with all columns and types of the schema."""

    def empty(self, name: str) -> ir.Table:
        """The table without rows, with all columns of the schema."""

    def answer(self, query: Query, table: Tables) -> pd.DataFrame:
        """The rows that a query gives, put on tables from `read` and `empty`."""


class TablesOnEngine:
    """A city's clean tables on its engine, each made known to it once. It holds no city, so that the engine ends with it."""

    def __init__(self, engine: Engine, files: Mapping[str, CleanFiles]) -> None:
        self.engine, self._files = engine, files
        # Remembered here: Ibis 12 cannot list the tables of DuckDB 2 (fetch_arrow_table is gone).
        self._known: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """The table, lazily; an empty one where there are no files."""
        if name not in self._known:
            files = self._files.get(name)
            self._known[name] = self.engine.read(name, files) if files else self.engine.empty(name)
        return self._known[name]

    def ask(self, query: Query) -> pd.DataFrame:
        """As `City.ask`."""
        return self.engine.answer(query, self.table)


def start_engine(name: EngineName, city: Path) -> Engine:
    """The engine of that name for the city in this folder. Raises SojoEvalError when it cannot start."""
    return OnDuckDB(city) if name == "duckdb" else OnSpark()


def check_engine(name: str) -> None:
    """Raises SojoEvalError when there is no engine of that name."""
    if name not in get_args(EngineName):
        raise SojoEvalError(
            "no-engine",
            Text(f"エンジン「{name}」はありません", f"There is no engine {name!r}"),
            Text("duckdb か spark を指定してください", "Use duckdb or spark"),
        )
