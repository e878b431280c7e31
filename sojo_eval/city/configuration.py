"""`city.toml`: who the city is, its plans, shocks and definition changes, and the indicators it adds itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.schema import apply_types, check_tables, load_schema

FILE_NAME = "city.toml"
DEFAULT_THRESHOLD = 5
_SECTIONS = {"city", "disclosure", "plans", "events", "published_indicators", "survey_indicators"}
_PILLARS = ("connections", "consultation", "information")


@dataclass(frozen=True)
class ConfiguredIndicator:
    """An indicator defined without code: from published figures, or from a survey question.

    `printed`: from published figures; else `concept` names the survey concept. `baseline_period` and
    `current_period` name the two printed periods to compare when they are not those of the plans.
    """

    id: str
    printed: bool
    pillar: str
    title: Text
    unit: str
    direction: str
    smallest_change: float
    why: Text
    concept: str = ""
    baseline_period: str = ""
    current_period: str = ""
    design_effect: float = 1.0
    source: str = ""


@dataclass(frozen=True)
class CityConfiguration:
    """What `city.toml` says. `plans` and `events` are typed like the tables of those names."""

    code: str
    name: Text
    synthetic: bool
    threshold: int
    data_until: pd.Timestamp | None
    plans: pd.DataFrame
    events: pd.DataFrame
    indicators: tuple[ConfiguredIndicator, ...]


def read_configuration(folder: Path) -> CityConfiguration:
    """Read and check `city.toml` of a city's folder.

    Raises SojoEvalError (exit code 2 when there is no such file, 1 when it has problems, all of them listed).
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise SojoEvalError(
            "no-city",
            Text(f"{folder} に {FILE_NAME} がありません", f"There is no {FILE_NAME} in {folder}"),
            Text(
                "フォルダ名を確かめるか、sojo-eval init で新しく作ってください",
                "Check the folder's name, or make a new one with sojo-eval init",
            ),
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused([_unreadable(error)]) from None
    problems: list[Problem] = []
    for section in sorted(set(content) - _SECTIONS):
        problems.append(_unknown(section))
    city = content.get("city", {})
    for key in ("code", "name_ja", "name_en"):
        if not isinstance(city.get(key), str) or not city[key]:
            problems.append(_missing(f"city.{key}", city.get(key, "")))
    threshold = content.get("disclosure", {}).get("threshold", DEFAULT_THRESHOLD)
    if not isinstance(threshold, int) or isinstance(threshold, bool) or threshold < 1:
        problems.append(
            _missing(
                "disclosure.threshold", threshold, Text("1以上の整数です", "A whole number of 1 or more")
            )
        )
    frames = {name: _section_table(name, content.get(name, []), problems) for name in ("plans", "events")}
    if not content.get("plans"):
        problems.append(_missing("plans", "", Text("計画期間が一つもありません", "There is no plan period")))
    indicators = tuple(
        indicator
        for section, printed in (("published_indicators", True), ("survey_indicators", False))
        for i, entry in enumerate(content.get(section, []), start=1)
        if (indicator := _indicator(entry, f"{section}[{i}]", problems, printed=printed)) is not None
    )
    if not problems:
        problems += [replace(p, file=FILE_NAME) for p in check_tables(frames, only=["plans", "events"])]
    if problems:
        raise _refused(problems)
    until = city.get("data_until")
    return CityConfiguration(
        code=city["code"],
        name=Text(city["name_ja"], city["name_en"]),
        synthetic=bool(city.get("synthetic", False)),
        threshold=threshold,
        data_until=pd.Timestamp(until) if isinstance(until, date) else None,
        plans=frames["plans"].sort_values("start_date", ignore_index=True),
        events=frames["events"].sort_values(["start_date", "event"], ignore_index=True),
        indicators=indicators,
    )


def _section_table(name: str, entries: object, problems: list[Problem]) -> pd.DataFrame:
    """`[[plans]]` or `[[events]]` as a table; lists become space-separated text."""
    table = load_schema().tables[name]
    rows: list[dict[str, object]] = []
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        problems.append(
            _missing(name, "", Text(f"[[{name}]] の形で書いてください", f"Write it as [[{name}]]"))
        )
        entries = []
    for i, entry in enumerate(entries, start=1):
        for key in sorted(set(entry) - set(table.field_names)):
            problems.append(_unknown(f"{name}[{i}].{key}"))
        rows.append({k: " ".join(v) if isinstance(v, list) else v for k, v in entry.items()})
    frame = pd.DataFrame(rows, columns=list(table.field_names))
    for field in table.fields:
        wanted = {"date": (date, datetime), "boolean": (bool,), "string": (str,)}[field.type]
        for i, value in enumerate(frame[field.name], start=1):
            if not pd.isna(value) and not isinstance(value, wanted):
                problems.append(_missing(f"{name}[{i}].{field.name}", value, _SHAPES[field.type]))
                frame.loc[i - 1, field.name] = None
    return apply_types(frame, table)


_SHAPES = {
    "date": Text(
        "引用符なしの日付（2024-04-01）で書いてください", "Write a date without quotes (2024-04-01)"
    ),
    "boolean": Text("true か false で書いてください", "Write true or false"),
    "string": Text("引用符つきの文字で書いてください", "Write a text in quotes"),
}


def _indicator(
    entry: Mapping[str, Any], place: str, problems: list[Problem], *, printed: bool
) -> ConfiguredIndicator | None:
    known = {
        "id", "pillar", "title_ja", "title_en", "unit", "direction", "smallest_change", "why_ja", "why_en",
        "concept", "baseline_period", "current_period", "design_effect", "source",
    }  # fmt: skip
    before = len(problems)
    for key in sorted(set(entry) - known):
        problems.append(_unknown(f"{place}.{key}"))
    required = ["id", "pillar", "title_ja", "title_en", "unit", "direction", "smallest_change"]
    for key in required + ([] if printed else ["concept"]):
        if key not in entry:
            problems.append(_missing(f"{place}.{key}", ""))
    if len(problems) == before:
        codelists = load_schema().codelists
        for key, allowed in (
            ("pillar", list(_PILLARS)),
            ("unit", codelists["units"]["code"].tolist()),
            ("direction", codelists["directions"]["code"].tolist()),
        ):
            if entry[key] not in allowed:
                choice = ", ".join(allowed)
                problems.append(
                    _missing(f"{place}.{key}", entry[key], Text(f"{choice} のどれかです", f"One of {choice}"))
                )
        if not isinstance(entry["smallest_change"], int | float) or not entry["smallest_change"] > 0:
            problems.append(
                _missing(
                    f"{place}.smallest_change",
                    entry["smallest_change"],
                    Text("正の数です", "A positive number"),
                )
            )
    if len(problems) > before:
        return None
    return ConfiguredIndicator(
        id=entry["id"],
        printed=printed,
        pillar=entry["pillar"],
        title=Text(entry["title_ja"], entry["title_en"]),
        unit=entry["unit"],
        direction=entry["direction"],
        smallest_change=float(entry["smallest_change"]),
        why=Text(entry.get("why_ja", ""), entry.get("why_en", "")),
        concept=entry.get("concept", ""),
        baseline_period=entry.get("baseline_period", ""),
        current_period=entry.get("current_period", ""),
        design_effect=float(entry.get("design_effect", 1.0)),
        source=entry.get("source", ""),
    )


def _missing(key: str, value: object, hint: Text | None = None) -> Problem:
    message = Text(f"{key} がないか、値が正しくありません", f"{key} is missing or not valid")
    fix = hint or Text("city.toml に書き足してください", "Add it to city.toml")
    return Problem("configuration", message, fix, file=FILE_NAME, column=key, value=str(value))


def _unknown(key: str) -> Problem:
    return Problem(
        "configuration-unknown",
        Text(f"{key} という項目はありません", f"{key} is not a known entry"),
        Text("綴りを確かめてください", "Check the spelling"),
        file=FILE_NAME,
        column=key,
    )


def _unreadable(error: Exception) -> Problem:
    return Problem(
        "configuration-unreadable",
        Text(f"TOML として読めません（{error}）", f"It cannot be read as TOML ({error})"),
        Text(
            "その行の書き方を直し、UTF-8 で保存してください", "Correct that line and save the file as UTF-8"
        ),
        file=FILE_NAME,
    )


def _refused(problems: list[Problem]) -> SojoEvalError:
    return SojoEvalError(
        "configuration",
        Text(
            f"{FILE_NAME} に問題が {len(problems)} 件あります", f"{FILE_NAME} has {len(problems)} problem(s)"
        ),
        Text("一覧のとおり直してください", "Fix the settings listed"),
        exit_code=1,
        problems=problems,
    )
