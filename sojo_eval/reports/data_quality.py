"""What the imported data hold and what they lack, without a number that people follow from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sojo_eval.charts.tables import table_html
from sojo_eval.data_quality import DataQuality, Obtainable
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, heading, paragraph
from sojo_eval.reports.texts import data_quality as texts
from sojo_eval.reports.texts.problem_kinds import KINDS, SEVERITIES, kind_of


@in_readers_language
def data_quality(facts: DataQuality, part: str, lang: Language = "ja") -> Block:
    """One part of the data-quality page: "tables", "missing", "months", "problems" or "totals".

    Raises KeyError for any other part.
    """
    return Block(_PARTS[part](facts, lang), lang)


def _tables(facts: DataQuality, lang: Language) -> str:
    few = texts.FEW.format(most=facts.threshold - 1)(lang)
    holds = {"nothing": texts.NOTHING(lang), "few": few, "some": texts.SOME(lang)}
    table = pd.DataFrame(
        [
            {
                texts.TABLE(lang): row[f"title_{lang}"],
                texts.ROWS(lang): holds[row["holds"]] if pd.isna(row["rows"]) else f"{int(row['rows']):,}",
                texts.FIRST(lang): _year(row["first_year"], lang),
                texts.LAST(lang): _year(row["last_year"], lang),
                texts.PEOPLE(lang): (texts.YES if row["disclosive"] else texts.NO)(lang),
            }
            for _, row in facts.tables.iterrows()
        ]
    )
    body = heading(texts.TABLES(lang), "tables") + paragraph(texts.INTRO(lang))
    body += paragraph(texts.NOT_TOLD.format(threshold=facts.threshold)(lang))
    return body + table_html(table, texts.TABLES(lang), name="tables")


def _missing(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.MISSING(lang), "missing")
    if facts.missing.empty:
        return body + paragraph(texts.NO_MISSING(lang))
    table = pd.DataFrame(
        [
            {
                texts.TABLE(lang): row[f"title_{lang}"],
                texts.FIELD(lang): row[f"field_{lang}"],
                texts.SHARE(lang): texts.EXTENTS[row["extent"]](lang)
                if row["extent"]
                else f"{100 * row['share']:.1f}%",
            }
            for _, row in facts.missing.iterrows()
        ]
    )
    return body + paragraph(texts.EXPECTED(lang)) + table_html(table, texts.MISSING(lang), name="missing")


def _months(facts: DataQuality, lang: Language) -> str:
    return _empty_months(facts, lang) + _silent_months(facts, lang)


def _empty_months(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.MONTHS(lang), "months")
    if facts.empty_months.empty:
        return body + paragraph(texts.NO_MONTHS(lang))
    table = pd.DataFrame(
        [
            {texts.TABLE(lang): str(title), texts.MONTH_LIST(lang): _listed(rows, lang)}
            for title, rows in facts.empty_months.groupby(f"title_{lang}", sort=False)
        ]
    )
    return body + table_html(table, texts.MONTHS(lang), name="months")


def _silent_months(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.SILENT(lang), "silent")
    body += paragraph(texts.SILENT_RULE.format(threshold=facts.threshold)(lang))
    if facts.silent_months.empty:
        return body + paragraph(texts.NO_SILENT(lang))
    by = [f"title_{lang}", f"place_{lang}", "status"]
    table = pd.DataFrame(
        [
            {
                texts.TABLE(lang): str(title),
                texts.PLACE(lang): str(place),
                texts.MONTH_LIST(lang): _listed(rows, lang),
                texts.STATUS(lang): texts.STATUSES[str(status)](lang),
            }
            for (title, place, status), rows in facts.silent_months.groupby(by, sort=False)
        ]
    )
    return body + table_html(table, texts.SILENT(lang), name="silent")


def _listed(rows: pd.DataFrame, lang: Language) -> str:
    """The months, or of records of people the fiscal years that they lie in."""
    said = [
        _year(year, lang) if pd.isna(month) else f"{month:%Y-%m}"
        for month, year in zip(rows["month"], rows["year"], strict=True)
    ]
    return ("、" if lang == "ja" else ", ").join(said)


def _problems(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.PROBLEMS(lang), "problems")
    if facts.problems.empty:
        return body + paragraph(texts.NO_PROBLEMS(lang))
    table = pd.DataFrame(
        {
            texts.SEVERITY(lang): SEVERITIES[str(row["severity"])](lang),
            texts.TABLE(lang): str(row[f"title_{lang}"]) or texts.NO_TABLE(lang),
            texts.PROBLEM(lang): KINDS[kind_of(str(row["rule"]))](lang),
        }
        for row in facts.problems.to_dict("records")
    ).drop_duplicates()
    body += paragraph(texts.PROBLEMS_INSIDE(lang))
    return body + table_html(table, texts.PROBLEMS(lang), name="problems")


@in_readers_language
def obtainable(found: Obtainable, lang: Language = "ja") -> Block:
    """What can be judged, what each other indicator needs, and what to add next; without a number that people follow from."""
    body = heading(texts.OBTAINABLE(lang), "obtainable")
    body += paragraph(found.told(lang)) + paragraph(texts.OBTAINABLE_RULE(lang))
    body += (
        table_html(_next_steps(found, lang), texts.NEXT(lang), name="next")
        if len(found.next)
        else (paragraph(texts.NOTHING_TO_ADD(lang)))
    )
    table = pd.DataFrame(
        {
            texts.INDICATOR(lang): row[f"title_{lang}"],
            texts.STATE(lang): texts.STATES[str(row["state"])](lang),
            texts.SOURCE(lang): _counted_from(row, lang),
            texts.NEEDED(lang): row[f"reason_{lang}"] or row[f"needs_{lang}"],
        }
        for row in found.indicators.to_dict("records")
    )
    return Block(body + table_html(table, texts.OBTAINABLE(lang), name="obtainable"), lang)


def _next_steps(found: Obtainable, lang: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            texts.ADD(lang): row[f"add_{lang}"],
            texts.ADDS(lang): f"{row['adds']}（{row['indicators_ja']}）"
            if lang == "ja"
            else f"{row['adds']} ({row['indicators_en']})",
        }
        for row in found.next.to_dict("records")
    )


def _counted_from(row: Mapping[Hashable, Any], lang: Language) -> str:
    source = texts.SOURCES[row["source"]](lang)
    return (
        source
        if not row["by"]
        else f"{source}（{texts.BY[row['by']](lang)}）"
        if lang == "ja"
        else f"{source}, {texts.BY[row['by']](lang)}"
    )


def _year(year: object, lang: Language) -> str:
    return "—" if pd.isna(year) else texts.FISCAL_YEAR.format(year=str(year))(lang)  # type: ignore[call-overload]


def _totals(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.TOTALS(lang), "totals")
    if facts.totals.empty:
        return body + paragraph(texts.NO_TOTALS(lang))
    table = pd.DataFrame(
        {
            texts.MEASURE(lang): row[f"title_{lang}"],
            texts.PLACE(lang): row[f"place_{lang}"],
            texts.NOT_SUM_OF(lang): texts.SUMS[str(row["of"])](lang),
            texts.PERIODS(lang): str(row["periods"]),
        }
        for row in facts.totals.to_dict("records")
    )
    return body + paragraph(texts.TOTALS_RULE(lang)) + table_html(table, texts.TOTALS(lang), name="totals")


_PARTS = {"tables": _tables, "missing": _missing, "months": _months, "problems": _problems, "totals": _totals}
