"""The shapes indicators return: counts by month and area, one reading a year, times to an event."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_LEVELS = ("town", "center", "district")
"""Levels of area from the lowest up; above them is the city."""
UNKNOWN = "unknown"
"""The subgroup of rows whose column is empty, so that subgroups always sum to the total."""


def by_month(
    rows: ir.Table,
    day: ir.DateValue,
    *,
    numerator: ir.IntegerValue,
    denominator: ir.IntegerValue | None = None,
) -> ir.Table:
    """Sums by month of `day` and area: month, area, numerator and, when given, denominator.

    A table without an `area` column counts for the whole city (area is null). Rows that carry a `subgroup` are
    summed by it too.
    """
    keys = {"month": first_of_month(day), **_place(rows)}
    sums = (
        {"numerator": numerator}
        if denominator is None
        else {"numerator": numerator, "denominator": denominator}
    )
    flat = rows.select(**keys, **sums)
    return flat.group_by([*keys]).aggregate(**{name: flat[name].sum() for name in sums})


def first_of_month(day: ir.DateValue) -> ir.DateValue:
    """The first day of a day's month, built from its parts: engines truncate dates more slowly."""
    return ibis.date(day.year(), day.month(), 1)


def _place(rows: ir.Table) -> dict[str, ir.Value]:
    """Where a row belongs: its area (null where the table has none) and, when it was asked for, its subgroup."""
    area = rows.area if "area" in rows.columns else ibis.null("string")
    return {"area": area, "subgroup": rows.subgroup} if "subgroup" in rows.columns else {"area": area}


def times_to_event(
    rows: ir.Table,
    start: ir.DateValue,
    end: ir.DateValue,
    as_of: ir.DateScalar,
    *,
    censored_at: ir.DateValue | None = None,
    counted_on: ir.DateValue | None = None,
    closed_without: ir.DateValue | None = None,
    horizon_days: int | None = None,
) -> ir.Table:
    """One row a start: month, area, days, event. What has not ended by `as_of` (or `censored_at`) is censored.

    An end after `as_of` was not yet known on that day and counts as censored there. The month is that of
    `counted_on`, the day from which a row is known to belong here, where that is later than the start: rows after
    `as_of` are left out by either day.

    `closed_without` is for starts that, once closed without the event, will never have it: from that day on they
    have waited the whole of `horizon_days`. Censored there they would count as if they went on like the open ones.
    """
    known = start if counted_on is None else counted_on
    stop = as_of if censored_at is None else ibis.least(censored_at.fill_null(as_of), as_of)
    ended = end.notnull() & (end <= as_of)
    waited = ibis.ifelse(ended, end, stop).delta(start, unit="day")
    if closed_without is not None:
        never = ~ended & (closed_without <= as_of).fill_null(False) & (closed_without >= start)
        waited = ibis.ifelse(never, horizon_days, waited)
    timed = rows.select(
        month=first_of_month(known),
        **_place(rows),
        days=waited,
        event=ended,
        known=known,
    )
    return timed.filter((timed.known <= as_of) & (timed.days >= 0)).drop("known")


def in_area_of(rows: ir.Table, other: ir.Table, key: str) -> ir.Table:
    """`rows` with the area of the row of `other` that they name by `key` (null where they name none).

    A subgroup that the rows do not have of their own comes with it, and is unknown where they name none.
    """
    brought = [key, "area"]
    divided = "subgroup" in other.columns and "subgroup" not in rows.columns
    if divided:
        brought.append("subgroup")
    placed = rows.left_join(other.select(*brought), key)
    return placed.mutate(subgroup=placed.subgroup.fill_null(UNKNOWN)) if divided else placed


def fiscal_year_start(day: ir.DateValue) -> ir.DateValue:
    """1 April of the fiscal year that a day belongs to."""
    # Built from its parts: intervals of months cost the engines several times as much a row.
    return ibis.date(day.year() - (day.month() < 4).cast("int64"), 4, 1)


def first_reading_of_the_year(rows: ir.Table, day: ir.DateValue, *, by: tuple[str, ...]) -> ir.Table:
    """The first row of each fiscal year and combination of `by`, with `year_start` (1 April).

    A stock is entered under April whenever it was read, so that areas and kinds read in different months add up.
    Where a stock is given by area, `at_one_level` goes before.
    """
    dated = rows.mutate(year_start=fiscal_year_start(day), read_on=day)
    position = ibis.row_number().over(group_by=[*by, "year_start"], order_by="read_on")
    return dated.mutate(position=position).filter(ibis._.position == 0).drop("position", "read_on")


def at_one_level(rows: ir.Table, day: ir.DateValue, areas: ir.Table, *, by: tuple[str, ...]) -> ir.Table:
    """`rows` of numbers by area without those that another row of the same fiscal year and `by` holds already in part.

    A number of the city beside those of its centre areas is their sum, or another count of the same people: added to
    them it counts everyone twice. So of each fiscal year and `by` (a kind of supporter, of work) only the lowest level
    of area that is given stays. An area that `areas` does not know is taken for the whole city.
    """
    order = ibis.cases(
        *((areas.level == level, depth) for depth, level in enumerate(_LEVELS)), else_=len(_LEVELS)
    )
    depths = areas.select(placed="area", depth=order)
    placed = rows.mutate(in_year=fiscal_year_start(day)).left_join(depths, rows.area == depths.placed)
    placed = placed.mutate(depth=placed.depth.fill_null(len(_LEVELS)))
    lowest = placed.depth.min().over(group_by=[*by, "in_year"])
    kept = placed.mutate(lowest=lowest)
    return kept.filter(kept.depth == kept.lowest).drop("placed", "depth", "lowest", "in_year")


def at_fiscal_year_ends(rows: ir.Table, start: ir.DateValue, as_of: ir.DateScalar) -> ir.Table:
    """Each row once for every 31 March from `start` to `as_of`: column `year_end` added."""
    first = (start - ibis.interval(months=3)).year()
    last = (as_of - ibis.interval(months=3)).year()
    repeated = rows.mutate(fiscal_year=ibis.range(first, last + 1).unnest())
    dated = repeated.mutate(year_end=ibis.date(repeated.fiscal_year + 1, 3, 31))
    return dated.filter(dated.year_end <= as_of).drop("fiscal_year")
