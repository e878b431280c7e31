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
SILENT = Text("窓口・地域ごとの記録のない月", "Months without records, by desk and area")
SILENT_RULE = Text(
    "ふだん記録の多い窓口・地域で、一件も記録のない月です。前後6か月ずつの月間件数の中央値から見て、"
    "偶然に0件となる確率（ポアソン分布）が0.1%を下回る月を挙げます。件数の変わり方は窓口により異なるので、"
    "目安として見てください。個人の記録では、中央値が非表示の基準（{threshold}件）の2倍以上で、"
    "前後に基準未満の月がない窓口・地域だけを挙げます。半年を大きく超えて続く空白と、"
    "記録の少ない窓口・地域は、この方法では分かりません。表「報告の有無」に報告ありと書いた月は実際の0件として扱い、ここには挙げません。",
    "Months without any record of a desk or area that has many. Listed where, given the median of the months around "
    "(six before, six after), no record at all has a probability below 0.1 % (Poisson); counts of some desks scatter "
    "more, so take it as a hint. Of records of people only desks and areas appear whose median is at least twice the "
    "threshold for hiding ({threshold}) and that have no month below it around. Gaps much longer than half a "
    "year, and desks and areas with few records, cannot be seen in this way. A month stated as reported in the table "
    "“Reports handed in” is taken as a true zero and not listed.",
)
NO_SILENT = Text("そのような月はありません。", "There is no such month.")
PLACE, STATUS = Text("窓口・地域", "Desk or area"), Text("扱い", "What is known")
STATUSES = {
    "suspected": Text("記録なし（未報告の可能性があります）", "no record, perhaps not reported"),
    "declared": Text("報告なし（「報告の有無」による）", "not reported, as stated"),
}
FILE, SHEET, ROW = Text("ファイル", "File"), Text("シート", "Sheet"), Text("行", "Row")
COLUMN, MESSAGE, FIX = Text("列", "Column"), Text("問題", "Problem"), Text("直し方", "How to fix")
EXPECTED = Text(
    "任意の項目（支援者の所属など）は、空欄がふつうのこともあります。",
    "Optional fields may rightly be empty.",
)
