"""An evaluation in a table that can be read: eight columns in one language, and what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from html import escape
from typing import Any, Protocol

import pandas as pd

from sojo_eval.evaluation.columns import CONTEXT
from sojo_eval.evaluation.explanation import SYNTHETIC
from sojo_eval.evaluation.words.formats import MISSING, format_change, format_value, short_plan_name
from sojo_eval.evaluation.words.labels import GRADES, PILLARS, VERDICTS
from sojo_eval.evaluation.words.sentences import pillar_sentence
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.showing.html_tables import table_html


class Shown(Protocol):
    """What `Evaluation` and `Published` share."""

    @property
    def findings(self) -> pd.DataFrame:
        """One row an indicator, area and question."""

    @property
    def pillars(self) -> pd.DataFrame:
        """One row a pillar and area."""

    @property
    def plans(self) -> pd.DataFrame:
        """All plans of the city."""

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of the areas."""

    @property
    def baseline(self) -> str:
        """Id of the earlier plan."""

    @property
    def current(self) -> str:
        """Id of the later plan."""


_HEADS = {
    "pillar": Text("柱", "Pillar"),
    "title": Text("指標", "Indicator"),
    "verdict": Text("判定", "Verdict"),
    "change": Text("変化", "Change"),
    "interval": Text("95%区間", "95 % interval"),
    "grade": Text("根拠の強さ", "Evidence"),
    "area": Text("地域", "Area"),
}
_HEADLINE = Text("主要指標（柱の判定がこれによる）", "Headline indicators, on which the pillars rest")
_OTHERS = Text("ほかの指標", "Other indicators")
_CONTEXT = Text("参考（判定しない）", "Context, not judged")
_NEXT_CALLS = Text(
    "一つずつ見る: e.explain(\"指標のID\")　条件を変える: e.what_if(\"指標のID\", smallest_change=…)　すべての列: e.findings",
    'One by one: e.explain("id")   Other terms: e.what_if("id", smallest_change=…)   All columns: e.findings',
)  # fmt: skip
_INSIDE = Text(
    "庁内限り（小さな件数もそのまま入っています）",
    "For use inside the city hall: small counts are not hidden",
)


def in_words(shown: Shown, lang: Language, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """The level findings, one row an indicator (and area, where there are several), as they are read: pillar, indicator,
    verdict, the values in the two plans, change, its interval, evidence. Missing and hidden numbers are a dash.

    Index: the indicators' ids. rows: some of the findings; else all of the level question.
    """
    found = shown.findings if rows is None else rows
    found = found[found["question"] == "level"]
    plans = shown.plans.set_index("plan")[f"name_{lang}"]
    before, now = (short_plan_name(str(plans.get(plan, plan))) for plan in (shown.baseline, shown.current))
    table = pd.DataFrame(index=pd.Index(found["indicator"], name="indicator"))
    every = found.to_dict("records")
    table[_HEADS["pillar"](lang)] = [_pillar(str(r["pillar"]), lang) for r in every]
    table[_HEADS["title"](lang)] = [str(r[f"title_{lang}"]) for r in every]
    if len(shown.areas) > 1:
        table[_HEADS["area"](lang)] = [str(r[f"area_{lang}"]) for r in every]
    table[_HEADS["verdict"](lang)] = [VERDICTS[str(r["verdict"])](lang) for r in every]
    for head, column in ((before, "value_baseline"), (now, "value_current")):
        table[head] = [format_value(r[column], str(r["unit"])) for r in every]
    table[_HEADS["change"](lang)] = [
        format_change(r["change"], str(r["scale"]), str(r["unit"]), lang) for r in every
    ]
    table[_HEADS["interval"](lang)] = [_interval(r, lang) for r in every]
    table[_HEADS["grade"](lang)] = [f"{r['grade']} {GRADES[str(r['grade'])](lang)}" for r in every]
    return table


def as_html(shown: Shown, title: Text, *, synthetic: bool, inside: bool, lang: Language) -> str:
    """What a notebook shows: the pillars' sentences, the headline indicators, and the others folded."""
    found = shown.findings
    context = found["verdict"] == CONTEXT
    groups = (
        (_HEADLINE, found["headline"].astype(bool) & ~context),
        (_OTHERS, ~found["headline"].astype(bool) & ~context),
        (_CONTEXT, context),
    )
    parts = [f'<p class="banner">{escape(SYNTHETIC(lang))}</p>' if synthetic else ""]
    parts += [f"<p><strong>{escape(title(lang))}</strong></p>"]
    sentences = [pillar_sentence(row)(lang) for row in shown.pillars.to_dict("records")]
    parts += [f"<ul>{''.join(f'<li>{escape(s)}</li>' for s in sentences)}</ul>"]
    for heading, of in groups:
        rows = found[of & (found["question"] == "level")]
        if len(rows):
            table = _ordered(in_words(shown, lang, rows), lang)
            table[_HEADS["grade"](lang)] = rows["grade"].tolist()  # what they mean stands below
            badges = {_HEADS["verdict"](lang): rows["verdict"].astype(str).tolist()}
            html = table_html(table, heading(lang), name="in-words", badges=badges)
            folded = heading is not _HEADLINE
            words = f"{heading(lang)} ({len(table)})"
            parts.append(f"<details><summary>{escape(words)}</summary>{html}</details>" if folded else html)
    grades = sorted(found["grade"].astype(str).unique())
    legend = Text("、", ", ")(lang).join(f"{grade} {GRADES[grade](lang)}" for grade in grades)
    parts += [f"<p><small>{escape(_HEADS['grade'](lang))}: {escape(legend)}</small></p>"]
    parts += [f"<p><small>{escape(_NEXT_CALLS(lang))}</small></p>"] if inside else []
    parts += [f"<p><small>{escape(_INSIDE(lang))}</small></p>"] if inside else []
    return in_notebook("".join(parts), lang)


def _ordered(table: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """The indicator first: it heads its row."""
    title = _HEADS["title"](lang)
    return table[[title, *(name for name in table.columns if name != title)]]


def sentences(pillars: Sequence[Mapping[Hashable, Any]], lang: Language) -> str:
    """The pillars in one line."""
    told = [pillar_sentence(row)(lang) for row in pillars]
    return (" " if lang == "en" else "").join(told)


def _pillar(name: str, lang: Language) -> str:
    return PILLARS[name](lang) if name in PILLARS else name


def _interval(row: Mapping[Hashable, Any], lang: Language) -> str:
    ends = [
        format_change(row[end], str(row["scale"]), str(row["unit"]), lang)
        for end in ("change_low", "change_high")
    ]
    return MISSING if MISSING in ends else Text("〜", " to ")(lang).join(ends)
