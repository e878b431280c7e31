"""When the headline indicators were declared, and whether they are still those of the first evaluation.

Whoever sees the numbers first and chooses afterwards can make any pillar improve. So the first evaluation writes down
what was declared, and every later report says when that was changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.looks import looks_note
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.files import private_folder, write_text
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.headline import HeadlineSet, headline_of

RECORD = "headline_declarations.json"
"""In the city's results/: one entry a declaration that an evaluation met, the oldest first."""


@dataclass(frozen=True)
class Declaration:
    """The headline indicators of an evaluation. notes: what a reader must know of how they came about."""

    headline: HeadlineSet
    notes: tuple[Text, ...] = ()


def declaration_of(city: City, baseline: Period, current: Period) -> Declaration:
    """What the city's pillars rest on, with what must be said of it. Raises SojoEvalError as `headline_of`."""
    headline = headline_of(city)
    notes = (
        *_late(headline, current.start),
        *_changed(headline, _met(city.path)),
        *looks_note(city.configuration.looks, baseline, current),
    )
    return Declaration(headline, notes)


def record_declaration(city: City) -> None:
    """Write down the declaration that this evaluation met, unless it is the one met last. Whole or not at all."""
    headline, met = headline_of(city), _met(city.path)
    if met and met[-1]["fingerprint"] == headline.fingerprint:
        return
    entry = {
        "met": datetime.now().date().isoformat(),
        "declared": headline.declared.isoformat() if headline.declared else None,
        "fingerprint": headline.fingerprint,
        "headline": {p.pillar: [h.indicator for h in p.indicators] for p in headline.pillars},
    }
    path = _record(city.path)
    private_folder(path.parent)
    write_text(path, json.dumps([*met, entry], ensure_ascii=False, indent=2) + "\n")


def _record(city: Path) -> Path:
    return city / "results" / RECORD


def _met(city: Path) -> list[dict[str, Any]]:
    """What earlier evaluations met; nothing where the record is missing or is not what this file writes."""
    try:
        read = json.loads(_record(city).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return read if isinstance(read, list) and all(_is_entry(entry) for entry in read) else []


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not {"met", "declared", "fingerprint", "headline"} <= entry.keys():
        return False
    try:
        date.fromisoformat(entry["met"])
    except (TypeError, ValueError):
        return False
    headline = entry["headline"]
    return isinstance(headline, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names)
        for names in headline.values()
    )


def _late(headline: HeadlineSet, plan_start: pd.Timestamp) -> tuple[Text, ...]:
    if headline.declared is None or pd.Timestamp(headline.declared) < plan_start:
        return ()
    return (
        Text(
            f"主要指標は、計画が始まった日（{plan_start:%Y-%m-%d}）より後の{headline.declared}に定められました。",
            f"The headline indicators were declared on {headline.declared}, after the plan had begun "
            f"({plan_start:%Y-%m-%d}).",
        ),
    )


def _changed(headline: HeadlineSet, met: list[dict[str, Any]]) -> tuple[Text, ...]:
    """Which indicators came and went since the first evaluation. A change that was undone is told too."""
    if not met:
        return ()
    first, now = _named(met[0]["headline"]), set(headline.pillar_of)
    every = [_named(entry["headline"]) for entry in met] + [now]
    if all(names == first for names in every):
        return ()
    since = date.fromisoformat(met[0]["met"])
    if now == first:
        return (
            Text(
                f"主要指標は、最初の評価（{since}）の後に一度変えられ、元に戻されました。",
                f"The headline indicators were changed after the first evaluation ({since}), and changed back.",
            ),
        )
    new, gone = ", ".join(sorted(now - first)), ", ".join(sorted(first - now))
    return (
        Text(
            f"主要指標は、最初の評価（{since}）の後に変えられました（加えたもの: {new or 'なし'}、外したもの: {gone or 'なし'}）。",
            f"The headline indicators were changed after the first evaluation ({since}): added {new or 'none'}; taken out "
            f"{gone or 'none'}.",
        ),
    )


def _named(headline: dict[str, list[str]]) -> set[str]:
    return {name for names in headline.values() for name in names}
