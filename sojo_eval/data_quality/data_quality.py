"""What may be said of a city's clean tables: what there is, gaps and kinds of problems, without numbers that people follow from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city import City
from sojo_eval.data_quality.silent_months import COLUMNS as SILENT_COLUMNS
from sojo_eval.data_quality.silent_months import SUSPECTED, silent_months
from sojo_eval.data_quality.totals_apart import totals_apart
from sojo_eval.disclosure.about_data import class_of_share, first_and_last_year, holding
from sojo_eval.foundation.fiscal_years import fiscal_year
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
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
ROLE = ("services", "role")
"""A service's name tells its role too; those whose role is not known at all stand among the problems."""
_TITLES = ["table", "title_ja", "title_en"]


@dataclass(frozen=True)
class DataQuality(Told):
    """Tables about the data themselves; every frame is publishable (`disclosure.about_data`).

    tables: table, title_ja, title_en, disclosive, rows (NA for tables of people), holds ("nothing", "few", "some"),
    first_year, last_year (fiscal years; NA where none has enough records).
    missing: table, title_ja, title_en, field, field_ja, field_en, share (0..1, NaN for tables of people), extent
    (`about_data.SHARES`; "" for other tables).
    empty_months: table, title_ja, title_en, month (first day; NaT for tables of people), year (fiscal year).
    silent_months: by desk and area, with the columns of `silent_months.COLUMNS` and year; month as above.
    totals: reported totals that are not what they are the sum of, with the columns of `totals_apart.COLUMNS`.
    problems: severity ("error" or "warning"), table, title_ja, title_en, rule; each once, however often it came.
    """

    name: Text
    synthetic: bool
    threshold: int
    tables: pd.DataFrame
    missing: pd.DataFrame
    empty_months: pd.DataFrame
    silent_months: pd.DataFrame
    problems: pd.DataFrame
    totals: pd.DataFrame
    threshold_reason: str = ""

    def __str__(self) -> str:
        said = Text(
            f"{self.name.ja}: 表 {len(self.tables)}、欠けのある項目 {len(self.missing)}、問題の種類 {len(self.problems)}",
            f"{self.name.en}: {len(self.tables)} tables, {len(self.missing)} fields with gaps, {len(self.problems)} kinds of problems",
        )
        return said(reader_language())


def describe_data(city: City) -> DataQuality:
    """Look through the clean tables of a city and list what is missing."""
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
        enough = threshold if table.is_disclosive else 1
        months += [titles | {"month": month} for month in _empty_months(name, frame, enough)]
    silent = silent_months(city)
    return DataQuality(
        name=city.name,
        synthetic=city.configuration.synthetic,
        threshold=threshold,
        threshold_reason=city.configuration.threshold_reason,
        tables=pd.DataFrame(
            tables, columns=[*_TITLES, "disclosive", "rows", "holds", "first_year", "last_year"]
        ).astype({"rows": "Int64", "first_year": "Int64", "last_year": "Int64"}),
        missing=pd.DataFrame(missing, columns=[*_TITLES, "field", "field_ja", "field_en", "share", "extent"]),
        empty_months=_of_people_by_year(pd.DataFrame(months, columns=[*_TITLES, "month"])),
        silent_months=pd.concat(
            [
                _of_people_by_year(silent[silent["status"] == SUSPECTED]),
                _with_years(
                    silent[silent["status"] != SUSPECTED]
                ),  # what the offices state, not what is counted
            ],
            ignore_index=True,
        )[[*SILENT_COLUMNS, "year"]],
        problems=_problems(city),
        totals=totals_apart(city),
    )


def _extent(table: Table, frame: pd.DataFrame, threshold: int) -> dict[str, object]:
    enough = threshold if table.is_disclosive else 1
    found = [first_and_last_year(frame[f.name], enough) for f in table.fields if f.type == "date"]
    years = [pair for pair in found if pair is not None]
    return {
        "disclosive": table.is_disclosive,
        "rows": pd.NA if table.is_disclosive else len(frame),
        "holds": holding(len(frame), enough),
        "first_year": min((first for first, _ in years), default=pd.NA),
        "last_year": max((last for _, last in years), default=pd.NA),
    }


def _missing(table: Table, frame: pd.DataFrame, threshold: int) -> list[dict[str, object]]:
    """Fields with anything missing: how much in classes where the rows are people, else as a share."""
    rows: list[dict[str, object]] = []
    for field in table.fields:
        gaps = int(frame[field.name].isna().sum())
        if not gaps or (table.name, field.name) == ROLE:
            continue
        people = table.is_disclosive
        rows.append(
            {
                "field": field.name,
                "field_ja": field.title.ja,
                "field_en": field.title.en,
                "share": float("nan") if people else gaps / len(frame),
                "extent": class_of_share(gaps, len(frame), threshold) if people else "",
            }
        )
    return rows


def _empty_months(name: str, frame: pd.DataFrame, enough: int) -> list[pd.Timestamp]:
    """Months between the first and the last record in which the table has none, in the fiscal years between those with
    enough records."""
    column = MONTHLY_DATES.get(name)
    years = None if column is None or column not in frame else first_and_last_year(frame[column], enough)
    if column is None or years is None:
        return []
    present = frame[column].dropna().dt.to_period("M").unique()
    every = pd.period_range(min(present), max(present), freq="M")
    empty = pd.Series(every.difference(pd.PeriodIndex(present)).to_timestamp())
    return [*empty[fiscal_year(empty).between(*years)]] if len(empty) else []


def _with_years(listed: pd.DataFrame) -> pd.DataFrame:
    month = pd.to_datetime(listed["month"])
    return listed.assign(month=month, year=fiscal_year(month).astype("Int64"))


def _of_people_by_year(listed: pd.DataFrame) -> pd.DataFrame:
    """Fiscal years instead of months for tables of people: a month of none at one desk is a number like the others,
    and those that protect each other on the other pages do not know of it here."""
    schema, dated = load_schema(), _with_years(listed)
    people = dated["table"].map(lambda name: schema.tables[name].is_disclosive).astype(bool)
    return dated.assign(month=dated["month"].mask(people)).drop_duplicates(ignore_index=True)


def _problems(city: City) -> pd.DataFrame:
    """The kinds of problems that the last import listed: which rule, in which table. Files, rows, cells and numbers of
    cases stay in `clean/`."""
    schema, path = load_schema(), city.path / "clean" / PROBLEM_LIST
    found = pd.DataFrame(columns=["severity", "table", "rule"])
    if path.is_file() and path.read_bytes().strip():
        listed = (
            pd.read_csv(path, dtype="string", encoding="utf-8-sig").reindex(columns=found.columns).fillna("")
        )
        found = listed[listed["severity"].isin(["error", "warning"])].drop_duplicates(ignore_index=True)
    titles = [schema.tables[name].title if name in schema.tables else Text("", "") for name in found["table"]]
    return found.assign(title_ja=[t.ja for t in titles], title_en=[t.en for t in titles]).sort_values(
        ["severity", "table", "rule"], ignore_index=True
    )
