"""Changing a city's folder: a new one, an import, a check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from sojo_eval.city.clean_files import clean_files
from sojo_eval.city.configuration import FILE_NAME, CityConfiguration, read_configuration
from sojo_eval.city.folder import CLEAN, MANIFEST, open_city, read_clean, read_manifest
from sojo_eval.city.staging import one_writer, staged
from sojo_eval.foundation.files import sha256, write_text
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.version import VERSION
from sojo_eval.importing import (
    CHANGE_COLUMNS,
    CityName,
    ImportResult,
    Taken,
    Watch,
    changes,
    counted_twice,
    import_sources,
    revisions,
    unlikely_dates,
    write_problem_report,
)
from sojo_eval.schema import Schema, Table, apply_types, check_tables, load_schema, to_arrow
from sojo_eval.schema.version import schema_version

RAW, MAPPINGS = "raw", "mappings"
IMPORT_LOG, CHANGES, SOURCES = "import_log.csv", "changes.csv", "sources"

_NEW_CITY = """\
[city]
code = "{code}"
name_ja = "{name}"
name_en = "{name}"

[disclosure]
threshold = 5                 # counts of 1 to 4 are hidden / 1〜4 は秘匿

# One block a plan period; write confirmed = true once the dates are certain.
# 計画期間ごとに一つ。日付が確定したら confirmed = true に。
[[plans]]
plan = "4"
name_ja = "第4期地域福祉計画"
name_en = "4th community welfare plan"
start_date = 2019-04-01
end_date = 2024-03-31
confirmed = false

[[plans]]
plan = "5"
name_ja = "第5期地域福祉計画"
name_en = "5th community welfare plan"
start_date = 2024-04-01
confirmed = false

# Shocks and definition changes that the evaluation must know. / 評価が知るべき衝撃と定義変更
[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2023-05-31
title_ja = "新型コロナウイルス感染症"
title_en = "COVID-19"
applies_to = ["*"]
"""


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did: tables written with their row counts, problems, and tables kept as they were.

    `changes`: the records added, changed and removed against the earlier clean tables (`importing.CHANGE_COLUMNS`).
    """

    written: dict[str, int]
    problems: tuple[Problem, ...]
    held_back: dict[str, Text]
    log: pd.DataFrame
    changes: pd.DataFrame

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that kept a table back; the others are warnings and notes."""
        return tuple(p for p in self.problems if p.severity == "error")


def init_city(folder: Path, *, code: str, name: str) -> None:
    """Make a new city folder with an example `city.toml`. Raises SojoEvalError when the folder is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise SojoEvalError(
            "not-empty",
            Text(f"{folder} は空ではありません", f"{folder} is not empty"),
            Text("別の名前を選んでください", "Choose another name"),
        )
    for sub in (RAW, MAPPINGS):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    write_text(folder / FILE_NAME, _NEW_CITY.format(code=code, name=name))


def import_city(folder: Path, watch: Watch | None = None) -> ImportOutcome:
    """Read `raw/` through `mappings/` into `clean/`: each table wholly or not at all.

    Tables with problems, and those that depend on them, keep their earlier clean version. Problems are also
    written to `clean/problems.csv`, `clean/problems.html` (English: `problems.en.html`) and into coloured copies of
    the files under `clean/marked/`, what changed to `clean/changes.csv`, and where each record came from to
    `clean/sources/<table>.parquet`. `watch` is told each file before it is read. Raises SojoEvalError when city.toml
    has problems, and when another import is running there.
    """
    configuration = read_configuration(folder)
    with one_writer(folder / CLEAN):
        return _import(folder, configuration, watch)


def _import(folder: Path, configuration: CityConfiguration, watch: Watch | None) -> ImportOutcome:
    schema, clean = load_schema(), folder / CLEAN
    known = {
        name: read_clean(files, name)
        for name in schema.tables
        if (files := clean_files(clean, name)) is not None
    }
    earlier = read_manifest(clean)
    before = known.get("events", configuration.events)
    known |= {"plans": configuration.plans, "events": configuration.events}
    city = CityName(configuration.code, configuration.name.ja)
    result = import_sources(folder / RAW, folder / MAPPINGS, known, schema, city=city, watch=watch)
    events, noted, problems = _with_footnotes(
        configuration.events, result, before, earlier.get("noted_events", {}), schema
    )
    problems = [*result.problems, *problems]
    problems += [
        _not_renewed(schema.tables[n]) for n in sorted(known.keys() - result.sought - {"plans", "events"})
    ]
    tables = {"plans": configuration.plans, "events": events} | result.tables
    titles = {name: table.title for name, table in schema.tables.items()}
    changed = _changes(known, result, schema)
    with staged(clean) as new:
        for name, frame in tables.items():
            pq.write_table(to_arrow(frame, schema.tables[name]), new / f"{name}.parquet")
        hashes = {name: sha256(new / f"{name}.parquet") for name in tables}
        results = _evaluated(folder)
        listed = pd.concat(
            [_earlier_changes(clean, changed, earlier["tables"], results), changed], ignore_index=True
        )
        manifest = _manifest(folder, earlier["tables"], tables, hashes) | {"noted_events": noted}
        write_text(new / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        result.log.to_csv(new / IMPORT_LOG, index=False, lineterminator="\n")
        listed.to_csv(new / CHANGES, index=False, lineterminator="\n")
        (new / SOURCES).mkdir()
        for name, addresses in result.addresses.items():
            addresses.to_frame().to_parquet(new / SOURCES / f"{name}.parquet", index=False)
    stale = [
        n for n, sha in results.items() if n in manifest["tables"] and manifest["tables"][n]["sha256"] != sha
    ]
    problems += revisions(listed[listed["table"].isin(stale)], titles)
    for name, frame in result.tables.items():
        problems += counted_twice(frame, schema.tables[name], result.addresses[name])
        problems += unlikely_dates(frame, schema.tables[name], result.addresses[name], date.today())
    written = {n: len(f) for n, f in result.tables.items()}
    taken = Taken(written, result.held_back, result.log, titles)
    write_problem_report(problems, clean, raw=folder / RAW, taken=taken)
    return ImportOutcome(written, tuple(problems), result.held_back, result.log, changed)


def _evaluated(folder: Path) -> dict[str, str]:
    """Hashes of the tables from which the results at hand were made; none where nothing was evaluated."""
    path = folder / "results" / "evaluation.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["provenance"]["tables"])
    except (OSError, ValueError, LookupError, TypeError):
        return {}  # none, or damaged: `evaluate` makes them anew


def _earlier_changes(
    clean: Path, changed: pd.DataFrame, earlier: dict[str, Any], results: Mapping[str, str]
) -> pd.DataFrame:
    """The changes listed before that still matter: of tables that this import leaves as they are, and of those that had
    changed since results were made from them."""
    try:
        listed = pd.read_csv(clean / CHANGES, dtype="string", keep_default_na=False)[CHANGE_COLUMNS]
        listed["row"] = pd.to_numeric(listed["row"], errors="coerce").astype("Int64")
    except (OSError, ValueError, LookupError):
        return changed.iloc[:0]  # none yet, or saved by another program in another form
    stale = {n for n, sha in results.items() if n in earlier and earlier[n]["sha256"] != sha}
    return listed[~listed["table"].isin(set(changed["table"]) - stale)]


def _not_renewed(table: Table) -> Problem:
    """A table of an earlier import that nothing makes any more: it stays, and is evaluated on."""
    message = Text(
        f"「{table.title.ja}」を作る資料がもうありません。前に取り込んだ表がそのまま残っています",
        f"Nothing makes {table.title.en} any more; the table of an earlier import stays",
    )
    fix = Text(
        "資料か対応表を戻してください。もう要らない表なら、clean/ のそのファイルを消します",
        "Put its file or mapping back; if the table is of no use any more, delete its file in clean/",
    )
    return Problem("not-renewed", message, fix, table=table.name, severity="warning")


def _with_footnotes(
    events: pd.DataFrame,
    result: ImportResult,
    earlier: pd.DataFrame,
    noted: Mapping[str, str],
    schema: Schema,
) -> tuple[pd.DataFrame, dict[str, str], list[Problem]]:
    """The events of city.toml and those that footnotes gave, and the table that each of the latter belongs to.

    What city.toml says of an event goes first. A table that is not taken keeps, with its records, the events that it
    gave before: they are in `earlier`, the clean events, and named in `noted`. So do all where the new ones are no events.
    """
    table = schema.tables["events"]
    told = {e["event"]: (name, e) for name, found in result.events.items() for e in found if e.get("event")}
    kept = {event: name for event, name in noted.items() if name not in result.tables and event not in told}
    names = kept | {event: name for event, (name, _) in told.items()}
    problems = [p for _, event in told.values() for p in _mistakes(event, table)]
    both = events
    if not problems:
        rows = pd.DataFrame([e for _, e in told.values()], dtype="string").reindex(columns=table.field_names)
        both = _together(events, earlier[earlier["event"].isin([*kept])], apply_types(rows, table))
        problems = check_tables({"events": both}, only=["events"])
    if problems:
        names, both = dict(noted), _together(events, earlier[earlier["event"].isin([*noted])])
    declared = set(events["event"])
    return both, {event: name for event, name in names.items() if event not in declared}, problems


def _mistakes(event: Mapping[str, str], table: Table) -> Iterator[Problem]:
    """Dates of an event that are none: the mapping put them together from the footnote."""
    for field in table.fields:
        value = event.get(field.name, "")
        if field.type == "date" and value and pd.isna(pd.to_datetime(value, errors="coerce")):
            yield Problem(
                "unreadable",
                Text(
                    f"注記から作った定義変更「{event['event']}」の {field.name} が日付になりません",
                    f"{field.name} of the event {event['event']!r}, made from a footnote, is no date",
                ),
                Text(
                    "注記か、対応表の [notes.event] の書き方を直してください",
                    "Mend the footnote, or [notes.event] in the mapping",
                ),
                column=field.name,
                value=value,
                table=table.name,
            )


def _together(events: pd.DataFrame, *others: pd.DataFrame) -> pd.DataFrame:
    """The events and those of the others that are not among them."""
    new = [frame[~frame["event"].isin(events["event"])] for frame in others]
    return pd.concat([events, *(frame for frame in new if len(frame))], ignore_index=True)


def _changes(before: Mapping[str, pd.DataFrame], result: ImportResult, schema: Schema) -> pd.DataFrame:
    """Against the earlier clean tables, of those that there were."""
    found = [
        changes(before[name], frame, schema.tables[name], result.addresses[name])
        for name, frame in result.tables.items()
        if name in before
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=CHANGE_COLUMNS)


def _manifest(
    folder: Path, earlier: dict[str, Any], tables: dict[str, pd.DataFrame], hashes: dict[str, str]
) -> dict[str, Any]:
    """Input and table hashes; tables kept from an earlier import keep their earlier entry."""
    there = {n: entry for n, entry in earlier.items() if clean_files(folder / CLEAN, n) is not None}
    entries = there | {n: {"rows": len(f), "sha256": hashes[n]} for n, f in tables.items()}
    inputs = sorted(
        p
        for sub in (RAW, MAPPINGS)
        if (folder / sub).is_dir()
        for p in (folder / sub).rglob("*")
        if p.is_file()
    )
    return {
        "package_version": VERSION,
        "schema_version": schema_version(),
        "inputs": {p.relative_to(folder).as_posix(): sha256(p) for p in [folder / FILE_NAME, *inputs]},
        "tables": dict(sorted(entries.items())),
    }


def record_clean_tables(folder: Path, names: Sequence[str]) -> None:
    """Enter tables that other tools wrote into `clean/` in its manifest, so that the city can be opened with them.

    Each is one file `<table>.parquet` or a folder `<table>/` of Parquet files, as `CleanFiles` reads them. Nothing
    is checked but that they are there: `check_city` does that. Raises SojoEvalError for a table without files.
    """
    clean = folder / CLEAN
    path = clean / MANIFEST
    manifest = read_manifest(clean) if path.is_file() else _manifest(folder, {}, {}, {})
    for name in names:
        files = clean_files(clean, name) if name in load_schema().tables else None
        if files is None:
            raise SojoEvalError(
                "no-clean-table",
                Text(f"{clean} に表「{name}」がありません", f"There is no table {name!r} in {clean}"),
                Text(
                    f"{name}.parquet か、フォルダー {name}/ に *.parquet を置いてください",
                    f"Put {name}.parquet there, or a folder {name}/ with *.parquet",
                ),
            )
        manifest["tables"][name] = {"rows": files.rows(), "sha256": files.sha256()}
    manifest["tables"] = dict(sorted(manifest["tables"].items()))
    write_text(path, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def check_city(folder: Path) -> list[Problem]:
    """All problems of the clean tables against the schema; none means the folder is sound."""
    city = open_city(folder)
    tables = {name: city.table(name) for name in city.tables}
    problems = check_tables(tables, only=city.tables)
    return [
        Problem(
            p.rule,
            p.message,
            p.fix,
            p.file or f"{CLEAN}/{p.table}.parquet",
            p.sheet,
            p.row,
            p.column,
            p.value,
            p.table,
        )
        for p in problems
    ]
