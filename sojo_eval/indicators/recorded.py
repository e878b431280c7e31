"""Up to which day, and in which months, all that an indicator counts was kept.

A table or a column that nobody handed in reads as "no": no answer within three days, no meeting held. So each
indicator ends where the first of its sources ends, and leaves out the months in which one of them was not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from sojo_eval.city import DAY_OF_A_RECORD, City, Unrecorded
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.lineage import columns_deciding
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.reporting import of_whole_area, reporting
from sojo_eval.indicators.subgroups import unbound
from sojo_eval.schema import load_schema

Source = tuple[str, str]
"""A table and its column; the column is empty for the table as a whole."""


@dataclass(frozen=True)
class Recorded:
    """What an indicator can be counted from.

    until: the last day that all of its sources were kept. missing: months before it in which one was not. ended, gaps:
    the sources that are the reason. never: columns without any value; then nothing can be counted.
    """

    until: pd.Timestamp
    missing: frozenset[pd.Timestamp] = frozenset()
    ended: tuple[Source, ...] = ()
    gaps: tuple[Source, ...] = ()
    never: tuple[Source, ...] = ()

    @property
    def last_month(self) -> pd.Timestamp:
        """First day of the last month that is covered to its end."""
        after = pd.Timestamp(self.until + pd.Timedelta(days=1)).to_period("M").to_timestamp()
        return after - pd.DateOffset(months=1)

    def of_months(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of `frame` (column month) whose month was kept."""
        return frame[~frame["month"].isin(self.missing)]


def recorded(city: City, entry: Indicator) -> Recorded:
    """What the indicator's sources allow to be counted. Printed figures and surveys have no months: they are whole."""
    if entry.kind.grain in ("figure", "wave"):
        return Recorded(city.data_until)
    found = {source: _unrecorded(city, source) for source in _sources(entry)}
    found = {source: what for source, what in found.items() if what != Unrecorded()}
    if not found:
        return Recorded(city.data_until)
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
    )


def source_title(source: Source) -> Text:
    """The name of a table or a column for readers, with its id for whoever has to mend it."""
    table = load_schema().tables[source[0]]
    if not source[1]:
        return Text(f"「{table.title.ja}」({table.name})", f"{table.title.en} ({table.name})")
    field, place = table.field(source[1]), f"{table.name}.{source[1]}"
    return Text(f"「{field.title.ja}」({place})", f"{field.title.en} ({place})")


@cache
def _sources(entry: Indicator) -> tuple[Source, ...]:
    """The tables that grow with time, and their optional columns, that decide the indicator's numbers."""
    schema = load_schema()
    columns = sorted(columns_deciding(unbound(entry)))
    optional = [(t, c) for t, c in columns if t in DAY_OF_A_RECORD and not schema.tables[t].field(c).required]
    tables = dict.fromkeys(t for t, _ in columns if t in DAY_OF_A_RECORD and t not in entry.may_be_empty)
    grown = [(name, "") for name in tables]
    return (*grown, *optional)


def _unrecorded(city: City, source: Source) -> Unrecorded:
    table, column = source
    if not city.has(table):
        return Unrecorded()
    recording = city.recording(table)
    return recording.of_column(column) if column else recording.of_rows()


def _stated(city: City, entry: Indicator) -> pd.DatetimeIndex:
    """Months for which somebody stated that the indicator's tables were reported: none in them is a true zero."""
    state = of_whole_area(reporting(city, entry, city.code), adds_up=False)
    return pd.DatetimeIndex(state.index[state.fillna(False).astype(bool)])
