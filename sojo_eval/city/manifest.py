"""The manifest of clean tables: hashes of what they were made from and of the tables themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.city.clean_files import clean_files
from sojo_eval.city.folder import CLEAN, MANIFEST, MAPPINGS, RAW, read_manifest
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.foundation.files import private_folder, sha256, write_text
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.version import VERSION
from sojo_eval.schema import load_schema
from sojo_eval.schema.version import schema_version


def manifest_of(
    folder: Path, earlier: dict[str, Any], tables: dict[str, pd.DataFrame], hashes: dict[str, str]
) -> dict[str, Any]:
    """Input and table hashes; tables kept from an earlier import keep their earlier entry."""
    there = {n: entry for n, entry in earlier.items() if clean_files(folder / CLEAN, n) is not None}
    entries = there | {n: {"rows": len(f), "sha256": hashes[n]} for n, f in tables.items()}
    inputs = sorted(
        p
        for sub in (RAW, MAPPINGS)
        if (folder / sub).is_dir()
        for p in (folder / sub).rglob("*")
        if p.is_file()
    )
    return {
        "package_version": VERSION,
        "schema_version": schema_version(),
        "inputs": {p.relative_to(folder).as_posix(): sha256(p) for p in [folder / FILE_NAME, *inputs]},
        "tables": dict(sorted(entries.items())),
    }


def record_clean_tables(folder: PathLike, names: Sequence[str]) -> None:
    """Enter tables that other tools wrote into `clean/` in its manifest, so that the city can be opened with them.

    Each is one file `<table>.parquet` or a folder `<table>/` of Parquet files, as `CleanFiles` reads them. Nothing
    is checked but that they are there: `check_city` does that. Raises SojoEvalError for a table without files and for links.
    """
    folder = as_path(folder)
    refuse_links(folder)
    clean = folder / CLEAN
    private_folder(clean)
    path = clean / MANIFEST
    manifest = read_manifest(clean) if path.is_file() else manifest_of(folder, {}, {}, {})
    for name in names:
        files = clean_files(clean, name) if name in load_schema().tables else None
        if files is None:
            raise SojoEvalError(
                "no-clean-table",
                Text(f"{clean} に表「{name}」がありません", f"There is no table {name!r} in {clean}"),
                Text(
                    f"{name}.parquet か、フォルダー {name}/ に *.parquet を置いてください",
                    f"Put {name}.parquet there, or a folder {name}/ with *.parquet",
                ),
            )
        manifest["tables"][name] = {"rows": files.rows(), "sha256": files.sha256()}
    manifest["tables"] = dict(sorted(manifest["tables"].items()))
    write_text(path, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
