"""The first sheet of an entry workbook: what it is, how to fill it in, what never to write, how to hand it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sojo_eval.foundation.language import Text
from sojo_eval.importing.forms.fields import entry_fields, has_state, is_month
from sojo_eval.importing.forms.looks import Looks
from sojo_eval.japanese.text import text_width
from sojo_eval.schema import Schema, Table

INSTRUCTIONS_SHEET = "記入のしかた"
_WIDTHS = (24, 62, 62)


def write_instructions(
    sheet: Any,
    looks: Looks,
    tables: Sequence[Table],
    name_of: Callable[[Table], str],
    schema: Schema,
    rows: int,
) -> None:
    """Sections with Japanese on the left and English on the right; the sheets to fill are links."""
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 24)
    sheet.write(0, 0, "記入のしかた　How to fill in this workbook", looks.title)
    at = 2
    for title, lines in _sections(tables, rows):
        for column, text in enumerate((title.ja, "", title.en)):
            sheet.write(at, column, text, looks.section)
        at += 1
        for label, line in lines:
            at = _line(sheet, looks, at, label, line)
        at += 1
    for column, text in enumerate(
        ("記入するシート", "必須の列（このほかの列は任意です）", "Sheets to fill, and what they need")
    ):
        sheet.write(at, column, text, looks.section)
    for table in tables:
        at += 1
        _line(sheet, looks, at, "", _needed(table))
        sheet.write_url(at, 0, f"internal:'{name_of(table)}'!A1", looks.link, string=name_of(table))
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect()


def _needed(table: Table) -> Text:
    """The columns that must be filled, and those that cities rarely hold and are asked to record from now on."""
    needed, asked = (
        [f.title for f in entry_fields(table) if getattr(f, which)] for which in ("required", "ask")
    )
    ja = "、".join(t.ja for t in needed)
    en = f"{table.title.en}: {', '.join(t.en for t in needed)}"
    if asked:
        ja += f"。これから記録したい項目: {'、'.join(t.ja for t in asked)}"
        en += f". Ask for from now on: {', '.join(t.en for t in asked)}"
    return Text(ja, en)


def _line(sheet: Any, looks: Looks, at: int, label: str, line: Text) -> int:
    """One row; the next one's index. Its height is set, since a reader that made no layout leaves it to us."""
    sheet.write(at, 0, label, looks.text_bold)
    sheet.write(at, 1, line.ja, looks.text)
    sheet.write(at, 2, line.en, looks.text)
    lines = max(
        -(-text_width(text) // (width - 2))
        for text, width in zip((line.ja, line.en), _WIDTHS[1:], strict=True)
    )
    sheet.set_row(at, 18 * max(1, lines) + 3)
    return at + 1


def _sections(tables: Sequence[Table], rows: int) -> list[tuple[Text, list[tuple[str, Text]]]]:
    fields = [(table, field) for table in tables for field in entry_fields(table)]
    write = [
        (
            "① シート",
            Text(
                "青いタブのシートに書きます。「記入例」のシートは見本で、読み込まれません。",
                "Write into the sheets with a blue tab. The sheets called 記入例 are examples and are not imported.",
            ),
        ),
        (
            "② 行",
            Text(
                f"見出しの下に、1行に1件ずつ。合計の行や途中の見出しは書きません。{rows:,}行より下も読み込まれますが、▼と入力の確認は付いていません。",
                f"One record a row, below the header; no totals, no headings in between. Rows below {rows:,} are imported, too, but have no ▼ and no checks.",
            ),
        ),
        (
            "③ 列",
            Text(
                "「必須」の列は必ず書きます（書き始めた行で空いていると薄い赤になります）。「任意」の列は空のままでも、列ごと消しても、並べ替えてもかまいません（空欄を「ない」「いいえ」とは読みません）。見出しの文字は変えないでください。",
                "Required columns must be filled (they turn light red while a begun row lacks them). Optional ones may be left empty (which is never read as a no), deleted or moved. Please leave the headers' words as they are.",
            ),
        ),
        (
            "④ 書き方",
            Text(
                "見出しの上に短く書いてあります。セルを選ぶと、くわしく出ます。▼ のある列は一覧から選びます。",
                "It stands in short above the header; choose a cell and a note says more. Where there is ▼, choose from the list.",
            ),
        ),
        (
            "⑤ 日付",
            Text("2024-04-01、R6.4.1、令和6年4月1日 のどれでも。", "2024-04-01, R6.4.1 or 令和6年4月1日."),
        ),
    ]
    if any(is_month(field) for _, field in fields):
        write.append(("　 年月", Text("2024-04、令和6年4月 のどちらでも。", "2024-04 or 令和6年4月.")))
    if any(field.type in ("integer", "number") for _, field in fields):
        write.append(
            (
                "⑥ 数",
                Text(
                    "数字だけを書きます（「人」「件」は書きません）。なかったときは 0、分からないときは空のままにします。",
                    "Digits only, without a unit. 0 where there was none; leave the cell empty where it is not known.",
                ),
            )
        )
    if any(has_state(table, field) for table, field in fields):
        write.append(
            (
                "　 出せない数",
                Text(
                    "見出しの上に「も可」とある列では、5人未満、…（未集計）、-（該当なし）とも書けます。Excel が確かめてきたら「はい」を押してください。",
                    "Where it says so above the header, 5人未満 (below 5), … (not counted) and - (no such figure) may be written. Answer Yes when Excel asks.",
                ),
            )
        )
    write.append(
        (
            "⑦ 番号",
            Text(
                "受付番号などは、ほかの機関のものと重ならないようにします（例: 機関の記号を頭に付けて T-2024-0001）。次に出すときも同じ番号を使います。",
                "Numbers of records must differ from those of other bodies (put a letter of yours in front: T-2024-0001), and stay the same the next time.",
            ),
        )
    )
    never = [
        (
            "書かないもの",
            Text(
                "氏名、住所（番地）、電話番号、メールアドレス、マイナンバー、基礎年金番号。見つかると、その表は取り込まれません。人は、機関の中だけで分かる番号や記号で書きます。",
                "Names of persons, addresses, telephone numbers, e-mail addresses, My Numbers, pension numbers: a table that holds any is not imported. Write a code for a person that only your body can trace.",
            ),
        )
    ]
    hand_in = [
        (
            "記入する方",
            Text(
                "Excel か LibreOffice で、.xlsx のまま保存して、依頼した課に渡します。ファイルの名前は変えてかまいません。シートは消さず、別のブックに写さないでください（見えないシートで見分けています）。",
                "Save it as .xlsx in Excel or LibreOffice and give it to the division that asked. Rename the file as you like; do not delete sheets or copy them into another workbook (a hidden sheet tells what they are).",
            ),
        ),
        (
            "受け取る課",
            Text(
                "市のフォルダの raw/ に置いて、sojo-eval import を実行します。対応表は要りません。",
                "Put it into raw/ of the city's folder and run sojo-eval import. No mapping is needed.",
            ),
        ),
    ]
    return [
        (Text("書き方", "How to write"), write),
        (Text("個人の情報", "Personal data"), never),
        (Text("出し方", "How to hand it in"), hand_in),
    ]
