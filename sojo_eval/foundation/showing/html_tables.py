"""Tables as HTML that a screen reader can follow: caption, header cells with scope, numbers to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

_NUMBER_SIGNS = set("0123456789.,+−-—±%<〜 ")


_RIGHT = ' class="number"'


def _is_number(value: object) -> bool:
    text = "" if value is None or value is pd.NA else str(value)
    return bool(text) and set(text) <= _NUMBER_SIGNS


def table_html(
    frame: pd.DataFrame,
    caption: str,
    *,
    row_headers: bool = True,
    name: str = "data",
    badges: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """`frame` (texts as they are to be read) as `<table>`; the first column heads its row when `row_headers`.

    The table can be scrolled inside its own box, also by keyboard, so that it never widens the page. badges:
    columns whose cells are labels, with the class of each row's.
    """
    numbers = [
        bool(len(frame)) and all(_is_number(value) for value in frame.iloc[:, i])
        for i in range(frame.shape[1])
    ]
    head = "".join(
        f'<th scope="col"{_RIGHT if numbers[i] and (i or not row_headers) else ""}>{escape(str(c))}</th>'
        for i, c in enumerate(frame.columns)
    )
    body = []
    labels = [(badges or {}).get(str(column)) for column in frame.columns]
    for at, row in enumerate(frame.itertuples(index=False)):
        cells = []
        for i, value in enumerate(row):
            text = "" if value is None or value is pd.NA else str(value)
            if i == 0 and row_headers:
                cells.append(f'<th scope="row">{escape(text)}</th>')
            elif (kinds := labels[i]) is not None:
                cells.append(
                    f'<td><span class="badge {escape(kinds[at], quote=True)}">{escape(text)}</span></td>'
                )
            else:
                cells.append(f"<td{_RIGHT if _is_number(value) else ''}>{escape(text)}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="{escape(name, quote=True)}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
