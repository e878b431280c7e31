"""An opened city as it shows itself: what it is, what it holds, and what to ask next."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.city.areas import area_tree, one_by_one
from sojo_eval.city.places.area_tree import LEVELS, TOWN
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.showing.html_tables import table_html
from sojo_eval.schema import load_schema

if TYPE_CHECKING:
    from sojo_eval.city.folder import City

SYNTHETIC = Text(
    "架空のデータです。実在の市の実績ではありません。", "Synthetic data. It does not describe the real city."
)
NEXT_CALLS = (
    ("se.indicators.list(city=city)", Text("この市で数えられる指標", "what can be counted here")),
    (
        "se.evaluate(city)",
        Text("計画期間の比較（判定と理由）", "the two plan periods compared, with reasons"),
    ),
    ('se.series(city, "…", by=["month"]).plot()', Text("一つの指標の推移", "the course of one indicator")),
)
"""What to ask of a city that was just opened."""
_MOST_TOWNS = 12
"""Areas named one by one; of more towns only how many there are."""
_PLANS, _AREAS, _TABLES = Text("計画", "Plans"), Text("地域", "Areas"), Text("表", "Tables")
_NEXT = Text("次にできること", "What to ask next")
_UNTIL = Text("記録は{day}まで", "records until {day}")
_TOWNS = Text("ほかに町丁目 {n}", "and {n} towns")
_HEADS = {
    "plan": Text("番号", "Id"),
    "name": Text("名称", "Name"),
    "from": Text("開始", "From"),
    "to": Text("終了", "To"),
    "code": Text("コード", "Code"),
    "level": Text("階層", "Level"),
    "residents": Text("住民", "Residents"),
    "table": Text("表", "Table"),
    "rows": Text("行数", "Rows"),
}


def city_sentence(city: City, lang: Language) -> str:
    """One line: name, whether it exists, plans, areas, tables, last day."""
    tree = area_tree(city)
    shown = one_by_one(city)
    levels = [_level(level) for level in tree.named(shown)] or [_AREAS]
    areas = Text("・".join(t.ja for t in levels), ", ".join(t.en for t in levels))
    first = f"{SYNTHETIC(lang)} " if city.configuration.synthetic else ""
    plans, said = ", ".join(city.plans["plan"]), city.configuration.data_until
    # Where city.toml does not say it an engine must be started: too much for a line.
    until = "" if said is None else _UNTIL.format(day=f"{said:%Y-%m-%d}")(lang)
    told = Text(
        f"{city.name.ja}（{city.code}）: 計画 {plans}、{areas.ja} {len(shown)}、表 {len(city.tables)}",
        f"{city.name.en} ({city.code}): plans {plans}, areas {len(shown)} ({areas.en}), {len(city.tables)} tables",
    )
    comma = Text("、", ", ")(lang) if until else ""
    return f"{first}{told(lang)}{comma}{until}"


def city_html(city: City, lang: Language) -> str:
    """The city for a notebook."""
    banner = f'<p class="banner">{escape(SYNTHETIC(lang))}</p>' if city.configuration.synthetic else ""
    until = _UNTIL.format(day=f"{city.data_until:%Y-%m-%d}")(lang)
    steps = "".join(f"<li><code>{escape(call)}</code> {escape(what(lang))}</li>" for call, what in NEXT_CALLS)
    areas, towns = _areas(city, lang)
    more = f"<p><small>{escape(_TOWNS.format(n=towns)(lang))}: city.areas</small></p>" if towns else ""
    return in_notebook(
        f"{banner}<p><strong>{escape(city.name(lang))}</strong> {escape(city.code)} · {escape(until)}</p>"
        f"{table_html(_plans(city, lang), _PLANS(lang), name='plans')}{table_html(areas, _AREAS(lang), name='areas')}{more}"
        f"<details><summary>{escape(_TABLES(lang))} ({len(city.tables)})</summary>"
        f"{table_html(_tables(city, lang), _TABLES(lang), name='tables')}</details>"
        f"<p><strong>{escape(_NEXT(lang))}</strong></p><ul>{steps}</ul>",
        lang,
    )


def _plans(city: City, lang: Language) -> pd.DataFrame:
    rows = [
        (plan["plan"], plan[f"name_{lang}"], *(_day(plan[end]) for end in ("start_date", "end_date")))
        for _, plan in city.plans.iterrows()
    ]
    return pd.DataFrame(rows, columns=[_HEADS[name](lang) for name in ("plan", "name", "from", "to")])


def _areas(city: City, lang: Language) -> tuple[pd.DataFrame, int]:
    """The areas named one by one, and how many towns are not."""
    table = city.areas
    towns = table["level"] == TOWN
    hidden = int(towns.sum()) if towns.sum() > _MOST_TOWNS else 0
    shown = table[~towns] if hidden else table
    rows = [
        (
            area["area"],
            area[f"name_{lang}"],
            _level(area["level"])(lang),
            "—" if pd.isna(area["residents"]) else f"{area['residents']:,}",
        )
        for _, area in shown.iterrows()
    ]
    return pd.DataFrame(
        rows, columns=[_HEADS[n](lang) for n in ("code", "name", "level", "residents")]
    ), hidden


def _level(code: str) -> Text:
    levels = load_schema().codelists[LEVELS].set_index("code")
    return Text(str(levels.loc[code, "title_ja"]), str(levels.loc[code, "title_en"]))


def _tables(city: City, lang: Language) -> pd.DataFrame:
    schema = load_schema().tables
    rows = [(name, schema[name].title(lang), f"{city.rows(name):,}") for name in city.tables]
    return pd.DataFrame(rows, columns=[_HEADS[n](lang) for n in ("table", "name", "rows")])


def _day(day: object) -> str:
    return "—" if pd.isna(day) else f"{day:%Y-%m-%d}"  # type: ignore[call-overload]  # a scalar
