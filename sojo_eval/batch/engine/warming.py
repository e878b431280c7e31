"""What the warm parent does once, so that no notebook has to: imports, and what libraries work out at first use.

Nothing here may start a thread: a forked process would have its locks, but not the thread that opens them.
"""

from __future__ import annotations

import importlib
import warnings
from contextlib import suppress

LIBRARIES = (
    "numpy", "pandas", "scipy.stats", "statsmodels.api", "statsmodels.formula.api", "networkx", "duckdb", "ibis",
    "ibis.backends.duckdb", "pyarrow", "pyarrow.parquet", "pyarrow.compute", "pyarrow.dataset",
    "matplotlib", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.dates",
    "PIL.PngImagePlugin",
    "IPython", "IPython.display", "IPython.core.pylabtools", "pandas.plotting._matplotlib", "stack_data", "pygments.formatters.terminal256",
    "ipykernel.ipkernel", "nbformat", "nbclient", "nbconvert.exporters", "papermill", "papermill.execute",
    "concurrent.futures.process", "multiprocessing.pool", "asyncio",
)  # fmt: skip
"""Imported by the notebooks that we know, by what shows their results, and by papermill.

Not matplotlib_inline: it binds itself to the shell that is there at its import, as it does in a kernel at the first figure.
"""
OURS = (
    "sojo_eval", "sojo_eval.evaluation", "sojo_eval.disclosure", "sojo_eval.comparison", "sojo_eval.flow",
    "sojo_eval.between_groups", "sojo_eval.example_city", "sojo_eval.calibration", "sojo_eval.charts",
    "sojo_eval.data_quality", "sojo_eval.reports", "sojo_eval.reports.html", "sojo_eval.reports.record",
    "sojo_eval.batch.pages",
)  # fmt: skip


def warm() -> list[str]:
    """Import `LIBRARIES` and `OURS`, and use once what is slow at first. Gives the modules that are not there."""
    missing = []
    with warnings.catch_warnings():
        # A library's word at its import is no news to the person who publishes.
        warnings.simplefilter("ignore")
        for name in (*LIBRARIES, *OURS):
            try:
                importlib.import_module(name)
            except ImportError:
                missing.append(name)
        for use in (_notebook_format, _figure, _frame, _page):
            with suppress(Exception):
                use()
    return missing


def _notebook_format() -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    outputs = [new_output("stream", text="x"), new_output("display_data", {"text/plain": "x"})]
    nbformat.validate(new_notebook(cells=[new_code_cell("1", outputs=outputs)]))


def _figure() -> None:
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([1, 2], [1, 2], label="x")
    axes.set_title("x")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")


def _frame() -> None:
    import pandas as pd

    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    frame.to_html()
    frame.groupby("b").agg({"a": "sum"}).reset_index().merge(frame, on="b").to_string()


def _page() -> None:
    from nbformat.v4 import new_notebook

    from sojo_eval.reports.html import notebook_to_html

    notebook_to_html(new_notebook(), "ja")
