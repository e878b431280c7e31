"""The shapes indicators return: counts by month and area, one reading a year, times to an event."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.city.places.area_tree import CENTRE, CITY, TOWN, level_codes

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

    A number of the city beside those of its parts is their sum, or another count of the same people: added to
    them it counts everyone twice. So of each fiscal year and `by` (a kind of supporter, of work) only the lowest level
    of area that is given stays. An area that `areas` does not know is taken for the whole city.
    """
    depths = depths_of_areas(areas).select(placed="area", depth="depth")
    placed = rows.mutate(in_year=fiscal_year_start(day)).left_join(depths, rows.area == depths.placed)
    placed = placed.mutate(depth=placed.depth.fill_null(_CITY_DEPTH))
    lowest = placed.depth.min().over(group_by=[*by, "in_year"])
    kept = placed.mutate(lowest=lowest)
    return kept.filter(kept.depth == kept.lowest).drop("placed", "depth", "lowest", "in_year")


_TOWN_DEPTH, _CITY_DEPTH = 0, 1_000_000


def depths_of_areas(areas: ir.Table) -> ir.Table:
    """`areas` with `depth`: as `AreaTree.order`, smaller the lower the level, by the parents in the table."""
    levels = level_codes()
    between = [level for level in levels if level not in (CITY, TOWN)]
    ours = areas.filter(areas.level.isin(between))
    holders = ours.select(holder="area", high="level")
    direct = ours.inner_join(holders, ours.parent == holders.holder).select(low="level", high="high")
    below = direct.filter(direct.low != direct.high).distinct()
    for _ in range(_doublings(len(between))):
        further = below.select(middle="low", top="high")
        steps = below.inner_join(further, below.high == further.middle)
        below = below.union(steps.select(low="low", high="top")).distinct()
    held = below.filter(below.low != below.high).group_by("high").aggregate(levels_below=ibis._.count())
    placed = areas.left_join(held, areas.level == held.high)
    # Of levels that nothing ties to one another the later one of the list is the lower.
    last_first = ibis.cases(*((placed.level == level, n) for n, level in enumerate(levels[::-1])), else_=0)
    depth = ibis.cases(
        (placed.level == TOWN, _TOWN_DEPTH),
        (placed.level == CITY, _CITY_DEPTH),
        else_=1 + last_first + placed.levels_below.fill_null(0) * len(levels),
    )
    return placed.select("area", "level", "parent", depth=depth)


def _within(areas: ir.Table) -> ir.Table:
    """place, above: each area with itself and everything that it lies in, in however many steps."""
    own = areas.select(place="area", above="area")
    found = own.union(areas.drop_null("parent").select(place="area", above="parent"))
    for _ in range(_doublings(len(level_codes()))):
        further = found.select(middle="place", top="above")
        steps = found.inner_join(further, found.above == further.middle)
        found = steps.select(place="place", above="top").distinct()
    return found


def _doublings(levels: int) -> int:
    """How often a relation is put upon itself until it spans so many levels."""
    return (levels - 1).bit_length()


def parts_of_the_city(areas: ir.Table) -> ir.Table:
    """place, part: the part of the city (as `AreaTree.parts`) that each area lies in; parts lie in themselves."""
    within, ranked = _within(areas), depths_of_areas(areas)
    between = ranked.filter(~ranked.level.isin([CITY, TOWN]))
    between = between.mutate(
        has_centres=(between.level == CENTRE).any().over(), lowest=between.depth.min().over()
    )
    is_fine = ibis.ifelse(between.has_centres, between.level == CENTRE, between.depth == between.lowest)
    fine = between.filter(is_fine).select("area")
    divided = within.semi_join(fine, within.place == fine.area).select(area="above").distinct()
    divided = ranked.filter(ranked.level != CITY).semi_join(divided, "area")
    divisions = divided.select(holder="parent", by="level").distinct()
    beside = ranked.inner_join(
        divisions, (ranked.parent == divisions.holder) & (ranked.level != divisions.by)
    ).select("area")
    inside = within.filter(within.place != within.above).semi_join(between, within.place == between.area)
    ends = between.filter(~between.has_centres).anti_join(inside, between.area == inside.above)
    in_one_beside = within.semi_join(beside, within.above == beside.area)
    kept = ends.anti_join(in_one_beside, ends.area == in_one_beside.place).select("area")
    parts = fine.union(kept).distinct()
    held = within.inner_join(parts, within.above == parts.area)
    return held.select(place=within.place, part=parts.area)


def at_fiscal_year_ends(rows: ir.Table, start: ir.DateValue, as_of: ir.DateScalar) -> ir.Table:
    """Each row once for every 31 March from `start` to `as_of`: column `year_end` added."""
    first = (start - ibis.interval(months=3)).year()
    last = (as_of - ibis.interval(months=3)).year()
    repeated = rows.mutate(fiscal_year=ibis.range(first, last + 1).unnest())
    dated = repeated.mutate(year_end=ibis.date(repeated.fiscal_year + 1, 3, 31))
    return dated.filter(dated.year_end <= as_of).drop("fiscal_year")
