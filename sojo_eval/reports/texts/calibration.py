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
