"""One short word that changes whenever the meaning of clean data changes."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from sojo_eval.foundation.shipped import shipped_folder


@lru_cache(maxsize=1)
def schema_version() -> str:
    """First 12 hex digits of the SHA-256 over all table and code-list files, in name order."""
    digest = hashlib.sha256()
    folder = shipped_folder("data_schema")
    for path in sorted([*folder.glob("tables/*.json"), *folder.glob("codelists/*.csv")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
