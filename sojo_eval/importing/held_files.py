"""Tables of figures are held back by file: a workbook with an error stays out, those beside it are taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.addresses import Addresses
from sojo_eval.importing.source import Gathered
from sojo_eval.schema import Table


def files_with_errors(found: Gathered, checked: Sequence[Problem], table: Table) -> set[str]:
    """The files, of those that gave rows, that an error of this table names."""
    errors = {p.file for p in (*found.problems, *checked) if p.severity == "error" and p.table == table.name}
    return errors & {rows.file for rows, _ in found.rows}


def without_files(
    frame: pd.DataFrame, found: Gathered, files: Collection[str]
) -> tuple[pd.DataFrame, Gathered, Addresses]:
    """The rows, what was gathered and the addresses without those of these files; their accounts say that none was taken."""
    if not files:
        return frame, found, Addresses([rows for rows, _ in found.rows])
    kept = np.concatenate([np.full(len(rows.rows), rows.file not in files) for rows, _ in found.rows])
    for account in found.accounts:
        account.held = account.held or account.file in files
    left = frame[kept].reset_index(drop=True)
    rows = [(rows, account) for rows, account in found.rows if rows.file not in files]
    return left, replace(found, frames=[left], rows=rows), Addresses([r for r, _ in rows])


def told(found: Gathered, files: Collection[str], table: Table) -> list[Problem]:
    """A line for each file that stays out, with the number of its rows."""
    problems = []
    for file in sorted(files):
        n = sum(len(rows.rows) for rows, _ in found.rows if rows.file == file)
        message = Text(
            f"誤りがあるため、このファイルの{n:,}件は「{table.title.ja}」に入れませんでした。ほかのファイルの分は取り込みました",
            f"It has errors, so that its {n:,} records are not in {table.title.en}; those of other files are taken",
        )
        fix = Text(
            "このファイルの誤りを直して、もう一度取り込んでください", "Fix its errors and import again"
        )
        problems.append(
            Problem("file-held-back", message, fix, file=file, table=table.name, severity="warning")
        )
    return problems
