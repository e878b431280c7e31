"""The ways a city divides ages: the bands of the intake sheets, or bands of ten years. Records use one of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from sojo_eval.city.areas import ages
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import load_schema

AGE_BAND = "age_band"
MIXED = Text("二通りの年齢階級が混ざった記録", "ages recorded in two ways that overlap")
"""What stands for the groups whose residents cannot be told apart."""


@lru_cache(maxsize=1)
def age_schemes() -> tuple[tuple[str, ...], ...]:
    """The bands of the list `age_bands` scheme by scheme: within one no two bands overlap."""
    schemes: list[list[str]] = []
    reached = -1
    for band in load_schema().codes("age_bands"):
        first, last = ages(band)
        if first > last:
            continue
        if not schemes or first <= reached:
            schemes.append([])
        schemes[-1].append(band)
        reached = last
    return tuple(tuple(scheme) for scheme in schemes)


def age_scheme(recorded: Iterable[str]) -> tuple[str, ...] | None:
    """All bands of the scheme that the recorded bands belong to, with those nobody was recorded in.

    The first scheme where no age is known; None where bands of two are mixed: a person aged 45 is then among 40–64 in one
    row and among 40–49 in the next, and the residents of both bands would be counted twice.
    """
    known = {*recorded}
    used = [scheme for scheme in age_schemes() if known & {*scheme}]
    if len(used) > 1:
        return None
    return used[0] if used else age_schemes()[0]


def refuse_mixed_ages(rows: pd.DataFrame) -> None:
    """Raise SojoEvalError where rows divided by age (column subgroup) mix two schemes; of surveys, within a wave."""
    parts = [mine for _, mine in rows.groupby("wave")] if "wave" in rows else [rows]
    if all(age_scheme(part["subgroup"].dropna().unique()) is not None for part in parts):
        return
    names = [", ".join(scheme) for scheme in age_schemes()]
    raise SojoEvalError(
        "two-age-schemes",
        Text(
            f"年齢階級の区分が混ざっています（{' ／ '.join(names)}）。重なる階級に分けると、同じ住民を二度数えます",
            f"Ages are recorded in ways that overlap ({' / '.join(names)}): divided so, residents would count twice",
        ),
        Text(
            "どちらか一方の区分にそろえるか、もう一方で記録した行の年齢階級を空欄にして取り込んでください",
            "Record one of them throughout, or import the rows of the other with an empty age band",
        ),
        exit_code=1,
    )
