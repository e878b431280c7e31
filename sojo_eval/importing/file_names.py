"""What the names of a file and a sheet tell: the groups of the mapping's patterns as variables."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.mapping import Mapping
from sojo_eval.importing.patterns import pattern


def variables_of(mapping: Mapping, file: str, sheet: str, shown: str) -> tuple[dict[str, str], list[Problem]]:
    """The groups of `file_name` and `sheet_name`, and names that do not fit them."""
    found: dict[str, str] = {}
    problems = []
    for entry, text, name in (
        ("file_name", mapping.file_name, file),
        ("sheet_name", mapping.sheet_name, sheet),
    ):
        match = pattern(text).search(name) if text else None
        if match is not None:
            found |= {k: v or "" for k, v in match.groupdict().items()}
        elif text:
            message = Text(
                f"名前「{name}」が対応表の {entry}（{text}）に合いません",
                f"The name “{name}” does not fit {entry} ({text}) of the mapping",
            )
            fix = Text("名前か対応表を直してください", "Mend the name, or the mapping")
            problems.append(Problem("name", message, fix, shown, sheet, table=mapping.table))
    return found, problems
