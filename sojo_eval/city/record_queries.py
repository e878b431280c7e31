"""What `recording` asks of a clean table: its rows by month."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from sojo_eval.city.engines.query import Tables
from sojo_eval.schema import load_schema

DAY_OF_A_RECORD = {
    "cases": "opened_date",
    "commissioner_activities": "month",
    "community_activities": "date",
    "consultations": "received_date",
    "indicators_published": "period_end",
    "information_reach": "month",
    "meetings": "held_date",
    "outreach_contacts": "date",
    "participation_matches": "requested_date",
    "person_scores": "scored_date",
    "publications": "published_date",
    "referrals": "made_date",
    "reported_totals": "period_end",
    "service_changes": "changed_date",
    "staffing": "month",
    "submissions": "month",
    "supporters": "month",
    "support_plans": "drafted_date",
    "survey_waves": "fieldwork_end",
}
"""Tables that grow with time, and the column that says when. Not those that say how things stand (areas, population,
plans, targets): they may run ahead of the records."""
FIGURES = frozenset({"indicators_published", "reported_totals"})
"""Those of them whose rows are figures that may be blank."""
KNOWN_ON: dict[tuple[str, str], tuple[str, int]] = {
    ("cases", "closing_reason"): ("closed_date", 0),
    ("consultations", "outcome"): ("closed_date", 0),
    ("participation_matches", "fits_wish"): ("matched_date", 0),
    ("participation_matches", "resource_id"): ("matched_date", 0),
    ("participation_matches", "resource_newly_developed"): ("matched_date", 0),
    ("participation_matches", "retained_3_months"): ("started_date", 4),
    ("support_plans", "goals_attained"): ("reviewed_date", 0),
}
"""Columns that can be filled only from another day on, and so many months after it."""
NUMBERS = ("integer", "number", "boolean")


def not_zero(column: str) -> str:
    """What the rows with something other than 0 in a column of numbers are called."""
    return f"{column} not 0"


def number_of(day: ir.DateValue) -> ir.IntegerValue:
    """Months since the year 0: a number is grouped faster than a truncated date."""
    return (day.year() * 12 + day.month()).cast("int64")


@dataclass(frozen=True)
class LastDays:
    """Columns name, day: the last day in the column that says when, of each table of `names`."""

    names: tuple[str, ...]

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        rows = {name: self._with_figures(name, table(name)) for name in self.names}
        last = [mine.aggregate(day=mine[DAY_OF_A_RECORD[name]].max()) for name, mine in rows.items()]
        named = [
            day.select(ibis.literal(n).name("name"), "day") for n, day in zip(self.names, last, strict=True)
        ]
        return ibis.union(*named)

    @staticmethod
    def _with_figures(name: str, rows: ir.Table) -> ir.Table:
        """Without the blank cells of months to come, which stand on many a sheet of figures."""
        return rows.filter(rows.value.notnull()) if name in FIGURES else rows


@dataclass(frozen=True)
class MonthsOfRecords:
    """By month (row_month): rows, rows with each optional column, rows with other numbers than 0 (`not_zero`), and the
    first and the last day with a row."""

    name: str

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        rows, fields = table(self.name), load_schema().tables[self.name].fields
        day = rows[DAY_OF_A_RECORD[self.name]]
        dated = rows.mutate(row_month=number_of(day))
        sums = {f.name: dated[f.name].count() for f in fields if not f.required}
        sums |= {
            not_zero(f.name): (dated[f.name].cast("float64") != 0).sum() for f in fields if f.type in NUMBERS
        }
        edges = {"first": day.day().min(), "last": day.day().max()}
        return dated.group_by("row_month").aggregate(rows=dated.count(), **edges, **sums)


@dataclass(frozen=True)
class EdgesOfMonths:
    """By month (its number) of the column `day`, and by area when asked: rows, and the first and last day with one.

    filled: a column that rows must have to be looked at; "" for all rows.
    """

    name: str
    day: str
    filled: str = ""
    by_area: bool = False

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        rows = table(self.name).drop_null(self.filled) if self.filled else table(self.name)
        day = rows[self.day]
        keys = {"month": number_of(day), **({"area": rows.area} if self.by_area else {})}
        return rows.group_by(**keys).aggregate(rows=rows.count(), first=day.day().min(), last=day.day().max())


@dataclass(frozen=True)
class MonthsUntilFilled:
    """Rows (times) by row_month and day_month: `wait` months after the column `day`, for rows that have `column` too."""

    name: str
    column: str
    day: str
    wait: int

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        rows = table(self.name)
        dated = rows.mutate(row_month=number_of(rows[DAY_OF_A_RECORD[self.name]]))
        dated = dated.drop_null([self.column, self.day])
        dated = dated.mutate(day_month=number_of(dated[self.day]) + self.wait)
        return dated.group_by(["row_month", "day_month"]).aggregate(times=dated.count())
