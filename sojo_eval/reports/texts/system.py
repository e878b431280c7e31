"""Words of the system page: the diagram, its sections, the dictionary of tables."""

from __future__ import annotations

from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.language import Text

TITLE = Text(
    "重層的支援体制の全体図と指標・データの一覧", "The support system, its indicators and its tables"
)
INTRO = Text(
    "西東京市の重層的支援体制整備事業を構成する窓口・事業・会議の図です。箱を選ぶと、その働きを測る指標と、記録する表の説明へ移ります。"
    "この頁の図・指標・表は、パッケージの定義から自動で作られています。",
    "The desks, services and meetings of Nishi-Tokyo's multi-layer support system. Each box leads to the indicators "
    "that measure it and the tables that record its work. Diagram, indicators and tables are made from the "
    "package's own definitions.",
)
SOURCE = Text(
    "名称・所管・か所数・区分は、西東京市「重層的支援体制の構築～地域共生社会の実現にむけて～」の本文と事業イメージによります。図の配置、市民調査の箱、「つなぐ」「参加」「情報」「回答」の矢印は、本パッケージで加えたものです。",
    "Names, departments, numbers of places and statuses are those of the city's own text 重層的支援体制の構築; "
    "the drawing, the English names, the box of the survey and the arrows refers, joins, information and answers are ours.",
)
CITY_TITLE = Text("{name}の重層的支援体制の全体図", "The support system of {name}")
CITY_INTRO = Text(
    "{name}の重層的支援体制を構成する窓口・事業・会議の図です。箱を選ぶと、その働きを測る指標のうち{name}の記録で数えられるものと、"
    "記録する表へ移ります。",
    "The desks, services and meetings of the support system of {name}. Each box leads to those indicators of it that can be "
    "counted from the records of {name}, and to the tables that record its work.",
)
CITY_SOURCE = Text(
    "窓口・事業の名称・所管・か所数は、{name}が登録した「事業・窓口」の表によります。図の配置、会議・連携先・市民調査の箱と矢印は、本パッケージによります。",
    "Names, departments and numbers of places of desks and services are those of the table of services that {name} keeps; "
    "the drawing, the boxes of meetings, partners and the survey, and the arrows are the package's.",
)
LEGEND = Text(
    "箱の記号は、地域福祉計画の三つの重点のうち、その箱の指標が測るもの",
    "The signs in a box tell which of the plan's three priorities its indicators measure",
)
DIAGRAM = Text("重層的支援体制の全体図", "The system at a glance")
DIAGRAM_TOLD = Text(
    "地域住民は、{entrance}包括的相談支援事業の窓口、参加支援事業に相談し、支援を受ける。複合的な相談は多機関協働事業に送られ、"
    "支援プランに沿ってアウトリーチ、参加支援、地域づくりにつながる。",
    "Residents ask {entrance}the desks of comprehensive consultation and participation support, and "
    "receive support. Composite cases go to multi-agency cooperation, whose support plan leads to outreach, "
    "participation support and community building.",
)
ENTRANCE_TOLD = Text("{name}、", "{name}, ")
FRAMES: dict[str, Text] = {
    "consultation": Text("相談支援", "Consultation support"),
    "participation": Text("参加支援", "Participation support"),
    "community": Text("地域づくり", "Community building"),
}
ARROWS: dict[str, Text] = {
    "ask": Text("相談", "asks"),
    "support": Text("支援", "helps"),
    "composite": Text("複合的な\n相談", "complex\ncases"),
    "plan": Text("支援\nプラン", "support\nplan"),
    "desk": Text("つなぐ", "refers"),
    "take_part": Text("参加", "joins"),
    "inform": Text("情報", "information"),
    "answer": Text("回答", "answers"),
}
COUNT = Text("指標{n}", "{n}\u00a0indicators")
BETWEEN_FACTS = Text("・", " · ")
PLACES = Text("{who}：{n}か所", "{who}: {n}")
PLACES_ALONE = Text("{n}か所", "{n}")
LINK_TITLE = Text("{name}：指標{n}。表と指標の説明へ", "{name}: {n} indicators. To its tables and indicators")

SYSTEMS_HEADING = Text("仕組みごとの指標と表", "Indicators and tables of each system")
INDICATORS_HEADING = Text("指標", "Indicators")
TABLES_HEADING = Text("表", "Tables")
CODELISTS_HEADING = Text("コード一覧", "Code lists")
ITS_INDICATORS = Text("働きを測る指標（{n}）", "Indicators that measure it ({n})")
ITS_TABLES = Text("働きを記録する表", "Tables that record its work")
ITS_PARTS = Text("内訳（合わせて指標{n}）", "Its parts ({n} indicators with them)")
PART_OF = Text("属する事業", "Part of")
ALSO_READ = Text("指標がほかに読む表", "Also read by its indicators")
ABOUT = Text("概要", "In brief")
STATUS = Text("区分", "Status")
PRIORITIES = Text("測る重点", "Priorities measured")
TO_DIAGRAM = Text("図へ戻る", "Back to the diagram")
REFERENCE = Text("すべての仕組みが用いる表", "Tables that every system uses")
REFERENCE_TOLD = Text(
    "地域・人口・計画期間・窓口の名簿など、どの仕組みの指標を計算するときにも共通に用いる表です。",
    "Areas, population, plan periods, the register of desks and services: what all indicators rest on.",
)

ID = Text("指標の名前（コード）", "Id")
MEASURES = Text("測る仕組み", "Systems it measures")
RULE = Text("数え方（プログラムの説明文。英語）", "Counting rule")
SQL = Text("SQL（DuckDB）", "SQL (DuckDB)")
SQL_NOTE = Text(
    "データの最終日に {day} を入れた場合の式です。",
    "With {day} as the last day of the data, where it matters.",
)
SMALLEST = Text("{size}：{why}", "{size}: {why}")
CONTEXT = Text("参考", "context")

FIELD, FIELD_TITLE, TYPE, UNIT, CODES, BLANK, PRIVACY, HEADERS = (
    Text("列", "Field"),
    Text("意味", "Meaning"),
    Text("型", "Type"),
    Text("単位", "Unit"),
    Text("コード一覧", "Code list"),
    Text("空欄の意味", "A blank means"),
    Text("個人情報の区分", "Privacy"),
    Text("読み取れる見出し", "Headers recognised"),
)
REQUIRED = Text("必須", "required")
ASK = Text("これから記録したい項目", "ask for it from now on")
BLANKS: dict[str, Text] = {
    "unknown": Text("不明", "unknown"),
    "not_yet": Text("まだない・未記入", "not yet, or not entered"),
    "none": Text("該当なし", "there is none"),
}
PHRASES_HEADING = Text("計画の文言と、それを測る指標", "The plan's words, and what measures them")
PHRASE, PHRASE_MEASURED, PHRASE_HOW = (
    Text("計画の文言", "The plan says"),
    Text("測る指標", "Measured by"),
    Text("どう測るか", "How"),
)
AT_LEAST = Text("{n}以上", "{n} or more")
FILE = Text("ファイル", "File")
ROWS_ARE = Text("1行が表すもの", "What a row is")
REFERS = Text("参照する表", "Refers to")
USED_BY = Text("用いる仕組み", "Systems that use it")
ALL_SYSTEMS = Text("すべて", "all")
RULES_OF = Text("「{table}」が守るべき規則", "Rules of {table}")
RULE_NAME, RULE_MESSAGE, RULE_FIX, RULE_CONDITION = (
    Text("規則", "Rule"),
    Text("破れたときの知らせ", "Message when it is broken"),
    Text("直し方", "How to fix it"),
    Text("条件（t はこの行）", "Condition (t is the row)"),
)
CODE, MEANING = Text("コード", "Code"), Text("意味", "Meaning")
TYPES: dict[str, Text] = {
    "string": Text("文字", "text"),
    "integer": Text("整数", "integer"),
    "number": Text("数", "number"),
    "boolean": Text("はい・いいえ", "yes or no"),
    "date": Text("日付", "date"),
}
PRIVACIES: dict[str, Text] = {
    "public": Text("公開できる", "public"),
    "quasi": Text("組合せで個人が分かりうる", "identifying in combination"),
    "pseudonym": Text("仮名", "pseudonym"),
    "sensitive": Text("要配慮", "sensitive"),
}
FIELD_UNITS: dict[str, Text] = UNITS | {
    "chome": Text("丁目", "chome"),
    "copies": Text("部", "copies"),
    "questions": Text("件（問い合わせ）", "questions"),
    "goals": Text("件（目標）", "goals"),
    "sessions": Text("回", "sessions"),
    "points": Text("点", "points"),
    "views": Text("回（閲覧）", "views"),
    "opens": Text("回（開封）", "opens"),
}
FOOTER = Text(
    "sojo_eval の定義から自動で作成。個人のデータは含みません。",
    "Made from the definitions in sojo_eval. Holds no data of persons.",
)
