"""The shapes indicators return: counts by month and area, times to an event."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def by_month(
    rows: ir.Table,
    day: ir.DateValue,
    *,
    numerator: ir.IntegerValue,
    denominator: ir.IntegerValue | None = None,
) -> ir.Table:
    """Sums by month of `day` and area: month, area, numerator and, when given, denominator.

    A table without an `area` column counts for the whole city (area is null).
    """
    area = rows.area if "area" in rows.columns else ibis.null("string")
    columns = {"month": day.truncate("M").cast("date"), "area": area, "numerator": numerator}
    if denominator is not None:
        columns["denominator"] = denominator
    flat = rows.select(**columns)
    sums = {name: flat[name].sum() for name in ("numerator", "denominator") if name in columns}
    return flat.group_by(["month", "area"]).aggregate(**sums)


def times_to_event(
    rows: ir.Table,
    start: ir.DateValue,
    end: ir.DateValue,
    as_of: ir.DateScalar,
    *,
    censored_at: ir.DateValue | None = None,
) -> ir.Table:
    """One row a start: month, area, days, event. What has not ended by `as_of` (or `censored_at`) is censored.

    An end after `as_of` was not yet known on that day and counts as censored there.
    """
    stop = as_of if censored_at is None else ibis.least(censored_at.fill_null(as_of), as_of)
    ended = end.notnull() & (end <= as_of)
    area = rows.area if "area" in rows.columns else ibis.null("string")
    timed = rows.select(
        month=start.truncate("M").cast("date"),
        area=area,
        days=ibis.ifelse(ended, end, stop).delta(start, unit="day"),
        event=ended,
        started=start,
    )
    return timed.filter((timed.started <= as_of) & (timed.days >= 0)).drop("started")
