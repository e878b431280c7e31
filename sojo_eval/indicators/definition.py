"""One indicator taken apart: its definition in words, its SQL, and the rule worked out on the shipped examples."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pandas as pd
import sqlglot
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from sojo_eval.city.engines.query import duckdb_sql
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators.catalogue import built_in, no_such_indicator
from sojo_eval.indicators.counting import COUNTING, counting
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.subgroups import expression, subgroup_columns, unbound_tables
from sojo_eval.schema import apply_types, load_schema, to_arrow

EXAMPLES_UNTIL = date(2025, 3, 31)
"""The last day that the examples of `data_schema/examples` cover."""

LABELS: dict[str, Text] = {
    "question": Text("問い", "Question"),
    "numerator": Text("分子（数えるもの）", "Numerator (what is counted)"),
    "denominator": Text("分母", "Denominator"),
    "unit": Text("単位", "Unit"),
    "direction": Text("望ましい向き", "Better"),
    "smallest_change": Text("行動につながる最小の変化", "Smallest change worth acting on"),
    "kind": Text("データの種類（推定法を決める）", "Kind of data (fixes the estimator)"),
    **{name: COUNTING[name] for name in ("repeats", "span", "blank", "row")},
    "tables": Text("使う表と列", "Tables and columns read"),
    "subgroups": Text("さらに分けられる列", "Can be divided by"),
    "misleads": Text("読み誤りやすい点", "How it may mislead"),
    "aligns_with": Text("対応する公表資料", "Published source it aligns with"),
}
"""What the parts of a definition are called; pages that show definitions use the same words."""
_DIRECTIONS: dict[str, Text] = {
    "higher": Text("高いほどよい", "higher"),
    "lower": Text("低いほどよい", "lower"),
    "context": Text("参考（単独では判定しない）", "context: never judged alone"),
}
_EXAMPLE_QUESTION = "knows_a_desk"
"""The question of the example files that stands for that of any indicator on one question."""
_NONE = Text("なし", "none")
_EXAMPLE = Text(
    "計算例（添付の例示データ。2025年3月31日まで）",
    "Worked example (the shipped example tables, up to 31 March 2025)",
)


_WHITE_SPACE = re.compile("'( \t\n\r\x0b\x0c)'")


@dataclass(frozen=True)
class Definition(Told):
    """What an indicator is. `entry` holds its metadata, `sql` its rule as DuckDB runs it.

    columns: the columns read, by table. example_tables: those columns of the shipped examples; example_result: what
    the rule counts in them, a row a month and area (a wave for surveys, a start for times).
    """

    entry: Indicator
    rule: str
    sql: str
    columns: dict[str, tuple[str, ...]]
    example_tables: dict[str, pd.DataFrame]
    example_result: pd.DataFrame
    lang: Language

    def to_frame(self) -> pd.DataFrame:
        """The definition in words: columns item and text, in the language asked for."""
        e, lang = self.entry, self.lang
        change = f"±{100 * e.smallest_change:g} " + (
            Text("ポイント", "points")(lang) if e.unit == "share" else "%"
        )
        read = "; ".join(f"{table}: {', '.join(names)}" for table, names in self.columns.items())
        said = {
            "question": e.question(lang),
            "numerator": e.numerator(lang),
            "denominator": e.denominator(lang) or _NONE(lang),
            "unit": e.unit,
            "direction": _DIRECTIONS[e.direction](lang),
            "smallest_change": f"{change} — {e.why(lang)}",
            "kind": e.kind.name,
            **{name: line(lang) for name, line in counting(e).items() if name != "who"},
            "tables": read,
            "subgroups": ", ".join(subgroup_columns(e)) or _NONE(lang),
            "misleads": e.misleads(lang),
            "aligns_with": e.aligns_with,
        }
        return pd.DataFrame({"item": [LABELS[k](lang) for k in said], "text": [*said.values()]})

    def __str__(self) -> str:
        counted, over = self.entry.numerator(self.lang), self.entry.denominator(self.lang)
        return f"{self.entry.title(self.lang)} = {counted}" + (f" ÷ {over}" if over else "")

    def _repr_html_(self) -> str:
        tables = "".join(
            f"<p>{name}</p>{frame.to_html(index=False, na_rep='')}"
            for name, frame in self.example_tables.items()
        )
        return in_notebook(
            f"<h3>{html.escape(self.entry.title(self.lang))}</h3><p>{html.escape(str(self))}</p>"
            f"{self.to_frame().to_html(index=False, header=False)}"
            f"<h4>SQL</h4><pre>{html.escape(self.sql)}</pre>"
            f"<h4>{html.escape(_EXAMPLE(self.lang))}</h4>{tables}"
            f"<p>→</p>{self.example_result.to_html(index=False, na_rep='')}",
            self.lang,
        )


def explain(indicator: str, lang: str | None = None) -> Definition:
    """The definition of a built-in indicator in words, its SQL, and a worked example.

    The example is worked out when asked for, on the small tables that come with the schema; the question of a survey
    indicator on one question is the one they hold on desks. Raises SojoEvalError naming the ids there are.
    """
    if indicator not in built_in():
        raise no_such_indicator(indicator, built_in())
    entry = built_in()[indicator]
    tables = dict(_examples())
    if entry.concept:
        asked = tables["survey_questions"]
        renamed = (asked.concept == _EXAMPLE_QUESTION).ifelse(entry.concept, asked.concept)
        tables["survey_questions"] = asked.mutate(concept=renamed)
    columns = columns_read(entry)
    result = expression(entry, tables, EXAMPLES_UNTIL).execute()
    return Definition(
        entry=entry,
        rule=" ".join((entry.compute.__doc__ or "").split()),
        sql=sql(entry),
        columns=columns,
        example_tables={name: tables[name].select(*names).execute() for name, names in columns.items()},
        example_result=result[[*entry.kind.columns]].sort_values(
            [*entry.kind.columns][:2], ignore_index=True
        ),
        lang=reader_language(lang),
    )


def sql(entry: Indicator, as_of: date = EXAMPLES_UNTIL) -> str:
    """The indicator's rule in DuckDB's SQL over the clean tables."""
    counted = expression(entry, unbound_tables(entry), as_of).select(*entry.kind.columns)
    # Ibis writes the white space it trims as it is, which no page can show.
    return _WHITE_SPACE.sub(lambda found: _visible(found[1]), duckdb_sql(counted, pretty=True))


def _visible(literal: str) -> str:
    """The inside of a string literal as SQL that names its control characters by number."""
    return " || ".join(f"CHR({ord(c)})" if c < " " else f"'{c}'" for c in literal)


def columns_read(entry: Indicator) -> dict[str, tuple[str, ...]]:
    """The columns of each clean table that the indicator's rule reads, in the schema's order."""
    schema: dict[str, object] = {
        name: dict.fromkeys(table.columns, "any") for name, table in unbound_tables(entry).items()
    }
    query = pushdown_projections(qualify(sqlglot.parse_one(sql(entry), dialect="duckdb"), schema=schema))
    named: dict[str, set[str]] = {name: set() for name in entry.tables}
    for scope in traverse_scope(query):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, sqlglot.exp.Table):
                named[source.name].add(column.name)
    tables = load_schema().tables
    return {
        name: tuple(column for column in tables[name].field_names if column in named[name])
        for name in entry.tables
    }


@lru_cache(maxsize=1)
def _examples() -> dict[str, ir.Table]:
    """The shipped example of every table."""
    folder = shipped_folder("data_schema") / "examples"
    tables = {}
    for name, table in load_schema().tables.items():
        text = pd.read_csv(folder / f"{name}.csv", dtype="string", keep_default_na=False)
        tables[name] = ibis.memtable(to_arrow(apply_types(text, table), table))
    return tables
