"""How nbval runs the shipped notebooks (`pytest --nbval-lax notebooks`): as they are, but with the example city named.

nbval gives no parameters and says that nobody sits before the notebook, where an empty `city_dir` is an error.
"""

from __future__ import annotations

import pytest

_AS_SHIPPED, _NAMED = 'city_dir = ""', 'city_dir = "example"'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write the example's name into the parameters of notebooks, before their cells run."""
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is not None and "parameters" in cell.metadata.get("tags", ()):
            cell.source = cell.source.replace(_AS_SHIPPED, _NAMED)
