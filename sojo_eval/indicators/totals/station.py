"""What an indicator is counted from in a city: its records, or the totals that it has in their place."""

from __future__ import annotations

from sojo_eval.city import City
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.subgroups import optional_columns
from sojo_eval.indicators.totals.figures import TABLE
from sojo_eval.indicators.totals.made import Made, made_from_totals
from sojo_eval.indicators.totals.printed import PRINTED_TABLE, printed_series


def from_totals(city: City, entry: Indicator) -> Made | None:
    """What an indicator is counted from in this city where that is totals; None where it is records, which go before them."""
    if entry.totals is None and entry.tables != (PRINTED_TABLE,):
        return None

    def asked() -> Made | None:
        if entry.tables == (PRINTED_TABLE,):
            printed = None if entry.kind.grain == "figure" else printed_series(city, entry)
            return None if printed is None else printed.made
        made = made_from_totals(city, entry)
        return None if made is None or records_count(city, entry) else made

    return city.once(("from totals", entry.id, entry.totals, entry.kind.grain == "figure"), asked)


def records_count(city: City, entry: Indicator) -> bool:
    """Whether the tables that the indicator reads hold records with all that it needs."""
    if entry.tables == (TABLE,):
        return False
    if any(not city.rows(name) and name not in entry.may_be_empty for name in entry.tables):
        return False
    return entry.totals is None or not any(
        city.recording(table).of_column(column).never for table, column in optional_columns(entry)
    )
