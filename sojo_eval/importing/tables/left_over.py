"""What stands in the rows of records and is read by nothing: cells beyond the header, columns between wide ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Positions, is_blank
from sojo_eval.importing.files.sheet import TextSheet
from sojo_eval.importing.mappings.mapping import Place
from sojo_eval.importing.tables.headers import columns_at
from sojo_eval.importing.tables.located import Located
from sojo_eval.importing.values.personal_data import HIDDEN, may_be_a_name
from sojo_eval.japanese import label_key

_NAMED = 6
_LIKE = 60
"""Share (in %) of equal characters in labels that may name the same field."""


def left_over(located: Located, rows: Positions) -> list[Problem]:
    """Errors for records of a text file with more cells than its header."""
    return _too_long(located, rows)


def _too_long(located: Located, rows: Positions) -> list[Problem]:
    """Rows that a comma too many (1,200 without quotation marks) has shifted: longer than header and other rows.

    Only where rows have lengths of their own: in text files that Python reads. Arrow takes none of unequal length.
    """
    sheet, header = located.sheet, located.header
    if sheet.name or isinstance(sheet, TextSheet):
        return []
    width = max((at + 1 for at, label in enumerate(header.labels) if label.strip()), default=0)
    lengths = {int(row): len(sheet.rows[row]) for row in rows}
    usual = Counter(lengths.values()).most_common(1)[0][0] if lengths else 0
    found = []
    for row, length in lengths.items():
        surplus = any(not is_blank(cell) for cell in sheet.rows[row][width:])
        if surplus or (length > width and length != usual and length != len(sheet.rows[header.first - 1])):
            found.append(row)
    message = Text("見出しより多くのセルがあります", "The row has more cells than the header")
    fix = Text(
        '1,200 のようなカンマが列を分けていないか確かめ、引用符（"）で囲んでください',
        "Check whether a comma as in 1,200 splits a cell, and put quotation marks around it",
    )
    return [located.problem("too-many-cells", message, fix, row=row) for row in found]


def like_wide(located: Located, rows: Positions) -> list[int]:
    """Filled columns that nothing reads, between those that hold one field (九月 among 4月, 5月) or called alike (3月分);
    not sums (上半期計), which nobody misses."""
    header = located.header
    wide = {at for at, _ in header.wide}
    if not wide:
        return []
    used = wide | {*header.columns.values()} | left_on_purpose(located)
    forms = {_form(header.labels[at]) for at in wide}
    unread = [
        at
        for at, label in enumerate(header.labels)
        if at not in used
        and label.strip()
        and not label_key(label).endswith("計")
        and (min(wide) < at < max(wide) or _alike(label, forms))
        and not located.sheet.column(at, 0).take(rows).blank().all()
    ]
    return unread


def left_on_purpose(located: Located) -> set[int]:
    """The columns that the mapping names in `unread`."""
    labels = located.header.labels
    keys = [label_key(label) for label in labels]
    return {
        at
        for name in located.mapping.unread
        for at in columns_at(Place((name,)), keys, labels, {}, by_letter=True)
    }


def unread_like_wide(located: Located, unread: Sequence[int]) -> Problem:
    """A warning that names those columns."""
    header = located.header
    named = "、".join(_named(header.labels[at], at) for at in unread[:_NAMED])
    message = Text(
        f"同じ項目が並ぶ列のあいだか続きに、読まない列があります: {named}",
        f"Some columns among or beside those of one field are not read: {named}",
    )
    fix = Text(
        "要るなら対応表の [[wide.columns]] に加え、合計なら [[sums]] の total にしてください",
        "If you need them, add them to [[wide.columns]]; a total belongs in [[sums]]",
    )
    row = header.first - 1
    return located.problem("unread-column", message, fix, row=row, at=unread[0], severity="warning")


def _named(label: str, at: int) -> str:
    printed = HIDDEN if may_be_a_name(label) else label.replace("\n", " ")
    return f"{printed}（{letters(at)}列）"


def _form(label: str) -> str:
    """A label with its numbers made alike: 4月 and 十月 are one form."""
    return re.sub("[0-9]+|[〇一二三四五六七八九十百元]+", "#", label_key(label))


def _alike(label: str, forms: set[str]) -> bool:
    form = _form(label)
    return "#" in form and any(fuzz.ratio(form, other) >= _LIKE for other in forms)
