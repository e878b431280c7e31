"""The city beside other cities: the answer first, then figure, tables, who was left out, and what it may not say."""

from __future__ import annotations

from html import escape

import pandas as pd

from sojo_eval.charts.comparator_chart import comparator_chart
from sojo_eval.charts.selection import words
from sojo_eval.charts.style import VERDICT_STYLES
from sojo_eval.charts.tables import table_html
from sojo_eval.comparison.grade import GRADES
from sojo_eval.comparison.sentences import VERDICTS
from sojo_eval.disclosure import PublishedComparison
from sojo_eval.evaluation.words.formats import MISSING, format_change, format_value, is_missing
from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, bullets, heading, paragraph
from sojo_eval.reports.texts import comparators as texts
from sojo_eval.statistics.comparators import COMPARATORS_NEEDED


@in_readers_language
def comparators(published: PublishedComparison, lang: Language = "ja") -> Block:
    """The whole comparison. Without figures of other cities it says what is missing and how to add it."""
    parts = [heading(texts.HEADING(lang), "answer"), paragraph(_question(published, lang), "question")]
    if published.findings.empty:
        parts.append(paragraph(texts.NO_TABLE(lang)))
        parts.append(paragraph(texts.HOW_TO_ADD.format(needed=COMPARATORS_NEEDED)(lang)))
    else:
        parts.append(_answers(published, lang))
        parts.append(paragraph(texts.WHY_COMPARE(lang)))
    if published.unknown:
        parts.append(paragraph(texts.UNKNOWN.format(names=", ".join(published.unknown))(lang)))
    parts += [_indicator(published, row, lang) for _, row in published.findings.iterrows()]
    parts += [heading(texts.METHOD_HEADING(lang), "method"), bullets([t(lang) for t in texts.METHOD])]
    return Block("".join(parts), lang)


def _question(published: PublishedComparison, lang: Language) -> str:
    names = {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}
    return texts.QUESTION.format(baseline=names[published.baseline], current=names[published.current])(lang)


def _answers(published: PublishedComparison, lang: Language) -> str:
    items = [
        f"<li>{_badge(str(row['verdict']), lang)} {escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in published.findings.iterrows()
    ]
    nothing = published.course.empty
    more = [texts.NOTHING_COMPARED(lang), texts.HOW_TO_ADD.format(needed=COMPARATORS_NEEDED)(lang)]
    return f'<ul class="reasons">{"".join(items)}</ul>' + ("".join(map(paragraph, more)) if nothing else "")


def _badge(verdict: str, lang: Language) -> str:
    sign = VERDICT_STYLES[verdict].sign
    return (
        f'<span class="badge {verdict}"><span aria-hidden="true">{sign}</span> '
        f"{escape(VERDICTS[verdict](lang))}</span>"
    )


def _indicator(published: PublishedComparison, finding: pd.Series, lang: Language) -> str:
    indicator = str(finding["indicator"])
    parts = [heading(words(finding, "title")(lang), indicator)]
    if (published.course["indicator"] == indicator).any():
        parts.append(comparator_chart(published, indicator, lang).html)
        parts.append(heading(texts.GRADE_HEADING(lang), f"{indicator}-grade", 3) + _grade(finding, lang))
    else:
        parts.append(paragraph(str(finding[f"sentence_{lang}"])))
    parts.append(heading(texts.FIGURES_HEADING(lang), f"{indicator}-figures", 3))
    parts.append(_figures(published, finding, lang))
    if (published.units["indicator"] == indicator).any():
        parts.append(heading(texts.UNITS_HEADING(lang), f"{indicator}-units", 3))
        parts.append(_units(published, finding, lang))
    parts.append(heading(texts.LEFT_OUT_HEADING(lang), f"{indicator}-left-out", 3))
    parts.append(_left_out(published, indicator, lang))
    return "".join(parts)


def _grade(finding: pd.Series, lang: Language) -> str:
    grade, unit, scale = str(finding["grade"]), str(finding["unit"]), str(finding["scale"])
    parts = [texts.GRADE_IS.format(grade=grade, meaning=GRADES[grade])(lang)]
    if finding[f"grade_reasons_{lang}"]:
        parts.append(texts.WHY_NOT_HIGHER.format(reasons=finding[f"grade_reasons_{lang}"])(lang))
    if not is_missing(finding["trend_difference"]):
        told = {
            name: format_change(finding[column], scale, unit, lang)
            for name, column in (
                ("trend", "trend_difference"),
                ("low", "trend_low"),
                ("high", "trend_high"),
                ("drift", "drift"),
                ("carried", "carried_on"),
            )
        }
        parts.append(texts.TREND_SEEN.format(**told)(lang))
    if finding["trends_parallel"]:
        parts.append(texts.PARALLEL[str(finding["trends_parallel"])](lang))
    not_allowed = texts.NOT_ALLOWED_AT_D3 if grade >= "D3" else texts.NOT_ALLOWED_BELOW
    undecided = finding["verdict"] == "inconclusive"
    parts.append((texts.NOT_ALLOWED_UNDECIDED if undecided else not_allowed)(lang))
    return bullets(parts)


def _figures(published: PublishedComparison, finding: pd.Series, lang: Language) -> str:
    """One row a municipality, the city first, with everyone's figures, also of those left out."""
    rows = published.figures[published.figures["indicator"] == finding["indicator"]]
    if rows.empty:
        return paragraph(texts.NO_PERIOD(lang))
    unit = str(finding["unit"])
    years = sorted(rows["year"].unique())
    table = []
    for _, of_one in rows.groupby("municipality", sort=False):
        values = of_one.set_index("year")
        cells = {texts.MUNICIPALITY(lang): _name(published, of_one.iloc[0], lang)}
        for year in years:
            known = year in values.index
            hidden = known and bool(values.loc[year, "hidden"])
            value = values.loc[year, "value"] if known else float("nan")
            cells[str(year)] = texts.HIDDEN(lang) if hidden else format_value(value, unit)
        table.append(cells)
    caption = texts.FIGURES_CAPTION.format(title=words(finding, "title"), unit=UNITS[unit])(lang)
    sources = sorted({str(s) for s in rows["source"] if s})
    listed = paragraph(texts.SOURCES.format(sources="、".join(sources))(lang)) if sources else ""
    return table_html(pd.DataFrame(table), caption, name="yearly") + listed


def _units(published: PublishedComparison, finding: pd.Series, lang: Language) -> str:
    rows = published.units[published.units["indicator"] == finding["indicator"]]
    rows = rows.sort_values("city", ascending=False, kind="stable")
    unit, scale = str(finding["unit"]), str(finding["scale"])
    table = [
        {
            texts.MUNICIPALITY(lang): _name(published, row, lang),
            texts.BEFORE(lang): texts.HIDDEN(lang) if row["hidden"] else format_value(row["before"], unit),
            texts.AFTER(lang): texts.HIDDEN(lang) if row["hidden"] else format_value(row["after"], unit),
            texts.CHANGE(lang): format_change(row["change"], scale, unit, lang),
            texts.TREND(lang): format_change(row["earlier_trend"], scale, unit, lang),
            texts.YEARS(lang): f"{row['years_before']} → {row['years_after']}",
            texts.GAPS(lang): str(row["years_missing"]) or MISSING,
        }
        for _, row in rows.iterrows()
    ]
    if not is_missing(finding["others_change"]):
        table.append(
            {
                texts.MUNICIPALITY(lang): texts.MEAN(lang),
                texts.CHANGE(lang): format_change(finding["others_change"], scale, unit, lang),
            }
        )
    caption = texts.UNITS_CAPTION.format(title=words(finding, "title"))(lang)
    return table_html(pd.DataFrame(table).fillna(""), caption, name="units")


def _left_out(published: PublishedComparison, indicator: str, lang: Language) -> str:
    rows = published.left_out[published.left_out["indicator"] == indicator]
    if rows.empty:
        return paragraph(texts.NOBODY_LEFT_OUT(lang))
    return bullets(
        [
            texts.LEFT_OUT.format(name=row["name"], reason=row[f"reason_{lang}"])(lang)
            for _, row in rows.iterrows()
        ]
    )


def _name(published: PublishedComparison, row: pd.Series, lang: Language) -> str:
    return published.city.name(lang) if row["city"] else str(row["name"])
