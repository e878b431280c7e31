"""Importing a city's files as one act: read, staged whole, published at once, and what changed told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from sojo_eval.city.changed_records import CHANGES, changed_records, evaluated_tables, unread_changes
from sojo_eval.city.clean_files import clean_files
from sojo_eval.city.configuration import CityConfiguration, read_configuration
from sojo_eval.city.folder import CLEAN, MANIFEST, MAPPINGS, RAW, read_clean, read_manifest
from sojo_eval.city.footnote_events import with_footnotes
from sojo_eval.city.manifest import manifest_of
from sojo_eval.city.places.area_tree import CITY
from sojo_eval.city.places.unplaced import unplaced
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.city.staging import IMPORT_LOG, SOURCES, one_writer, staged
from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import sha256, write_text
from sojo_eval.foundation.handling import write_readme
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.importing import (
    CityName,
    Taken,
    Watch,
    counted_twice,
    import_sources,
    revisions,
    unlikely_dates,
    write_problem_report,
)
from sojo_eval.schema import Table, apply_types, load_schema, to_arrow

_ABOUT = (
    Text(
        "取り込んだ記録と、取り込みで分かったことです。個人の記録を含みます。外に出してよいものは reports/ にあります。",
        "Imported records, and what the import found. They hold records of persons; what may leave is in reports/.",
    ),
)


@dataclass(frozen=True)
class ImportOutcome(Told):
    """What an import did: tables written with their row counts, problems, and tables kept as they were.

    `changes`: the records added, changed and removed against the earlier clean tables (`importing.CHANGE_COLUMNS`).
    """

    written: dict[str, int]
    problems: tuple[Problem, ...]
    held_back: dict[str, Text]
    log: pd.DataFrame
    changes: pd.DataFrame

    def __str__(self) -> str:
        told = Text(
            f"書いた表 {len(self.written)}、止めた表 {len(self.held_back)}、問題 {len(self.problems)}",
            f"{len(self.written)} tables written, {len(self.held_back)} held back, {len(self.problems)} problems",
        )
        return told(reader_language())

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that kept a table back; the others are warnings and notes."""
        return tuple(p for p in self.problems if p.severity == "error")


def import_city(folder: PathLike, watch: Watch | None = None) -> ImportOutcome:
    """Read `raw/` through `mappings/` into `clean/`: each table wholly or not at all.

    Tables with problems, and those that depend on them, keep their earlier clean version. Problems are also
    written to `clean/problems.csv`, `clean/problems.html` (English: `problems.en.html`) and into coloured copies of
    the files under `clean/marked/`, what changed to `clean/changes.csv`, and where each record came from to
    `clean/sources/<table>.parquet`. `watch` is told each file before it is read. Raises SojoEvalError when city.toml
    has problems, when another import is running there, and for links inside the folder.
    """
    folder = as_path(folder)
    refuse_links(folder)
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
    itself = _itself(configuration)
    only_itself = "areas" not in known or known["areas"]["area"].tolist() == [configuration.code]
    if only_itself:
        known["areas"] = itself
    city = CityName(configuration.code, configuration.name.ja)
    result = import_sources(folder / RAW, folder / MAPPINGS, known, schema, city=city, watch=watch)
    events, noted, problems = with_footnotes(
        configuration.events, result, before, earlier.get("noted_events", {}), schema
    )
    problems = [*result.problems, *problems]
    of_configuration = {"plans": configuration.plans, "events": events} | (
        {"areas": itself} if only_itself else {}
    )
    problems += [
        _not_renewed(schema.tables[n]) for n in sorted(known.keys() - result.sought - of_configuration.keys())
    ]
    tables = of_configuration | result.tables
    titles = {name: table.title for name, table in schema.tables.items()}
    changed = changed_records(known, result, schema)
    with staged(clean) as new:
        for name, frame in tables.items():
            pq.write_table(to_arrow(frame, schema.tables[name]), new / f"{name}.parquet")
        hashes = {name: sha256(new / f"{name}.parquet") for name in tables}
        results = evaluated_tables(folder)
        listed = pd.concat(
            [unread_changes(clean, changed, earlier["tables"], results), changed], ignore_index=True
        )
        manifest = manifest_of(folder, earlier["tables"], tables, hashes) | {"noted_events": noted}
        write_text(new / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        write_csv(new / IMPORT_LOG, result.log)
        write_csv(new / CHANGES, listed)
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
    problems += unplaced(known | result.tables)
    written = {n: len(f) for n, f in result.tables.items()}
    taken = Taken(written, result.held_back, result.log, titles)
    write_readme(clean, "inside", _ABOUT)
    write_problem_report(problems, clean, raw=folder / RAW, taken=taken, read=result.sheets)
    return ImportOutcome(written, tuple(problems), result.held_back, result.log, changed)


def _itself(configuration: CityConfiguration) -> pd.DataFrame:
    """The table of areas of a city that hands in none: the city itself, so that its totals have a place."""
    row = {
        "area": configuration.code,
        "level": CITY,
        "name_ja": configuration.name.ja,
        "name_en": configuration.name.en,
        "source": FILE_NAME,
    }
    table = load_schema().tables["areas"]
    return apply_types(pd.DataFrame([row], columns=list(table.field_names)), table)


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
