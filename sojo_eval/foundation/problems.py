"""Problems are values with an address; they become an exception only at the edge.

A `Problem` says what is wrong, where (file, sheet, row, column), with which value, and how to fix it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from sojo_eval.foundation.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    import pandas as pd

Kind = TypeVar("Kind")
Severity = Literal["error", "warning", "note"]
"""An error keeps its table back; a warning may be a mistake; a note says what was seen and done."""

PROBLEM_COLUMNS = [
    "file", "sheet", "row", "column", "cell", "value", "table", "rule", "severity", "message", "fix",
]  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the data.

    `row` is the row a person sees (1 = first row of the sheet or file); None when the problem is the whole file.
    `column` is the header as it stands in the file, or the field name for a clean table; `cell` the address as Excel
    shows it (C7), where it is one cell.
    """

    rule: str
    message: Text
    fix: Text
    _: KW_ONLY
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    table: str = ""
    cell: str = ""
    severity: Severity = "error"

    def sentence(self, lang: Language) -> str:
        """The problem on one line, as printed on a terminal."""
        place = [self.file or self.table, self.sheet]
        if self.row is not None:
            place.append(f"{self.row}行" if lang == "ja" else f"row {self.row}")
        if self.column:
            place.append(f"「{self.column}」" if lang == "ja" else f'column "{self.column}"')
        where = " › ".join(p for p in place if p)
        value = f"（値: {self.value}）" if lang == "ja" else f" (value: {self.value})"
        message = ended(f"{self.message(lang)}{value if self.value else ''}", lang)
        return f"{where}: {message}→ {self.fix(lang)}"


def ended(text: str, lang: Language) -> str:
    """The text with the stop that closes a sentence, unless it has one."""
    if text.endswith(("。", ".", "!", "?", "！", "？")):
        return text if lang == "ja" else f"{text} "
    return f"{text}。" if lang == "ja" else f"{text}. "


def problems_to_frame(problems: Iterable[Problem], lang: Language) -> pd.DataFrame:
    """Problems as a table with the columns `PROBLEM_COLUMNS`, one row a problem, in the order given."""
    import pandas as pd  # half a second that `sojo-eval --help` need not pay

    rows = [
        (
            p.file,
            p.sheet,
            p.row,
            p.column,
            p.cell,
            p.value,
            p.table,
            p.rule,
            p.severity,
            p.message(lang),
            p.fix(lang),
        )
        for p in problems
    ]
    frame = pd.DataFrame(rows, columns=PROBLEM_COLUMNS)
    frame["row"] = frame["row"].astype("Int64")
    return frame


class SojoEvalError(Exception):
    """An error meant for the person at the keyboard: a code, both languages, a way out.

    `exit_code` follows the command line's contract: 1 the data has problems, 2 wrong use, 3 something failed.
    `problems` carries the located problems when there are any. Never put a person's data into the message.
    """

    def __init__(
        self, code: str, message: Text, fix: Text, *, exit_code: int = 2, problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(f"{code}: {message.en}. {fix.en}")
        self.code = code
        self.message = message
        self.fix = fix
        self.exit_code = exit_code
        self.problems = tuple(problems)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of fifty lines of frames: a line in each language, the reader's own is enough."""
        return [f"{self.code}: {ended(self.message(lang), lang)}→ {self.fix(lang)}" for lang in LANGUAGES]


def expect(value: object, kind: type[Kind], how: Text) -> Kind:
    """`value`, which must be such an object. Raises SojoEvalError saying what was given, and `how` to get the right one."""
    if isinstance(value, kind):
        return value
    given, wanted = type(value).__name__, kind.__name__
    raise SojoEvalError(
        "another-object",
        Text(f"{wanted} ではなく {given} が渡されました", f"This takes a {wanted}, not a {given}"),
        how,
    )
