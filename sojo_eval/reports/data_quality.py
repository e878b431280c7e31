"""What the imported data hold and what they lack."""

from __future__ import annotations

import pandas as pd

from sojo_eval.charts.tables import table_html
from sojo_eval.data_quality import DataQuality
from sojo_eval.foundation.language import Language
from sojo_eval.reports.block import Block, heading, paragraph
from sojo_eval.reports.texts import data_quality as texts

SHOWN_PROBLEMS = 50
"""Rows of the list on the page; the whole list is a file in the city's folder."""


def data_quality(facts: DataQuality, part: str, lang: Language = "ja") -> Block:
    """One part of the data-quality page: "tables", "missing", "months" or "problems".

    Raises KeyError for any other part.
    """
    return Block(_PARTS[part](facts, lang), lang)


def _tables(facts: DataQuality, lang: Language) -> str:
    few = texts.FEW.format(most=facts.threshold - 1)(lang)
    table = pd.DataFrame(
        [
            {
                texts.TABLE(lang): row[f"title_{lang}"],
                texts.ROWS(lang): few if pd.isna(row["rows"]) else f"{int(row['rows']):,}",
                texts.FIRST(lang): _day(row["first"]),
                texts.LAST(lang): _day(row["last"]),
                texts.PEOPLE(lang): (texts.YES if row["disclosive"] else texts.NO)(lang),
            }
            for _, row in facts.tables.iterrows()
        ]
    )
    body = heading(texts.TABLES(lang), "tables") + paragraph(texts.INTRO(lang))
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
                texts.SHARE(lang): texts.FEW_SHARE(lang)
                if pd.isna(row["share"])
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
            {texts.TABLE(lang): str(title), texts.MONTH_LIST(lang): _listed(months, lang)}
            for title, months in facts.empty_months.groupby(f"title_{lang}", sort=False)["month"]
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
                texts.MONTH_LIST(lang): _listed(months, lang),
                texts.STATUS(lang): texts.STATUSES[str(status)](lang),
            }
            for (title, place, status), months in facts.silent_months.groupby(by, sort=False)["month"]
        ]
    )
    return body + table_html(table, texts.SILENT(lang), name="silent")


def _listed(months: pd.Series, lang: Language) -> str:
    return ("、" if lang == "ja" else ", ").join(f"{month:%Y-%m}" for month in months)


def _problems(facts: DataQuality, lang: Language) -> str:
    body = heading(texts.PROBLEMS(lang), "problems")
    listed = facts.problems
    if listed.empty:
        return body + paragraph(texts.NO_PROBLEMS(lang))
    body += paragraph(texts.PROBLEM_COUNT.format(count=f"{len(listed):,}")(lang))
    if len(listed) > SHOWN_PROBLEMS:
        body += paragraph(texts.PROBLEMS_CUT.format(shown=SHOWN_PROBLEMS)(lang))
    names = {"file": texts.FILE, "sheet": texts.SHEET, "row": texts.ROW, "column": texts.COLUMN,
             "message" if lang == "ja" else "message_en": texts.MESSAGE,
             "fix" if lang == "ja" else "fix_en": texts.FIX}  # fmt: skip
    table = listed.head(SHOWN_PROBLEMS)[list(names)].fillna("")
    return body + table_html(
        table.rename(columns={k: t(lang) for k, t in names.items()}), texts.PROBLEMS(lang), name="problems"
    )


def _day(day: pd.Timestamp) -> str:
    return "—" if pd.isna(day) else f"{day:%Y-%m-%d}"


_PARTS = {"tables": _tables, "missing": _missing, "months": _months, "problems": _problems}
