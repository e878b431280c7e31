"""What the columns of a sheet say of the time: months, years, whole periods; and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import Cell, as_text, is_blank, is_ditto
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.date_forms import MOST_READABLE
from sojo_eval.importing.proposals.header_times import LEAST_ACROSS, LEAST_YEARS, YEARS
from sojo_eval.importing.tables.row_rules import TOTAL_WORDS
from sojo_eval.importing.values.carried_times import carry, goes_on, whole_time
from sojo_eval.japanese import UnreadableError, label_key, parse_date
from sojo_eval.japanese.said_times import Said, Scale, said_time

Order = Literal["fiscal", "calendar", "late", "early", "mixed", ""]
"""How months follow one another: 4月 before 1月, 1月 before 4月, from April on only, before April only, both ways, none."""
_FISCAL_LABELS = frozenset({"年度", "会計年度", "fiscalyear", "fy"})
_CALENDAR_LABELS = frozenset({"年", "西暦", "西暦年", "暦年", "year", "和暦"})
_WHICH_ERA = Text(
    "元号のない年です。元号（令和、平成）か western（西暦の下2桁）を書いてください",
    "The years have no era: 令和, 平成, or western (the last two digits)?",
)
_TOLD = 5
_LAST_LABELS = 3


@dataclass(frozen=True)
class TimeColumn:
    """A column of times. said: of its distinct cells, in their order. carried: cells leave out what those above say."""

    column: ReadColumn
    said: tuple[Said, ...]
    carried: bool = False

    @property
    def are_years(self) -> bool:
        return all(s.has_year and not s.has_part and s.part == "" and not s.point for s in self.said)

    @property
    def are_months(self) -> bool:
        """Months without any year."""
        return all(s.is_month and not s.has_year for s in self.said)

    @property
    def are_whole(self) -> bool:
        """More than years, and each with its year."""
        return all(s.has_year for s in self.said) and not self.are_years

    @property
    def are_short(self) -> bool:
        """Years of one or two digits, of which nothing says the era: 6年4月, Apr-24, 5 below 年度."""
        return any(s.year is None and s.short for s in self.said)

    @property
    def scale(self) -> Scale:
        """What its years are called: by the cells, else by the label; "bare" where neither says it, or they disagree."""
        scales = {s.scale for s in self.said}
        called = label_scale(self.column.label)
        if scales == {"bare"}:
            return called or "bare"
        if len(scales) == 1 and not (scales == {"calendar"} and called == "fiscal"):
            return next(iter(scales))
        return "bare"


def label_scale(label: str) -> Scale:
    """What a header calls the years below it: 年度 or 年; "" for 調査年, 年次, 期 and all others."""
    last = label_key(label.split("/")[-1])
    return "fiscal" if last in _FISCAL_LABELS else "calendar" if last in _CALENDAR_LABELS else ""


def time_column(column: ReadColumn) -> TimeColumn | None:
    """The column as one of times, None where it is none. Plain numbers are times below 年, 年度, 月 and their like alone."""
    cells = [column.cells[i] for i in range(len(column.cells))]
    filled = [c for c in cells if not _as_above(c) and label_key(as_text(c)) not in TOTAL_WORDS]
    if not filled:
        return None
    said = [_said(cell, column.label) for cell in filled]
    read = [s for s in said if s is not None]
    whole = [s for s in read if s.year is not None]
    first = None if isinstance(filled[0], int | float) else whole_time(filled[0])
    alone = sum(s is not None and s.year is not None for s in map(whole_time, filled))
    if alone < len(filled) and first is not None and first.year is not None:
        told = [whole_time(c) for c in carry(cells) if not is_blank(c)]
        known = [s for s in told if s is not None and s.year is not None]
        if len(known) > alone and len(known) >= len(filled) * MOST_READABLE:
            return TimeColumn(column, _once(known), carried=True)
    if len(read) < len(filled) * MOST_READABLE or (len(whole) != len(read) and whole):
        return None
    return TimeColumn(column, _once(read))


def has_gaps(column: ReadColumn) -> bool:
    """Whether cells are blank or say the same again (〃): what stands above holds for them."""
    return any(map(_as_above, column.cells.values))


def _as_above(cell: Cell) -> bool:
    return is_blank(cell) or is_ditto(cell)


def partly_times(column: ReadColumn) -> TimeColumn | None:
    """A column of which half of the cells and more are times, and others cannot be read: these are refused by the import, while one time for
    the whole table would be wrong for all rows."""
    if column.is_number or column.at > _LAST_LABELS:
        return None
    cells = [column.cells[i] for i in range(len(column.cells))]
    filled = [c for c in cells if not is_blank(c) and label_key(as_text(c)) not in TOTAL_WORDS]
    told = [s for c in carry(cells) if not is_blank(c) and (s := whole_time(c)) is not None and s.has_year]
    short = [c for c in filled if whole_time(c) is None and goes_on(c)]
    months = [s for s in map(said_time, filled) if s is not None and s.is_month and not s.has_year]
    if not told and len(months) >= LEAST_ACROSS and 2 * len(months) >= len(filled):
        return TimeColumn(column, _once(months))
    if not told or 2 * (len(told) + len(short)) < len(filled):
        return None
    if len({(s.year, s.months) for s in told}) + len(short) < LEAST_YEARS:
        return None
    return TimeColumn(column, _once(told), carried=True)


def cannot_read(times: TimeColumn) -> Text | None:
    """The cells of a column of times that are none; an import refuses them, with their rows."""
    column = times.column
    cells = [*column.cells.values]
    if times.carried:
        cells = [column.cells[i] for i in range(len(column.cells))]
    told = carry(cells) if times.carried else cells
    unread = [
        as_text(cell)
        for cell, said in zip(cells, told, strict=True)
        if not is_blank(cell)
        and label_key(as_text(cell)) not in TOTAL_WORDS
        and _said(said, column.label) is None
        and whole_time(said) is None
    ]
    if not unread:
        return None
    texts = [" ".join(text.split()) for text in dict.fromkeys(unread)]
    label, named = column.one_line, "」「".join(texts[:_TOLD])
    more = "…" if len(texts) > _TOLD else ""
    return Text(
        f"列「{label}」の「{named}」{more}は時期として読めず、取り込みではその行を拒みます。セルを直してください",
        f"“{label}”: 「{named}」{more} cannot be read as a time, and an import refuses these rows: correct the cells",
    )


def _once(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple(
        {(s.year, s.short, s.scale, s.months, s.part, s.number, s.day, s.point): s for s in said}.values()
    )


def _said(cell: Cell, label: str) -> Said | None:
    if isinstance(cell, datetime | date):
        return None  # `ReadColumn.dates` says what it is
    text = as_text(cell)
    if text.isdigit() or isinstance(cell, int | float):
        return _of_number(text, label)
    return said_time(text)


def _of_number(text: str, label: str) -> Said | None:
    called = label_key(label.split("/")[-1])
    if not text.isdigit():
        return None
    number = int(text)
    if called in ("月", "month", "月別") and 1 <= number <= 12:
        return Said(text, months=(number, number))
    years = label_scale(label) or "年" in called or "year" in called or not called
    if years and number in YEARS and "月" not in called and "month" not in called:
        return Said(text, number, "", "bare")
    if label_scale(label) and 1 <= number <= 64:
        return Said(text, None, text, "bare")
    return said_time(text) if "月" in called or "month" in called else None


def order_of(months: Iterable[int]) -> Order:
    """How months that stand in this order follow one another."""
    once = [*dict.fromkeys(months)]
    early = [i for i, m in enumerate(once) if m < 4]
    late = [i for i, m in enumerate(once) if m >= 4]
    if not early or not late:
        return "early" if early else "late" if late else ""
    if max(late) < min(early):
        return "fiscal"
    return "calendar" if max(early) < min(late) else "mixed"


def order_by_year(years: Sequence[Cell], months: Sequence[int | None]) -> Order:
    """The same for rows of a year (blank: as above) and a month: what the months of each year say together."""
    found: dict[str, list[int]] = {}
    year = ""
    for named, month in zip(years, months, strict=True):
        year = year if _as_above(named) else as_text(named)
        if month is not None:
            found.setdefault(year, []).append(month)
    orders = {order_of(each) for each in found.values()} - {""}
    turning = orders & {"fiscal", "calendar", "mixed"}
    if turning:
        return next(iter(turning)) if len(turning) == 1 else "mixed"
    return next(iter(orders)) if len(orders) == 1 else ""


def read_months(months: TimeColumn) -> dict[object, Said]:
    """What each cell of a column of months says; 4 is 4月."""
    found = {}
    for value in months.column.cells.values:
        text = as_text(value)
        said = said_time(text if not text.isdigit() else f"{text}月")
        if not is_blank(value) and said is not None:
            found[value] = said
    return found


def starts_in_april(months: TimeColumn | None, columns: Sequence[ReadColumn]) -> bool:
    """Whether the months of the sheet begin with April, in which both kinds of year begin alike."""
    if months is not None:
        return bool(months.said) and months.said[0].months == (4, 4)
    firsts = [
        s for c in columns for part in c.label.split("/") if (s := said_time(part)) is not None and s.months
    ]
    return bool(firsts) and firsts[0].months == (4, 4)


def first_days(column: ReadColumn) -> bool:
    """Whether all of its days are the first of a month; 10月1日 is a day to everybody."""
    found: list[date] = []
    for value in column.cells.values:
        if not is_blank(value):
            try:
                found.append(parse_date(value, "day"))
            except UnreadableError:
                return False
    spoken = any("日" in str(value) for value in column.cells.values)
    return bool(found) and not spoken and all(day.day == 1 for day in found)


def are_first_days(said: Sequence[Said]) -> bool:
    """The same for the dates of a header, of more than one month."""
    plain = all(s.day == 1 and not s.point and "日" not in s.text for s in said)
    return len(said) > 1 and plain


def says_day(called: str) -> bool:
    """Whether a label says that days are days: 基準日, 10月1日現在, date."""
    return (
        ("日" in called and "年月" not in called.replace("年月日", ""))
        or "現在" in called
        or "day" in called
        or called == "date"
    )


def reads_all(column: ReadColumn, form: str) -> bool:
    """Whether the form of the mapping reads what was found: months written in English need the open one."""
    try:
        return all(parse_date(v, form) for v in column.cells.values if not is_blank(v))
    except UnreadableError:
        return False


def short_asked(times: TimeColumn) -> tuple[tuple[str, Text], ...]:
    return (("short_years", _WHICH_ERA),) if times.are_short else ()
