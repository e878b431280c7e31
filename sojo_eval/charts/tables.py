"""Tables as HTML that a screen reader can follow: caption, header cells with scope, numbers to the right."""

from __future__ import annotations

from html import escape

import pandas as pd

_NUMBER_SIGNS = set("0123456789.,+−-—±%<〜 ")


_RIGHT = ' class="number"'


def _is_number(value: object) -> bool:
    text = "" if value is None or value is pd.NA else str(value)
    return bool(text) and set(text) <= _NUMBER_SIGNS


def table_html(frame: pd.DataFrame, caption: str, *, row_headers: bool = True, name: str = "data") -> str:
    """`frame` (texts as they are to be read) as `<table>`; the first column heads its row when `row_headers`.

    The table can be scrolled inside its own box, also by keyboard, so that it never widens the page.
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
    for row in frame.itertuples(index=False):
        cells = []
        for i, value in enumerate(row):
            text = "" if value is None or value is pd.NA else str(value)
            if i == 0 and row_headers:
                cells.append(f'<th scope="row">{escape(text)}</th>')
            else:
                cells.append(f"<td{_RIGHT if _is_number(value) else ''}>{escape(text)}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="{escape(name, quote=True)}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
