"""The version of the package's own code, for whoever must know whether a page would come out as it did."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from sojo_eval.foundation.shipped import shipped_folder

_PACKAGE = Path(__file__).resolve().parent.parent
_COMPILED = "__pycache__"


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hex SHA-256 over the package's files and the schema's: in a checkout the version's number stays while they change."""
    digest = hashlib.sha256()
    for folder in (_PACKAGE, shipped_folder("data_schema")):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and _COMPILED not in p.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
