"""The words of the page of problems, Japanese and English side by side."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Severity

THIS_PAGE_IN = Text("このページの日本語版", "This page in English")
PAGE = {
    "title": Text("取り込みの結果と問題の一覧", "Result of the import, and its problems"),
    "none": Text("問題はありません。", "No problems."),
    "how": Text(
        "元のファイルを直して raw/ に置き直し、もう一度取り込むと、このページも新しくなります。"
        "「写しを開く」の Excel では、該当するセルに色とコメントが付いています。"
        "1件ずつの一覧は problems.csv です。",
        "Fix the original file, put it back into raw/ and import again; this page is then renewed. The linked Excel"
        " copies mark the cells with colours and comments. problems.csv lists every problem.",
    ),
    "no_file": Text("資料全体", "The data as a whole"),
    "marked": Text("写しを開く（Excel、色とコメント付き）", "Open the copy (Excel, coloured and commented)"),
    "number": Text("件数", "Count"),
    "where": Text("どこ", "Where"),
    "what": Text("何が", "What"),
    "examples": Text("値の例", "Values"),
    "fix": Text("どう直すか", "How to fix it"),
    "rows_title": Text("すべての行の行き先", "Where every row went"),
    "rows_meaning": Text(
        "どのシートも、読んだ行 ＝ 取り込んだ行 ＋ 除いた行 ＋ 問題のある行 です（見出しの行は数えません）。"
        "同じ内容が import_log.csv にあります。",
        "For every sheet: rows read = rows kept + rows left out + rows refused (headers are not counted)."
        " import_log.csv holds the same figures.",
    ),
    "sheet": Text("ファイルとシート", "File and sheet"),
    "table": Text("読み込み先の表", "Table"),
    "left_out_by": Text("除いた理由", "Left out because"),
    "footer": Text(
        "このページは庁内用です。値の例には、資料にあった文字がそのまま出ます。"
        "「…」は、個人の情報かもしれないので示さない値です。",
        "This page is for use inside the city hall. Values are shown as they are in the files; “…” stands for one"
        " that may be about a person.",
    ),
}
ROW_COUNTS = (
    Text("読んだ行", "Rows read"),
    Text("取り込んだ行", "Kept"),
    Text("除いた行", "Left out"),
    Text("問題のある行", "Refused"),
)
NOT_TAKEN = Text("{table}（誤りがあり、取り込まず）", "{table} (has errors, not imported)")
RULES = {
    "above the table": Text("表より上の行", "above the table"),
    "below the table": Text("表より下の行", "below the table"),
    "blank row": Text("空の行", "blank row"),
    "footnote": Text("注記", "footnote"),
    "total": Text("合計の行", "total"),
    "no figure in the row": Text("数値のない行", "no figure in the row"),
    "a record met before": Text("前に出た記録", "a record met before"),
    "another municipality": Text("ほかの市区町村", "another municipality"),
    "no date": Text("日付のない行", "no date"),
    "the whole city": Text("市全体の行", "the whole city"),
}
"""Why rows are left out, as `import_log.csv` writes it."""
TITLES: dict[Severity, Text] = {
    "error": Text("誤り", "Errors"),
    "warning": Text("注意", "Warnings"),
    "note": Text("お知らせ", "Notes"),
}
MEANINGS: dict[Severity, Text] = {
    "error": Text(
        "直すまで、その表は取り込まれません。前に取り込んだものがあれば、それがそのまま残ります。",
        "Their tables are not imported until they are fixed; what was imported before stays as it was.",
    ),
    "warning": Text(
        "誤りかもしれません。取り込みは妨げませんが、確かめてください。",
        "These may be mistakes. They do not stop the import, but please check them.",
    ),
    "note": Text(
        "読むときに気づいたことと、したことです。直す必要はありません。",
        "What was noticed and done while reading. Nothing needs fixing.",
    ),
}
COUNTED: dict[Severity, Text] = {
    "error": Text("誤り {n} 件（{kinds} 種類）", "Errors: {n} (of {kinds} kinds)"),
    "warning": Text("注意 {n} 件（{kinds} 種類）", "Warnings: {n} (of {kinds} kinds)"),
    "note": Text("お知らせ {n} 件（{kinds} 種類）", "Notes: {n} (of {kinds} kinds)"),
}
COUNTED_NONE: dict[Severity, Text] = {
    "error": Text("誤りなし", "No errors"),
    "warning": Text("注意なし", "No warnings"),
    "note": Text("お知らせなし", "No notes"),
}
COUNT = Text("{n} 件", "{n} ×")
SHEET = Text("シート「{name}」", "Sheet “{name}”")
COLUMN = Text("列「{names}」", "Column “{names}”")
CELL = Text("セル {cell}", "Cell {cell}")
ROWS = Text("行 {rows}", "Rows {rows}")
MORE = Text("ほか {n} 通り", "and {n} more like these")
LEFT_OUT = Text(
    "ほかに {n} 件あります。全部は problems.csv にあります。", "There are {n} more; all are in problems.csv."
)
WRITTEN = Text("取り込んだ表（{n}）: {tables}", "Tables imported ({n}): {tables}")
TABLE_ROWS = Text("{table} {n}行", "{table} {n} rows")
WITH_ERRORS = Text(
    "誤りがあるため取り込まなかった表: {tables}", "Tables not imported because of errors: {tables}"
)
HELD_BACK = Text(
    "それらを参照するため取り込まなかった表（前のまま）: {tables}",
    "Tables not imported because they refer to those (kept as before): {tables}",
)
