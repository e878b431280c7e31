"""An area, a pillar or an indicator of a result, found by code or name, or refused with the nearest that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest, shown

CODE = "not-evaluated"


def area_in(findings: pd.DataFrame, areas: Sequence[str], area: str | int) -> str:
    """The code of an area of the result, by its code or by its name in either language; empty = the first.

    findings: with area, area_ja, area_en. Raises SojoEvalError naming the areas of the result.
    """
    if area == "":
        return areas[0]
    named = findings.drop_duplicates("area")
    words = dict(zip(named["area"], named["area_ja"], strict=True))
    english = dict(zip(named["area"], named["area_en"], strict=True))
    asked = str(area).strip()
    for code in areas:
        if asked.casefold() in (code.casefold(), *(str(w.get(code)).casefold() for w in (words, english))):
            return code
    raise _not_there(Text("地域", "area"), area, nearest(area, areas, words))


def pillar_in(findings: pd.DataFrame, pillar: str) -> str:
    """A pillar, by its id or by its name: one that the result has nothing of is one too. Raises SojoEvalError naming them."""
    there = list(dict.fromkeys([*map(str, findings["pillar"].unique()), *PILLARS]))
    words = {name: PILLARS[name] for name in there if name in PILLARS}
    for name in there:
        title = words.get(name, Text(name, name))
        if str(pillar).strip().casefold() in (name, title.ja.casefold(), title.en.casefold()):
            return name
    raise _not_there(
        Text("柱", "pillar"), pillar, nearest(pillar, there, {name: text.ja for name, text in words.items()})
    )


def indicator_in(known: Sequence[str], indicator: str, titles: Mapping[str, str] | None = None) -> str:
    """An indicator of the result. Raises SojoEvalError naming the nearest; titles: in Japanese, by id."""
    if indicator in known:
        return indicator
    raise _not_there(Text("指標", "indicator"), indicator, nearest(indicator, known, titles))


def _not_there(what: Text, asked: object, fix: Text) -> SojoEvalError:
    return SojoEvalError(
        CODE,
        Text(
            f"{what.ja}「{shown(asked)}」は、この結果にありません",
            f"There is no {what.en} {shown(asked)!r} in this result",
        ),
        fix,
    )
