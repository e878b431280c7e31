"""Indicators made from totals that a city already has, in place of records: one station gives both in one form."""

from sojo_eval.indicators.totals.divided import divided_totals
from sojo_eval.indicators.totals.figures import TABLE, Difference, measures_of
from sojo_eval.indicators.totals.made import WHOLE, Made, made_from_totals
from sojo_eval.indicators.totals.printed import POINTS_OF_A_SERIES, printed_series
from sojo_eval.indicators.totals.station import from_totals, records_count
from sojo_eval.indicators.totals.told import changes_of_definition, notes_on_totals, unlike_records

__all__ = [
    "POINTS_OF_A_SERIES",
    "TABLE",
    "WHOLE",
    "Difference",
    "Made",
    "changes_of_definition",
    "divided_totals",
    "from_totals",
    "made_from_totals",
    "measures_of",
    "notes_on_totals",
    "printed_series",
    "records_count",
    "unlike_records",
]
