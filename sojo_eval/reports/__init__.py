"""Reports: what the notebooks show, the pages made of them, and the folder they are published to."""

from sojo_eval.reports.blocks import (
    Block,
    catalogue_table,
    comparison,
    data_quality,
    evidence_note,
    findings_table,
    headline,
    hidden_note,
    how_it_was_worked_out,
    how_to_read,
    indicator_charts,
    limits,
    provenance_block,
    synthetic_banner,
    title_block,
)
from sojo_eval.reports.html import notebook_to_html
from sojo_eval.reports.index import write_index
from sojo_eval.reports.run import publish_reports

__all__ = [
    "Block",
    "catalogue_table",
    "comparison",
    "data_quality",
    "evidence_note",
    "findings_table",
    "headline",
    "hidden_note",
    "how_it_was_worked_out",
    "how_to_read",
    "indicator_charts",
    "limits",
    "notebook_to_html",
    "provenance_block",
    "publish_reports",
    "synthetic_banner",
    "title_block",
    "write_index",
]
