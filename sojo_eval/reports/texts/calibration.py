"""Words of the calibration report."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

LEAD = Text(
    "正解が分かっている架空の世界を大量に作り、この道具の判定と、ふつうの読み方とを試した結果です。市のデータは使っていません。",
    "Verdicts and the usual readings tried on many made-up worlds whose truth is known. No city's data are used.",
)
ANSWER_HEADING = Text("答え", "The answer")
ANSWER = Text(
    "前の計画期間と水準が変わっていないのに「改善」と言ってしまう割合は、この道具で{ours}（±{error}）です。同じ世界で、"
    "二つの平均を比べて矢印をつける読み方は{arrow}、月の値のt検定は{t_test}、期間だけのポアソン回帰は{poisson}が「改善」と言います。",
    "Where the level has not changed this tool says “improving” in {ours} of worlds (± {error}). In the same worlds two means and an "
    "arrow say so in {arrow}, a t test on the months in {t_test}, a Poisson model of the period alone in {poisson}.",
)
KEPT = Text(
    "約束した{total}項目のうち、{kept}項目を守り、{within}項目は約束に書いた誤差の範囲で守り、{missed}項目は守れませんでした。すべて下の表に載せます。",
    "Of {total} promises {kept} are kept, {within} only within their printed allowance, and {missed} missed. All stand in the "
    "table below.",
)
BARS_HEADING = Text("約束と結果", "Promises and results")
FIGURE = Text("項目", "Figure")
LIMIT = Text("約束", "Promise")
MEASURED = Text("結果（±シミュレーションの誤差）", "Measured (± Monte-Carlo error)")
MET = Text("守れたか", "Kept?")
POWER_HEADING = Text("本当の変化をどのくらい見つけるか", "How much of a true change is found")
POWER_INTRO = Text(
    "月の揺れが大きいほど、また件数が少ないほど、本当の変化も「見きわめ中」になります。見きわめ中は「変化なし」ではありません。",
    "The more months scatter, and the fewer events there are, the more true changes stay open. "
    "Open does not mean unchanged.",
)
QUESTION = Text("問い", "Question")
CHANGE = Text("本当の変化", "True change")
EVENTS = Text("月の件数", "Events a month")
SCATTER = Text("月の揺れ", "Scatter")
FOUND = Text("見つけた割合", "Found")
FOUND_AR1 = Text("同（どこでもAR(1)）", "Found, AR(1) throughout")
FOUND_SPLIT = Text("同（どこでも二つに分ける）", "Found, errors split throughout")
METHOD_HEADING = Text("どう試したか", "How it was tried")
METHOD: tuple[Text, ...] = (
    Text(
        "月ごとの件数の世界：前60か月（コロナ禍を含むとき推移は120か月）と後24か月。季節、前の月に似る揺れ（φ=0, 0.3, 0.6。揺れが特に長く続く場合は0.8）、"
        "平均20件と200件、コロナ禍の落ち込みの有無、以前からの伸び（年4%）の有無。",
        "Worlds of monthly counts: 60 months before (120 for the path where COVID lies inside) and 24 after; season, months that "
        "resemble the month before (φ 0, .3, .6; stress .8), means of 20 and 200, with and without COVID and an earlier trend "
        "(4 % a year).",
    ),
    Text(
        "調査、年に数件の指標、他市との比較、20指標を同時に見る場合も試しています。",
        "Surveys, small yearly counts, comparisons with other cities and twenty indicators at once are tried as well.",
    ),
    Text(
        "以前からの伸びがある世界では、水準は本当に変わっているので、推移だけを問います。",
        "Where there was an earlier trend the level has truly changed; only the path is asked there.",
    ),
    Text(
        "「改善」は、判定のすべての規則（施策の見直しを考える目安、区間、三つの確認）を通ったものだけを数えます。ふつうの読み方は片側2.5%で数えます。",
        "“Improving” counts what passes all rules of a verdict (size, interval, three other assumptions). The usual readings are "
        "counted at one-sided 2.5 %.",
    ),
)
RUN = Text(
    "各条件{worlds}世界、乱数の種{seed}、Python {python}、{packages}。",
    "{worlds} worlds a cell, seed {seed}, Python {python}, {packages}.",
)

OFF_GRID_HEADING = Text("約束の外：どこまで当てはまるか", "Off the grid: where the promises end")
OFF_GRID_INTRO = Text(
    "上の約束は、月の揺れが前の月に似る程度（φ）が0.6以下で、水準（推移では直線）、季節、市が申告した外的要因のほかに動きがない場合のものです。"
    "下の世界は、そのうち一つを破ったものです（各{worlds}世界、月200件）。変わっていないのに「改善」と言う割合が{limit}を超えるところには印（※）をつけます。"
    "月の数がこのように動く市では、「改善」は約束より多く間違えます。",
    "The promises above hold where months resemble the month before by φ of at most .6, and nothing else moves beside a level (for the "
    "path, a straight line), season and declared shocks. The worlds below break that in one way each ({worlds} worlds a cell, 200 events "
    "a month). Where more than {limit} of unchanged worlds are called improving there is a mark (†): in a city whose months are like that, "
    "“improving” is wrong more often than promised.",
)
WORLD = Text("世界", "World")
CALLED_IMPROVING = Text("変わらないのに「改善」", "Called improving, unchanged")
COVERED = Text("95%区間が真の値を含む割合", "95 % intervals that hold the truth")
OFF_GRID_WORLDS: dict[str, Text] = {
    "φ = .3, as the grid": Text("約束の範囲内（φ＝0.3）", "within the promises (φ = .3)"),
    "φ = .9": Text("揺れが長く続く（φ＝0.9）", "long-lasting scatter (φ = .9)"),
    "fiscal-year levels, sd .05": Text(
        "年度ごとに水準が変わる（標準偏差5%）", "each fiscal year has its own level (sd 5 %)"
    ),
    "fiscal-year levels, sd .10": Text(
        "年度ごとに水準が変わる（標準偏差10%）", "each fiscal year has its own level (sd 10 %)"
    ),
    "fiscal-year levels, sd .10, COVID declared": Text("同、コロナ禍を申告", "the same, with COVID declared"),
    "fiscal-year levels, sd .10, COVID declared, 120 months before": Text(
        "同、コロナ禍を申告、前120か月", "the same, with COVID declared and 120 months before"
    ),
    "MA(5)": Text("5か月にわたる移動平均の揺れ", "scatter that is a moving average of five months"),
    "long memory, d = .3": Text("長い記憶（d＝0.3）", "long memory (d = .3)"),
    "long memory, d = .45": Text("長い記憶（d＝0.45）", "long memory (d = .45)"),
    "random walk, .02 a month": Text("あてもなく動く水準（月2%）", "a level that wanders (2 % a month)"),
    "noise that grows fourfold": Text("揺れが4倍に増える", "scatter that grows fourfold"),
    "one later month ×4": Text("後の1か月だけ4倍", "one later month fourfold"),
    "COVID declared to the end": Text("コロナ禍を終わりまで申告", "COVID declared to its end"),
    "COVID's last 14 months undeclared": Text(
        "コロナ禍の最後の14か月を申告しない", "COVID's last 14 months not declared"
    ),
    "COVID declared to the end, 120 months before": Text(
        "コロナ禍を終わりまで申告、前120か月", "COVID declared to its end, 120 months before"
    ),
    "COVID's last 14 months undeclared, 120 months before": Text(
        "コロナ禍の最後の14か月を申告しない、前120か月",
        "COVID's last 14 months not declared, 120 months before",
    ),
}
"""By the name of a world in the certified table."""
# ▲ before a number means "minus" in municipal tables.
MORE_THAN_PROMISED = Text("※", "†")
