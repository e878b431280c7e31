"""Columns of figures that no mapping reads: told, since a column of numbers may not vanish in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Positions, as_text, is_blank
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.left_over import left_on_purpose, like_wide, unread_like_wide
from sojo_eval.importing.tables.located import Located
from sojo_eval.importing.values.personal_data import HIDDEN, may_be_a_name
from sojo_eval.japanese import UnreadableError, is_missing, label_key, normalise, read_quantity, state_of

_MOST = 0.5
"""Share of a column's values that must be numbers, signs for none apart."""
_EXAMINED = 400
_NAMED = 12
_KEY = re.compile(
    r"番号$|コード$|code$|(?:^|/)(?:no[.]?|№|id|#)$|緯度|経度|latitude|longitude|(?:^|/)(?:lat|l(?:on|ng)|x座標|y座標)$"
    r"|電話番号|(?:^|/)(?:tel|fax)$|fax番号|郵便番号|〒|(?:^|/)(?:連番|通番|項番|順番|順位)$"
)
_TIME = frozenset(
    map(label_key, ("年", "年度", "月", "日", "西暦", "年月", "年月日", "year", "month", "date"))
)


@dataclass(frozen=True)
class SheetRead:
    """What one mapping reads of a sheet: rows (from 0) of its records."""

    located: Located
    rows: Positions

    @cached_property  # asked for every column, of which a damaged workbook may have sixteen thousand
    def used(self) -> set[int]:
        header, sums = self.located.header, self.located.mapping.sums
        parts = [pattern(s.pattern) for s in sums if s.pattern]
        summed = {
            at for at, label in enumerate(header.labels) if any(p.fullmatch(normalise(label)) for p in parts)
        }
        return {*header.columns.values(), *(at for at, _ in header.wide), *summed}

    def overlaps(self, other: SheetRead) -> bool:
        """Whether both read some of the same lines of the sheet."""
        if not len(self.rows) or not len(other.rows):
            return False
        return bool(self.rows.min() <= other.rows.max() and other.rows.min() <= self.rows.max())


def is_key(label: str) -> bool:
    """Whether the numbers of a column so called are keys, places or telephones, and no figures."""
    return _KEY.search(label_key(label)) is not None


def unread_figures(reads: Iterable[SheetRead]) -> list[Problem]:
    """A warning for each reading of a sheet that leaves columns of figures to nobody."""
    by_sheet: dict[tuple[str, str], list[SheetRead]] = {}
    for read in reads:
        by_sheet.setdefault((read.located.file_name, read.located.sheet.name), []).append(read)
    found = []
    for group in by_sheet.values():
        met: set[int] = set()
        for read in group:
            others = {
                at for other in group if other is not read and read.overlaps(other) for at in other.used
            }
            among = [at for at in like_wide(read.located, read.rows) if at not in others]
            if among:
                found.append(unread_like_wide(read.located, among))
            unread = [at for at in _unread(read) if at not in others | met | {*among}]
            met |= {*unread}
            if unread:
                found.append(_warning(read.located, unread))
    return found


def _unread(read: SheetRead) -> list[int]:
    located = read.located
    labels = located.header.labels
    known = left_on_purpose(located)
    found = []
    if not located.number_columns:
        return []  # a table of texts: what stands beside them is not counted
    width = max((at + 1 for at, label in enumerate(labels) if label.strip()), default=0)
    # A text file's cells beyond its header are told as too many.
    for at in range(width if not located.sheet.name else located.sheet.width()):
        label = labels[at] if at < len(labels) else ""
        last = label_key(label.split("/")[-1])
        if at in read.used | known or is_key(label) or last in _TIME or last.endswith("計"):
            continue
        if _holds_figures(read, at) and not (not last and _counts_rows(read, at)):
            found.append(at)
    return found


def _holds_figures(read: SheetRead, at: int) -> bool:
    cells = read.located.sheet.column(at, 0).take(read.rows).used()
    values = [v for v in cells.values[:_EXAMINED] if not is_blank(v)]
    there = [v for v in values if not (isinstance(v, str) and (is_missing(v) or state_of(v) != "observed"))]
    return bool(there) and sum(map(_is_figure, there)) >= _MOST * len(there)


def _counts_rows(read: SheetRead, at: int) -> bool:
    """Whether the cells are 1, 2, 3 …, as people number rows."""
    cells = read.located.sheet.column(at, 0).take(read.rows)
    numbers = [as_text(cells[row]) for row in range(min(len(cells), _EXAMINED))]
    return all(text.isdigit() for text in numbers) and all(int(b) - int(a) == 1 for a, b in pairwise(numbers))


def _is_figure(cell: object) -> bool:
    try:
        read_quantity(cell)
    except UnreadableError:
        return False
    return True


def _warning(located: Located, unread: Sequence[int]) -> Problem:
    labels = located.header.labels
    named = "、".join(_named(labels[at] if at < len(labels) else "", at) for at in unread[:_NAMED])
    named += "…" if len(unread) > _NAMED else ""
    message = Text(
        f"数の列で、どの対応表も読まないものがあります: {named}",
        f"No mapping reads some columns of numbers: {named}",
    )
    fix = Text(
        '要るなら対応表の [columns] か [[wide.columns]] に加え、要らないなら unread = ["見出し"] に書いてください',
        'If you need them, add them to [columns] or [[wide.columns]]; if not, to unread = ["header"] in the mapping',
    )
    row = located.header.first - 1
    return located.problem("unread-figures", message, fix, row=row, at=unread[0], severity="warning")


def _named(label: str, at: int) -> str:
    printed = HIDDEN if may_be_a_name(label) else " ".join(label.split())
    return f"{printed}（{letters(at)}列）"
