"""What a result was computed by: the package's own code and schema, and the libraries whose numbers are in it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from sojo_eval.foundation.shipped import shipped_folder

LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "duckdb", "ibis-framework")
"""Whose versions may change a number."""
_DECIDE = (".py", ".toml", ".csv", ".json")
"""Endings of the files that a number may depend on."""


@lru_cache
def code_fingerprint() -> str:
    """Hex SHA-256 of all code, settings and tables of this package: two versions that differ in one line differ here.

    The package's version alone does not tell the code of two working days apart.
    """
    package = Path(__file__).resolve().parent.parent
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n"
        for root in (package, shipped_folder("data_schema"))
        for path in sorted(root.rglob("*"))
        if path.suffix in _DECIDE
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@lru_cache
def library_versions() -> dict[str, str]:
    """The installed version of each of `LIBRARIES`."""
    return {name: version(name) for name in LIBRARIES}
