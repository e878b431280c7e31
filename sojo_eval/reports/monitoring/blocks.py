"""The parts of the monitoring page."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd

from sojo_eval.charts.monitoring_charts import monitoring_charts
from sojo_eval.charts.selection import words
from sojo_eval.evaluation.monitoring import Monitoring
from sojo_eval.evaluation.words.formats import MISSING, day_words, format_value, month_words
from sojo_eval.evaluation.words.labels import PILLARS, UNITS
from sojo_eval.evaluation.words.targets import target_sentence
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, heading, paragraph, together
from sojo_eval.reports.monitoring import texts
from sojo_eval.reports.progress.targets import target_table
from sojo_eval.reports.texts import page


@in_readers_language
def monitoring_title(monitoring: Monitoring, lang: Language = "ja") -> Block:
    """The page's h1, which plan it is and how far it is covered, and that nothing here is a verdict."""
    plan, city = monitoring.plan, monitoring.city
    told = (texts.LEAD_OPEN if pd.isna(plan.end) else texts.LEAD).format(
        plan=plan.name,
        start=_day(plan.start),
        end=Text(MISSING, MISSING) if pd.isna(plan.end) else _day(plan.end),
        until=_day(plan.until),
        planned=f"{plan.months_planned}",
        covered=f"{plan.months_covered}",
    )
    banner = paragraph(page.SYNTHETIC(lang), "banner") if city.synthetic else ""
    title = (
        f'<h1><span class="place">{escape(city.name(lang))}</span> '
        f'<span class="topic">{escape(texts.TOPIC(lang))}</span></h1>'
    )
    scope = f'<div class="scope inside"><p class="why">{escape(texts.WHY_INSIDE(lang))}</p></div>'
    leads = "".join(paragraph(text(lang), "lead") for text in (told, texts.NO_VERDICT))
    return Block(banner + title + scope + leads, lang)


@in_readers_language
def monitoring_targets(monitoring: Monitoring, lang: Language = "ja") -> Block:
    """The plan's targets with what may be said of each; without any, how to add them."""
    table = monitoring.targets
    body = heading(texts.TARGETS(lang), "targets")
    if table.empty:
        return Block(body + paragraph(texts.NO_TARGETS(lang)), lang)
    sentences = [target_sentence(row) for row in table.to_dict("records")]
    shown = table.assign(
        hidden=False, sentence_ja=[s.ja for s in sentences], sentence_en=[s.en for s in sentences]
    )
    return Block(body + target_table(shown, lang), lang)


@in_readers_language
def monitoring_comparable(monitoring: Monitoring, lang: Language = "ja") -> Block:
    """How many indicators can be compared with another period, and from when."""
    days = monitoring.indicators["comparable_from"]
    known = pd.to_datetime(days.dropna())
    lines = []
    now = int((known <= monitoring.plan.until).sum())
    if now:
        lines.append(texts.NOW.format(n=f"{now}"))
    for day, n in known[known > monitoring.plan.until].value_counts().sort_index().items():
        lines.append(texts.FROM_DAY.format(day=_month(pd.Timestamp(str(day))), n=f"{n}"))
    if days.isna().any():
        lines.append(texts.NOT_KNOWN.format(n=f"{int(days.isna().sum())}"))
    body = heading(texts.COMPARABLE(lang), "comparable")
    return Block(body + "".join(paragraph(line(lang)) for line in lines), lang)


@in_readers_language
def monitoring_indicators(monitoring: Monitoring, lang: Language = "ja") -> Block:
    """Every indicator's value so far, with its interval, by pillar; headline indicators first."""
    rows = monitoring.indicators
    body = heading(texts.INDICATORS(lang), "values")
    for pillar in rows["pillar"].unique():
        mine = rows[rows["pillar"] == pillar].sort_values("headline", ascending=False, kind="stable")
        body += heading(PILLARS[pillar](lang), f"values-{pillar}", 3) + _table(mine, monitoring, lang)
    return Block(body, lang)


@in_readers_language
def monitoring_by_month(monitoring: Monitoring, lang: Language = "ja") -> Block:
    """The control charts of each pillar, and how to read them."""
    charted = monitoring.indicators[monitoring.indicators["indicator"].isin([*monitoring.charts])]
    body = ""
    for pillar in charted["pillar"].unique():
        body += heading(texts.CHARTS.format(pillar=PILLARS[pillar])(lang), f"months-{pillar}")
        body += monitoring_charts(monitoring, pillar, lang).html
    return Block(body + paragraph(texts.HOW(lang)) if body else "", lang)


def _table(rows: pd.DataFrame, monitoring: Monitoring, lang: Language) -> str:
    heads = "".join(f'<th scope="col">{escape(head(lang))}</th>' for head in texts.HEADS)
    body = "".join(_row(row, monitoring, lang) for _, row in rows.iterrows())
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(texts.INDICATORS(lang), quote=True)}">'
        f'<table class="fields wide"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: pd.Series, monitoring: Monitoring, lang: Language) -> str:
    unit = str(row["unit"])
    mark = f" <small>{escape(texts.HEADLINE_MARK(lang))}</small>" if row["headline"] else ""
    named = f"{escape(words(row, 'title')(lang))}{mark}<br><small>{escape(UNITS[unit](lang))}</small>"
    between = MISSING
    if pd.notna(row["low"]):
        between = "–".join(format_value(row[end], unit) for end in ("low", "high"))
    why = str(row[f"reason_{lang}"])
    interval = together(between) + (f"<br><small>{escape(why)}</small>" if why else "")
    signals = texts.NO_CHART
    if row["indicator"] in monitoring.charts:
        several = texts.LATEST_TOO if row["latest_stands_out"] else texts.STAND_OUT
        signals = several.format(n=f"{row['signals']}") if row["signals"] else texts.NONE_STANDS_OUT
    cells = (
        together(format_value(row["value"], unit)),
        interval,
        escape(_month(row["data_until"])(lang)) if row["points"] else MISSING,
        escape(signals(lang)),
    )
    return f'<tr><th scope="row">{named}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _day(day: pd.Timestamp) -> Text:
    return day_words(date(day.year, day.month, day.day))


def _month(day: pd.Timestamp) -> Text:
    return month_words(date(day.year, day.month, day.day))
