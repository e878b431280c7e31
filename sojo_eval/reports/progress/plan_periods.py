"""All plan periods: the pillars of each comparison, each indicator's values and verdicts, and the plans' targets."""

from __future__ import annotations

from html import escape

import pandas as pd

from sojo_eval.charts.plan_periods_chart import plan_periods_chart
from sojo_eval.charts.selection import words
from sojo_eval.charts.tables import table_html
from sojo_eval.disclosure import PublishedPlanPeriods
from sojo_eval.evaluation.columns import CONTEXT
from sojo_eval.evaluation.words.formats import format_change, format_value, is_missing, short_plan_name
from sojo_eval.evaluation.words.labels import PILLARS, UNITS, VERDICTS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, bullets, heading, paragraph, pillar_badge
from sojo_eval.reports.progress.targets import target_table
from sojo_eval.reports.texts import plan_periods as texts


@in_readers_language
def plan_periods(published: PublishedPlanPeriods, lang: Language = "ja") -> Block:
    """The answer of each adjacent comparison, pillar by pillar, and how many comparisons are counted together."""
    names = _names(published)
    pairs = _pairs(published)
    opened = published.comparisons["verdict_alone"] != published.comparisons["verdict"]
    told = texts.OPENED.format(number=int(opened.sum()))(lang) if opened.any() else ""
    first, last = names[published.baseline], names[published.current]
    parts = [
        heading(texts.HEADING(lang), "answer"),
        paragraph(texts.QUESTION.format(first=first, last=last)(lang), "question"),
        paragraph(texts.COUNTED.format(pairs=len(pairs), opened=told)(lang).strip()),
        paragraph(_left_out(published, lang)),
    ]
    for baseline, current in reversed(pairs):
        told = texts.PAIR.format(baseline=names[baseline], current=names[current])(lang)
        parts.append(heading(told, f"from-{baseline}-to-{current}", 3) + _answers(published, current, lang))
    return Block("".join(parts), lang)


@in_readers_language
def plan_periods_by_indicator(published: PublishedPlanPeriods, lang: Language = "ja") -> Block:
    """Of each pillar the outcomes as small charts, and every indicator in a table; context is folded."""
    parts = [heading(texts.TABLE_HEADING(lang), "indicators")]
    for pillar in [p for p in PILLARS if p in set(published.values["pillar"])]:
        parts.append(heading(PILLARS[pillar](lang), pillar, 3))
        parts.append(plan_periods_chart(published, pillar, lang).html)
        values = published.values[published.values["pillar"] == pillar]
        context = values["direction"] == CONTEXT
        parts.append(_table(published, values[~context], pillar, lang))
        if context.any():
            number = values.loc[context, "indicator"].nunique()
            folded = escape(texts.CONTEXT.format(number=number)(lang))
            body = _table(published, values[context], pillar, lang)
            parts.append(f'<details class="more"><summary>{folded}</summary>{body}</details>')
    return Block("".join(parts), lang)


@in_readers_language
def targets_of_plans(published: PublishedPlanPeriods, lang: Language = "ja") -> Block:
    """The targets of each plan that has an earlier one, with the value up to that plan's last day; empty without any."""
    if published.targets.empty:
        return Block("", lang)
    names = _names(published)
    parts = [heading(texts.TARGETS_HEADING(lang), "targets")]
    for plan in reversed([str(p) for p in published.plans["plan"]]):
        own = published.targets[published.targets["plan"] == plan]
        if len(own):
            parts.append(paragraph(texts.TARGETS_INTRO.format(plan=names[plan])(lang)))
            parts.append(target_table(own, lang))
    return Block("".join(parts), lang)


@in_readers_language
def plan_periods_method(lang: Language = "ja") -> Block:
    """How the comparisons are to be read."""
    return Block(
        heading(texts.METHOD_HEADING(lang), "method") + bullets([t(lang) for t in texts.METHOD]), lang
    )


def _names(published: PublishedPlanPeriods) -> dict[str, Text]:
    return {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}


def _pairs(published: PublishedPlanPeriods) -> list[tuple[str, str]]:
    rows = published.pillars[["baseline", "current"]].drop_duplicates()
    return [(str(a), str(b)) for a, b in rows.itertuples(index=False, name=None)]


def _left_out(published: PublishedPlanPeriods, lang: Language) -> str:
    if published.left_out.empty:
        return ""
    names = [words(plan, "name")(lang) for _, plan in published.left_out.iterrows()]
    return texts.LEFT_OUT.format(plans=("、" if lang == "ja" else ", ").join(names))(lang)


def _answers(published: PublishedPlanPeriods, current: str, lang: Language) -> str:
    rows = published.pillars[published.pillars["current"] == current]
    items = [
        f"<li>{pillar_badge(str(row['verdict']), lang)} {escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in rows.iterrows()
    ]
    return f'<ul class="reasons">{"".join(items)}</ul>'


def _table(published: PublishedPlanPeriods, values: pd.DataFrame, pillar: str, lang: Language) -> str:
    plans = [str(plan) for plan in published.plans["plan"]]
    short = {plan: short_plan_name(name(lang)) for plan, name in _names(published).items()}
    compared = {(str(r["indicator"]), str(r["current"])): r for _, r in published.comparisons.iterrows()}
    rows = []
    for indicator, of_one in values.groupby("indicator", sort=False):
        by_plan = {str(row["plan"]): row for _, row in of_one.iterrows()}
        first = of_one.iloc[0]
        cells = {
            texts.INDICATOR(lang): words(first, "title")(lang),
            texts.UNIT(lang): UNITS[str(first["unit"])](lang),
        }
        for i, plan in enumerate(plans):
            if i:
                between = texts.BETWEEN.format(first=short[plans[i - 1]], second=short[plan])(lang)
                row = compared.get((str(indicator), plan))
                cells[between] = "" if row is None else _verdict(row, lang)
            cells[short[plan]] = _value(by_plan[plan], lang)
        rows.append(cells)
    caption = texts.TABLE_CAPTION.format(pillar=PILLARS[pillar])(lang)
    return table_html(pd.DataFrame(rows), caption, name="periods") if rows else ""


def _verdict(row: pd.Series, lang: Language) -> str:
    word = VERDICTS[str(row["verdict"])](lang)
    if is_missing(row["change"]):
        return word
    return f"{word} {format_change(row['change'], str(row['scale']), str(row['unit']), lang)}"


def _value(row: pd.Series, lang: Language) -> str:
    if row["hidden"]:
        return texts.HIDDEN(lang)
    told = format_value(row["value"], str(row["unit"]))
    if is_missing(row["low"]):
        return told
    low, high = (format_value(row[end], str(row["unit"])) for end in ("low", "high"))
    return f"{told} ({low}{texts.TO(lang)}{high})"
