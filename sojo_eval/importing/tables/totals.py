"""Printed sums against their parts: rows of totals, columns of totals, running totals. What differs is a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import cell_address
from sojo_eval.importing.files.cells import Cell, Cells, Positions, as_text, is_blank
from sojo_eval.importing.mappings.mapping import FileMapping, Sum, Totals
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.located import Header, Located, Reader
from sojo_eval.importing.values.values import Read
from sojo_eval.japanese import UnreadableError, label_key, meaning_of, normalise, parse_number

_ROUNDING = 1e-6
"""Sums of decimals as Excel keeps them differ by so much without any mistake."""
_NEAREST = 50
"""So many totals above or below a total may be where its parts begin or end: 小計, 計, 合計 and the records between."""
_CELLS, _NAMED = 5, 3
_RATIO = re.compile("率|割合|比$|平均|[%％]")
"""Columns that are not sums."""
Numbers = NDArray[np.float64]
_LOOK = Text(
    "合計か内訳のどちらかが違います。元の表を確かめてください",
    "Either the total or a part is wrong: check the original",
)


@dataclass(frozen=True)
class Amounts:
    """A column of numbers in sums. `parts`: 0 where nothing stands, NaN where nobody knows (withheld, not read).

    `printed`: NaN where no number is printed, so that there is no total to check.
    """

    parts: Numbers
    printed: Numbers


@dataclass
class PrintedSums:
    """The sums that one sheet prints. reader: how the cells of a mapped column are read."""

    located: Located
    reader: Reader
    problems: list[Problem] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """Cells of the totals that have no parts, or parts that nobody knows."""

    _read: dict[int, Amounts] = field(default_factory=dict)
    _keyed: dict[int, NDArray[np.object_]] = field(default_factory=dict)

    @property
    def _header(self) -> Header:
        return self.located.header

    def check(self, records: Positions, totals: Sequence[tuple[Totals, Positions]]) -> list[Problem]:
        """Every total that does not agree with the records it should sum, and every row whose sums do not agree.

        records: row indices of the records in the sheet; totals: each rule with the row indices that it marks.
        """
        marked = sorted(((int(row), total) for total, rows in totals for row in rows), key=lambda m: m[0])
        rows = [row for row, _ in marked]
        for number, (row, total) in enumerate(marked):
            self._check_row(
                row, total, rows[:number][::-1], [*rows[number + 1 :], self.located.sheet.height], records
            )
        for rule in self.located.mapping.sums:
            self._check_columns(rule, records)
        return self.problems + self._unchecked()

    def _check_row(
        self, row: int, total: Totals, above: Sequence[int], below: Sequence[int], records: Positions
    ) -> None:
        """One row of totals, against the parts with which most of its columns agree."""
        summed = [at for at in self.located.number_columns if not _RATIO.search(self._header.labels[at])]
        chosen = [self._header.columns[name] for name in total.columns] or summed
        printed = {at: float(self.amounts(at).printed[row - self._header.first]) for at in chosen}
        printed = {at: value for at, value in printed.items() if np.isfinite(value)}
        best: dict[int, tuple[float, float]] = {}  # the sum, and that of the parts that are known
        doubtful: set[int] = set()
        most = -1
        for first, last in _spans(row, total.of, above, below):
            parts = records[np.searchsorted(records, first, "right") : np.searchsorted(records, last)]
            parts = self._alike(parts, row, total.same)
            if not len(parts):
                continue
            values = {at: self.amounts(at).parts[parts - self._header.first] for at in printed}
            added = {at: (float(each.sum()), float(np.nansum(each))) for at, each in values.items()}
            # Parts that nobody knows may make up the rest, unless those that are known are more already.
            doubtful |= {at for at, (all_, some) in added.items() if np.isnan(all_) and some <= printed[at]}
            agreeing = sum(_agree(printed[at], all_) for at, (all_, _) in added.items())
            if agreeing > most:
                best, most = added, agreeing
            if most == len(printed):
                break
        for at, value in printed.items():
            if best and _agree(value, best[at][0]):
                continue
            if not best or at in doubtful:
                self.unchecked.append(cell_address(row, at))
            else:
                self.problems.append(self._wrong_total(at, row, value, best[at][1]))

    def _alike(self, parts: Positions, row: int, same: Sequence[str]) -> Positions:
        """Those parts that say the same as the total's row in these columns, however it is spelt."""
        for name in same:
            keys = self._keys(self._header.columns[name])
            parts = parts[keys[parts - self._header.first] == keys[row - self._header.first]]
        return parts

    def _keys(self, at: int) -> NDArray[np.object_]:
        if at not in self._keyed:
            cells = self.located.below(at)
            keys = np.array([label_key(as_text(value)) for value in cells.values], dtype=object)
            self._keyed[at] = keys[cells.codes]
        return self._keyed[at]

    def amounts(self, at: int) -> Amounts:
        """A column read as its records are: with the unit, the signs and the spelling that the mapping gives it."""
        if at not in self._read:
            column = self.located.number_columns.get(at)
            read = parse_number if column is None else self.reader(column)
            self._read[at] = amounts(
                self.located.sheet.unmerged(at, self._header.first), read, self.located.mapping
            )
        return self._read[at]

    def _wrong_total(self, at: int, row: int, total: float, added: float) -> Problem:
        message = Text(
            f"合計の行は {total:,g} ですが、内訳を足すと {added:,g} です",
            f"The total row says {total:,g}, but its parts add up to {added:,g}",
        )
        return self._differs("total-differs", message, at, row, total)

    def _differs(self, rule: str, message: Text, at: int, row: int, printed: float) -> Problem:
        column, value = self.located.label(at), f"{printed:g}"
        return self.located.problem(
            rule, message, _LOOK, row=row, at=at, column=column, value=value, severity="warning"
        )

    def _check_columns(self, rule: Sum, records: Positions) -> None:
        """Rows in which a column is not the sum of its parts, or has not grown by its part since the row before."""
        at = self._header.columns[rule.total]
        added = [self._header.columns[name] for name in rule.parts]
        if rule.pattern:
            searched = pattern(rule.pattern)
            labels = enumerate(self._header.labels)
            added = [i for i, label in labels if i != at and searched.fullmatch(normalise(label))]
        if not added:
            return  # the file has the total alone
        rows = records - self._header.first
        total = self.amounts(at).printed[rows]
        parts = np.sum([self.amounts(i).parts[rows] for i in added], axis=0)
        named = "、".join(self._header.labels[i].replace("\n", " ") for i in added)
        if len(added) > _NAMED:
            named = f"{self._header.labels[added[0]]}〜{self._header.labels[added[-1]]}".replace("\n", " ")
        groups = self._groups(records, rule.same)
        expected, first = (
            _grown(total, parts, groups) if rule.running else (parts, np.zeros(len(parts), dtype=bool))
        )
        for i in np.flatnonzero(np.isfinite(total)).tolist():
            if first[i] or (rule.running and _agree(total[i], parts[i])):
                continue  # what was counted before the first row is unknown; and a new year begins at zero
            if not np.isfinite(expected[i]):
                self.unchecked.append(cell_address(int(records[i]), at))
            elif not _agree(total[i], expected[i]):
                wrong = _wrong_running if rule.running else _wrong_sum
                message = wrong(float(total[i]), named, float(expected[i]))
                row, printed = int(records[i]), float(total[i])
                self.problems.append(self._differs("sum-differs", message, at, row, printed))

    def _groups(self, records: Positions, same: Sequence[str]) -> NDArray[np.int64]:
        """For each record the number of its group, of those that say the same in these columns."""
        known: dict[tuple[object, ...], int] = {}
        keys = [self._keys(self._header.columns[name])[records - self._header.first] for name in same]
        rows = zip(*keys, strict=True) if keys else (() for _ in records)
        return np.array([known.setdefault(key, len(known)) for key in rows], dtype=np.int64)

    def _unchecked(self) -> list[Problem]:
        """One note with the number of totals of which nobody can say whether they agree."""
        if not self.unchecked:
            return []
        n, cells = len(self.unchecked), self.unchecked
        where = ", ".join(cells[:_CELLS]) + (", …" if n > _CELLS else "")
        message = Text(
            f"合計のうち{n:,}は、内訳に伏せられた値や読めない値があるか、内訳がなく、確かめられません（{where}）",
            f"{n:,} totals cannot be checked: their parts are withheld, unreadable or missing ({where})",
        )
        fix = Text(
            "内訳がそろう資料があれば、それと比べてください",
            "Compare them with a source that has all parts, if there is one",
        )
        return [self.located.problem("total-unchecked", message, fix, cell=cells[0], severity="note")]


def _spans(row: int, of: str, above: Sequence[int], below: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the parts of a total may stand, the likeliest first: rows after the one given, up to the other.

    above: rows of totals above, the nearest first; below: those below and the end of the sheet.
    """
    everything = (-1, row)
    if of == "all":
        yield everything
        return
    yield (above[0] if above else -1, row)
    if of == "above":
        return
    yield from ((start, row) for start in above[1:_NEAREST])
    yield everything
    yield from ((row, end) for end in below[:_NEAREST])
    yield row, below[-1]


def _grown(total: Numbers, parts: Numbers, groups: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.bool_]]:
    """What a running total should say in each row: the one before of its group and the part; and which rows are a group's
    first. After a slip the row goes on from the printed total or from the right one, whichever it agrees with."""
    expected, first = np.full(len(total), np.nan), np.zeros(len(total), dtype=bool)
    before: dict[int, tuple[float, float]] = {}
    for i, group in enumerate(groups.tolist()):
        first[i] = group not in before
        printed, right = (value + parts[i] for value in before.get(group, (np.nan, np.nan)))
        expected[i] = right if _agree(total[i], right) else printed
        before[group] = total[i], (total[i] if _agree(total[i], expected[i]) or first[i] else expected[i])
    return expected, first


def amounts(cells: Cells, read: Read, mapping: FileMapping | None = None) -> Amounts:
    """The cells of a column as numbers in sums; what is not a number is reported where it is read."""
    marks = mapping.marks if mapping is not None else None

    def amount(cell: Cell) -> tuple[float, float]:
        if is_blank(cell):
            return 0.0, np.nan
        meaning = meaning_of(cell, marks)
        if meaning == "not_applicable":
            return 0.0, np.nan
        if meaning in ("suppressed", "missing"):
            return np.nan, np.nan
        try:
            number = 0.0 if meaning == "zero" else float(read(cell))  # type: ignore[arg-type]
        except UnreadableError:
            return np.nan, np.nan
        return number, number

    read_ = np.array([amount(value) for value in cells.values], dtype=np.float64).reshape(-1, 2)
    return Amounts(read_[cells.codes, 0], read_[cells.codes, 1])


def numbers(cells: Cells) -> Numbers:
    """A column as numbers, NaN where a cell is none."""
    return amounts(cells, parse_number).printed


def _agree(total: float, added: float) -> bool:
    return bool(np.isfinite(added) and abs(total - added) <= _ROUNDING * max(1, abs(total)))


def _wrong_running(total: float, named: str, expected: float) -> Text:
    return Text(
        f"累計は {total:,g} ですが、前の累計に「{named}」を足すと {expected:,g} です",
        f"The running total says {total:,g}, but the one before with “{named}” gives {expected:,g}",
    )


def _wrong_sum(total: float, named: str, expected: float) -> Text:
    return Text(
        f"{total:,g} とありますが、「{named}」を足すと {expected:,g} です",
        f"It says {total:,g}, but “{named}” add up to {expected:,g}",
    )
