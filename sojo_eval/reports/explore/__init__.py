"""What `60_explore` works with: one indicator asked for, tables that sort, and a word instead of a stop where a question
has no answer. For work inside the city hall: nothing here passed disclosure control."""

from sojo_eval.reports.explore.asked_for import Exploring, exploring
from sojo_eval.reports.explore.possible import if_possible
from sojo_eval.reports.explore.sortable_table import SortableTable, sortable

__all__ = ["Exploring", "SortableTable", "exploring", "if_possible", "sortable"]
