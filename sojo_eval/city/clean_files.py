"""Where a clean table lies: one Parquet file, or a folder of them (`clean/consultations/fiscal_year=2024/…`)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq

from sojo_eval.foundation.files import sha256

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True)
class CleanFiles:
    """The Parquet files of one clean table, in a fixed order."""

    root: Path
    files: tuple[Path, ...]

    @property
    def partitioned(self) -> bool:
        """True when the table is a folder."""
        return self.files != (self.root,)

    @property
    def partition_keys(self) -> tuple[str, ...]:
        """Columns that stand in the names of the folders (`key=value`), outermost first."""
        return tuple(self.partition_values(self.files[0]))

    def partition_values(self, path: Path) -> dict[str, str | None]:
        """What the folders above one of the files say of its rows, as text; None for no value."""
        folders = path.relative_to(self.root).parts[:-1] if self.partitioned else ()
        said = [name.split("=", 1) for name in folders if "=" in name]
        return {unquote(key): None if value == _NO_VALUE else unquote(value) for key, value in said}

    def rows(self) -> int:
        """How many rows the files say they hold."""
        return sum(pq.read_metadata(path).num_rows for path in self.files)

    def sha256(self) -> str:
        """Hex SHA-256 of the file; of a folder, of its files' relative names and hashes, so that none can go or come."""
        if not self.partitioned:
            return sha256(self.root)
        lines = [f"{sha256(path)}  {path.relative_to(self.root).as_posix()}\n" for path in self.files]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def clean_files(clean: Path, name: str) -> CleanFiles | None:
    """The files of a table in the folder `clean`; None when there are none. A single file goes before a folder.

    Names that begin with a dot or an underscore are left out: tools put their own notes there.
    """
    single = clean / f"{name}.parquet"
    if single.is_file():
        return CleanFiles(single, (single,))
    root = clean / name
    found = [
        path
        for path in sorted(root.rglob("*.parquet"))
        if not any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
    ]
    return CleanFiles(root, tuple(found)) if found else None
