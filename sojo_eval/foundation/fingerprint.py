"""What a result was computed by: the package's own code and schema, and the libraries whose numbers are in it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from sojo_eval.foundation.shipped import shipped_folder

LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "duckdb", "ibis-framework")
"""Whose versions may change a number."""
_COMPILED = "__pycache__"


@lru_cache
def code_fingerprint() -> str:
    """Hex SHA-256 over the package's files and the schema's: two versions that differ in one line differ here.

    The package's version alone does not tell the code of two working days apart.
    """
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for folder in (package, shipped_folder("data_schema")):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and _COMPILED not in p.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache
def library_versions() -> dict[str, str]:
    """The installed version of each of `LIBRARIES`."""
    return {name: version(name) for name in LIBRARIES}
