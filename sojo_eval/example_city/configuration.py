"""The example city's `city.toml` and `README.txt`."""

from __future__ import annotations

from sojo_eval.example_city.truth import SPARSE_SHARE

CITY_TOML = """\
# 例示用の市。場所・計画・事業は公表資料、記録はすべて合成です。
# An example city: place, plans and services are published facts, all records are synthetic.
[city]
code = "132292"
name_ja = "西東京市（例示・合成データ）"
name_en = "Nishi-Tokyo (example, synthetic data)"
synthetic = true
data_until = 2026-03-31

[disclosure]
threshold = 5                 # counts of 1 to 4 are hidden / 1〜4 は秘匿

[[plans]]
plan = "2"
name_ja = "第2期地域福祉計画"
name_en = "2nd community welfare plan"
start_date = 2009-04-01
end_date = 2014-03-31
confirmed = true
source = "計画期間 平成21〜25年度。ほっとネットを開始"

[[plans]]
plan = "3"
name_ja = "第3期地域福祉計画"
name_en = "3rd community welfare plan"
start_date = 2014-04-01
end_date = 2019-03-31
confirmed = false
source = "前後の計画からの推定"

[[plans]]
plan = "4"
name_ja = "第4期地域福祉計画"
name_en = "4th community welfare plan"
start_date = 2019-04-01
end_date = 2024-03-31
confirmed = false
source = "「平成31年3月策定」からの推定"

[[plans]]
plan = "5"
name_ja = "第5期地域福祉計画"
name_en = "5th community welfare plan"
start_date = 2024-04-01
end_date = 2029-03-31
confirmed = false
source = "終期は未確認（5年計画なら令和10年度まで）"

[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2023-05-31
title_ja = "新型コロナウイルス感染症"
title_en = "COVID-19"
applies_to = ["consultations", "community_activities", "outreach_contacts", "participation_matches", "information_reach", "commissioner_activities"]

[[events]]
event = "telephone_recount"
kind = "definition_change"
start_date = 2021-04-01
title_ja = "繰り返しの電話相談も件数に数える（合成）"
title_en = "Repeated telephone calls are counted as consultations (synthetic)"
applies_to = ["consultation.consultations_per_1000", "consultation.consultations_people_per_1000", "consultation.came_by_community", "consultation.first_contact_through_outreach"]

[[events]]
event = "web_tool"
kind = "definition_change"
start_date = 2024-04-01
title_ja = "アクセス解析ツールの入れ替え（合成）"
title_en = "The web analytics tool was replaced (synthetic)"
applies_to = ["information.reach_per_1000"]

[[events]]
event = "centre_areas"
kind = "area_change"
start_date = 2019-04-01
title_ja = "センター圏域の見直し（北原町・南町。町単位への単純化）"
title_en = "Centre areas redrawn (北原町 and 南町, simplified to whole towns)"
applies_to = ["*"]

[[events]]
event = "hotnet_opens"
kind = "milestone"
start_date = 2010-04-01
title_ja = "ほっとネットステーション開設"
title_en = "ほっとネットステーション opens"
applies_to = ["consultations"]

[[events]]
event = "hotnet_full"
kind = "milestone"
start_date = 2013-04-01
title_ja = "ほっとネット本格実施"
title_en = "ほっとネット in full operation"
applies_to = ["consultations"]

[[events]]
event = "multilayer_preparation"
kind = "milestone"
start_date = 2021-04-01
title_ja = "重層的支援体制整備事業 移行準備"
title_en = "Preparation for 重層"
applies_to = ["cases", "meetings", "support_plans"]

[[events]]
event = "multilayer_start"
kind = "milestone"
start_date = 2022-04-01
title_ja = "重層的支援体制整備事業 開始"
title_en = "重層 starts"
applies_to = ["cases", "meetings", "support_plans"]

[[published_indicators]]
id = "information.knows_welfare_commissioner"
pillar = "information"
title_ja = "地域の民生委員・児童委員を知っている市民の割合"
title_en = "Residents who know their welfare commissioner"
unit = "share"
direction = "higher"
smallest_change = 0.05
why_ja = "計画の目標を見直す目安として±5ポイント"
why_en = "±5 points: enough to revise a plan's target"
source = "合成データ（例示市の市民調査報告書）"
"""

_README = """\
西東京市の例（合成データ） / Nishi-Tokyo, an example with synthetic data
========================================================================

このフォルダの相談・会議・活動・発信・調査などの記録は、すべて乱数で作った合成データです。
実在の人・世帯・相談は一つも含みません。西東京市の実績として引用しないでください。
All records here (consultations, meetings, activities, publications, survey answers) are synthetic. No real
person, household or consultation is in them. Do not quote them as the city's results.

実在の公表情報 / What is real, and its source
- 22の町名と丁目数 / 22 towns with their numbers of 丁目: 西東京市の町名一覧（公表）
- 人口 2021〜2025年（206,047・205,805・205,876・205,899・206,245人）/ residents 2021-2025:
  住民基本台帳の人口動態（市区町村別）。基準日は1月1日として入れました（未確認 / date not confirmed）
- 令和4年8月1日の人口 205,790人、世帯 100,982、高齢化率 24.2%、面積 15.75 km2 / figures of 2022-08-01:
  西東京市の概要
- 事業・窓口、所管課、か所数 / services, departments, numbers of places: 市の「重層的支援体制の構築」
- 計画期間と出来事 / plans and events: 第4期地域福祉計画（H31.3策定）ほか。確定していないものは city.toml の
  confirmed = false または source に明記 / unconfirmed ones say so in city.toml

仮定 / Assumed
- 2016〜2020年の人口は推計（年1,200人の直線）/ residents 2016-2020 are estimated (1,200 a year, a straight line)
- 町別人口、年齢構成、各年の世帯数 / the split by town, the age pyramid, households of other dates
- 町とセンター圏域・日常生活圏域の対応、栄町・富士町のセンターの名称（未確認）/ which town belongs to which
  centre area and 圏域; the centres of 栄町 and 富士町 (unconfirmed)
- 市コード以外の地域コード・事業コード / all codes of areas and services other than the city's
- 2019年4月の圏域見直しは、北原町と南町の全体の移動に単純化 / the move of FY2019 is simplified to two whole towns.
  記録の圏域はすべて現在の境界 / all records carry the areas of today
- 機関の分野、職員数、民生委員の活動報告、つながり指標 / the organizations' fields, staff, what the welfare commissioners
  report, the scores of つながり指標
- 定義変更（電話の計上、解析ツール）、調査、公表指標、目標値 / the definition changes, the survey, the printed
  figures and the targets
- 比較自治体（例示A〜F市）の年次の値。架空の市であり、団体コードも実在しない / the yearly figures of the comparable
  cities A to F: they do not exist, nor do their codes

仕込んだ真実 / The planted truth
  truth.json に、指標ごとに「本当に変わったか」とその大きさがあります。評価の答え合わせに使えます。
  truth.json says for each indicator whether it truly changed on 2024-04-01, and by how much.
  乱数の種 / seed: {seed}    シナリオ / scenario: {scenario} ({meaning})

ファイルは、市役所にありがちな形のままです（和暦、Shift_JIS、全角数字、結合した見出し、合計行、※注記）。
mappings/ がそれを読み解きます。次の命令で取り込めます / The files look as they do in a city hall; mappings/
explains them. To import:  sojo-eval import <このフォルダ / this folder>
"""

_MEANING = {
    "mixed": "良くなったもの、悪くなったもの、変わらないものが混在 / some better, some worse, most unchanged",
    "null": "本当の変化は一つもない / nothing truly changed",
    "improving": "仕込んだもののうち分かりうるものはすべて改善 / all that is planted and can be known improves",
    "sparse": f"mixed と同じ変化で件数は{SPARSE_SHARE:g}倍 / as mixed, with a tenth of the events",
}


def readme_text(seed: int, scenario: str) -> str:
    """What is real, what is assumed, and where the planted truth stands."""
    return _README.format(seed=seed, scenario=scenario, meaning=_MEANING[scenario])
