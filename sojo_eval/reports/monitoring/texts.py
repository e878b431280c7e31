"""Words of the monitoring page."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

TOPIC = Text("計画の見守り", "Monitoring of the plan")
WHY_INSIDE = Text(
    "前の計画と比べない、計画一つだけの見守りです。小さな件数の秘匿を通していないため、庁内限りです。",
    "One plan by itself, compared with no other. Small counts are not hidden here: it is for use inside the city hall.",
)
LEAD = Text(
    "{plan}（{start}から{end}）。記録は{until}まで、{planned}か月のうち{covered}か月分です。",
    "{plan}, from {start} to {end}. Records go to {until}: {covered} of {planned} months.",
)
LEAD_OPEN = Text(
    "{plan}（{start}から、最後の日は未定）。記録は{until}まで、{covered}か月分です。",
    "{plan}, from {start}; its last day is not written. Records go to {until}: {covered} months.",
)
NO_VERDICT = Text(
    "ここに「改善」「悪化」の判定はありません。判定は二つの計画期間を比べて初めてできます。",
    "Nothing here is a verdict of better or worse: that takes two plan periods.",
)
TARGETS = Text("目標", "Targets")
NO_TARGETS = Text(
    "この計画の目標は登録されていません。表 targets に書くと、ここに進み具合が出ます。",
    "No target of this plan is declared: write them into the table targets, and their progress stands here.",
)
COMPARABLE = Text("いつから比べられるか", "What can be compared, and from when")
NOW = Text(
    "いま比べられる指標：{n}。この計画より前の記録が1年分以上あります。city.toml に、前の期間を [[plans]] として書くと評価できます。",
    "Can be compared now: {n} indicators, which have a year of records or more before this plan. Write the period before it"
    " into city.toml as [[plans]], and evaluate.",
)
FROM_DAY = Text(
    "{day}から比べられる指標：{n}（次の計画の1年分の記録がそろう月）。",
    "From {day}: {n} indicators, once a year of the next plan is recorded.",
)
NOT_KNOWN = Text(
    "いつから比べられるか分からない指標：{n}。city.toml の end_date（計画の最後の日）を書くと分かります。",
    "Not known: {n} indicators. Write end_date, the plan's last day, into city.toml.",
)
INDICATORS = Text("いまの値", "Values so far")
HEADS = (
    Text("指標", "Indicator"),
    Text("計画に入ってからの値", "Value in the plan so far"),
    Text("95%区間", "95 % interval"),
    Text("記録の最後の月", "Records until"),
    Text("目立つ月", "Months that stand out"),
)
NONE_STANDS_OUT = Text("なし", "none")
STAND_OUT = Text("{n}か月", "{n}")
LATEST_TOO = Text("{n}か月（最新の月も）", "{n}, the latest among them")
NO_CHART = Text("—", "—")
HEADLINE_MARK = Text("主要", "headline")
CHARTS = Text("月ごとの動き：{pillar}", "Month by month: {pillar}")
HOW = Text(
    "管理図の線は、計画より前の月（1年分なければ計画の最初の1年）から決めます。上下の線の外に出た月と、7か月続けて中心線の片側にある月、"
    "7か月続けて上がるか下がる月に印を付けます。印は「何が起きたか確かめる月」で、よくなった証拠ではありません。",
    "The limits come from the months before the plan (without a year of them, from its first year). Marked are months outside"
    " the limits, seven months in a row on one side of the centre, and seven in a row that rise or fall. A mark says: look what"
    " happened; it is no proof of improvement.",
)
