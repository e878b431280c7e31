"""Finding the header of a sheet: one row, or several joined by "/" with merged cells filled."""

from __future__ import annotations

import difflib

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.mapping import Mapping
from sojo_eval.importing.reading import Sheet
from sojo_eval.japanese import label_key

SEARCHED_ROWS = 30


def find_header(sheet: Sheet, mapping: Mapping, shown: str) -> tuple[list[str], int, list[Problem]]:
    """Header labels, the index of the first row below them, and problems (then the first two are empty).

    Without `header_rows` the header is the first row that holds every mapped label.
    """
    wanted = [column.header for column in mapping.columns]
    if mapping.header_rows:
        labels = _joined(sheet, mapping.header_rows)
        missing = _missing(wanted, labels)
        if not missing:
            return labels, max(mapping.header_rows), []
        return (
            [],
            0,
            [_not_found(header, labels, shown, sheet, max(mapping.header_rows)) for header in missing],
        )
    candidates = [[str(cell).strip() for cell in row] for row in sheet.rows[:SEARCHED_ROWS]]
    for i, labels in enumerate(candidates):
        if not _missing(wanted, labels):
            return labels, i + 1, []
    keys = {label_key(header) for header in wanted}
    hits = [len(keys & {label_key(label) for label in labels}) for labels in candidates]
    best = max(range(len(hits)), key=hits.__getitem__, default=None)
    labels = candidates[best] if best is not None else []
    row = None if best is None else best + 1
    return [], 0, [_not_found(header, labels, shown, sheet, row) for header in _missing(wanted, labels)]


def _missing(wanted: list[str], labels: list[str]) -> list[str]:
    present = {label_key(label) for label in labels}
    return [header for header in wanted if label_key(header) not in present]


def _joined(sheet: Sheet, rows: tuple[int, ...]) -> list[str]:
    """Labels of several rows joined by "/", merged cells filled, equal neighbours once."""
    width = max((len(row) for row in sheet.rows), default=0)
    grid = {
        r: [str(cell).strip() for cell in sheet.rows[r - 1]] + [""] * (width - len(sheet.rows[r - 1]))
        for r in rows
        if r <= len(sheet.rows)
    }
    for (top, left), (bottom, right) in sheet.merged:
        if top + 1 in grid and left < width:
            for r in range(top + 1, bottom + 2):
                for c in range(left, min(right + 1, width)):
                    if r in grid:
                        grid[r][c] = grid[top + 1][left]
    joined = []
    for c in range(width):
        parts: list[str] = []
        for r in rows:
            label = grid.get(r, [""] * width)[c]
            if label and (not parts or parts[-1] != label):
                parts.append(label)
        joined.append("/".join(parts))
    return joined


def _not_found(header: str, labels: list[str], shown: str, sheet: Sheet, row: int | None) -> Problem:
    near = difflib.get_close_matches(header, [label for label in labels if label], n=1, cutoff=0.5)
    found = "、".join(label for label in labels if label)[:200]
    hint = (
        Text(f"（「{near[0]}」に変わっていませんか）", f" (renamed to “{near[0]}”?)")
        if near
        else Text("", "")
    )
    return Problem(
        "missing-column",
        Text(f"列「{header}」がありません{hint.ja}", f"The column “{header}” is missing{hint.en}"),
        Text(
            f"見出しを直すか、対応表を書き換えてください。見つかった見出し: {found or 'なし'}",
            f"Mend the header, or change the mapping. Headers found: {found or 'none'}",
        ),
        shown,
        sheet.name,
        row,
        header,
    )
