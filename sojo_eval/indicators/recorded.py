"""Up to which day, and in which months, all that an indicator counts was kept.

A table or a column that nobody handed in reads as "no": no answer within three days, no meeting held. So each
indicator ends where the first of its sources ends, and leaves out the months in which one of them was not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from sojo_eval.city import DAY_OF_A_RECORD, City, Unrecorded
from sojo_eval.city.areas import area_name
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.reporting import fell_silent, of_whole_area, reporting
from sojo_eval.indicators.subgroups import behind, dated_columns, optional_columns
from sojo_eval.indicators.totals import TABLE as TOTALS
from sojo_eval.indicators.totals import from_totals
from sojo_eval.schema import load_schema

Source = tuple[str, str]
"""A table and its column; the column is empty for the table as a whole."""


@dataclass(frozen=True)
class Recorded:
    """What an indicator can be counted from.

    until: the last day that all of its sources were kept. followed_days: how long before that a record must have been
    made to count. missing: months before it in which one was not. ended, gaps:
    the sources that are the reason. zeros: columns that say 0 in every row of some month, which is counted as it stands
    and told. silent: centre areas with the months in which they fell silent, which leave the area's number. never: columns without any value; then nothing can be counted.
    """

    until: pd.Timestamp
    missing: frozenset[pd.Timestamp] = frozenset()
    ended: tuple[Source, ...] = ()
    gaps: tuple[Source, ...] = ()
    never: tuple[Source, ...] = ()
    zeros: tuple[tuple[Source, frozenset[pd.Timestamp]], ...] = ()
    followed_days: int = 0
    silent: tuple[tuple[Text, frozenset[pd.Timestamp]], ...] = ()

    @property
    def last_month(self) -> pd.Timestamp:
        """First day of the last month that is covered to its end."""
        return _last_whole_month(self.until)

    @property
    def last_followed_month(self) -> pd.Timestamp:
        """First day of the last month whose last records have been followed up as well."""
        return _last_whole_month(self.until - pd.Timedelta(days=self.followed_days))

    @property
    def end_of_last_month(self) -> pd.Timestamp:
        """Last day of `last_followed_month`."""
        return pd.Timestamp(self.last_followed_month + pd.offsets.MonthEnd(0))

    def notes(self, start: pd.Timestamp, end: pd.Timestamp) -> tuple[Text, ...]:
        """Sentences that name the tables and columns whose records end early, have gaps or say nought from `start` to `end`."""
        warnings = []
        if self.ended:
            day = self.until
            names = _names(self.ended)
            warnings.append(
                Text(
                    f"{names.ja}の記録が{day.year}年{day.month}月で終わっているため、この指標はそこまでで数えています",
                    f"Records of {names.en} end in {day:%B %Y}: the indicator is counted up to there",
                )
            )
        inside = [m for m in self.missing if start <= m <= end]
        if inside:
            names = _names(self.gaps)
            warnings.append(
                Text(
                    f"{names.ja}の記録のない月が{len(inside)}か月あり、除いています",
                    f"{len(inside)} month(s) without records of {names.en} are left out",
                )
            )
        for place, months in self.silent:
            without = [m for m in months if start <= m <= end]
            if without:
                warnings.append(
                    Text(
                        f"{place.ja}の記録が{len(without)}か月途絶えています。未提出とみなして除いています",
                        f"{place.en} has no records in {len(without)} month(s): taken for not handed in and left out",
                    )
                )
        for source, months in self.zeros:
            zero = [m for m in months if start <= m <= end]
            if zero:
                name = source_title(source)
                warnings.append(
                    Text(
                        f"{name.ja}がすべて0の月が{len(zero)}か月あります。記録もれでないか確かめてください",
                        f"In {len(zero)} month(s) {name.en} is 0 in every record: see that it was recorded",
                    )
                )
        return tuple(warnings)

    def of_months(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of `frame` (column month) whose month was kept."""
        return frame[~frame["month"].isin(self.missing)]


def recorded(city: City, entry: Indicator, subgroup: str = "") -> Recorded:
    """What the indicator's sources allow to be counted, divided by the column `subgroup` if it is named."""
    return city.once(("recorded", entry, subgroup), lambda: _recorded(city, entry, subgroup))


def _recorded(city: City, entry: Indicator, subgroup: str) -> Recorded:
    """Printed figures and surveys have no months: they are whole."""
    if entry.kind.grain in ("figure", "wave"):
        return Recorded(city.data_until)
    if (made := from_totals(city, entry)) is not None:
        until = min(made.until, city.data_until)
        return Recorded(until, ended=((TOTALS, ""),) if made.until < city.last_whole_month else ())
    # A yearly share is put over the records followed up, however few of its last month are.
    followed = entry.followed_days if entry.kind.grain == "month" else 0
    zeros = tuple((source, months) for source in dated_columns(entry) if (months := _zeros(city, source)))
    divided_by = _optional(entry.tables, subgroup)
    found = {source: _unrecorded(city, entry, source) for source in (*_sources(entry), *divided_by)}
    found = {source: what for source, what in found.items() if what != Unrecorded()}
    if not found:
        return Recorded(city.data_until, zeros=zeros, followed_days=followed)
    stated = _stated(city, entry)
    until, ended, gaps = city.data_until, [], []
    missing: set[pd.Timestamp] = set()
    for source, what in found.items():
        of_table = stated if not source[1] else stated[:0]
        end = what.until
        if end is not None and len(of_table):
            end = max(end, of_table.max() + pd.offsets.MonthEnd(0))
        if end is not None and end < city.last_whole_month:
            ended.append((end, source))
            until = min(until, end)
        if absent := what.missing - frozenset(of_table):
            missing |= absent
            gaps.append(source)
    never = tuple(source for source, what in found.items() if what.never)
    return Recorded(
        until,
        frozenset(month for month in missing if month <= until),
        tuple(source for end, source in ended if end == until),
        tuple(gaps),
        never,
        zeros,
        followed,
    )


def with_silent_areas(city: City, entry: Indicator, area: str, kept: Recorded) -> Recorded:
    """`kept` with the centre areas of `area` that fell silent. Surveys and printed numbers have no months."""
    if entry.kind.grain in ("wave", "figure"):
        return kept
    silent = fell_silent(city, entry, area).items()
    return replace(kept, silent=tuple((area_name(city, place), months) for place, months in sorted(silent)))


def source_title(source: Source) -> Text:
    """The name of a table or a column for readers, with its id for whoever has to mend it."""
    table = load_schema().tables[source[0]]
    if not source[1]:
        return Text(f"「{table.title.ja}」({table.name})", f"{table.title.en} ({table.name})")
    field, place = table.field(source[1]), f"{table.name}.{source[1]}"
    return Text(f"「{field.title.ja}」({place})", f"{field.title.en} ({place})")


@cache
def _sources(entry: Indicator) -> tuple[Source, ...]:
    """The tables of those columns, and those of the columns that may be empty and that the indicator does not do without."""
    tables = dict.fromkeys(table for table, _ in dated_columns(entry))
    if entry.kind.grain == "start":
        # That nobody starts any more does not end the waiting of those who have.
        for table, _ in behind(entry, "month"):
            tables.pop(table, None)
    return (*((table, "") for table in tables), *optional_columns(entry))


def _optional(tables: tuple[str, ...], column: str) -> list[Source]:
    """The column in those of the tables that grow with time where it may be empty."""
    schema = load_schema().tables
    named = [t for t in tables if t in DAY_OF_A_RECORD and column in schema[t].field_names]
    return [(table, column) for table in named if not schema[table].field(column).required]


def _zeros(city: City, source: Source) -> frozenset[pd.Timestamp]:
    return city.recording(source[0]).zero_months(source[1]) if city.has(source[0]) else frozenset()


def _unrecorded(city: City, entry: Indicator, source: Source) -> Unrecorded:
    table, column = source
    if not city.has(table):
        return Unrecorded()
    recording = city.recording(table)
    if column:
        return recording.of_column(column)
    # A year without a record would be a zero among yearly counts; shares and rates of it have no denominator anyway. Where
    # no case at all is what is asked, it is an answer.
    return recording.of_rows(whole_years=entry.kind.is_rare_count and table not in entry.may_be_empty)


def _stated(city: City, entry: Indicator) -> pd.DatetimeIndex:
    """Months for which somebody stated that the indicator's tables were reported: none in them is a true zero."""
    state = of_whole_area(reporting(city, entry, city.code), adds_up=False)
    return pd.DatetimeIndex(state.index[state.fillna(False).astype(bool)])


def _names(sources: tuple[Source, ...]) -> Text:
    titles = [source_title(source) for source in sources]
    return Text("・".join(title.ja for title in titles), ", ".join(title.en for title in titles))


@cache
def _last_whole_month(day: pd.Timestamp) -> pd.Timestamp:
    after = pd.Timestamp(day + pd.Timedelta(days=1)).to_period("M").to_timestamp()
    return after - pd.DateOffset(months=1)
