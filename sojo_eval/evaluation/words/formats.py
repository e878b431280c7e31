"""Numbers as a reader sees them; a hidden or missing number is a dash."""

from __future__ import annotations

import math

from sojo_eval.foundation.language import Language

MISSING = "—"
_ONE_DECIMAL = frozenset({"days", "per_year", "per_100000_month", "per_10000", "places_per_10000", "persons_each",
                          "agencies_each", "km2"})  # fmt: skip


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
