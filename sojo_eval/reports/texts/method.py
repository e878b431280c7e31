"""How to read a report, what a grade means, the method in plain words, and its limits."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

READ_HEADING = Text("読み方", "How to read this")
READ_WORDS: tuple[tuple[str, Text], ...] = (
    ("improving", Text("よい方向への変化が、偶然の揺れでは説明しにくい大きさです。", "A change for the better, larger than chance would explain.")),
    ("worsening", Text("悪い方向への変化が、偶然の揺れでは説明しにくい大きさです。", "A change for the worse, larger than chance would explain.")),
    ("no_meaningful_change", Text("変化は、施策の見直しを考える目安より小さな範囲に収まっています。", "Any change is too small to act on.")),
    ("inconclusive", Text("いまの記録では決められません。見分けられる変化の大きさと、判定できる見込みの時期を添えます。", "The records so far do not decide it. The change that they can tell is given, and when it may be decided.")),
    ("not_measurable", Text("計画期間の終わりまでの記録があっても、見分けられる変化が目安の3倍を超えます。どうすれば測れるかを添えます。", "Even with the whole plan period in, what can be told is more than three times the change worth acting on. What would make it measurable is said.")),
    ("no_case", Text("どちらの期間にも、数えるものが一つもありませんでした。記録そのものはあります。", "In neither period was there anything of what is counted. The records themselves are there.")),
    ("context", Text("ほかの指標を読むための数字です。単独では良し悪しを判定しません。", "Figures that help to read the others: never judged good or bad on their own.")),
    ("insufficient_data", Text("判定に必要な量のデータがありません。", "There are not enough data for a verdict.")),
    ("not_comparable", Text("設問や数え方が変わったため、二つの期間を比べられません。", "The question or the way of counting changed: the two periods cannot be compared.")),
)  # fmt: skip
READ_TERMS: tuple[tuple[Text, Text], ...] = (
    (
        Text("95%区間", "95 % interval"),
        Text("データと両立する変化の範囲です。広いほど不確かです。", "The changes that fit the data. The wider, the less sure."),
    ),
    (
        Text("施策の見直しを考える目安", "Smallest change worth acting on"),
        Text("これより小さければ施策を変える理由にならない、とあらかじめ決めた大きさです。",
             "Set beforehand: a smaller change would be no reason to change what is done."),
    ),
    (
        Text("見分けられる最小の変化", "Smallest change that could be found"),
        Text("このデータの量で、8割の確率で見分けられる変化の大きさです。",
             "With this amount of data a change of this size is found four times out of five."),
    ),
    (
        Text("単純比較", "Naive reading"),
        Text("二つの数値の引き算による矢印です。比べるために示すだけで、判定には使いません。",
             "The arrow from subtracting two numbers. Shown for comparison, never used."),
    ),
    (
        Text("—／非表示", "— / hidden"),
        Text("小さな人数から個人が分からないように、数と、そこから計算される数を示していません。",
             "Numbers that could point to a person, and those worked out from them, are not shown."),
    ),
)  # fmt: skip

GRADES_HEADING = Text("根拠の強さ", "Grades of evidence")
GRADES_INTRO = Text(
    "D3 より低い根拠では、変化の原因が計画であるとは言えません。",
    "Below D3 no text may say that the plan caused a change.",
)
GRADE = Text("段階", "Grade")
MEANING = Text("意味", "Meaning")
AT_GRADE: dict[str, Text] = {
    "level": Text("前の計画期間と比べた指標", "Indicators against the earlier plan period"),
    "path": Text("それまでの傾向と比べた指標", "Indicators against their own earlier trend"),
}

METHOD_HEADING = Text("どう計算したか", "How it was worked out")
METHOD: tuple[Text, ...] = (
    Text("まず、比べてよいかを確かめます。設問や数え方が変わったもの、データが足りないものは、ここで外し、理由を示します。",
         "First we check whether the periods may be compared. What was reworded, redefined or too scarce is set aside, with the reason."),
    Text("月ごとの件数と割合は、季節と、市があらかじめ定めた外的要因（感染症など）を取り除き、前の月に似やすい性質を考えに入れて比べます。",
         "Monthly numbers are compared after taking out season and declared shocks (such as the pandemic), allowing for months that resemble the month before."),
    Text("月ごとの指標は、別の問いとして、計画の前の傾向を延ばした見込みとも比べます。外的要因の期間しか前にないものには答えません。",
         "Monthly indicators are also compared, as a question of its own, with their earlier trend carried on; not where the shock hides that trend."),
    Text("調査の割合は、重みと抽出の方法を考えに入れて、差とその区間を求めます。",
         "Survey shares are compared with their weights and sampling design."),
    Text("対応までの日数は、まだ終わっていない人も含めて平均を求めます。",
         "Times to a response include those who are still waiting."),
    Text("多くの指標を同時に見ると、偶然の「改善」が混じります。その分だけ判定を厳しくします（Benjamini–Hochberg 法。柱ごとの主要指標と、そのほかの指標とに分けて）。",
         "Looking at many indicators finds some improvement by chance: the bar is raised for it (Benjamini–Hochberg, for the headline indicators of each pillar and for all others)."),
    Text("柱の答えは多数決でも平均でもありません。あらかじめ決めた主要指標のうちいくつが改善したかを、名前を挙げて数えます（ホルム法、片側2.5%。名前を誤って挙げる柱は2.5%以下です）。二つ以上で「改善」、一つで「一部改善」、悪い動きもあれば「混在」とします。",
         "A pillar's answer is neither a majority vote nor a mean. It counts, by name, how many of the headline indicators chosen beforehand improved (Holm, 2.5 % one-sided: at most 2.5 % of pillars carry a false name). Two or more read “improving”, one “partly improving”, and “mixed” where something points the other way."),
)  # fmt: skip
LIMITS_HEADING = Text("限界", "Limits")
LIMITS: tuple[Text, ...] = (
    Text("一つの市の前後の比較です。計画が原因だとは言えません。", "One city, before and after: it cannot say that the plan was the cause."),
    Text("感染症の時期と計画の境目が近い指標では、二つの影響を完全には分けられません。",
         "Where the pandemic lies close to the plan boundary, the two cannot be told apart completely."),
    Text("相談件数が増えることは、困りごとが増えたことも、窓口に届くようになったことも意味します。",
         "More consultations may mean more need, or that more people reach a desk."),
    Text("数字に表れない支援の質は、この報告では測っていません。", "What numbers do not show of the quality of support is not measured here."),
)  # fmt: skip

CATALOGUE_HEADING = Text("指標の一覧と意味", "The indicators and their meaning")
CATALOGUE_CAPTION = Text("指標の一覧", "Catalogue of indicators")
ASKS = Text("問い", "Question")
UNIT = Text("単位", "Unit")
DIRECTION = Text("よい方向", "Direction")
SMALLEST = Text("施策の見直しを考える目安", "Smallest change worth acting on")
WHY = Text("なぜ見るか", "Why it matters")
MISLEADS = Text("読み違えやすい点", "How it may mislead")

PROVENANCE_HEADING = Text("出所と再現", "Provenance")
PROVENANCE_NAMES: dict[str, Text] = {
    "package_version": Text("sojo_eval の版", "Version of sojo_eval"),
    "schema_version": Text("データ定義の版", "Version of the data schema"),
    "data_until": Text("データの最終日", "Data until"),
    "parameters": Text("パラメータ", "Parameters"),
    "inputs": Text("入力ファイル（SHA-256）", "Input files (SHA-256)"),
    "threshold": Text("非表示にする人数", "Counts that are hidden"),
}
INPUTS = Text(
    "{count}ファイル。まとめて {digest}（一つずつは、庁内の clean/manifest.json にあります）",
    "{count} files, together {digest} (each by itself in clean/manifest.json, inside the city hall)",
)
ITEM = Text("項目", "Item")
CONTENT = Text("内容", "Content")
THRESHOLD = Text("1〜{most}", "1 to {most}")
HIDDEN_HEADING = Text("表示していないもの", "What is not shown")
HIDDEN_INTRO = Text(
    "個人の秘密を守るため、小さな人数と、そこから計算される数を表示していません。",
    "To protect people, small counts and what is worked out from them are not shown.",
)
HIDDEN_NONE = Text("秘匿した数はありません。", "Nothing had to be hidden.")
HIDDEN_WHERE = Text("どこ", "Where")
HIDDEN_HOW_MANY = Text("個数", "How many")

FACTS_HEADING = Text(
    "1年間に一件もなかった窓口・事業・圏域", "Desks, functions and areas without a single case in a year"
)
FACTS_TOLD = Text(
    "割合にはせず、名前と年度を示します。記録が年度を通して届いているものだけを載せます。一件もないことは、困りごとがないことを意味しません。",
    "Named with the year and put over nothing. Only years whose records are complete are listed. That nobody came does not "
    "mean that nobody was in trouble.",
)
NO_FACTS = Text(
    "記録のそろった年度に、一件もなかった窓口・事業・圏域はありません。",
    "In the years whose records are complete, every desk, function and area had a case.",
)
FACT, FACT_PLACE, FACT_YEARS = (
    Text("事実", "Fact"),
    Text("窓口・事業・圏域", "Desk, function or area"),
    Text("年度", "Fiscal years"),
)
FACT_YEAR, FACT_YEAR_JOIN = Text("{year}年度", "{year}"), Text("、", ", ")
FACTS: dict[str, Text] = {
    "desk_without_consultation": Text("相談が一件もない窓口", "No consultation at the desk"),
    "function_without_case": Text("件数が一件もない事業", "No case in the function"),
    "area_without_activity": Text("地域活動が一度もない圏域", "No activity in the area"),
}
