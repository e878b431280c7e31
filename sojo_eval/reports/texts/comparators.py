"""Words of the comparison with other cities."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

HEADING = Text("答え", "The answer")
QUESTION = Text(
    "{baseline}から{current}にかけて、市はほかの自治体よりよい方向に変わったか。",
    "From the {baseline} to the {current}: did the city change more for the better than other cities?",
)
WHY_COMPARE = Text(
    "市の数字が前の計画期間よりよくなっていても、どの自治体も同じようによくなっていれば、市に固有のこととは言えません。"
    "そこで、市の変化を、ほかの自治体の変化のばらつきと比べます。市全体の年度ごとの公表値を使います（地域別には比べません）。",
    "Even when the city's figures are better than in the earlier plan period, that is nothing of its own where all cities "
    "changed alike. So its change is held against how much the changes of other cities vary. Yearly published figures of "
    "the whole city are used, never those of a part.",
)
NO_TABLE = Text(
    "ほかの自治体の年次の値が取り込まれていないため、この比較はできません。",
    "No yearly figures of other cities have been imported, so this comparison cannot be made.",
)
HOW_TO_ADD = Text(
    "比較するには、表 comparators に、市自身と{needed}団体以上のほかの自治体について、計画の境目の前（できれば3年度以上）と後の"
    "年度の公表値を、同じ資料から入れてください。",
    "To compare, enter published figures of the city itself and of at least {needed} other cities in the table comparators, "
    "from the same source, for years before the plan boundary (three or more if possible) and after it.",
)
NOTHING_COMPARED = Text(
    "いまある値では、比べられた指標がありません。",
    "With the figures there are, no indicator could be compared.",
)
UNKNOWN = Text(
    "定義のない指標なので使っていません：{names}。city.toml で定義すると使えます。",
    "Not used, since nobody has defined these indicators: {names}. Define them in city.toml to use them.",
)
NO_PERIOD = Text("二つの計画期間に入る値がありません。", "There are no figures within the two plan periods.")

FIGURES_HEADING = Text("年度ごとの値", "Yearly figures")
FIGURES_CAPTION = Text("「{title}」年度ごとの値（{unit}）", "“{title}”, yearly figures ({unit})")
UNITS_HEADING = Text("団体ごとの変化と事前の傾向", "Each city's change and earlier trend")
UNITS_CAPTION = Text(
    "「{title}」二つの期間の平均と変化、前の期間の傾向",
    "“{title}”: means of the two periods, change, and earlier trend",
)
GRADE_HEADING = Text("根拠の強さ", "Grade of evidence")
LEFT_OUT_HEADING = Text("比べた団体に入れなかったもの", "Left out of the others")
LEFT_OUT = Text("{name}：{reason}", "{name}: {reason}")
NOBODY_LEFT_OUT = Text("ありません。", "None.")
SOURCES = Text("出典：{sources}", "Source: {sources}")
HIDDEN = Text("非表示", "hidden")

MUNICIPALITY = Text("団体", "City")
BEFORE = Text("前の期間", "Earlier")
AFTER = Text("今の期間", "Current")
CHANGE = Text("変化", "Change")
TREND = Text("事前の傾向（年）", "Earlier trend a year")
YEARS = Text("年度数（前 → 今）", "Years (earlier → current)")
GAPS = Text("値のない年度", "Years without a figure")
MEAN = Text("他団体の平均", "Mean of the others")

GRADE_IS = Text("{grade}：{meaning}。", "{grade}: {meaning}.")
WHY_NOT_HIGHER = Text("これより強い根拠とできない理由：{reasons}。", "Why it is not higher: {reasons}.")
TREND_SEEN = Text(
    "事前の傾向の差は年{trend}（95%区間 {low}〜{high}）。このまま今の期間まで続いたとすると{drift}の差になり、それを差し引いた"
    "市と他団体の差は{carried}です。",
    "The earlier trends differed by {trend} a year (95 % interval {low} to {high}). Carried on into the later years that "
    "comes to {drift}; with it taken off, the city and the others differ by {carried}.",
)
PARALLEL: dict[str, Text] = {
    "yes": Text(
        "事前の傾向に違いは見られません。ただし、団体と年度が少ないと違いを見つける力は弱く、平行であることの証明にはなりません。",
        "No difference of earlier trends is seen. With few cities and years a difference is easily missed, so this does not "
        "prove that they were parallel.",
    ),
    "no": Text(
        "事前の傾向が、市と他団体で違います。", "The earlier trends of the city and the others differ."
    ),
    "unknown": Text(
        "事前の傾向が平行だったかどうかは分かりません。", "Whether earlier trends were parallel is not known."
    ),
}
NOT_ALLOWED_BELOW = Text(
    "言えないこと：この差が計画によるとは言えません。今の計画の前から続いていた違いかもしれません。",
    "What it does not allow to say: that the difference comes from the plan. It may have begun before it.",
)
NOT_ALLOWED_AT_D3 = Text(
    "言えないこと：計画が原因だと証明されたとは言えません。同じ時期にこの市だけで起きたことは、計画と区別できません。",
    "What it does not allow to say: that the plan is proved to be the cause. Whatever else happened only in this city at "
    "that time cannot be told from it.",
)

NOT_ALLOWED_UNDECIDED = Text(
    "言えないこと：市の変化が他団体と同じだったとは言えません。違いが見つからないことは、同じであることの証明ではありません。",
    "What it does not allow to say: that the city changed as the others did. Finding no difference does not prove that there "
    "is none.",
)

METHOD_HEADING = Text("どう比べたか", "How it was compared")
METHOD: tuple[Text, ...] = (
    Text("市も他団体も、二つの計画期間に丸ごと入る年度の値だけを使い、前の期間から今の期間への平均の変化を、一団体に一つ求めます。",
         "For each city, one number: the change of its mean from the earlier to the later years, whole years only."),
    Text("市の変化が他団体の平均からどれだけ離れているかを、他団体どうしのばらつきで測ります（t分布、団体数−1）。"
         "感染症のように、どの団体にも同じだけ及んだことは打ち消し合います。",
         "How far the city's change lies from the others' mean is measured by how the others vary among each other "
         "(t distribution, cities − 1). What touched all alike, such as the pandemic, cancels out."),
    Text("倍率は、値の対数の平均で比べます（表の平均は幾何平均です）。割合は、ポイントの差で比べます。",
         "Ratios rest on means of logarithms (means in the tables are geometric); shares are compared in points."),
    Text("ここで比べた指標の数だけ、判定を厳しくしています（Benjamini–Hochberg 法）。",
         "The bar is raised for the number of indicators compared here (Benjamini–Hochberg)."),
    Text("D3 とするのは、4団体以上あり、事前の傾向に違いが見られず、見えた違いが続いても施策の見直しを考える目安の大きさにならず、それを"
         "差し引いても結論が変わらないときだけです。",
         "D3 takes four other cities or more, no difference seen in earlier trends, a seen difference too small to matter "
         "if it carried on, and the same conclusion once it is taken off."),
    Text("どの団体を比べるかは、結果を見る前に決めてください。あとから選ぶと、どんな答えでも作れます。",
         "Choose the cities to compare before seeing the result: chosen afterwards, any answer can be made."),
)  # fmt: skip
