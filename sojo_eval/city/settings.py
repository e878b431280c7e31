"""What may stand in `city.toml`: every mistake in it, by the entry's address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from sojo_eval.city.target_scheme import scheme_mistakes
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import (
    ANY_TEXT,
    BOOLEAN,
    DAY,
    SECTION,
    TEXT,
    TEXTS,
    Entry,
    Mistake,
    Mistakes,
    Shape,
    is_text,
    missing_key,
    nearest,
    number,
    one_of,
    section_mistakes,
    sections,
    spelled,
    whole,
)
from sojo_eval.schema import Table, load_schema

FILE_NAME = "city.toml"
LOWEST_WITHOUT_REASON = 5
"""A threshold below this shows counts that are hidden everywhere else."""
INDICATORS = ("published_indicators", "survey_indicators", "total_indicators")
"""Sections of indicators without code: from printed figures, a survey question, reported totals."""
RESIDENTS = "residents"
COUNTED = ("count", "persons", "households", "places")
"""Units of plain numbers."""
PER_RESIDENTS: dict[str, float] = {
    "per_1000_month": 1e3,
    "per_10000_month": 1e4,
    "per_100000_month": 1e5,
    "per_1000_year": 12e3,
}
"""Units of totals over the residents of the month, and what makes total ÷ residents that unit."""
PILLARS = ("connections", "consultation", "information")
_MOST_THRESHOLD, _MOST_EFFECT = 1000, 1000
FEWEST_HEADLINE, MOST_HEADLINE = 3, 5
"""Of a pillar: with fewer one indicator is the pillar, with more none of them is seen."""
_SHORTEST_REASON = 10
"""Characters: "はい" or "ok" is no reason."""

_SHAPES = {"date": DAY, "boolean": BOOLEAN, "string": TEXT}
_CITY = {
    "code": Entry(
        Shape(
            lambda v: isinstance(v, str) and bool(re.fullmatch("[0-9]{5,6}", v)),
            Text("引用符で囲んだ全国地方公共団体コード（半角、\"132292\" の形）", 'the municipality code in quotes, 5 or 6 digits ("132292")'),
        ),
        required=True,
    ),
    "name_ja": Entry(TEXT, required=True),
    "name_en": Entry(TEXT, required=True),
    "synthetic": Entry(BOOLEAN),
    "data_until": Entry(DAY),
}  # fmt: skip
_REASON = Shape(
    lambda v: is_text(v) and len(str(v).strip()) >= _SHORTEST_REASON,
    Text(
        f"小さな件数を見せてよい理由（{_SHORTEST_REASON}字以上。どの報告書にも印字されます）",
        f"why small counts may be shown ({_SHORTEST_REASON} letters or more; every report prints it)",
    ),
)
_HEADLINE_IDS = Shape(
    lambda v: (
        isinstance(v, list)
        and FEWEST_HEADLINE <= len(v) <= MOST_HEADLINE
        and all(is_text(x) for x in v)
        and len(set(v)) == len(v)
    ),
    Text(
        f"指標のidの一覧（{FEWEST_HEADLINE}〜{MOST_HEADLINE}個、同じものは一度だけ）",
        f"a list of {FEWEST_HEADLINE} to {MOST_HEADLINE} indicator ids, each once",
    ),
)
_HEADLINE = {"declared": Entry(DAY, required=True), **{pillar: Entry(_HEADLINE_IDS) for pillar in PILLARS}}
_DISCLOSURE = {"threshold": Entry(whole(1, _MOST_THRESHOLD)), "threshold_reason": Entry(_REASON)}

MOST_LOOKS = 10
_LOOKS = {"planned": Entry(whole(2, MOST_LOOKS), required=True)}


def named(path: PathLike) -> Path:
    """The path, with `~` as the home folder; SojoEvalError for an empty text, which would mean the folder in which the program was started."""
    if isinstance(path, str) and not path.strip():
        raise SojoEvalError(
            "no-city-named",
            Text("市のフォルダの名前が空です", "The name of the city's folder is empty"),
            Text("市のフォルダの名前を書いてください", "Write the name of the city's folder"),
        )
    return as_path(path)


def city_mistakes(content: Mapping[str, Any]) -> Mistakes:
    """Everything wrong in the entries of `city.toml` that can be told without its tables as a whole."""
    known = {
        "city": Entry(SECTION, required=True),
        "disclosure": Entry(SECTION),
        "looks": Entry(SECTION),
        "headline": Entry(SECTION),
        "target_scheme": Entry(SECTION),
        **{name: Entry(sections(name)) for name in ("plans", "events", *INDICATORS)},
    }
    yield from section_mistakes(content, known, ())
    sound = {key: value for key, value in content.items() if key in known and known[key].shape.fits(value)}
    if "city" in sound:
        yield from section_mistakes(sound["city"], _CITY, ("city",))
    yield from _disclosure_mistakes(sound.get("disclosure", {}))
    if "looks" in sound:
        yield from section_mistakes(sound["looks"], _LOOKS, ("looks",))
    yield from _headline_mistakes(sound.get("headline"))
    if "target_scheme" in sound:
        yield from scheme_mistakes(sound["target_scheme"])
    for name in ("plans", "events"):
        yield from _rows_mistakes(name, sound.get(name, []))
    yield from _plan_mistakes(sound.get("plans", []))
    yield from _event_mistakes(sound.get("events", []))
    taken: dict[str, str] = {}
    for name in INDICATORS:
        for i, entry in enumerate(sound.get(name, [])):
            yield from section_mistakes(entry, _indicator_entries(name, entry), (name, i))
            yield from _same_id(entry.get("id"), (name, i, "id"), taken)


def _disclosure_mistakes(section: Mapping[str, Any]) -> Mistakes:
    yield from section_mistakes(section, _DISCLOSURE, ("disclosure",))
    threshold = section.get("threshold")
    if (
        type(threshold) is int
        and 1 <= threshold < LOWEST_WITHOUT_REASON
        and "threshold_reason" not in section
    ):
        yield Mistake(
            ("disclosure", "threshold"),
            Text(
                f"disclosure.threshold が{LOWEST_WITHOUT_REASON}より小さく、小さな件数が見えてしまいます",
                f"disclosure.threshold is below {LOWEST_WITHOUT_REASON}: small counts would be shown",
            ),
            Text(
                f"{LOWEST_WITHOUT_REASON}以上にするか、そうする理由を threshold_reason = \"…\" に書いてください"
                "（どの報告書にも印字されます）",
                f"Write {LOWEST_WITHOUT_REASON} or more, or say why in threshold_reason = \"…\" (every report prints it)",
            ),
            threshold,
        )  # fmt: skip


def _headline_mistakes(section: Mapping[str, Any] | None) -> Mistakes:
    """`[headline]`: a date, and for one pillar or more its indicators, none in two pillars."""
    if section is None:
        return
    yield from section_mistakes(section, _HEADLINE, ("headline",))
    named = [pillar for pillar in PILLARS if _HEADLINE_IDS.fits(section.get(pillar))]
    if not any(pillar in section for pillar in PILLARS):
        yield missing_key(
            ("headline",), Text(f"{'・'.join(PILLARS)} のどれか", f"at least one of {', '.join(PILLARS)}")
        )
    taken: dict[str, str] = {}
    for pillar in named:
        for indicator in section[pillar]:
            if indicator in taken:
                yield Mistake(
                    ("headline", pillar),
                    Text(
                        f"{indicator} は {taken[indicator]} の主要指標にもなっています",
                        f"{indicator} is a headline indicator of {taken[indicator]} too",
                    ),
                    Text("どちらかの柱だけに書いてください", "Name it for one pillar only"),
                    indicator,
                )
            taken.setdefault(indicator, pillar)


def _rows_mistakes(name: str, rows: Iterable[Mapping[str, Any]]) -> Mistakes:
    """Each [[plans]] or [[events]] against the table of that name."""
    known = _row_entries(load_schema().tables[name])
    for i, row in enumerate(rows):
        yield from section_mistakes(row, known, (name, i))


def _row_entries(table: Table) -> dict[str, Entry]:
    entries = {field.name: Entry(_SHAPES[field.type], required=field.required) for field in table.fields}
    if "applies_to" in entries:
        entries["applies_to"] = Entry(
            Shape(
                lambda v: TEXTS.fits(v) or v in ("", []),
                Text("表か指標の名前の一覧（全部なら \"*\"）", 'a list of tables or indicators ("*" for all)'),
            )
        )  # fmt: skip
    return entries


def _plan_mistakes(plans: list[Mapping[str, Any]]) -> Mistakes:
    """Periods that overlap: months of two plans would be compared with themselves."""
    dated = [
        (plan["start_date"], i, plan)
        for i, plan in enumerate(plans)
        if DAY.fits(plan.get("start_date")) and ("end_date" not in plan or DAY.fits(plan["end_date"]))
    ]
    ordered = sorted(dated, key=lambda found: found[:2])
    for (start, i, plan), (following, j, _) in pairwise(ordered):
        here, there = spelled(("plans", i)), spelled(("plans", j))
        if start == following:
            yield Mistake(
                ("plans", j, "start_date"),
                Text(f"{here} と {there} が同じ日に始まります", f"{here} and {there} start on the same day"),
                Text("どちらかの開始日を直してください", "Correct one of the two dates"),
                following,
            )
        elif "end_date" in plan and plan["end_date"] >= following:
            yield Mistake(
                ("plans", i, "end_date"),
                Text(f"{here} が、次の計画 {there} の開始日より前に終わりません", f"{here} does not end before {there} starts"),
                Text(f"{following} より前の日付にしてください", f"Write a date before {following}"),
                plan["end_date"],
            )  # fmt: skip


def _event_mistakes(events: list[Mapping[str, Any]]) -> Mistakes:
    """Names in `applies_to` that are no table; those of indicators (pillar.name) are known to the catalogue alone."""
    tables = load_schema().tables
    for i, event in enumerate(events):
        names = event.get("applies_to", [])
        if not TEXTS.fits(names):
            continue
        for name in names if isinstance(names, list) else names.split():
            if any(sign in name for sign in (" ", "\u3000", ",", "、")) or (
                name not in (*tables, "*") and "." not in name
            ):
                yield Mistake(
                    ("events", i, "applies_to"),
                    Text(f"{name} という表も指標もありません", f"There is no table or indicator {name}"),
                    nearest(name, [*tables, "*"]),
                    name,
                )  # fmt: skip


def _indicator_entries(section: str, entry: Mapping[str, Any]) -> dict[str, Entry]:
    codelists = load_schema().codelists
    small = Text(
        "0より大きい数（割合なら 0.05 は5ポイント）", "a number above 0 (0.05 of a share: five points)"
    )
    most = 1.0 if entry.get("unit") == "share" else math.inf
    entries = {
        "id": Entry(
            Shape(
                lambda v: isinstance(v, str) and bool(v) and not any(s.isspace() for s in v) and v.isprintable(),
                Text('空白のない名前（"consultation.knows_the_desk" の形）', 'a name without blanks ("consultation.knows_the_desk")'),
            ),
            required=True,
        ),
        "pillar": Entry(one_of(PILLARS), required=True),
        "title_ja": Entry(TEXT, required=True),
        "title_en": Entry(TEXT, required=True),
        "unit": Entry(one_of(codelists["units"]["code"].tolist()), required=True),
        "direction": Entry(one_of(codelists["directions"]["code"].tolist()), required=True),
        "smallest_change": Entry(number(0, most, small), required=True),
        "why_ja": Entry(ANY_TEXT),
        "why_en": Entry(ANY_TEXT),
        "source": Entry(ANY_TEXT),
    }  # fmt: skip
    if section == "survey_indicators":
        return entries | {"concept": Entry(TEXT, required=True)}
    if section == "total_indicators":
        measures = codelists["measures"]["code"].tolist()
        over = entry.get("denominator")
        units = COUNTED if over is None else (*PER_RESIDENTS,) if over == RESIDENTS else ("share", *COUNTED)
        return entries | {
            "unit": Entry(one_of([*units]), required=True),
            "measure": Entry(one_of(measures), required=True),
            "denominator": Entry(one_of([RESIDENTS, *measures])),
        }
    pair = "baseline_period" in entry or "current_period" in entry
    effect = Text(
        "0より大きい数（分からなければ書かない）", "a number above 0 (leave it out if it is not known)"
    )
    return entries | {
        "baseline_period": Entry(TEXT, required=pair),
        "current_period": Entry(TEXT, required=pair),
        "design_effect": Entry(number(0, _MOST_EFFECT, effect)),
    }


def _same_id(value: object, address: tuple[str, int, str], taken: dict[str, str]) -> Mistakes:
    if not isinstance(value, str):
        return
    if value in taken:
        yield Mistake(
            address,
            Text(f"{taken[value]} と同じ id です", f"{taken[value]} has the same id"),
            Text("どちらかに別の id を付けてください", "Give one of them another id"),
            value,
        )
    taken.setdefault(value, spelled(address[:2]))
