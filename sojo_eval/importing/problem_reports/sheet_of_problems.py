"""The words and looks of a marked copy: its first sheet, and how errors and warnings are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from sojo_eval.foundation.handling import first_line
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Severity
from sojo_eval.importing.problem_reports.marks import SEVERITY, Line, Marks
from sojo_eval.japanese.text import text_width

TITLE = "問題の一覧 Problems"
DATA = "データ Data"
"""The sheet of a text file, which has no name."""
AUTHOR = "sojo-eval"
FONT = "Yu Gothic"

FILL: dict[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C", "note": "FFFFFF"}
LINE: dict[Severity, str] = {"error": "C00000", "warning": "7F6000", "note": "767676"}
"""A thick line around an error and a dashed one around a warning: colour alone is not for everyone."""

HEAD = (
    Text("種類", "Severity"),
    Text("シート", "Sheet"),
    Text("セル（押すと移ります）", "Cell (click to go there)"),
    Text("列の見出し", "Column"),
    Text("値", "Value"),
    Text("何が", ""),
    Text("どう直すか", ""),
    Text("", "What"),
    Text("", "How to fix it"),
)
HEAD_COLOUR = "E7EDF2"
LINK_COLOUR = "0B4F7D"
WIDTHS = (14, 18, 24, 18, 18, 44, 44, 44, 44)
CELL_COLUMN = 2
FROM_WORKBOOK = Text(
    "図形やグラフなど、写らないものがあります。",
    "Shapes, charts and the like may be missing.",
)
FROM_CELLS = Text(
    "値だけを写したもので、元の書式はありません。行と列の番号は元と同じです。",
    "Only the values are copied, without formats; rows and columns are numbered as in the original.",
)


def introduction(file: str, marks: Marks, about: Text, left_out: list[Text]) -> list[str]:
    """The lines above the list; the first is its title."""
    texts = [
        Text(
            "これは写しです。元のファイルを直して raw/ に置き直し、もう一度取り込んでください。" + about.ja,
            "This is a copy. Fix the original, put it back into raw/ and import again. " + about.en,
        ),
        Text(
            "個人の情報を含むことがあります。庁内だけで使い、外に出さないでください。",
            "It may hold personal data: keep it inside the city hall.",
        ),
        Text(
            "赤と太い枠は誤り（直すまで、その表は取り込まれません）、黄と破線の枠は注意（誤りかもしれません）。"
            "くわしくはセルのコメントにあります。",
            "Red with a thick line: an error; the table is not imported until it is fixed. Yellow with a dashed line:"
            " a warning, possibly a mistake. Details are in the cell's comment.",
        ),
        *marks.left_out,
        *left_out,
    ]
    listed = Text(
        f"誤り {marks.errors:,} 件、注意 {marks.warnings:,} 件",
        f"{marks.errors:,} error(s), {marks.warnings:,} warning(s)",
    )
    lines = [f"【{first_line('inside')}】問題の一覧 / Problems: {file}", f"{listed.ja} / {listed.en}"]
    return lines + [text.ja for text in texts] + [text.en for text in texts]


def texts_of(line: Line, sheet: str) -> tuple[str, ...]:
    """The cells of a line of the list; `sheet` is its sheet as the copy names it."""
    severity = SEVERITY[line.severity]
    return (
        f"{severity.ja} {severity.en}", sheet, line.cell, line.column, line.value, line.message.ja, line.fix.ja,
        line.message.en, line.fix.en,
    )  # fmt: skip


def heading(title: Text) -> str:
    """A column's title in both languages, one below the other."""
    return "\n".join(text for text in (title.ja, title.en) if text)


def height(texts: Iterable[str]) -> int:
    """In points, of a row of the list whose texts are wrapped."""
    lines = max(
        sum(1 + text_width(part) // width for part in text.split("\n"))
        for text, width in zip(texts, WIDTHS, strict=True)
    )
    return min(400, 4 + 18 * lines)


def comment_size(comment: str) -> tuple[int, int]:
    """Width and height in pixels of a box that shows the whole comment."""
    width, a_line = 340, 44
    lines = sum(1 + text_width(line) // a_line for line in comment.split("\n"))
    return width, min(600, 18 * lines + 14)
