"""Files as received, through mappings, to clean tables: all or nothing per table, every problem located."""

from sojo_eval.importing.checks.changes import CHANGE_COLUMNS, changes, revisions
from sojo_eval.importing.checks.double_counting import counted_twice
from sojo_eval.importing.checks.unlikely_dates import unlikely_dates
from sojo_eval.importing.importer import ImportResult, import_sources, import_unchecked
from sojo_eval.importing.layouts.standards import CityName
from sojo_eval.importing.problem_reports.page import PAGE, Taken
from sojo_eval.importing.problem_reports.write import write_problem_report
from sojo_eval.importing.raw_files import Watch

__all__ = [
    "CHANGE_COLUMNS",
    "PAGE",
    "CityName",
    "ImportResult",
    "Taken",
    "Watch",
    "changes",
    "counted_twice",
    "import_sources",
    "import_unchecked",
    "revisions",
    "unlikely_dates",
    "write_problem_report",
]
