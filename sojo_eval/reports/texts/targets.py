"""Words of the targets: how far things are on the way, and how that is judged."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

HEADING = Text("目標に対する進み具合", "Progress towards the targets")
QUESTION = Text(
    "{current}の目標に対して、いまの値はどこまで来ているか。いまの値の95%区間も含めて判断します。",
    "How far have things come on the way to the targets of the {current}? Judged with the current value's 95 % interval.",
)
COUNTS = Text("目標{total}件: {counts}", "{total} targets: {counts}")
APART = Text(
    "進み具合は、判定（前の計画と比べてよくなったか）とは別のものです。よくなっていても遅れていることがあり、達成していても"
    "前から変わっていないことがあります。",
    "The status is apart from the verdict (better than in the earlier plan?): what improved may be behind, and what reached its"
    " target may not have changed.",
)
CAPTION = Text("目標ごとの進み具合（市全体）", "Progress by target (whole city)")
INDICATOR = Text("指標", "Indicator")
STATUS = Text("進み具合", "Status")
BASE = Text("出発点", "Base")
BASE_FROM: dict[str, Text] = {
    "table": Text("目標の表の初期値", "as written in the table of targets"),
    "earlier_plan": Text("前の計画の値", "the earlier plan's value"),
    "": Text("", ""),
}
VALUE = Text("いまの値（95%区間）", "Current value (95 % interval)")
TARGET = Text("目標（期限）", "Target (due)")
WAY = Text("出発点から目標までの進み", "Progress from base to target")
NO_WAY = Text("出発点で届いていた（保つ目標）", "reached at the base: to be kept")
TIME = Text("過ぎた時間", "Time elapsed")
NEEDED = Text("まっすぐ進んだ場合", "Straight progress")
NEEDED_MEAN = Text("同じ期間の平均: {value}", "mean of the same days: {value}")
MARK = Text("市の区分", "City's own mark")
MARKS_POSSIBLE = Text("区間の中では {marks} もありうる", "the interval allows {marks}")
HIDDEN = Text("秘匿", "withheld")
TO = Text("〜", " to ")
NO_DUE = Text("期限なし", "no due date")
SCHEME_NOTE = Text(
    "「市の区分」は city.toml の [target_scheme] にある市の基準（{by}。{limits}）によるものです。市の基準は点推定（いまの値そのもの）だけを"
    "見るので、標本の偶然だけで隣の区分になることがあります。区間の中でありうる区分を並べて示します。",
    "“City's own mark” follows the city's rule in [target_scheme] of city.toml ({by}: {limits}). It looks at the point estimate alone, so that"
    " chance may give the neighbouring mark; the marks that the interval allows stand beside it.",
)
LIMIT = Text("{mark}は{limit}以上", "{mark} from {limit} on")
REST = Text("{mark}はそれ未満", "{mark} below that")
COMMA = Text("、", ", ")
BY: dict[str, Text] = {
    "progress": Text("出発点から目標までの進みの割合", "share of the way from base to target"),
    "achievement_rate": Text("目標に対する達成率", "value over target"),
    "points": Text("出発点からの差（ポイント）", "points of difference from the base"),
}
NONE = Text(
    "{current}の目標は、目標の表（targets）にありません。",
    "The table targets holds no target of the {current}.",
)
HOW_TO_ADD = Text(
    "計画の目標を targets の表（指標ID・計画・初期値・目標値・期限・方向性・出典）に書いて取り込むと、ここに進み具合が出ます。",
    "Write the plan's targets into the table targets (indicator, plan, base, target, due date, direction, source) and import it: the"
    " progress then stands here.",
)
ELSEWHERE = Text(
    "目標は市全体について定めたものです。市全体の評価のページをご覧ください。",
    "Targets are set for the whole city: see the page that evaluates the whole city.",
)
PROBLEMS = Text("目標の表（targets）で直すところ（{number}件）", "To correct in the table targets ({number})")
HOW = Text("進み具合の決め方", "How the status is decided")
ORDER = Text(
    "上から順に確かめ、最初に当てはまるものになります。",
    "Asked from the top; the first that holds is the status.",
)
ORDERED = ("achieved", "moving_away", "on_pace", "behind", "cannot_be_told")
MEAN_NOTE = Text(
    "月や年度ごとの指標のいまの値は、計画の初めからの平均です。まっすぐ伸びてきたのか、初めからその水準なのかは平均だけでは"
    "分かりません。そこで「進んでいる」は最後の日の値と、「遅れている」は同じ期間の平均と比べ、どちらの場合にも正しいときだけ"
    "そう言います。出発点が前の計画の値のときは、その値の区間も合わせて判断します。",
    "The current value of an indicator by month or year is the mean since the plan began. Whether it rose evenly or stood there from"
    " the start, the mean alone does not tell. So “on pace” is held against the last day and “behind” against the mean of the same"
    " days: each is said only where it is right either way. Where the base is the earlier plan's value, its own interval counts too.",
)  # fmt: skip
