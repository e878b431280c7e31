"""Words of the data-quality page."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

INTRO = Text(
    "評価の前に、取り込んだデータに何があり、何が欠けているかを示します。",
    "Before any evaluation: what the imported data hold and what they lack.",
)
TABLES = Text("表ごとの件数と期間", "Tables, rows and dates")
MISSING = Text("欠けている項目", "Missing values")
MONTHS = Text("記録のない月", "Months with no records")
PROBLEMS = Text("取り込みで見つかった問題", "Problems found at import")
TABLE = Text("表", "Table")
ROWS = Text("行数", "Rows")
FIRST = Text("最初の日", "First date")
LAST = Text("最後の日", "Last date")
PEOPLE = Text("個人の記録", "Holds people")
YES, NO = Text("はい", "yes"), Text("いいえ", "no")
FIELD = Text("項目", "Field")
SHARE = Text("欠けている割合", "Share missing")
FEW = Text("1〜{most}件（非表示）", "1 to {most} (hidden)")
FEW_SHARE = Text("少数（非表示）", "few (hidden)")
MONTH_LIST = Text("月", "Months")
NO_MISSING = Text("欠けている項目はありません。", "Nothing is missing.")
NO_MONTHS = Text("記録のない月はありません。", "Every month has records.")
NO_PROBLEMS = Text("問題は見つかりませんでした。", "No problem was found.")
PROBLEM_COUNT = Text("{count}件の問題があります。", "There are {count} problems.")
PROBLEMS_CUT = Text(
    "最初の{shown}件を示します。全部は clean/problems.csv にあります。",
    "The first {shown} are shown; all are in clean/problems.csv.",
)
FILE, SHEET, ROW = Text("ファイル", "File"), Text("シート", "Sheet"), Text("行", "Row")
COLUMN, MESSAGE, FIX = Text("列", "Column"), Text("問題", "Problem"), Text("直し方", "How to fix")
EXPECTED = Text(
    "任意の項目（支援者の所属など）は、空欄がふつうのこともあります。",
    "Optional fields may rightly be empty.",
)
