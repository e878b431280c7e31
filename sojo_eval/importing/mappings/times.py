"""What a mapping says of the time of a whole table: its period, its year, whether a date means a day or a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.settings import TEXT, TEXTS, Entry, Mistake, Mistakes, one_of
from sojo_eval.importing.mappings.mapping import UNFINISHED, VARIABLE, Column
from sojo_eval.importing.mappings.shapes import YEAR
from sojo_eval.japanese import SHORT_YEARS, UnreadableError, parse_date
from sojo_eval.schema import Table

GRAINS = {
    "day": ("day", "day"),
    "month": ("month", "month_end"),
    "fiscal_month": ("fiscal_month", "fiscal_month_end"),
    "fiscal_year": ("fiscal_year_start", "fiscal_year_end"),
    "year": ("year_start", "year_end"),
}
"""What a time of the table means, and how its first and last day are then read."""
_OPEN_FORMS = ("period_start", "period_end")
_FIELDS = ("period", *_OPEN_FORMS)
TIME_ENTRIES = {
    "period": Entry(TEXT),
    "grain": Entry(one_of([*GRAINS])),
    "year": Entry(YEAR),
    "fiscal_year": Entry(YEAR),
    "short_years": Entry(one_of([*SHORT_YEARS])),
    "carry_time": Entry(TEXTS),
}
_WRITE = {
    "period": Text(
        'period = "2024年度"、"2024年"、"令和6年4月"、"令和6年4月1日" のように書いてください',
        'Write period = "2024年度", "2024年", "令和6年4月" or "令和6年4月1日"',
    ),
    "grain": Text(
        "day（その日）、month（その月）、fiscal_month（年度の月）、fiscal_year（年度）、year（暦年）のどれかを書いてください",
        "Write day, month, fiscal_month (a month of a fiscal year), fiscal_year or year (the calendar's)",
    ),
    "fiscal_year": Text(
        "fiscal_year = 2024 のように年度を書くか、暦年なら行を year = 2024 に書き換えてください",
        "Write the fiscal year, fiscal_year = 2024; for a calendar year make the line year = 2024",
    ),
    "year": Text(
        "year = 2024 のように暦年を書くか、年度なら行を fiscal_year = 2024 に書き換えてください",
        "Write the calendar year, year = 2024; for a fiscal year make the line fiscal_year = 2024",
    ),
    "short_years": Text(
        "令和、平成、western（西暦の下2桁）などを書いてください", "Write 令和, 平成 or western"
    ),
}


def unfinished(entries: Mapping[str, object]) -> Mistakes:
    """The entries for the time of the table that a proposal left to the person and nobody has filled in."""
    for key, fix in _WRITE.items():
        if str(entries.get(key, "")).strip() == UNFINISHED:
            message = Text(f"{key} がまだ書かれていません（…）", f"{key} is not filled in yet (…)")
            yield Mistake((key,), message, fix, UNFINISHED)


def time_mistakes(entries: Mapping[str, object], table: Table) -> Mistakes:
    """Entries for the time of the table that say two things, nothing, or what cannot be read."""
    if "year" in entries and "fiscal_year" in entries:
        message = Text("year と fiscal_year の両方があります", "Both year and fiscal_year are there")
        fix = Text(
            "年度なら fiscal_year だけ、暦年なら year だけにしてください", "Keep the one that is meant"
        )
        yield Mistake(("fiscal_year",), message, fix)
    if "period" not in entries:
        return
    named = [name for name in _FIELDS if name in table.field_names]
    if not named:
        message = Text(
            f"表「{table.name}」に期間の項目はありません",
            f"The table {table.name} has no fields for a period",
        )
        yield Mistake(("period",), message, Text("period を消してください", "Delete period"))
        return
    text = str(entries["period"])
    grain = GRAINS.get(str(entries.get("grain", "")), _OPEN_FORMS)
    if VARIABLE.search(text) is None:
        try:
            parse_date(text, grain[0])
        except UnreadableError as error:
            yield Mistake(("period",), error.why, error.fix, text)


def with_times(columns: Sequence[Column], entries: Mapping[str, object], table: Table) -> tuple[Column, ...]:
    """The columns with what the mapping says of all of them: `period` fills what no column does, `grain` says how times
    are read, `year`, `fiscal_year` and `short_years` what they leave out."""
    there = {c.field for c in columns}
    made = [
        Column(name, text=str(entries["period"]), date=(name,) if name in _OPEN_FORMS else ("day",))
        for name in _FIELDS
        if "period" in entries and name in table.field_names and name not in there
    ]
    forms = dict(zip(_OPEN_FORMS, GRAINS.get(str(entries.get("grain", "")), _OPEN_FORMS), strict=True))
    return tuple(
        _with_year(replace(c, date=tuple(forms.get(f, f) for f in c.date)), entries)
        for c in (*columns, *made)
    )


def _with_year(column: Column, entries: Mapping[str, object]) -> Column:
    short = column.short_years or str(entries.get("short_years", ""))
    if column.year or column.fiscal_year:
        return replace(column, short_years=short)
    year, fiscal_year = (str(entries.get(key, "")) for key in ("year", "fiscal_year"))
    return replace(column, year=year, fiscal_year=fiscal_year, short_years=short)
