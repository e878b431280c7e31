"""Words of the data-quality page."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

INTRO = Text(
    "評価の前に、取り込んだデータに何があり、何が欠けているかを示します。",
    "Before any evaluation: what the imported data hold and what they lack.",
)
NOT_TOLD = Text(
    "個人の記録を含む表は、件数も日付も示しません。ほかのページの数から差し引くと、少ない人数が分かることがあるためです。"
    "年度は、記録が{threshold}件以上ある最初と最後の年度です。",
    "Of tables that hold people neither rows nor dates are told: with the numbers of other pages, small counts could be worked"
    " out from them. The fiscal years are the first and the last with at least {threshold} records.",
)
TABLES = Text("表ごとの件数と年度", "Tables, rows and fiscal years")
MISSING = Text("欠けている項目", "Missing values")
MONTHS = Text("記録のない月", "Months with no records")
PROBLEMS = Text("取り込みで見つかった問題", "Problems found at import")
TABLE = Text("表", "Table")
ROWS = Text("行数", "Rows")
FIRST = Text("最初の年度", "First fiscal year")
LAST = Text("最後の年度", "Last fiscal year")
FISCAL_YEAR = Text("{year}年度", "FY{year}")
PEOPLE = Text("個人の記録", "Holds people")
YES, NO = Text("はい", "yes"), Text("いいえ", "no")
FIELD = Text("項目", "Field")
SHARE = Text("欠けている割合", "Share missing")
NOTHING = Text("なし", "none")
FEW = Text("1〜{most}件（非表示）", "1 to {most} (hidden)")
SOME = Text("あり（件数は非表示）", "some (number hidden)")
EXTENTS = {
    "few": Text("少数（非表示）", "few (hidden)"),
    "under_a_tenth": Text("1割未満", "under a tenth"),
    "under_a_half": Text("1割以上5割未満", "a tenth to a half"),
    "a_half_or_more": Text("5割以上", "half or more"),
    "all": Text("すべて", "all"),
}
MONTH_LIST = Text("月（個人の記録は年度）", "Months (records of people: fiscal years)")
NO_MISSING = Text("欠けている項目はありません。", "Nothing is missing.")
NO_MONTHS = Text("記録のない月はありません。", "Every month has records.")
NO_PROBLEMS = Text("問題は見つかりませんでした。", "No problem was found.")
PROBLEMS_INSIDE = Text(
    "問題の種類だけを示します。件数とくわしい場所（ファイル・行・値）は、庁内の clean/problems.html にあります。",
    "Only kinds of problems are told. How many and where (file, row, value) stands in clean/problems.html, inside the city hall.",
)
SEVERITY, PROBLEM = Text("重さ", "Severity"), Text("問題の種類", "Kind of problem")
NO_TABLE = Text("資料・対応表", "Files and mappings")
SILENT = Text("窓口・地域ごとの記録のない月", "Months without records, by desk and area")
SILENT_RULE = Text(
    "ふだん記録の多い窓口・地域で、一件も記録のない月です。前後6か月ずつの月間件数の中央値から見て、"
    "偶然に0件となる確率（ポアソン分布）が0.1%を下回る月を挙げます。件数の変わり方は窓口により異なるので、"
    "目安として見てください。個人の記録では、中央値が非表示の基準（{threshold}件）の2倍以上で、"
    "前後に基準未満の月がない窓口・地域だけを、月ではなく年度で挙げます。半年を大きく超えて続く空白と、"
    "記録の少ない窓口・地域は、この方法では分かりません。表「報告の有無」に報告ありと書いた月は実際の0件として扱い、ここには挙げません。",
    "Months without any record of a desk or area that has many. Listed where, given the median of the months around "
    "(six before, six after), no record at all has a probability below 0.1 % (Poisson); counts of some desks scatter "
    "more, so take it as a hint. Of records of people only desks and areas appear whose median is at least twice the "
    "threshold for hiding ({threshold}) and that have no month below it around, by fiscal year and not by month. Gaps much longer than half a "
    "year, and desks and areas with few records, cannot be seen in this way. A month stated as reported in the table "
    "“Reports handed in” is taken as a true zero and not listed.",
)
NO_SILENT = Text("そのような月はありません。", "There is no such month.")
PLACE, STATUS = Text("窓口・地域", "Desk or area"), Text("扱い", "What is known")
STATUSES = {
    "suspected": Text("記録なし（未報告の可能性があります）", "no record, perhaps not reported"),
    "declared": Text("報告なし（「報告の有無」による）", "not reported, as stated"),
}
TOTALS = Text("合計の合わない集計値", "Totals that do not add up")
TOTALS_RULE = Text(
    "全体の値と内訳の両方があるときは全体の値で、月と年の両方があるときは月の値で、記録と集計値の両方があるときは記録で数えます。",
    "Where the whole and its parts are both there the whole is counted, of months and years the months, of records and totals "
    "the records.",
)
NO_TOTALS = Text("合計の合わない集計値はありません。", "All totals add up.")
MEASURE, NOT_SUM_OF, PERIODS = (
    Text("集計項目", "Measure"),
    Text("合わない相手", "Is not the sum of"),
    Text("期間の数", "In how many periods"),
)
SUMS = {
    "parts": Text("窓口・区分の合計", "its desks or categories"),
    "areas": Text("地域の合計", "its areas"),
    "periods": Text("月（四半期）の合計", "its months or quarters"),
    "records": Text("記録から数えた値", "the records"),
}
OBTAINABLE = Text(
    "この資料で判定できる指標と、足りないもの", "What can be judged from these data, and what is lacking"
)
OBTAINABLE_RULE = Text(
    "最新の二つの計画を比べたときのものです。足りないものには、どの表に何を入れればよいかを挙げます。",
    "As the two latest plans compare. Where something is lacking, it says what to enter in which table.",
)
INDICATOR, STATE = Text("指標", "Indicator"), Text("判定", "Judged")
STATES = {
    "judged": Text("できる", "yes"),
    "counted": Text("数えられるが、条件を満たさない", "counted, but a condition is not met"),
    "needs": Text("資料が足りない", "more data are needed"),
}
SOURCE = Text("もとの資料", "Counted from")
SOURCES = {
    "records": Text("記録", "records"),
    "totals": Text("集計値", "reported totals"),
    "printed": Text("公表値", "printed figures"),
    "survey": Text("市民調査", "the resident survey"),
    "": Text("—", "—"),
}
BY = {"month": Text("月ごと", "by month"), "year": Text("年度ごと", "by year")}
NEEDED = Text("判定できない理由、足りないもの", "Why not, or what is lacking")
NEXT = Text("次に加えると、判定できる指標が増えるもの", "What to add next, and what it adds")
ADD, ADDS = Text("加えるもの", "To add"), Text("増える指標", "Further indicators")
NOTHING_TO_ADD = Text("加えるべき資料はありません。", "Nothing is lacking.")
EXPECTED = Text(
    "任意の項目（支援者の所属など）は、空欄がふつうのこともあります。",
    "Optional fields may rightly be empty.",
)
