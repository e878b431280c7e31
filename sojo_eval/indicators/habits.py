"""Whether the records that an indicator is counted from were kept alike in both periods.

A form that asks one thing more, a desk that enters its month as one line, totals of the city beside those of its areas:
each moves a number though nothing else has changed. What differs by more than chance is told; what would move the
number by as much as a verdict rests on refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from sojo_eval.city import DAY_OF_A_RECORD, MONTHLY, City, Habits
from sojo_eval.city.habits import MIN_ROWS
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.recorded import Source, source_title
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.subgroups import behind, deciding
from sojo_eval.indicators.totals import from_totals
from sojo_eval.schema import load_schema

Span = tuple[pd.Timestamp, pd.Timestamp]

TOLD = 0.95
REFUSED = 0.90
"""The part of the rows that have a column, over that of the other period: told below the first, refused below the
second, which is as large as the smallest change that counts are judged by."""
SURE = 3.0
"""Standard errors from which on a difference in what is filled in is not chance: some hundred columns are looked at."""
MUCH = 0.10
"""Difference in the part of rows (or sums) that are alike, or stand at an upper level, from which on it refuses."""
ONE_A_MONTH, SEVERAL_A_MONTH = 1.02, 1.5
"""Rows for a combination of month, area and service, where a month is one line and where it is not."""
MIN_LINES = 12
"""A year of lines, one a month, shows that a month is one line, beside a side with `MIN_ROWS`."""
MOST = 0.50
"""Difference in the part of rows dated on the first or last day of a month, from which on days stand for months."""


@dataclass(frozen=True)
class ChangeOfHabit:
    """One way in which records were kept otherwise in the later period; `refuses` a comparison, or is told beside it."""

    said: Text
    refuses: bool


def changes_of_habit(
    city: City, entry: Indicator, area: str, before: Span, after: Span
) -> tuple[ChangeOfHabit, ...]:
    """How the rows behind an indicator were kept otherwise in `after` than in `before` (first and last days).

    Surveys and printed figures have habits of their own: see the gates on their design.
    """
    if entry.kind.grain in ("wave", "figure") or from_totals(city, entry) is not None:
        return ()
    placed = area != city.code or entry.gap_by == "area"
    asked = ("changes of habit", entry, placed, before, after)
    return city.once(asked, lambda: _changes_of_habit(city, entry, placed, (before, after)))


def _changes_of_habit(
    city: City, entry: Indicator, placed: bool, spans: tuple[Span, Span]
) -> tuple[ChangeOfHabit, ...]:
    found: list[ChangeOfHabit] = []
    for table in entry.tables:
        if table not in DAY_OF_A_RECORD or not city.has(table):
            continue
        earlier, later = city.habits(table, *spans)
        if min(earlier.rows, later.rows) < MIN_LINES or max(earlier.rows, later.rows) < MIN_ROWS:
            continue
        found += _of_lines(entry, table, earlier, later)
        if min(earlier.rows, later.rows) < MIN_ROWS:
            continue
        columns = [c for t, c in _columns(entry) if t == table]
        columns += ["area"] if placed and "area" in earlier.filled else []
        columns += [entry.gap_by] if entry.gap_by in earlier.filled and entry.gap_by not in columns else []
        for column in columns:
            found += _of_column((table, column), earlier, later)
        found += _of_rows(entry, table, earlier, later)
    return tuple(found)


@cache
def _columns(entry: Indicator) -> tuple[Source, ...]:
    """The optional columns that the indicator's numbers rest on."""
    tables = load_schema().tables
    return tuple((t, c) for t, c in sorted(deciding(entry)) if not tables[t].field(c).required)


def _of_column(source: Source, earlier: Habits, later: Habits) -> list[ChangeOfHabit]:
    table, column = source
    field = load_schema().tables[table].field(column)
    if (
        field.blank == "none"
        or (shares := _surely_other(earlier.filled[column], later.filled[column])) is None
    ):
        return []
    (first, second), name = shares, source_title(source)
    if field.blank == "not_yet" and field.type == "date":
        return [
            ChangeOfHabit(
                Text(
                    f"{name.ja}が早く入っている行の割合が{_about(first)}から{_about(second)}に変わりました。実際の変化か、記入のしかたの変化かを確かめてください",
                    f"{name.en} is filled in soon in {_about(first)} of the rows before and {_about(second)} after: see whether this "
                    "happened or is a habit of keeping records",
                ),
                refuses=False,
            )
        ]
    return [
        ChangeOfHabit(
            Text(
                f"{name.ja}が空欄（不明）の割合が{_about(1 - first)}から{_about(1 - second)}に変わりました",
                f"The part of rows without {name.en} (unknown) changed from {_about(1 - first)} to {_about(1 - second)}",
            ),
            refuses=min(first, second) < REFUSED * max(first, second),
        )
    ]


def _surely_other(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float] | None:
    """Both shares (part, whole), where they differ by enough to be told and by more than chance; else None."""
    (f0, n0), (f1, n1) = before, after
    if min(n0, n1) == 0 or f0 + f1 == 0:
        return None
    pooled = (f0 + f1) / (n0 + n1)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    first, second = f0 / n0, f1 / n1
    alike = min(first, second) >= TOLD * max(first, second) or abs(second - first) <= SURE * error
    return None if alike else (first, second)


def changes_of_answering(
    respondents: tuple[int, int], before: pd.DataFrame, after: pd.DataFrame
) -> tuple[ChangeOfHabit, ...]:
    """Whether the question was left out by more respondents in one wave, or one wave lacks its design.

    respondents: of either wave, whether they answered it or not. before, after: those who answered, a row each.
    """
    found = []
    if shares := _surely_other((len(before), respondents[0]), (len(after), respondents[1])):
        first, second = shares
        found.append(
            ChangeOfHabit(
                Text(
                    f"この設問に答えなかった人の割合が{_about(1 - first)}から{_about(1 - second)}に変わりました",
                    f"The part of respondents who left this question out changed from {_about(1 - first)} to "
                    f"{_about(1 - second)}",
                ),
                refuses=min(shares) < REFUSED * max(shares),
            )
        )
    for column in ("stratum", "psu"):
        filled = [(int(side[column].notna().sum()), len(side)) for side in (before, after)]
        if shares := _surely_other(filled[0], filled[1]):
            name = source_title(("survey_respondents", column))
            found.append(
                ChangeOfHabit(
                    Text(
                        f"{name.ja}が分かる回答者の割合が{_about(shares[0])}から{_about(shares[1])}に変わりました。誤差の見積もりが二つの調査で同じ確かさではありません",
                        f"{name.en} is known of {_about(shares[0])} of the respondents before and {_about(shares[1])} after: the "
                        "errors of the two waves are not equally sure",
                    ),
                    refuses=False,
                )
            )
    return tuple(found)


def _of_rows(entry: Indicator, table: str, earlier: Habits, later: Habits) -> list[ChangeOfHabit]:
    name, found = source_title((table, "")), []
    one_line = _a_month_became_one_line(earlier, later)
    if not one_line and abs(later.alike - earlier.alike) > MUCH:  # lines of a month are alike by their day
        found.append(
            ChangeOfHabit(
                Text(
                    f"{name.ja}で、番号のほかはすべて同じ行の割合が{_about(earlier.alike)}から{_about(later.alike)}に変わりました（二重の登録ではありませんか）",
                    f"Rows of {name.en} that differ in nothing but their number changed from {_about(earlier.alike)} to "
                    f"{_about(later.alike)} (entered twice?)",
                ),
                refuses=True,
            )
        )
    # Readings are put together at one level by the indicators themselves.
    above = [(what, earlier.above.get(what, 0.0), later.above.get(what, 0.0)) for what in later.above]
    more = [(a, b, what != "rows") for what, a, b in above if abs(b - a) > MUCH]
    if more:
        first, second, of_sums = max(more, key=lambda one: one[2])
        found.append(
            ChangeOfHabit(
                Text(
                    f"{name.ja}で、市全体や上の圏域の行が占める割合が{_about(first)}から{_about(second)}に変わりました（内訳との二重計上ではありませんか）",
                    f"Rows of {name.en} given for the city or an upper level of area changed from {_about(first)} to {_about(second)} "
                    "(counted beside their parts?)",
                ),
                refuses=of_sums and table not in MONTHLY,
            )
        )
    return found


def _of_lines(entry: Indicator, table: str, earlier: Habits, later: Habits) -> list[ChangeOfHabit]:
    """Rows that stand for months in one period only: by their number, or by their days where days are counted."""
    name, found = source_title((table, "")), []
    if _a_month_became_one_line(earlier, later) and _counts_rows(entry, table, earlier, later):
        found.append(
            ChangeOfHabit(
                Text(
                    f"{name.ja}の行の単位が、1回ごとから月ごとのまとめ（またはその逆）に変わっています。まとめた行には実施回数などの件数が必要です",
                    f"Rows of {name.en} stand for single events in one period and for whole months in the other: lines for a "
                    "month need the number of events in them",
                ),
                refuses=True,
            )
        )
    days_count = entry.kind.one_row_each or entry.followed_days > 0
    if days_count and table not in MONTHLY and abs(later.on_edges - earlier.on_edges) > MOST:
        found.append(
            ChangeOfHabit(
                Text(
                    f"{name.ja}で、月の初日か末日の日付の行が{_about(earlier.on_edges)}から{_about(later.on_edges)}に変わりました（日ではなく月を入れていませんか）",
                    f"Rows of {name.en} dated on the first or last day of a month changed from {_about(earlier.on_edges)} to "
                    f"{_about(later.on_edges)} (months in place of days?)",
                ),
                refuses=True,
            )
        )
    return found


def _a_month_became_one_line(earlier: Habits, later: Habits) -> bool:
    pairs = zip(earlier.rows_a_month, later.rows_a_month, strict=True)
    return any(min(pair) <= ONE_A_MONTH and max(pair) >= SEVERAL_A_MONTH for pair in pairs)


def _counts_rows(entry: Indicator, table: str, earlier: Habits, later: Habits) -> bool:
    """Whether the indicator's numbers depend on how many rows there are, and not only on numbers given in them."""
    fields = load_schema().tables[table]
    one_each = [f.name for f in fields.fields if f.unit == "sessions"]
    side = earlier if min(earlier.rows_a_month) <= ONE_A_MONTH else later
    if one_each and all(side.filled[c][0] >= TOLD * side.filled[c][1] for c in one_each):
        return False
    if entry.kind.one_row_each:
        return True
    sums = [c for c in ("numerator", "denominator") if c in entry.kind.columns]
    return not all(
        any(fields.field(c).unit and c not in one_each for t, c in behind(entry, column) if t == table)
        for column in sums
    )


def _about(part: float) -> str:
    """In steps of 5 %: pages are public, and the rows may be few."""
    return f"{5 * round(20 * part)}%"
