"""`city.toml`: who the city is, its plans, shocks and definition changes, and the indicators it adds itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from sojo_eval.city.settings import FILE_NAME, INDICATORS, PILLARS, city_mistakes
from sojo_eval.city.target_scheme import TargetScheme, target_scheme
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.settings import located, near_names, nearest, shown
from sojo_eval.foundation.showing.told import Told
from sojo_eval.foundation.toml_files import TomlFile, parse_toml, read_toml
from sojo_eval.schema import apply_types, check_tables, load_schema

DEFAULT_THRESHOLD = 5


@dataclass(frozen=True)
class ConfiguredIndicator:
    """An indicator defined without code: from published figures, from a survey question, or from reported totals.

    `printed`: from published figures; else `concept` names the survey concept, or `measure` and `denominator` (another
    measure, "residents" or nothing) the totals. `baseline_period` and
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
    measure: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class DeclaredHeadline:
    """The indicators a city says its pillars rest on, by pillar, and the day on which it said so."""

    declared: date
    indicators: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CityConfiguration(Told):
    """What `city.toml` says. `plans` and `events` are typed like the tables of those names; a plan that says no last day
    and has another after it ends on the day before that.

    `threshold_reason` is why counts below 5 may be shown, where the city says so: every report prints it. `looks`: how many
    yearly evaluations of one plan share the error; 1 where the city says nothing.
    """

    code: str
    name: Text
    synthetic: bool
    threshold: int
    data_until: pd.Timestamp | None
    plans: pd.DataFrame
    events: pd.DataFrame
    indicators: tuple[ConfiguredIndicator, ...]
    threshold_reason: str = ""
    looks: int = 1
    headline: DeclaredHeadline | None = None
    target_scheme: TargetScheme | None = None

    def __str__(self) -> str:
        return f"{self.name(reader_language())} ({self.code}): {', '.join(self.plans['plan'])}"


def read_configuration(folder: PathLike) -> CityConfiguration:
    """Read and check `city.toml` of a city's folder.

    Raises SojoEvalError (exit code 2 when there is no such file, 1 when it has problems, all of them listed with their
    line).
    """
    folder = as_path(folder)
    path = folder / FILE_NAME
    if not path.exists():
        raise _no_city(folder)
    file = _sound(read_toml(path, FILE_NAME, "configuration-unreadable"))
    content: Mapping[str, Any] = file.entries
    frames = {name: _section_table(name, content.get(name, [])) for name in ("plans", "events")}
    problems = [_at_its_line(p, file) for p in check_tables(frames, only=["plans", "events"])]
    if problems:
        raise _refused(problems)
    city, disclosure = content["city"], content.get("disclosure", {})
    until = city.get("data_until")
    return CityConfiguration(
        code=city["code"],
        name=Text(city["name_ja"], city["name_en"]),
        synthetic=city.get("synthetic", False),
        threshold=disclosure.get("threshold", DEFAULT_THRESHOLD),
        threshold_reason=disclosure.get("threshold_reason", ""),
        target_scheme=target_scheme(content.get("target_scheme")),
        looks=content.get("looks", {}).get("planned", 1),
        data_until=pd.Timestamp(until) if isinstance(until, date) else None,
        plans=_with_ends(frames["plans"].sort_values("start_date", ignore_index=True)),
        events=frames["events"].sort_values(["start_date", "event"], ignore_index=True),
        indicators=tuple(
            _indicator(entry, printed=section == "published_indicators")
            for section in INDICATORS
            for entry in content.get(section, [])
        ),
        headline=_headline(content.get("headline")),
    )


def _headline(section: Mapping[str, Any] | None) -> DeclaredHeadline | None:
    if section is None:
        return None
    named = {pillar: tuple(section[pillar]) for pillar in PILLARS if pillar in section}
    return DeclaredHeadline(section["declared"], named)


def refuse_mistakes(text: str) -> None:
    """Raises SojoEvalError as `read_configuration` does, for the text of a `city.toml` before it is written."""
    _sound(parse_toml(text.encode(), FILE_NAME, "configuration-unreadable"))


def _sound(file: TomlFile | Problem) -> TomlFile:
    problems = (
        [file] if isinstance(file, Problem) else located(city_mistakes(file.entries), file, "configuration")
    )
    if isinstance(file, Problem) or problems:
        raise _refused(problems)
    return file


def _cities_beside(folder: Path) -> list[str]:
    """Folders of cities in the same place."""
    try:
        return sorted(path.name for path in folder.parent.iterdir() if (path / FILE_NAME).is_file())
    except OSError:  # not there, or not to be looked into
        return []


def _no_city(folder: Path) -> SojoEvalError:
    alike = sorted(
        path.name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name != FILE_NAME and path.name.lower().startswith(FILE_NAME)
    )
    if alike:
        fix = Text(
            f"{folder / alike[0]} の名前を {FILE_NAME} に直してください",
            f"Rename {folder / alike[0]} to {FILE_NAME}",
        )
    elif near := near_names(folder.name, _cities_beside(folder)):
        meant = folder.parent / near[0]
        fix = Text(
            f"{meant} ではありませんか。新しく作るなら sojo-eval init です",
            f"Did you mean {meant}? A new one is made with sojo-eval init",
        )
    else:
        fix = Text(
            "フォルダ名を確かめるか、sojo-eval init で新しく作ってください",
            "Check the folder's name, or make a new one with sojo-eval init",
        )
    message = Text(f"{folder} に {FILE_NAME} がありません", f"There is no {FILE_NAME} in {folder}")
    return SojoEvalError("no-city", message, fix)


def _section_table(name: str, entries: list[Mapping[str, Any]]) -> pd.DataFrame:
    """`[[plans]]` or `[[events]]` as a table; lists become space-separated text."""
    table = load_schema().tables[name]
    rows = [{k: " ".join(v) if isinstance(v, list) else v for k, v in entry.items()} for entry in entries]
    return apply_types(pd.DataFrame(rows, columns=list(table.field_names)), table)


def _with_ends(plans: pd.DataFrame) -> pd.DataFrame:
    """A plan without a last day ends on the day before the next one starts: else it would hold the next one's months."""
    before_next = plans["start_date"].shift(-1) - pd.Timedelta(days=1)
    return plans.assign(end_date=plans["end_date"].fillna(before_next))


def _at_its_line(problem: Problem, file: TomlFile) -> Problem:
    """A problem of a row of [[plans]] or [[events]] at the line of that entry."""
    row = (problem.row or 1) - 1
    line = file.line((problem.table, row, problem.column))
    fix = problem.fix
    field = load_schema().tables[problem.table].field(problem.column)
    if problem.rule == "code_list" and field.codelist is not None:
        fix = nearest(problem.value, load_schema().codes(field.codelist))
    return Problem(
        problem.rule, problem.message, fix, file=FILE_NAME, row=line, column=problem.column, value=shown(problem.value),
        table=problem.table,
    )  # fmt: skip


def _indicator(entry: Mapping[str, Any], *, printed: bool) -> ConfiguredIndicator:
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
        measure=entry.get("measure", ""),
        denominator=entry.get("denominator", ""),
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
