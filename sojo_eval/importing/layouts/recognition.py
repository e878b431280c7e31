"""Files that no mapping of the city reads, but whose layout is known: entry workbooks and municipal standards."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.kinds import TEXTS
from sojo_eval.importing.files.reading import WORKBOOKS
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.forms.reading_back import entry_mappings, entry_problems, entry_sheets_not_read
from sojo_eval.importing.layouts.standards import CityName, fitting_layouts, standard_layouts
from sojo_eval.importing.mappings.mapping import FileMapping, SetAside
from sojo_eval.importing.raw_files import RawFiles
from sojo_eval.schema import Schema

_ENTRY = Text("記入用の様式", "an entry workbook")
_STANDARD = Text("自治体標準オープンデータセットの形", "a layout of the municipal standard open data sets")


def recognise(
    files: RawFiles,
    sources: Sequence[FileMapping],
    asides: Sequence[SetAside],
    known: Mapping[str, pd.DataFrame],
    city: CityName | None,
    schema: Schema,
) -> tuple[list[FileMapping], list[Problem]]:
    """Mappings for files that none of `sources` reads and none of `asides` sets aside, each for its file alone, and a
    note for each such file.

    Without a city the municipal layouts are not looked for. Files that are not recognised are closed again.
    """
    named = [*(m.files for m in sources), *(aside.files for aside in asides if not aside.sheets)]
    claimed = {path for patterns in named for path in files.fitting(patterns)}
    free = [p for p in files.all() if p not in claimed and p.suffix.lower() in (*TEXTS, *WORKBOOKS)]
    found: list[FileMapping] = []
    notes: list[Problem] = []
    layouts = standard_layouts(city, schema) if city is not None and free else []
    for path in free:
        file_name = files.file_name(path)
        sheets, _ = files.sheets(path)
        by_design = entry_sheets_not_read(sheets)
        if by_design:
            what, mine = _ENTRY, entry_mappings(sheets, file_name, schema)
            notes += entry_problems(sheets, file_name, schema)
            files.set_aside(path, by_design)
        else:
            what, mine = _STANDARD, [m for s in sheets for m in fitting_layouts(layouts, s, file_name)]
            if not mine:
                files.close(path)
        own = (glob.escape(path.relative_to(files.raw).as_posix()),)
        found += [replace(mapping, files=own) for mapping in mine]
        if mine:
            notes.append(_note(file_name, what, mine, schema))
    if _has_areas([*sources, *(m for m in found if not m.once)], known):
        found = [m for m in found if not (m.table == "areas" and m.once)]
    return found, notes


def is_known_layout(sheets: Sequence[Sheet], file: str, schema: Schema) -> bool:
    """Whether an import reads the file without a mapping."""
    layouts = standard_layouts(CityName("000000", "-"), schema)
    return bool(entry_sheets_not_read(sheets)) or any(fitting_layouts(layouts, s, file) for s in sheets)


def _has_areas(sources: Sequence[FileMapping], known: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the city tells its areas itself; towns that an earlier import took from a layout do not count."""
    levels = set(known["areas"]["level"]) if "areas" in known else set()
    return any(m.table == "areas" for m in sources) or bool(levels - {"city", "town"})


def _note(file_name: str, what: Text, mine: Sequence[FileMapping], schema: Schema) -> Problem:
    titles = [schema.tables[name].title for name in dict.fromkeys(m.table for m in mine)]
    message = Text(
        f"対応表なしで読みました（{what.ja}: {'、'.join(t.ja for t in titles)}）",
        f"Read without a mapping ({what.en}: {', '.join(t.en for t in titles)})",
    )
    fix = Text(
        "違うものなら対応表を作ってください。あれば、そちらで読みます",
        "If it is something else, make a mapping, which takes precedence",
    )
    return Problem("recognised", message, fix, file=file_name, severity="note")
