"""Words of all plan periods side by side."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

HEADING = Text("計画期間ごとの答え", "The answer, plan period by plan period")
QUESTION = Text(
    "{first}から{last}まで、記録のある計画期間をとおして、どの柱がいつよくなったか。",
    "From the {first} to the {last}, over all plan periods with records: which pillar improved, and when?",
)
PAIR = Text("{baseline}から{current}", "From the {baseline} to the {current}")
COUNTED = Text(
    "{pairs}回の比較をあわせて見ています。比較の数だけ偶然の当たりが増えるので、指標は、その比較だけでも、すべての比較をあわせても"
    "偶然と考えにくいときだけ改善・悪化とします。柱の名前を挙げる基準も、比較の数で割っています。{opened}",
    "{pairs} comparisons are counted together. Each of them is another chance of a false hit, so an indicator is called improving or"
    " worsening only where that holds both in its own comparison and over all of them, and the level at which a pillar names"
    " indicators is divided by the number of comparisons. {opened}",
)
OPENED = Text(
    "その比較だけなら言えたが、あわせて見ると言えないものが{number}件あります。",
    "{number} would have been said of their own comparison alone.",
)
LEFT_OUT = Text(
    "{plans}は、比べられる記録がないため入れていません。",
    "Left out, since they have no records that can be compared: {plans}.",
)
TABLE_HEADING = Text("指標ごとの値と判定", "Values and verdicts by indicator")
TABLE_CAPTION = Text(
    "「{pillar}」の、計画期間ごとの値（95%区間）", "“{pillar}” by plan period (95 % interval)"
)
INDICATOR = Text("指標", "Indicator")
UNIT = Text("単位", "Unit")
BETWEEN = Text("{first}→{second}", "{first} → {second}")
HIDDEN = Text("秘匿", "withheld")
CONTEXT = Text("参考指標（{number}）", "Context indicators ({number})")
TO = Text("〜", " to ")
TARGETS_HEADING = Text("それぞれの計画の目標", "The targets of each plan")
TARGETS_INTRO = Text(
    "{plan}の目標。進み具合は、その計画の記録の最終日までの値で決めています。",
    "Targets of the {plan}. The status is that of the value up to the last day of that plan's records.",
)
METHOD_HEADING = Text("この比較の読み方", "How to read these comparisons")
METHOD = (
    Text(
        "隣り合う二つの計画を、総合評価と同じ方法で比べています。季節や、あらかじめ市が定めた外的要因（感染症など）を調整した変化で判定するので、二つの値の差と判定の向きが違うことがあります。",
        "Two adjacent plans are compared as in the overall evaluation: verdicts rest on changes adjusted for season and declared shocks, so"
        " they need not point the way of the two plain values.",
    ),
    Text(
        "各計画の値は、外的要因の期間を除いた平均（調査は最後の回）です。最初の計画の95%区間は、次の計画との変化の区間から求めています。",
        "A plan's value is its mean outside declared shocks (of surveys the last wave). The first plan's interval is what the interval of the"
        " change to the next plan leaves over.",
    ),
    Text(
        "p値は、ベンジャミニ・ホッホバーグ法で、その比較の中と、すべての比較の中の二度補正し、厳しい方をとっています（柱ごとの主要指標、その他の指標の別に）。",
        "p-values are adjusted by Benjamini–Hochberg twice, within the comparison and over all comparisons, and the stricter one counts (the"
        " headline indicators of a pillar and all others apart).",
    ),
    Text(
        "どれか一つの比較で秘匿する指標は、すべての計画で秘匿しています。",
        "An indicator that any comparison hides is withheld in all plans.",
    ),
    Text(
        "計画の時期に変わったことは分かっても、計画のために変わったとは言えません。",
        "That something changed at the time of a plan does not say that it changed because of the plan.",
    ),
)
