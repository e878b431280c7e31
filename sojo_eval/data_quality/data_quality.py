"""What may be said of a city's clean tables: rows, dates, gaps and problems, without small counts of people."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city import City
from sojo_eval.data_quality.silent_months import silent_months
from sojo_eval.foundation.language import Text
from sojo_eval.schema import Table, load_schema

PROBLEM_LIST = "problems.csv"
MONTHLY_DATES = {
    "consultations": "received_date",
    "community_activities": "date",
    "referrals": "made_date",
    "outreach_contacts": "date",
    "information_reach": "month",
    "supporters": "month",
}
"""Tables that should have records in every month, and the column that says when."""


@dataclass(frozen=True)
class DataQuality:
    """Tables about the data themselves; every frame is publishable.

    tables: table, title_ja, title_en, disclosive, rows (NA when small), first, last.
    missing: table, title_ja, title_en, field, field_ja, field_en, share (0..1, NA when it rests on a small count).
    empty_months: table, title_ja, title_en, month (first day). silent_months: by desk and area, with the columns of
    `silent_months.COLUMNS`. problems: file, sheet, row, column, table, rule,
    message, fix, message_en, fix_en; never a cell's value.
    """

    name: Text
    synthetic: bool
    threshold: int
    tables: pd.DataFrame
    missing: pd.DataFrame
    empty_months: pd.DataFrame
    silent_months: pd.DataFrame
    problems: pd.DataFrame


def describe_data(city: City) -> DataQuality:
    """Count the clean tables of a city and list what is missing."""
    schema = load_schema()
    threshold = city.configuration.threshold
    tables: list[dict[str, object]] = []
    missing: list[dict[str, object]] = []
    months: list[dict[str, object]] = []
    for name in city.tables:
        table, frame = schema.tables[name], city.table(name)
        titles = {"table": name, "title_ja": table.title.ja, "title_en": table.title.en}
        tables.append(titles | _extent(table, frame, threshold))
        missing += [titles | row for row in _missing(table, frame, threshold)]
        months += [titles | {"month": month} for month in _empty_months(name, frame)]
    return DataQuality(
        name=city.name,
        synthetic=city.configuration.synthetic,
        threshold=threshold,
        tables=pd.DataFrame(
            tables, columns=["table", "title_ja", "title_en", "disclosive", "rows", "first", "last"]
        ).astype({"rows": "Int64"}),
        missing=pd.DataFrame(
            missing, columns=["table", "title_ja", "title_en", "field", "field_ja", "field_en", "share"]
        ),
        empty_months=pd.DataFrame(months, columns=["table", "title_ja", "title_en", "month"]),
        silent_months=silent_months(city),
        problems=_problems(city),
    )


def _extent(table: Table, frame: pd.DataFrame, threshold: int) -> dict[str, object]:
    days = [frame[f.name].dropna() for f in table.fields if f.type == "date"]
    known = [column for column in days if len(column)]
    small = table.is_disclosive and 0 < len(frame) < threshold
    return {
        "disclosive": table.is_disclosive,
        "rows": pd.NA if small else len(frame),
        "first": min((c.min() for c in known), default=pd.NaT) if not small else pd.NaT,
        "last": max((c.max() for c in known), default=pd.NaT) if not small else pd.NaT,
    }


def _missing(table: Table, frame: pd.DataFrame, threshold: int) -> list[dict[str, object]]:
    """Fields with anything missing. A share that rests on a small count of people (or leaves one) is hidden."""
    rows: list[dict[str, object]] = []
    for field in table.fields:
        gaps = int(frame[field.name].isna().sum())
        if not gaps:
            continue
        small = table.is_disclosive and (gaps < threshold or 0 < len(frame) - gaps < threshold)
        share = float("nan") if small else gaps / len(frame)
        rows.append(
            {"field": field.name, "field_ja": field.title.ja, "field_en": field.title.en, "share": share}
        )
    return rows


def _empty_months(name: str, frame: pd.DataFrame) -> list[pd.Timestamp]:
    """Months between the first and the last record in which the table has none."""
    column = MONTHLY_DATES.get(name)
    if column is None or column not in frame:
        return []
    present = frame[column].dropna().dt.to_period("M").unique()
    if not len(present):
        return []
    every = pd.period_range(min(present), max(present), freq="M")
    return [month.to_timestamp() for month in every.difference(pd.PeriodIndex(present))]


def _problems(city: City) -> pd.DataFrame:
    """The problems that the last import listed, without the cells' values."""
    columns = ["file", "sheet", "row", "column", "table", "rule", "message", "fix", "message_en", "fix_en"]
    path = city.path / "clean" / PROBLEM_LIST
    if not path.is_file() or not path.read_bytes().strip():
        return pd.DataFrame(columns=columns)
    listed = pd.read_csv(path, dtype="string", encoding="utf-8-sig")
    return listed.reindex(columns=columns)
