"""Words of the answer, the findings and the comparison with the naive reading."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

ANSWER_HEADING = Text("答え", "The answer")
QUESTION = Text(
    "{baseline}から{current}にかけて、よくなっているか。どのくらい確かか。それはなぜか。",
    "From the {baseline} to the {current}: are we improving, how sure are we, and why?",
)
NOTHING_OF_PILLAR = Text(
    "「{pillar}」の指標を数えられる資料は、まだありません。何を取り込めば数えられるかは、sojo-eval indicators で分かります。",
    "Nothing was handed in from which an indicator of “{pillar}” could be counted. What each of them needs is told by "
    "sojo-eval indicators.",
)
NOTHING_BUT = Text(
    "下にあるのは、市全体についての公表値か、ほかの柱の指標です。",
    "What stands below are figures printed for the whole city, or indicators of other pillars.",
)
WHY = Text("なぜそう言えるか", "Why")
TOTALS = Text("良し悪しを判定する指標は{number}あります。", "Indicators that are judged: {number}.")
RESTS_ON = Text("どのくらい確かか、なぜそう言えるか", "How sure, and why")
TOGETHER = Text(
    "三つの柱をまとめて見ても改善と言えるのは、このうち{number}つです。",
    "With all three pillars read together, {number} of these can be said to have improved.",
)
GUARANTEE = Text(
    "改善した指標の名前を誤って挙げる柱は、2.5%以下です（ホルム法、片側）。三つの柱をまとめて見るときは、合わせて2.5%以下にします。",
    "At most 2.5 % of pillars carry the name of an indicator that did not improve (Holm, one-sided); with all three read together "
    "that is kept for the three as a whole.",
)
HEADLINE_DEFAULTS = Text(
    "主要指標は市が定めたものではなく、この道具の既定のものです（city.toml の [headline] で定められます）。",
    "The headline indicators are the defaults of this package, not the city's own ([headline] in city.toml declares them).",
)
HEADLINE_DECLARED = Text(
    "主要指標は、市が{day}に定めたものです。", "The city declared the headline indicators on {day}."
)
HEADLINE_FINGERPRINT = Text(
    "主要指標の確認番号: {fingerprint}", "Fingerprint of the headline indicators: {fingerprint}"
)
ATTENTION_HEADING = Text("気をつけて見る指標", "What deserves attention")
ATTENTION_INTRO = Text(
    "それだけを見ると悪い方向に動いた指標、または目標から離れている指標の全部です。多くの指標を同時に見れば偶然でもいくつかは"
    "こうなりますが、見落とさないために載せます。",
    "All that points the wrong way when looked at on its own, or moves away from its target. Among many indicators some do by "
    "chance; they stand here so that none is overlooked.",
)
NO_ATTENTION = Text(
    "それだけを見ても悪い方向に動いたと言える指標や、目標から離れている指標はありません。",
    "No indicator points the wrong way even when looked at on its own, and none moves away from its target.",
)
BY_QUESTION: dict[str, Text] = {
    "level": Text("：", ":"),
    "path": Text("（それまでの傾向と比べて）：", " (against its own earlier trend):"),
}
OTHER_INDICATORS = Text("ほかの指標（{number}）", "The other indicators ({number})")
FINDINGS_HEADING: dict[str, Text] = {
    "level": Text("指標ごとの判定", "Findings by indicator"),
    "path": Text("それまでの傾向と比べて", "Against its own earlier trend"),
}
FINDINGS_CAPTION: dict[str, Text] = {
    "level": Text("「{pillar}」の指標ごとの判定", "Findings of “{pillar}” by indicator"),
    "path": Text(
        "「{pillar}」の指標：それまでの傾向から見込まれた値との比較",
        "Indicators of “{pillar}” against what their own earlier trend led to expect",
    ),
}
PATH_INTRO = Text(
    "上の判定とは別の問いです。前の期間より良くなっていても、以前からの伸びが続いただけかもしれません。そこで、計画の前の"
    "傾向をそのまま延ばした見込みと比べます。月ごとに数える指標で、前に24か月以上の平常な月があるものだけに答えられます。"
    "柱の判定には使いません。",
    "This is another question. What is better than in the earlier period may merely have gone on rising as before, so here "
    "it is compared with its earlier trend carried on. Only indicators counted by month with at least 24 clean earlier "
    "months can answer it. The pillar's verdict does not use it.",
)
INDICATOR = Text("指標", "Indicator")
VERDICT = Text("判定", "Verdict")
NAIVE = Text("単純比較", "Naive reading")
VALUES: dict[str, Text] = {
    "level": Text("{baseline} → {current}", "{baseline} → {current}"),
    "path": Text("見込み → 実際", "Expected → observed"),
}
CHANGE = Text("変化（95%区間）", "Change (95 % interval)")
SIZES = Text(
    "施策の見直しを考える目安／見分けられる最小の変化",
    "Smallest change worth acting on / that could be found",
)
N: dict[str, Text] = {
    "level": Text("データの量（{baseline} → {current}）", "Amount of data ({baseline} → {current})"),
    "path": Text("データの量（計画の前 → {current}）", "Amount of data (before the plan → {current})"),
}
TARGET = Text("目標{target}：{status}", "target {target}: {status}")
HEADLINE = Text("主要指標", "headline indicator")
GRADE = Text("根拠の強さ", "Grade of evidence")
P_ADJUSTED = Text("多くの指標を見たことを考えた p", "p adjusted for many indicators")
REASONS = Text("理由", "Reason")
WARNING = Text("注意", "Note")
UNTIL = Text("{month}まで", "to {month}")
NO_VALUE = Text("—", "—")
TO = Text("〜", " to ")

SURE_HEADING = Text("どのくらい確かか", "How sure are we?")
SURE = Text(
    "この柱の根拠の強さは{grades}です。前後の比較なので、「計画の時期とともに」変わったとは言えても、"
    "「計画のおかげで」とは言えません。",
    "The evidence of this pillar is of grade {grades}. It compares before and after: it can say that something changed "
    "with the plan period, not because of the plan.",
)
SURE_NONE = Text("判定できた指標がありません。", "No indicator could be judged.")

COMPARISON_HEADING = Text("単純比較と何が違うか", "What differs from the naive reading")
COMPARISON_INTRO = Text(
    "単純比較は二つの数値を引き算して矢印をつけるだけです。季節、感染症の影響、たまたまの揺れを区別しません。"
    "{total}指標のうち{different}指標で、単純比較の矢印とこの報告の判定が違います。",
    "The naive reading subtracts two numbers and draws an arrow. It does not tell season, the pandemic or chance apart. "
    "For {different} of {total} indicators its arrow differs from our verdict.",
)
COMPARISON_CAPTION = Text("単純比較と判定", "The naive reading and our verdict")
PILLAR = Text("柱", "Pillar")
WHY_DIFFERENT = Text("判定の理由", "Reason for our verdict")

OVER_TIME_HEADING = Text("推移", "Over time")
SURVEYS_HEADING = Text("調査と公表値", "Surveys and published figures")
