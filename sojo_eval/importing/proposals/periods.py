"""When the figures of a sheet are from: one finder over columns, headers, sheet's name, file's name and title.

Between a fiscal and a calendar year, a day and a month, it never chooses in silence: where cells, labels and the order of
the months do not say it, the proposal asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.header_times import lie_across
from sojo_eval.importing.proposals.named_times import (
    FIRST_IS_MONTH,
    FIRST_OR_MONTH,
    NamedTime,
    Names,
    any_doubtful,
    counted_day,
    guesses,
    lies_before_its_era,
    named_times,
    named_year,
    narrowest,
    of_counted_days,
    of_first_days,
    year_text,
)
from sojo_eval.importing.proposals.proposal import Figure, Period
from sojo_eval.importing.proposals.time_columns import (
    Order,
    TimeColumn,
    are_first_days,
    cannot_read,
    first_days,
    has_gaps,
    label_scale,
    order_by_year,
    order_of,
    partly_times,
    read_months,
    reads_all,
    says_day,
    short_asked,
    starts_in_april,
    time_column,
)
from sojo_eval.japanese import label_key
from sojo_eval.japanese.said_times import Said, Scale, said_time, said_times

_END = {
    "month": "month_end", "fiscal_month": "fiscal_month_end", "fiscal_year_start": "fiscal_year_end",
    "year_start": "year_end", "period_start": "period_end",
}  # fmt: skip
_OPEN = "period_start"
"""The form of what `grain` must settle, and of spans that are no month and no year."""
_YEAR_FORMS = {"fiscal": "fiscal_year_start", "calendar": "year_start", "bare": _OPEN}
_WHICH_YEAR = Text(
    "年度（fiscal_year）の数字ですか、暦年（year）ですか",
    "Are the years fiscal (fiscal_year) or the calendar's (year)?",
)
_WHICH_MONTH = Text(
    "1〜3月は、その年度の翌年（fiscal_month）ですか、書かれた年（month）ですか",
    "Do January to March belong to the year after (fiscal_month), or to the year that is written (month)?",
)
_WHEN = Text(
    "いつの数字ですか（例 2024年度、2024年、令和6年4月、令和6年4月1日）",
    "When are the figures from (2024年度, 2024年, 令和6年4月)?",
)
_NO_YEAR = Text(
    "何年（year）か何年度（fiscal_year）の数字ですか",
    "Of which year (year) or fiscal year (fiscal_year) are they?",
)


@dataclass(frozen=True)
class _Sheet:
    """All that may say the time."""

    columns: Sequence[ReadColumn]
    times: Sequence[TimeColumn]
    names: Names
    named: Sequence[NamedTime]

    @property
    def months(self) -> TimeColumn | None:
        return next((t for t in self.times if t.are_months), None)

    @property
    def years(self) -> TimeColumn | None:
        """The column of years: 年度 first, then 西暦 before 和暦."""
        years = [t for t in self.times if t.are_years]
        return min(years, key=lambda t: (t.scale != "fiscal", any(s.era for s in t.said)), default=None)


def period_of(columns: Sequence[ReadColumn], figures: Sequence[Figure], names: Names) -> Period:
    """Where the period stands and what was taken from where; with `asked` where a person must say it."""
    times = [t for c in columns if (t := time_column(c)) is not None]
    if not times and not any(c.dates for c in columns):
        times = [t for c in columns if (t := partly_times(c)) is not None][:1]
    sheet = _Sheet(columns, times, names, named_times(names))
    found = _period_of(sheet, figures)
    unread = [cannot_read(t) for t in times if t.column in found.used]
    return replace(found, unclear=tuple(text for text in unread if text is not None))


def _period_of(sheet: _Sheet, figures: Sequence[Figure]) -> Period:
    if lie_across(figures):
        return _across([f.time for f in figures if f.time], sheet)
    for found in (_of_days(sheet), _of_whole(sheet)):
        if found is not None:
            return found
    if sheet.months is not None:
        return _of_months(sheet)
    if (years := sheet.years) is not None:
        return _of_years(years, sheet.names)
    return _of_names(sheet)


def _across(times: Sequence[str], sheet: _Sheet) -> Period:
    """Times in the headers."""
    said = [s for s in (said_time(t) for t in dict.fromkeys(times)) if s is not None]
    taken = Text("見出しから", "from the headers")
    text = "{time}"
    if are_first_days(said):
        return of_first_days(said, taken, sheet.names)
    if not all(s.has_year for s in said):
        months = [m for s in said if s.months is not None for m in (s.months[0],)]
        form = "month" if all(s.is_month for s in said) else _OPEN
        return _with_year(text, form, order_of(months), (), sheet, taken)
    if all(s.has_part for s in said):
        if not all(s.is_month for s in said):
            return Period(None, text, _OPEN, _END[_OPEN], taken=(taken,))
        return _year_and_month(text, (), _scale(said), _order_across(said), taken)
    if any(s.has_part or s.point for s in said):
        return Period(None, text, _OPEN, _END[_OPEN], taken=(taken,))
    scale = _scale(said)
    if (months_down := sheet.months) is not None:
        order = order_of(s.months[0] for s in months_down.said if s.months is not None)
        taken = Text("年は見出し、月は列から", "the years from the headers, the months from a column")
        form = f"{{time}}/{{{months_down.column.name}}}"
        return _year_and_month(form, (months_down.column,), scale, order, taken)
    if (day := counted_day(sheet.names)) is not None:
        return of_counted_days(day, said, text, taken, fiscal=False)
    form = _YEAR_FORMS[scale]
    asked = (("grain", _WHICH_YEAR),) if scale == "bare" else ()
    if len({s.scale for s in said}) > 1 and all(s.scale != "bare" for s in said):
        asked, form = (), _OPEN  # 2019年 and 2020年度 each say what they are
    return Period(None, text, form, _END[form], taken=(taken,), asked=asked)


def _scale(said: Sequence[Said]) -> Scale:
    scales = {
        s.scale if not (s.scale == "bare" and s.has_part and "月" not in s.text) else "calendar" for s in said
    }
    return next(iter(scales)) if len(scales) == 1 else "bare"


def _order_across(said: Sequence[Said]) -> Order:
    return order_by_year([s.year for s in said], [s.months[0] if s.months else None for s in said])


def _year_and_month(
    text: str, used: tuple[ReadColumn, ...], scale: Scale, order: Order, taken: Text, **more: object
) -> Period:
    """A year with a month: fiscal or the calendar's, by what the year is called and by the order of the months."""
    form = ""
    if scale == "fiscal":
        form = "fiscal_month"
    elif order in ("fiscal", "calendar") or (scale == "calendar" and order != "mixed"):
        form = "fiscal_month" if order == "fiscal" else "month"
    if not form:
        return Period(
            None,
            text,
            _OPEN,
            _END[_OPEN],
            used=used,
            taken=(taken,),
            asked=(("grain", _WHICH_MONTH),),
            **more,  # type: ignore[arg-type]
        )
    notes = [taken]
    if scale == "fiscal" and order in ("calendar", "mixed"):
        notes.append(
            Text(
                "年度とあるので、1〜3月はその翌年と読みました",
                "January to March are of the year after, since the years are called fiscal",
            )
        )
    if form == "fiscal_month" and scale != "fiscal":
        notes.append(
            Text(
                "4月から並ぶので、1〜3月は翌年",
                "January to March are the next year's, since April comes first",
            )
        )
    return Period(None, text, form, _END[form], used=used, taken=tuple(notes), **more)  # type: ignore[arg-type]


def _of_days(sheet: _Sheet) -> Period | None:
    """A column of dates; the first day of each month may mean the month."""
    carried = {t.column.at for t in sheet.times if t.carried}
    days = next(
        (
            c
            for c in sheet.columns
            if c.dates in ("day", "month_day_year", "day_and_time") and c.at not in carried
        ),
        None,
    )
    if days is None or any(t.column.at == days.at and t.are_months for t in sheet.times):
        return None
    called = label_key(days.label.split("/")[-1])
    taken = _from_column(days)
    as_month = called.endswith("月") or "month" in called or "年月" in called
    if days.dates == "day" and first_days(days) and not says_day(called):
        if as_month:
            return Period(days, "", "month", "month_end", used=(days,), taken=(taken, FIRST_IS_MONTH))
        return Period(
            days, "", _OPEN, _END[_OPEN], used=(days,), taken=(taken,), asked=(("grain", FIRST_OR_MONTH),)
        )
    return Period(days, "", days.dates, days.dates, used=(days,), taken=(taken,))


def _of_whole(sheet: _Sheet) -> Period | None:
    """A column that says the whole time: 令和6年4月, 2024年度第1四半期, 2017年1月 and 2月 below it."""
    whole = [t for t in sheet.times if t.are_whole]
    if not whole:
        return None
    column = whole[0].column
    carry = (column,) if whole[0].carried else ()
    notes = [_from_column(column)]
    if carry:
        notes.append(
            Text("年のないセルは、上のセルの年から続く", "cells without a year go on from the one above")
        )
    form = _OPEN
    if all(s.is_month for s in whole[0].said):
        form = "month"
        if not carry and {s.scale for s in whole[0].said} == {"fiscal"}:
            form = "fiscal_month"
    if whole[0].are_short or not (carry or reads_all(column, form)):
        form = _OPEN
    asked = short_asked(whole[0])
    return Period(column, "", form, _END[form], used=(column,), carry=carry, taken=tuple(notes), asked=asked)


def _of_years(years: TimeColumn, names: Names) -> Period:
    """A column of years alone."""
    column = years.column
    if (day := counted_day(names, column.label)) is not None:
        fiscal = label_scale(column.label) == "fiscal"
        carry = (column,) if years.carried or lies_before_its_era(day, years.said, fiscal=fiscal) else ()
        text, taken = f"{{{column.name}}}", _from_column(column)
        return of_counted_days(
            day,
            years.said,
            text,
            taken,
            fiscal=fiscal,
            used=(column,),
            carry=carry,
            asked=short_asked(years),
        )
    scale = years.scale
    form = _YEAR_FORMS[scale]
    if not (years.carried or years.are_short or reads_all(column, form)):
        form = _OPEN if {s.scale for s in years.said} == {scale} else form
    notes = [_from_column(years.column)]
    scales = {s.scale for s in years.said}
    explicit = len(scales) > 1 and "bare" not in scales
    if scale == "calendar":
        notes.append(Text("暦年として", "as calendar years"))
    elif scale == "fiscal":
        notes.append(Text("年度として", "as fiscal years"))
    carry = (years.column,) if years.carried else ()
    which: tuple[tuple[str, Text], ...] = (
        (("grain", _WHICH_YEAR),) if scale == "bare" and not explicit else ()
    )
    asked = (*which, *short_asked(years))
    return Period(
        years.column, "", form, _END[form], used=(years.column,), carry=carry, taken=tuple(notes), asked=asked
    )


def _of_months(sheet: _Sheet) -> Period:
    """A column of months, with their year in another column or elsewhere."""
    months, years = sheet.months, sheet.years
    assert months is not None
    column = months.column
    if years is None:
        order = order_of(s.months[0] for s in months.said if s.months is not None)
        return _with_year(f"{{{column.name}}}", "month", order, (column,), sheet, _from_column(column))
    rows = range(len(column.cells))
    said = {as_text(value): s.months[0] for value, s in read_months(months).items() if s.months is not None}
    order = order_by_year(
        [years.column.cells[i] for i in rows], [said.get(as_text(column.cells[i])) for i in rows]
    )
    gaps = (years.column,) if has_gaps(years.column) else ()
    taken = Text(
        f"年は列「{years.column.one_line}」、月は列「{column.one_line}」から",
        f"the year from “{years.column.one_line}”, the month from “{column.one_line}”",
    )
    text = f"{{{years.column.name}}}/{{{column.name}}}"
    carry = (years.column,) if years.carried else ()
    return _year_and_month(
        text, (column, years.column), years.scale, order, taken, fill_down=gaps, carry=carry
    )


def _with_year(
    text: str, form: str, order: Order, used: tuple[ReadColumn, ...], sheet: _Sheet, taken: Text
) -> Period:
    """Months (or quarters) without their year: a column, a name or the title says it, or it is asked."""
    years = sheet.years
    if years is not None and years.column not in used:
        gaps = (years.column,) if has_gaps(years.column) else ()
        notes = Text(
            f"年は列「{years.column.one_line}」、月は見出しから",
            f"the year from “{years.column.one_line}”, the months from the headers",
        )
        whole = f"{{{years.column.name}}}/{text}"
        carry = (years.column,) if years.carried else ()
        if form == "month":
            return _year_and_month(
                whole, (years.column,), years.scale, order, notes, fill_down=gaps, carry=carry
            )
        return Period(
            None, whole, _OPEN, _END[_OPEN], used=(years.column,), fill_down=gaps, carry=carry, taken=(notes,)
        )
    chosen, doubts = named_year(sheet.named)
    if chosen is None:
        key = "year" if order in ("calendar", "early") else "fiscal_year"
        told = guesses(doubts)
        question = Text(_NO_YEAR.ja + told.ja, _NO_YEAR.en + told.en)
        return Period(None, text, form, _END[form], used=used, taken=(taken,), asked=((key, question),))
    said, variable = chosen.said, "fiscal_year" if chosen.said.scale == "fiscal" else "year"
    year = year_text(said)
    place = {f"{chosen.place}_name" if chosen.place != "title" else "title": chosen.pattern(variable, year)}
    notes = Text(f"{taken.ja}、年は{chosen.told().ja}から", f"{taken.en}, the year from {chosen.told().en}")
    whole = f"{{{variable}}}/{text}"
    if form != "month":
        return Period(None, whole, _OPEN, _END[_OPEN], used=used, taken=(notes,), **place)  # type: ignore[arg-type]
    if said.months is not None and said.last_year is not None and order == "fiscal":
        return Period(None, whole, "fiscal_month", _END["fiscal_month"], used=used, taken=(notes,), **place)  # type: ignore[arg-type]
    if (
        said.scale == "bare"
        and order == "late"
        and starts_in_april(sheet.months if used else None, sheet.columns)
    ):
        order = "fiscal"
    return _year_and_month(whole, used, said.scale, order, notes, **place)


def _of_names(sheet: _Sheet) -> Period:
    """No cell says the time: the sheet's name, the file's or the title, whole or put together."""
    month = next(
        (n for n in sheet.named if n.place == "sheet" and n.said.is_month and not n.said.has_year), None
    )
    if month is not None:
        order = order_of(
            s.months[0]
            for name in (sheet.names.sheets or (sheet.names.sheet,))
            for s in said_times(name)
            if s.months
        )
        found = _with_year(
            "{month}",
            "month",
            order,
            (),
            replace(sheet, times=[]),
            Text(f"月は{month.told().ja}から", f"the month from {month.told().en}"),
        )
        return replace(found, sheet_name=month.pattern("month"))
    whole = [n for n in sheet.named if n.said.year is not None]
    whole = narrowest(whole)
    if len({n.said.meaning for n in whole}) != 1 or any_doubtful(whole):
        told = guesses(whole)
        return Period(asked=(("period", Text(_WHEN.ja + told.ja, _WHEN.en + told.en)),))
    chosen = min(whole, key=lambda n: (n.said.packed, n.said.scale == "bare"))
    place = {f"{chosen.place}_name" if chosen.place != "title" else "title": chosen.pattern("time")}
    form = _OPEN
    asked: tuple[tuple[str, Text], ...] = ()
    if chosen.said.scale == "bare" and not chosen.said.has_part:
        asked = (("grain", _WHICH_YEAR),)
    taken = Text(f"{chosen.told().ja}から", f"from {chosen.told().en}")
    return Period(None, "{time}", form, _END[form], taken=(taken,), asked=asked, **place)  # type: ignore[arg-type]


def _from_column(column: ReadColumn) -> Text:
    return Text(f"列「{column.one_line}」から", f"from the column “{column.one_line}”")
