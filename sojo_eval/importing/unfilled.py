"""Required fields that nothing in a mapping fills: one problem a file with the line to paste, not one a row."""

from __future__ import annotations

from collections.abc import Mapping

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.tables.located import Located
from sojo_eval.schema import Field

_PERIOD = ("period", "period_start", "period_end")
_EXAMPLES = {"date": '"2024-04-01"', "number": "1", "integer": "1", "boolean": "true"}


def unfilled(located: Located, variables: Mapping[str, str]) -> list[str]:
    """The required fields that no column, no text and no constant gives."""
    mapping = located.mapping
    given = {c.field for c in mapping.columns} | {*mapping.constants} | {*variables}
    given |= {name for _, named in located.header.wide for name in named}
    given |= {mapping.wide.value} if mapping.wide is not None else set()
    return [f.name for f in located.table.fields if f.required and f.name not in given]


def not_filled(located: Located, names: list[str]) -> list[Problem]:
    """One problem for all of them, with the lines that would fill them."""
    if not names:
        return []
    table, file = located.table, located.mapping.file
    titles = (
        "、".join(table.field(n).title.ja for n in names),
        ", ".join(table.field(n).title.en for n in names),
    )
    message = Text(
        f"必ず要る項目（{titles[0]}）を、対応表 {file} のどの行も埋めていません",
        f"Nothing in the mapping {file} fills what must be there: {titles[1]}",
    )
    lines = " / ".join(_lines([table.field(n) for n in names]))
    fix = Text(f"対応表に次の行を足してください: {lines}", f"Add to the mapping: {lines}")
    return [located.problem("not-filled", message, fix, column=", ".join(names))]


def _lines(fields: list[Field]) -> list[str]:
    """What to paste, and where."""
    times = [f for f in fields if f.name in _PERIOD]
    found = ['period = "2024年度" （[columns] の前の行に。2024年、令和6年4月 なども可）'] if times else []
    for field in fields:
        if field not in times:
            example = _EXAMPLES.get(field.type, '"…"')
            found.append(
                f'{field.name} = "見出し" （[columns] の中に）、または {field.name} = {example} （[constants] の中に）'
            )
    return found
