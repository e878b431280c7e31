"""Words around a page: skip link, navigation, foot, index."""

from __future__ import annotations

from sojo_eval.evaluation.explanation import SYNTHETIC as SYNTHETIC
from sojo_eval.foundation.language import Text

SKIP = Text("本文へ移動", "Skip to the content")
CONTENTS = Text("目次", "Contents")
FOOTER = Text(
    "sojo_eval で作成。小さな人数は、そこから計算される数とともに表示していません。",
    "Made with sojo_eval. Small counts of people, and what is worked out from them, are not shown.",
)
WHY_INSIDE_AREA = Text(
    "一部の地域だけのページです。ほかの地域や市全体のページと差し引くと、隠した小さな人数が分かることがあります。"
    "すべての地域をまとめて確かめるしくみができるまで、外に出さないでください。",
    "This page is about single areas. Subtracted from the pages of other areas or of the whole city, it may tell small counts"
    " that are hidden. Until all areas are decided together, it must not leave the city hall.",
)
WHY_INSIDE_OUTPUT = Text(
    "公表の確認を通っていない表や出力があるページです。外に出さないでください。",
    "This page holds tables or outputs that did not pass disclosure control. It must not leave the city hall.",
)
README_INDEX = Text(
    "sojo_eval が作った報告です。各ページの1行目に、公表できるか（公表可・庁内限り）が書いてあります。",
    "Reports made by sojo_eval. The first line of each page says whether it may be published.",
)
README_INSIDE = Text("庁内限りのページ: {pages}", "Pages for use inside the city hall only: {pages}")
CODE = Text("計算のコード", "Code")
INDEX_TITLE = Text("地域福祉計画の評価報告", "Evaluation reports of the community welfare plan")
LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}
ANSWER = Text("柱ごとの答え", "The answer for each pillar")

NOTEBOOK_TITLES: dict[str, Text] = {
    "00_data_quality": Text("データの品質", "Data quality"),
    "10_connections": Text("柱1 つながりづくり", "Pillar 1: Connections"),
    "20_consultation": Text("柱2 相談体制づくり", "Pillar 2: Consultation"),
    "30_information": Text("柱3 情報発信の工夫", "Pillar 3: Information"),
    "40_evaluation": Text("総合評価", "Overall evaluation"),
    "45_plan_periods": Text("計画期間ごとの歩み", "All plan periods"),
    "50_comparators": Text("ほかの自治体との比較", "Compared with other cities"),
    "70_monitoring": Text("計画の見守り", "Monitoring of the plan"),
    "90_calibration": Text("判定はどのくらい間違えるか", "How often the verdicts are wrong"),
}
"""Topics of the title block, by notebook name."""

SUBTITLE = Text("{baseline}と{current}の比較", "{baseline} and {current} compared")
SUBTITLE_OF_ALL = Text("{baseline}から{current}まで", "From the {baseline} to the {current}")
DATA_UNTIL = Text("データの最終日：{date}", "Data until {date}")
WEAKENED = Text(
    "このページは{threshold}件から件数を示します（通常は5件から）。市の書いた理由: {reason}",
    "This page shows counts from {threshold} on (5 is usual). The city's reason, in its own words: {reason}",
)
UNCONFIRMED = Text(
    "計画期間の日付には未確認のものがあります：{plans}", "Some plan dates are not confirmed: {plans}"
)
