"""When the figures of a sheet are from: a column of dates, a year and a month side by side, months across the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from sojo_eval.importing.cells import is_blank
from sojo_eval.importing.proposal_columns import ReadColumn, is_month
from sojo_eval.importing.proposed import Figure, Period
from sojo_eval.japanese import UnreadableError, label_key, normalise, parse_date

_MONTH = re.compile(r"(1[0-2]|[1-9])月分?")
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


def period_of(
    columns: Sequence[ReadColumn], figures: Sequence[Figure], file: str, sheet: str
) -> Period | None:
    """Where the period stands, None where nothing says it."""
    years = next((c for c in columns if _called(c, _FISCAL)), None)
    calendar = next((c for c in columns if _called(c, _CALENDAR)), None)
    if lie_across(figures):
        return _across(figures, years, calendar, file, sheet)
    days = next((c for c in columns if c.dates and c is not years), None)
    months = next((c for c in columns if is_month(c)), None)
    if days is not None and not (months is not None and years is not None):
        return Period(days, "", days.dates, _END.get(days.dates, days.dates), used=(days,))
    if months is not None:
        return _of_months(f"{{{months.name}}}", (months,), years, calendar, file, sheet)
    for column, form in ((years, "fiscal_year_start"), (calendar, "year_start")):
        if column is not None and _reads_years(column, form):
            return Period(column, "", form, _END[form], used=(column,))
    return None


def _across(
    figures: Sequence[Figure], years: ReadColumn | None, calendar: ReadColumn | None, file: str, sheet: str
) -> Period | None:
    times = [f.time for f in figures if f.time]
    if all("年" in time or "度" in time for time in times):
        form = "fiscal_month" if any("月" in time for time in times) else "fiscal_year_start"
        return Period(None, "{time}", form, _END[form])
    return _of_months("{time}", (), years, calendar, file, sheet)


def _of_months(
    month: str,
    used: tuple[ReadColumn, ...],
    years: ReadColumn | None,
    calendar: ReadColumn | None,
    file: str,
    sheet: str,
) -> Period | None:
    """A month without its year, which another column says, or the file's or the sheet's name."""
    for column, form in ((years, "fiscal_month"), (calendar, "month")):
        if column is not None:
            gaps = (column,) if any(is_blank(v) for v in column.cells.values) else ()
            text = f"{{{column.name}}}/{month}"
            return Period(None, text, form, _END[form], used=(*used, column), fill_down=gaps)
    stem = normalise(PurePath(file).stem)
    for name, found in ((sheet, _FISCAL_YEAR.search(sheet)), (stem, _FISCAL_YEAR.search(stem))):
        if found is not None:
            pattern = _around(name, found[0], r"(?:令和|平成|昭和|[RHS])?(?:元|\d{1,4})年?度", "fiscal_year")
            text, in_sheet = f"{{fiscal_year}}/{month}", name == sheet
            return Period(
                None,
                text,
                "fiscal_month",
                "fiscal_month_end",
                file_name="" if in_sheet else pattern,
                sheet_name=pattern if in_sheet else "",
                before_year="" if in_sheet else name.split(found[0])[0],
                used=used,
            )
    year = _YEAR_IN_NAME.search(stem)
    if year is not None:
        pattern, before = _around(stem, year[1], r"\d{4}", "year"), stem.split(year[1])[0]
        text = f"{{year}}/{month}"
        return Period(None, text, "month", "month_end", file_name=pattern, before_year=before, used=used)
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
