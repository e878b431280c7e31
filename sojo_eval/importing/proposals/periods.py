"""When the figures of a sheet are from: a column of dates, a year and a month side by side, months across the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sojo_eval.importing.files.cells import is_blank
from sojo_eval.importing.proposals.columns import ReadColumn, is_month
from sojo_eval.importing.proposals.next_year import ANY_FISCAL_YEAR, ANY_MONTH
from sojo_eval.importing.proposals.proposal import Figure, Period
from sojo_eval.japanese import UnreadableError, label_key, normalise, parse_date

_MONTH = re.compile(ANY_MONTH)
_FISCAL_YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RHS])(?:元|\d{1,2})|\d{4})年?度")
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FISCAL, _CALENDAR = ("年度", "会計年度", "fiscalyear"), ("年", "西暦", "year")
_YEARS = range(1950, 2101)
LEAST_ACROSS = 3
"""From so many months (or years) in headers on, they lie across the columns."""
_END = {
    "month": "month_end", "fiscal_month": "fiscal_month_end", "fiscal_year_start": "fiscal_year_end",
    "year_start": "year_end",
}  # fmt: skip


def figure_of(column: ReadColumn) -> Figure:
    """The header taken apart: the fiscal year and month in it, and the rest as the figure's name."""
    time, rest = [], []
    for part in column.label.split("/"):
        plain = normalise(part)
        if _FISCAL_YEAR.fullmatch(plain) or _MONTH.fullmatch(plain):
            time.append(plain)
        elif plain:
            rest.append(part)
    return Figure(column, "/".join(rest), "/".join(time))


def lie_across(figures: Sequence[Figure]) -> bool:
    """Whether the headers hold the months or years."""
    return len({f.time for f in figures if f.time}) >= LEAST_ACROSS


@dataclass(frozen=True)
class Names:
    """What may say the year of a table that does not: the file's name (without its kind), the sheet's, the title."""

    file: str
    sheet: str
    title: str


def period_of(columns: Sequence[ReadColumn], figures: Sequence[Figure], names: Names) -> Period | None:
    """Where the period stands, None where nothing says it."""
    years = next((c for c in columns if _called(c, _FISCAL)), None)
    calendar = next((c for c in columns if _called(c, _CALENDAR)), None)
    given = next(((c, f) for c, f in ((years, "fiscal_month"), (calendar, "month")) if c is not None), None)
    months = next((c for c in columns if is_month(c)), None)
    if lie_across(figures):
        times = [f.time for f in figures if f.time]
        if not all("年" in time or "度" in time for time in times):
            return _of_months("{time}", (), given, names)
        if months is not None and not any("月" in time for time in times):
            text = f"{{time}}/{{{months.name}}}"
            return Period(None, text, "fiscal_month", "fiscal_month_end", used=(months,))
        form = "fiscal_month" if any("月" in time for time in times) else "fiscal_year_start"
        return Period(None, "{time}", form, _END[form])
    days = next((c for c in columns if c.dates and c not in (years, calendar)), None)
    if days is not None and not (months is not None and years is not None):
        return Period(days, "", days.dates, _END.get(days.dates, days.dates), used=(days,))
    if months is not None:
        return _of_months(f"{{{months.name}}}", (months,), given, names)
    for column, form in ((years, "fiscal_year_start"), (calendar, "year_start")):
        if column is not None and _reads_years(column, form):
            return Period(column, "", form, _END[form], used=(column,))
    return None


def _of_months(
    month: str, used: tuple[ReadColumn, ...], given: tuple[ReadColumn, str] | None, names: Names
) -> Period | None:
    """A month without its year, which another column says (`given`, with its form), or a name, or the title."""
    if given is not None:
        column, form = given
        gaps = (column,) if any(is_blank(v) for v in column.cells.values) else ()
        return Period(
            None, f"{{{column.name}}}/{month}", form, _END[form], used=(*used, column), fill_down=gaps
        )
    fiscal = Period(None, f"{{fiscal_year}}/{month}", "fiscal_month", "fiscal_month_end", used=used)
    sheet, stem, title = (normalise(name) for name in (names.sheet, names.file, names.title))
    if found := _FISCAL_YEAR.search(sheet):
        return replace(fiscal, sheet_name=_around(sheet, found[0], ANY_FISCAL_YEAR, "fiscal_year"))
    if found := _FISCAL_YEAR.search(stem):
        pattern = _around(stem, found[0], ANY_FISCAL_YEAR, "fiscal_year")
        return replace(fiscal, file_name=pattern)
    if year := _YEAR_IN_NAME.search(stem):
        pattern, text = _around(stem, year[1], r"\d{4}", "year"), f"{{year}}/{month}"
        return Period(None, text, "month", "month_end", file_name=pattern, used=used)
    if _FISCAL_YEAR.search(title):
        return replace(fiscal, title=f"(?P<fiscal_year>{ANY_FISCAL_YEAR})")
    return None


def _around(name: str, found: str, pattern: str, group: str) -> str:
    """A pattern for a name in which what was found is the group."""
    return f"{re.escape(name.split(found)[0])}(?P<{group}>{pattern})"


def _called(column: ReadColumn, names: Sequence[str]) -> bool:
    return label_key(column.label.split("/")[-1]) in names


def _reads_years(column: ReadColumn, form: str) -> bool:
    values = [v for v in column.cells.values if not is_blank(v)]
    for value in values:
        if isinstance(value, int | float) and int(value) not in _YEARS:
            return False
        try:
            parse_date(value, form)
        except UnreadableError:
            return False
    return bool(values)
