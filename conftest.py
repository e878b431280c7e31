"""How nbval runs the shipped notebooks (`pytest --nbval-lax notebooks`): as they are, but with the example city named.

nbval gives no parameters and says that nobody sits before the notebook, where an empty `city_dir` is an error.
"""

from __future__ import annotations

import pytest

_NAMED = 'city_dir = "example"'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write the example's name below the parameters of notebooks, as papermill would, before their cells run."""
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is not None and "parameters" in cell.metadata.get("tags", ()):
            cell.source = f"{cell.source}\n{_NAMED}"
