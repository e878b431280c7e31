"""Words of the figures, Japanese and English side by side."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

DATA_OF_FIGURE = Text("この図のデータを表で見る", "Show the data of this figure as a table")
HIDDEN = Text("非表示", "hidden")
NO_FIGURE = Text("数値なし", "no figure")
COLON = Text("：", ": ")
COMMA = Text("、", ", ")
STOP = Text("。", ". ")

# pillar_overview
OVERVIEW_CAPTION = Text(
    "柱ごとの判定の内訳（指標の数。参考指標は数えません）",
    "Verdicts by pillar (number of indicators; context indicators are not counted)",
)
OVERVIEW_ALT = Text("積み上げ横棒グラフ。{pillars}", "Stacked bars. {pillars}")
OVERVIEW_ALT_PILLAR = Text("{pillar}は{verdict}：{parts}。", "{pillar}, {verdict}: {parts}. ")
PILLAR = Text("柱", "Pillar")
VERDICT = Text("判定", "Verdict")
NUMBER_OF_INDICATORS = Text("指標の数", "Number of indicators")
NONE = Text("なし", "none")

# changes_forest
FOREST_CAPTION = Text(
    "「{pillar}」の変化と95%区間。灰色の帯は、施策の見直しを考える目安より小さな変化の範囲",
    "Changes in “{pillar}” with 95 % intervals. Grey band: changes too small to act on",
)
FOREST_ALT = Text(
    "指標ごとの変化を点と線で示した図。{parts}", "Dots and lines: the change of each indicator. {parts}"
)
FOREST_ALT_ROW = Text(
    "{title}は{change}（95%区間 {low}〜{high}）で{verdict}。",
    "{title}: {change} (95 % interval {low} to {high}), {verdict}. ",
)
FOREST_LEFT_OUT = Text("数値を示せない指標：{titles}。", "Without figures: {titles}. ")
RATIO_AXIS = Text("前の計画に対する変化（%）", "Change against the earlier plan (%)")
POINTS_AXIS = Text("前の計画との差（ポイント）", "Difference from the earlier plan (points)")
HIGHER_BETTER = Text("多いほどよい →", "more is better →")
LOWER_BETTER = Text("← 少ないほどよい", "← less is better")
CONTEXT = Text("参考", "context")
INTERVAL = Text("95%区間", "95 % interval")
CHANGE = Text("変化", "Change")
INDICATOR = Text("指標", "Indicator")
SMALLEST = Text("施策の見直しを考える目安", "Smallest change worth acting on")
NOTHING_TO_SHOW = Text("この図に示せる指標はありません", "No indicator can be shown in this figure")

# series_chart
SERIES_CAPTION = Text("「{title}」の推移（{unit}）", "“{title}” over time ({unit})")
SERIES_NOTES: dict[str, Text] = {
    "mean": Text("横線は判定に使った期間の水準", "Level lines: the period levels the verdict rests on"),
    "shock": Text("斜線の帯は外的要因の期間", "Hatched band: declared shock"),
    "break": Text("縦の破線は定義の変更", "Dashed upright line: change of definition"),
    "hidden": Text("×は個人の秘密を守るための非表示", "×: hidden for privacy"),
    "bars": Text("縦の細線は95%区間", "Thin upright lines: 95 % intervals"),
}
SERIES_ALT = Text(
    "{title}の{step}の推移。{course}{periods}示した点は{shown}個、非表示の点は{hidden}個。",
    "{title}, {step} points{course}. {periods}{shown} points shown, {hidden} hidden. ",
)
SERIES_ALT_ENDS = Text(
    "最初は{first_date}の{first}、最後は{last_date}の{last}で、{direction}。",
    ": first {first} in {first_date}, last {last} in {last_date}: {direction}",
)
SERIES_ALT_SEASON = Text(
    "毎年同じころに上下し、{high}に高く、{low}に低い。最初の1年の平均は{first}、最後の1年の平均は{last}で、{direction}。",
    " that rise and fall with the seasons, highest in {high}, lowest in {low}. Mean of the first year {first}, of the "
    "last year {last}: {direction}",
)
SERIES_ALT_PERIODS = Text("期間の水準は{plans}。", "Period levels: {plans}. ")
SERIES_ALT_EMPTY = Text(
    "{title}の推移。示せる点がありません。非表示の点は{hidden}個。",
    "{title}: no point can be shown; {hidden} hidden. ",
)
DIRECTIONS: dict[str, Text] = {
    "up": Text("最初より高い", "higher than at first"),
    "down": Text("最初より低い", "lower than at first"),
    "same": Text("最初とほぼ同じ", "about the same as at first"),
}
STEPS: dict[str, Text] = {
    "month": Text("月ごと", "monthly"),
    "quarter": Text("四半期ごと", "quarterly"),
    "year": Text("年度ごと", "yearly"),
    "wave": Text("調査ごと", "survey"),
    "published": Text("公表値", "published"),
}
PERIOD = Text("時期", "Period")
VALUE = Text("値", "Value")
LOW = Text("95%区間の下限", "95 % interval from")
HIGH = Text("95%区間の上限", "to")
SHOCK = Text("外的要因の期間", "Declared shock")
YES = Text("はい", "yes")
FISCAL_YEAR = Text("年度（4月はじまり）", "Fiscal year (from April)")

# survey_waves
WAVES_CAPTION = Text(
    "「{pillar}」の調査・公表値の推移（割合と95%区間）",
    "Survey and published figures in “{pillar}” (shares, 95 % intervals)",
)
WAVES_ALT = Text(
    "調査ごとの割合を点と線で示した図。{parts}", "Dots and lines: the share at each wave. {parts}"
)
WAVES_ALT_ROW = Text("{title}：{values}。", "{title}: {values}. ")
NOT_COMPARED = Text("※ 比較できません", "* cannot be compared")
PERCENT = Text("回答の割合（%）", "Share of answers (%)")

# calibration_methods
CALIBRATION_CAPTION = Text(
    "何も変わっていない世界で「改善」と言う割合（破線は約束した2.5%）",
    "How often each method says “improving” where nothing has changed (dashed: the promised 2.5 %)",
)
CALIBRATION_AXIS = Text("誤って「改善」と言う割合（%）", "False “improving” (%)")
CALIBRATION_ALT = Text(
    "方法ごとに、誤って「改善」と言う割合を点で示した図。{parts}",
    "Dots: false “improving” by method. {parts}",
)
CALIBRATION_ALT_ROW = Text("{method}は水準{level}、推移{path}。", "{method}: level {level}, path {path}. ")
METHOD = Text("方法", "Method")
QUESTION = Text("問い", "Question")
MONTE_CARLO = Text("シミュレーションの誤差", "Monte-Carlo error")
WORST_CELL = Text("最も悪い条件", "Worst cell")
COVERAGE = Text("区間が真の値を含む割合", "Interval coverage")
WORLDS = Text("世界の数", "Worlds")

# comparator_chart
COMPARATOR_CAPTION = Text(
    "「{title}」の年度ごとの推移。どの団体も、前の期間の自分の平均を{zero}とした値です",
    "“{title}” by year; each city against its own mean of the earlier period ({zero})",
)
COMPARATOR_KEY = Text(
    "太い線は市、灰色の線は他団体、破線は他団体の平均、縦線は計画の境目",
    "Bold: the city; grey: the others; dashed: their mean; upright line: the plan boundary",
)
COMPARATOR_HOW_TO_LOOK = Text(
    "縦線の左で市と破線が並んで動いていれば、事前の傾向は平行に見えます",
    "Where the city and the dashed line move alike left of the upright line, earlier trends look parallel",
)
COMPARATOR_AXIS: dict[str, Text] = {
    "ratio": Text("前の期間の平均＝100", "Own earlier mean = 100"),
    "difference": Text("前の期間の平均との差（ポイント）", "Points from own earlier mean"),
    "value": Text("前の期間の平均との差", "Difference from own earlier mean"),
}
COMPARATOR_CITY = Text("市", "The city")
COMPARATOR_OTHERS = Text("他の{others}団体", "{others} other cities")
COMPARATOR_MEAN = Text("他団体の平均", "Mean of the others")
COMPARATOR_BOUNDARY = Text("計画の境目", "Plan boundary")
COMPARATOR_ALT = Text(
    "{title}の折れ線グラフ。{first}年度から{last}年度まで。計画の境目は{boundary}年度のはじめ。{axis}として、最後の年度は"
    "市{city}、他の{others}団体の平均{mean}（{lowest}〜{highest}）。境目の直前の年度は市{city_before}、他団体の平均{mean_before}。",
    "{title}: lines from {first} to {last}; the plan boundary lies at the start of {boundary}. {axis}: in the last year "
    "the city {city}, the mean of {others} others {mean} ({lowest} to {highest}); in the last year before the boundary "
    "the city {city_before}, the mean of the others {mean_before}.",
)
MUNICIPALITY = Text("団体", "City")

# plan_periods_chart
PERIODS_CAPTION = Text(
    "「{pillar}」の指標の、計画期間ごとの値と95%区間。間の印は、隣り合う二つの計画の比較の判定（すべての比較をあわせて見たもの）",
    "Indicators of “{pillar}” by plan period, with 95 % intervals. The sign between two plans is the verdict of their comparison,"
    " with all comparisons counted in",
)
PERIODS_ALT = Text("計画期間ごとの小さな図。{parts}", "One small chart an indicator. {parts}")
VALUE_WITH_INTERVAL = Text("{value}（{low}〜{high}）", "{value} ({low} to {high})")
BETWEEN = Text("{first}→{second}", "{first} → {second}")

MONITORING_CAPTION = Text(
    "{pillar}：月ごとの値と管理図の線（季節のある指標は季節を除いた値）。色の付いた所が計画期間。▲よい側、▼悪い側、◆どちらでもない",
    "{pillar}: months and limits of the control chart (without the season where there is one). Shaded: the plan. ▲ better,"
    " ▼ worse, ◆ neither",
)
MONITORING_ALT = Text(
    "{title}：計画期間に目立つ月が{signals}か月", "{title}: {signals} months of the plan stand out"
)
MONITORING_HEADS = (
    Text("指標", "Indicator"),
    Text("月", "Month"),
    Text("値", "Value"),
    Text("下の線", "Lower limit"),
    Text("上の線", "Upper limit"),
    Text("目立つ向き", "Which side"),
)
MONITORING_POINTS: dict[str, Text] = {
    "improvement": Text("よい側", "better"),
    "concern": Text("悪い側", "worse"),
    "neutral_special_cause": Text("よい側が決まっていない", "no good side is set"),
}
