"""Files as received, through mappings, to clean tables: all or nothing per table, every problem located."""

from sojo_eval.importing.importer import ImportResult, import_sources
from sojo_eval.importing.report import write_problem_report

__all__ = ["ImportResult", "import_sources", "write_problem_report"]
