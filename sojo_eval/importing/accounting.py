"""What became of every row of every sheet: read = kept + left out + refused, each with its rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

LOG_COLUMNS = [
    "file", "sheet", "table", "rows_read", "rows_kept", "rows_left_out", "rows_refused", "left_out_by",
    "refused_by", "records", "taken",
]  # fmt: skip


@dataclass
class Account:
    """One sheet's rows below the header, for one table. refused: row index → the rule that refused it first. held: the file
    stays out of the table as a whole."""

    file: str
    sheet: str
    table: str
    read: int
    left_out: Mapping[str, int]
    kept: int
    refused: dict[int, str] = field(default_factory=dict)
    records: int = 0
    held: bool = False

    def line(self) -> dict[str, object]:
        """The log's row. Raises AssertionError when a row is unaccounted for: then nothing may be written."""
        left_out, refused = sum(self.left_out.values()), len(self.refused)
        kept = self.kept - refused
        if self.read != kept + left_out + refused or kept < 0:
            raise AssertionError(
                f"{self.file} {self.sheet}: {self.read} rows read, {kept} kept, {left_out} left out, {refused} refused"
            )
        by_rule = pd.Series([*self.refused.values()], dtype=object).value_counts(sort=False)
        return dict(
            zip(
                LOG_COLUMNS[:-1],
                (
                    self.file,
                    self.sheet,
                    self.table,
                    self.read,
                    kept,
                    left_out,
                    refused,
                    _counted(self.left_out),
                    _counted({str(rule): int(n) for rule, n in by_rule.items()}),
                    self.records,
                ),
                strict=True,
            )
        )


def log_of(accounts: list[Account], taken: Collection[str]) -> pd.DataFrame:
    """One row a sheet and table, columns `LOG_COLUMNS`. taken: the tables that are written; in others no row is."""
    lines = [
        account.line() | {"taken": "yes" if account.table in taken and not account.held else "no"}
        for account in accounts
    ]
    return pd.DataFrame(lines, columns=LOG_COLUMNS)


def _counted(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{rule}: {n}" for rule, n in counts.items() if n)
