"""A notebook as papermill leaves it, with every block there is."""

from __future__ import annotations

import nbformat
from IPython.core.formatters import DisplayFormatter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import sojo_eval.charts as charts
import sojo_eval.reports as reports
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import Language

PILLARS = ("connections", "consultation", "information")


def executed(shown: list[object], source: str = "report") -> nbformat.NotebookNode:
    """A notebook as papermill leaves it, showing these objects."""
    about = new_markdown_cell("for the lab", metadata={"tags": ["lab-only"]})
    parameters = new_code_cell('city_dir = "/private/folder"', metadata={"tags": ["injected-parameters"]})
    cells, formatter = [about, parameters], DisplayFormatter()
    for thing in shown:
        data, _ = formatter.format(thing)
        noise = new_output("stream", name="stderr", text="a library grumbles")
        cells.append(new_code_cell(source, outputs=[noise, new_output("execute_result", data)]))
    return new_notebook(cells=cells)


def blocks(published: Published, lang: Language) -> list[object]:
    shown: list[object] = [
        reports.title_block(published, "40_evaluation", lang),
        reports.headline(published, lang=lang),
        charts.pillar_overview(published, lang),
        reports.comparison(published, lang),
        reports.how_to_read(lang),
        reports.how_it_was_worked_out(lang),
        reports.evidence_note(published, lang),
        reports.limits(lang),
        reports.hidden_note(published, lang),
        reports.provenance_block(published, lang),
    ]
    for pillar in PILLARS:
        shown += [
            reports.findings_table(published, pillar, lang),
            reports.indicator_charts(published, pillar, lang),
            reports.catalogue_table(published, pillar, lang),
        ]
    return shown
