"""The columns of figures in a proposal as a mapping has them: published figures, or totals of something known."""

from __future__ import annotations

import json
from pathlib import PurePath

import pandas as pd

from sojo_eval.foundation.language import Language, Text
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.columns import ReadColumn, without_gaps
from sojo_eval.importing.proposals.known_measures import counted_twice, nearest_measures
from sojo_eval.importing.proposals.next_year import any_year, without_times
from sojo_eval.importing.proposals.proposal import Figure, Proposal
from sojo_eval.importing.proposals.units import units_asked, without_unit
from sojo_eval.schema import Schema, load_schema

_UNITS_OF = Text("件、人、世帯、円、千円、％ などを書く。", "write 件, 人, 世帯, 円, 千円, % …, the unit of ")
_CODE_OF = Text(
    "単位のコード（count、persons、places など）を書く。％ は、0.359 のような割合なら share、％の数ならこの行を消す",
    "write the code of the unit (count, persons, places …); for %: share where cells are 0.359, delete the line where 35.9",
)
_MOST_SIGNS = 120
_VALUE_OF = {"population": "persons"}
CHECK = Text("確かめる", "check")


def stem_of(proposal: Proposal) -> str:
    """The file's name without its kind, its years and its months."""
    stem = PurePath(proposal.file).stem
    return without_times(stem) or stem


def wide(proposal: Proposal, lang: Language, area: str, sheet: str) -> list[str]:
    """The lines of published figures: how indicators are called, their columns, what holds for all."""
    # A year in the indicator's name would begin a new indicator every year.
    stem = stem_of(proposal) + (f".{sheet}" if sheet else "")
    names = "".join(f"/{{{c.name}}}" for c in proposal.divided_by)
    if proposal.headings and "{heading}" not in (proposal.period.text if proposal.period is not None else ""):
        names = f"/{{heading}}{names}"
    named = any(f.name for f in proposal.figures)
    lines = [f"indicator = {{ text = {quoted(stem + ('.{figure}' if named else '') + names)} }}"]
    if not named:
        lines.append(f"definition = {{ text = {quoted(names.lstrip('/') or stem)} }}")
    lines += ["", "[wide]", 'value = "value"']
    patterns = any_year(proposal.figures)
    each = {patterns.get(f.column.at, str(f.column.at)): f for f in proposal.figures}
    codes = {figure.unit.code for figure in each.values()}
    in_rows = any(m.field.name == "unit" for m in proposal.matches)
    for figure in each.values():
        pattern = patterns.get(figure.column.at, "")
        lines += ["", *_wide_column(proposal, figure, pattern, len(codes) > 1 and not in_rows)]
    values = {"area": area, "unit": min(codes), "source": stem_of(proposal)}
    if in_rows:
        del values["unit"]
        lines += ["", "[constants]", *(f"{k} = {quoted(v)}" for k, v in values.items())]
        return [*lines, *_units_in_rows(proposal, lang)]
    if UNFINISHED in codes:
        values["unit"] = UNFINISHED
    constants = [f"{k} = {quoted(v)}" for k, v in values.items()]
    if UNFINISHED in codes:
        asked = [plain(f.name) or letters(f.column.at) for f in each.values() if f.unit.code == UNFINISHED]
        constants[1] += f"  # {CHECK(lang)}: {_UNITS_OF(lang)}{'、'.join(asked)[:_MOST_SIGNS]}"
    return [*lines, "", "[constants]", *constants]


def _units_in_rows(proposal: Proposal, lang: Language) -> list[str]:
    """What the column of units says and nobody knows, to be filled in."""
    column = next(m.column for m in proposal.matches if m.field.name == "unit")
    asked = units_asked(column, [f.column for f in proposal.figures])
    lines = [f'{quoted(text)} = "{UNFINISHED}"  # {CHECK(lang)}: {_CODE_OF(lang)}' for text in asked]
    return ["", "[codes.unit]", *lines] if lines else []


def wide_totals(proposal: Proposal, lang: Language, area: str) -> list[str]:
    """Columns of totals: what each counts, and the columns that say at which desk or of which category."""
    lines = [] if proposal.service is None else [f"service = {source(proposal.service)}"]
    if len(proposal.divided_by) > 1:
        joined = "/".join(f"{{{column.name}}}" for column in proposal.divided_by)
        lines.append(f"category = {{ text = {quoted(joined)} }}")
    else:
        lines += [f"category = {source(column)}" for column in proposal.divided_by]
    lines += ["", "[wide]", f"value = {quoted(_VALUE_OF.get(proposal.table.name, 'value'))}"]
    patterns, measures = any_year(proposal.figures), dict(proposal.measures)
    each = {patterns.get(f.column.at, str(f.column.at)): f for f in proposal.figures}
    schema = load_schema()
    key = proposal.counted_as
    codelist = proposal.table.field(key).codelist
    assert codelist is not None
    names = schema.codelists[codelist].set_index("code")[f"title_{lang}"]
    one = set(measures.values()) if UNFINISHED not in measures.values() else set()
    twice = counted_twice(proposal.figures, measures) if key == "measure" else set()
    for figure in each.values():
        at, pattern = figure.column.at, patterns.get(figure.column.at, "")
        mine = ["[[wide.columns]]", f"pattern = {quoted(pattern)}" if pattern else place(figure.column)]
        if figure.time and not pattern:
            mine.append(f"time = {quoted(figure.time)}")
        if len(one) != 1:
            told = f"{names[measures[at]]}?" if measures[at] != UNFINISHED else _like(figure, schema, names)
            mine.append(f"{key} = {quoted(measures[at])}  # {CHECK(lang)}: {told}")
        if at in twice:
            part = plain(without_unit(figure.name)).rpartition("/")[2]
            mine += [f"category = {quoted(part or letters(at))}", 'division = "other"']
        doubled = at in proposal.doubled and not pattern
        lines += ["", *([f"# {line}" for line in mine] if doubled else mine)]
    values = {"area": area, "source": stem_of(proposal)}
    if any(m.field.name == "area" for m in proposal.matches):
        del values["area"]
    if key == "sex":
        values["age_band"] = "all"
    if proposal.divided_by:
        values["division"] = "other"
    constants = [f"{k} = {quoted(v)}" for k, v in values.items()]
    if len(one) == 1:
        (code,) = one
        constants.append(f"{key} = {quoted(code)}  # {CHECK(lang)}: {names[code]}?")
    return [*lines, "", "[constants]", *constants]


def _like(figure: Figure, schema: Schema, names: pd.Series) -> str:
    """What the column is called, and the measures that are called most like it."""
    near = nearest_measures(without_unit(figure.name) or figure.column.name, schema)
    return f"{plain(figure.name)} → {' / '.join(f'{code} ({names[code]})' for code in near)}"


def _wide_column(proposal: Proposal, figure: Figure, pattern: str, units_differ: bool) -> list[str]:
    """One of the columns of figures: where it stands, its time, its name, and its unit where not all have the same."""
    mine = ["[[wide.columns]]", f"pattern = {quoted(pattern)}" if pattern else place(figure.column)]
    if figure.time and not pattern:
        mine.append(f"time = {quoted(figure.time)}")
    if any(f.name for f in proposal.figures):
        told = plain(without_unit(figure.name))
        name = quoted(told if told not in ("", UNFINISHED) else letters(figure.column.at))
        mine += [f"figure = {name}", f"definition = {name}"]
    if units_differ and figure.unit.code != UNFINISHED:
        mine.append(f"unit = {quoted(figure.unit.code)}")
    if figure.unit.cells_in:
        mine.append(f"cells_in = {quoted(figure.unit.cells_in)}")
    if figure.n:
        mine.append(f"n = {figure.n}")
    doubled = figure.column.at in proposal.doubled and not pattern
    return [f"# {line}" if doubled else line for line in mine]


def place(column: ReadColumn) -> str:
    """Where a column stands: its header, or its letter where that tells nobody which it is."""
    if column.label and not column.letter:
        return f"header = {quoted(column.label)}"
    return f"position = {quoted(letters(column.at))}"


def source(column: ReadColumn, *options: str) -> str:
    """What a field is filled from: a column, and how it is read."""
    if not options and column.label and not column.letter:
        return quoted(column.label)
    return f"{{ {', '.join([place(column), *options])} }}"


def name_of(column: ReadColumn) -> str:
    """What rules and texts call a column, in quotes."""
    return quoted(column.name)


def plain(label: str) -> str:
    """A label on one line, without the spaces that only widen it."""
    return "/".join(without_gaps(part) for part in label.split("/"))


def quoted(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(text, ensure_ascii=False)
