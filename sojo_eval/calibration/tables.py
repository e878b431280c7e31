"""Shares and tables as Markdown."""

from __future__ import annotations

import pandas as pd


def percent(share: float) -> str:
    """One decimal; a dash where there is none."""
    return "—" if pd.isna(share) else f"{100 * share:.1f} %"


def percent_with_error(share: float, error: float) -> str:
    """With one Monte-Carlo standard error."""
    return "—" if pd.isna(share) else f"{100 * share:.1f} % ± {100 * error:.2f}"


def markdown_table(table: pd.DataFrame) -> str:
    """The frame as a Markdown table, every cell as text."""
    lines = [table.columns.tolist(), ["---"] * len(table.columns), *table.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
