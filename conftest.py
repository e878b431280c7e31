"""How nbval runs notebooks: the shipped ones as they are, but with the example city named, and the executed one strictly.

nbval gives no parameters and says that nobody sits before the notebook, where an empty `city_dir` is an error.
"""

from __future__ import annotations

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_NAMED = 'city_dir = "example"'
_EXECUTED = ".executed.ipynb"
collect_ignore = ["notebooks/60_explore.ipynb"]
"""nbval runs it where it stands executed; that both are the same is a test."""


def pytest_configure(config: pytest.Config) -> None:
    """Pictures are compared by their words: their bytes depend on the machine's way of drawing letters."""
    if getattr(config.option, "nbval_sanitize_with", "") is None:
        config.option.nbval_sanitize_with = str(_HERE / "examples" / "nbval_sanitize.cfg")
    # pytest-xdist would take the files with the fewest tests last, the slow ones: one process would end long after the other.
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write the example's name below the parameters of notebooks, as papermill would, before their cells run.

    Every cell of an executed notebook must show again what it shows, under `--nbval-lax` too.
    """
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is None:
            continue
        if item.path.name.endswith(_EXECUTED):
            item.options["check"] = True  # type: ignore[attr-defined]  # nbval's own
        elif "parameters" in cell.metadata.get("tags", ()):
            cell.source = f"{cell.source}\n{_NAMED}"
