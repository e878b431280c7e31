"""Numbers as a reader sees them; a hidden or missing number is a dash."""

from __future__ import annotations

import math
import re
from datetime import date

from sojo_eval.foundation.language import Language, Text
from sojo_eval.japanese.eras import era_year

MISSING = "—"
_ONE_DECIMAL = frozenset({"days", "minutes", "per_year", "per_100000_month", "per_10000", "places_per_10000", "persons_each",
                          "agencies_each", "km2"})  # fmt: skip


_ENGLISH_ORDINAL = re.compile(r"([0-9]+(?:st|nd|rd|th)) (?:.*\b)?plan$", re.IGNORECASE)
_ORDINAL = re.compile(r"第[0-9０-９一二三四五六七八九十]+[期次]")


def short_plan_name(name: str) -> str:
    """第4期 of 第4期地域福祉計画, 4th plan of 4th community welfare plan; the whole name where it has no number of its own."""
    if found := _ORDINAL.search(name):
        return found.group()
    english = _ENGLISH_ORDINAL.match(name)
    return f"{english[1]} plan" if english else name


def is_missing(value: object) -> bool:
    """True for None, NaN and pandas' NA."""
    try:
        return value is None or math.isnan(float(value))  # type: ignore[arg-type]  # NA raises TypeError
    except (TypeError, ValueError):
        return True


def format_value(value: object, unit: str) -> str:
    """A value in its unit: shares as percent with one decimal, rates with two, spreads of rates as a factor."""
    if is_missing(value):
        return MISSING
    number = float(value)  # type: ignore[arg-type]  # checked above
    if unit == "relative_sd":
        return f"×{math.exp(number):.2f}"  # of logarithms: read as a factor, not as percent
    if unit in ("share", "sd_of_shares"):
        return f"{100 * number:.1f}%"
    if unit in ("per_1000_month", "per_1000", "per_10000_month", "per_1000_views"):
        return f"{number:,.2f}"
    if unit in _ONE_DECIMAL:
        return f"{number:,.1f}"
    return f"{number:,.0f}"


def format_change(change: object, scale: str, unit: str, lang: Language) -> str:
    """A change with its sign: percent for ratios, points for shares, the unit itself otherwise."""
    if is_missing(change):
        return MISSING
    number = float(change)  # type: ignore[arg-type]  # checked above
    if scale == "ratio":
        return f"{_signed(100 * (number - 1), 1)}%"
    if unit == "share":
        return f"{_signed(100 * number, 1)}{'ポイント' if lang == 'ja' else ' points'}"
    return _signed(number, 2)


def format_size(size: object, scale: str, unit: str, lang: Language) -> str:
    """A size of change without a sign (smallest, detectable): ±10 %, ±5 points. Sizes that are ratios are fractions."""
    if is_missing(size):
        return MISSING
    number = float(size)  # type: ignore[arg-type]  # checked above
    if scale == "ratio":
        return f"±{100 * number:.0f}%"
    if unit == "share":
        return f"±{100 * number:.1f}{'ポイント' if lang == 'ja' else ' points'}"
    return f"±{number:.2f}"


def day_words(day: date) -> Text:
    """A day with the era year: 令和8（2026）年3月31日, 31 March 2026."""
    return Text(f"{_era_year(day)}（{day.year}）年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def month_words(day: date) -> Text:
    """The month of a day, with the era year: 令和8（2026）年3月, March 2026."""
    return Text(f"{_era_year(day)}（{day.year}）年{day.month}月", f"{day:%B %Y}")


def _era_year(day: date) -> str:
    return era_year(date(day.year, day.month, day.day))  # a Timestamp is compared with no date


def format_p(p: object) -> str:
    """A p-value with three decimals, or that it is smaller."""
    if is_missing(p):
        return MISSING
    number = float(p)  # type: ignore[arg-type]  # checked above
    return "<0.001" if number < 0.001 else f"{number:.3f}"


def _signed(number: float, digits: int) -> str:
    # A change that is not nought must not be printed as nought: up to two more digits show its direction.
    for more in range(3):
        text = f"{number:+,.{digits + more}f}"
        if float(text.replace(",", "")) != 0:
            return text.replace("-", "−")
    return f"{0:.{digits}f}"  # "−0.0" would claim a direction that the number does not have
