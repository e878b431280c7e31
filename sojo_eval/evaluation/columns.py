"""The columns of findings, series and pillars: the one list that files, docs and disclosure read."""

from __future__ import annotations

from sojo_eval.foundation.columns import Column
from sojo_eval.foundation.language import Text

_INDICATOR = "the indicator's unit"
_SCALE = "points for a difference, a factor for a ratio"

FINDINGS = (
    Column("indicator", "text", "open", Text("指標のID", "Id of the indicator")),
    Column("pillar", "text", "open", Text("柱", "Pillar")),
    Column("area", "text", "open", Text("地域のコード", "Code of the area")),
    Column("baseline", "text", "open", Text("前の計画", "Earlier plan")),
    Column("current", "text", "open", Text("今の計画", "Current plan")),
    Column("question", "text", "open", Text("問い（水準・推移）", "Question: level or path")),
    Column("unit", "text", "open", Text("単位", "Unit")),
    Column("direction", "text", "open", Text("望ましい向き", "Which direction is better; context is not judged")),
    Column("value_baseline", "number", "derived", Text("前の計画の値", "Value in the earlier plan"), _INDICATOR),
    Column("value_current", "number", "derived", Text("今の計画の値", "Value in the current plan"), _INDICATOR),
    Column("change", "number", "derived", Text("変化", "Change"), _SCALE),
    Column("change_low", "number", "derived", Text("変化の95%区間の下限", "Lower limit of its 95 % interval"), _SCALE),
    Column("change_high", "number", "derived", Text("変化の95%区間の上限", "Upper limit of its 95 % interval"), _SCALE),
    Column("scale", "text", "open", Text("変化の尺度（差・比）", "Scale of the change: difference or ratio")),
    Column("smallest_change", "number", "open", Text("施策の見直しを考える目安", "Smallest change worth acting on"), _SCALE),
    Column("detectable_change", "number", "derived", Text("見分けられる最小の変化", "Smallest change detectable with 80 % power"), _SCALE),
    Column("n_baseline", "number", "derived", Text("前の計画の n", "n in the earlier plan"), "n_unit"),
    Column("n_current", "number", "derived", Text("今の計画の n", "n in the current plan"), "n_unit"),
    Column("p", "number", "derived", Text("p値", "p-value")),
    Column("p_adjusted", "number", "derived", Text("多くの指標を同時に見たことを補正した p値", "p-value adjusted for many indicators (Benjamini–Hochberg)")),
    Column("grade", "text", "open", Text("根拠の強さ（D0〜D4）", "Grade of evidence, D0 to D4")),
    Column("verdict", "text", "open", Text("判定", "Verdict")),
    Column("reasons", "text", "derived", Text("判定の理由", "Reason of the verdict, in Japanese")),
    Column("warnings", "text", "derived", Text("注意", "Warnings, in Japanese")),
    Column("method", "text", "derived", Text("方法と出典", "Method and its source")),
    Column("naive_verdict", "text", "derived", Text("単純な比較の矢印", "What two plain values would say")),
    Column("kind", "text", "open", Text("データの種類", "Kind of data")),
    Column("title_ja", "text", "open", Text("指標の名前（日本語）", "Title of the indicator in Japanese")),
    Column("title_en", "text", "open", Text("指標の名前（英語）", "Title of the indicator in English")),
    Column("area_ja", "text", "open", Text("地域の名前（日本語）", "Name of the area in Japanese")),
    Column("area_en", "text", "open", Text("地域の名前（英語）", "Name of the area in English")),
    Column("reasons_en", "text", "derived", Text("判定の理由（英語）", "Reason of the verdict, in English")),
    Column("warnings_en", "text", "derived", Text("注意（英語）", "Warnings, in English")),
    Column("naive_note_ja", "text", "derived", Text("単純な比較の値（日本語）", "The two plain values, in Japanese")),
    Column("naive_note_en", "text", "derived", Text("単純な比較の値（英語）", "The two plain values, in English")),
    Column("disclosive", "flag", "open", Text("人を数える表から作るか", "Whether it is made from tables that hold people")),
    Column("data_until", "date", "open", Text("この指標の最後の期間の終わり", "Last day of the indicator's last period")),
    Column("count_baseline", "number", "count", Text("前の計画の件数", "Numerator in the earlier plan"), "people, cases or events"),
    Column("count_current", "number", "count", Text("今の計画の件数", "Numerator in the current plan"), "people, cases or events"),
    Column("base_baseline", "number", "count", Text("前の計画の全体の数", "What it is out of, in the earlier plan"), "people, cases or events"),
    Column("base_current", "number", "count", Text("今の計画の全体の数", "What it is out of, in the current plan"), "people, cases or events"),
    Column("n_unit", "text", "open", Text("n の単位", "Unit of n")),
    Column("headline", "flag", "open", Text("主要指標か", "Whether a pillar rests on it")),
    Column("attention", "flag", "open", Text("単独では悪い方向か、目標から離れているか", "Whether, on its own, it points the wrong way or moves away from its target")),
    Column("decidable_from", "date", "derived", Text("判定できる見込みの月（その月の末日）", "Month (its last day) from which a change worth acting on can be told")),
    Column("not_worse_by", "number", "derived", Text("悪化は最大でもこれだけ（片側95%）", "At most worse by this much (one-sided, 95 %)"), _SCALE),
    Column("probability_better", "number", "derived", Text("よい方向である確率（言葉にするだけで、判定には使わない）", "Probability of a change for the better; for words alone, never for a verdict")),
    Column("phi", "number", "derived", Text("自己相関", "Autocorrelation of the errors")),
    Column("sensitivities", "text", "derived", Text("前提を変えたときの変化（JSON）", "Change under other assumptions, as JSON"), _SCALE),
    Column("current_low", "number", "derived", Text("今の計画の値の95%区間の下限", "Lower limit of the current value's own 95 % interval"), _INDICATOR),
    Column("current_high", "number", "derived", Text("今の計画の値の95%区間の上限", "Upper limit of the current value's own 95 % interval"), _INDICATOR),
    Column("target", "number", "open", Text("今の計画の目標値（市全体）", "Target of the current plan, for the whole city"), _INDICATOR),
    Column("target_status", "text", "derived", Text("目標に対する進み具合", "How far it is on its way to the target")),
)  # fmt: skip

SERIES = (
    Column("indicator", "text", "open", Text("指標のID", "Id of the indicator")),
    Column("area", "text", "open", Text("地域のコード", "Code of the area")),
    Column("period_start", "date", "open", Text("期間の始め", "First day of the period")),
    Column("period_end", "date", "open", Text("期間の終わり", "Last day of the period")),
    Column("step", "text", "open", Text("刻み（月・四半期・年度・回・公表）", "Step: month, quarter, year, wave or published")),
    Column("plan", "text", "open", Text("計画", "Plan")),
    Column("in_shock", "flag", "open", Text("外的要因の期間か", "Whether a declared shock covers it")),
    Column("numerator", "number", "count", Text("分子", "Numerator"), "people, cases or events"),
    Column("denominator", "number", "count", Text("分母", "Denominator")),
    Column("value", "number", "derived", Text("値", "Value"), _INDICATOR),
    Column("low", "number", "derived", Text("95%区間の下限", "Lower limit of its 95 % interval"), _INDICATOR),
    Column("high", "number", "derived", Text("95%区間の上限", "Upper limit of its 95 % interval"), _INDICATOR),
)  # fmt: skip

FACTS = (
    Column("fact", "text", "open", Text("事実（相談のない窓口・件数のない事業・活動のない圏域）", "What was absent: a desk's consultations, a function's cases, an area's activities")),
    Column("year", "number", "open", Text("年度（始まりの西暦）", "Fiscal year (its first calendar year)")),
    Column("item", "text", "open", Text("窓口・事業・圏域のコード", "Code of the desk, programme or area")),
    Column("name_ja", "text", "open", Text("名称", "Its name in Japanese")),
    Column("name_en", "text", "open", Text("名称（英語）", "Its name in English")),
)  # fmt: skip
"""Facts are of places, never of people: nobody can be read from a desk to which nobody came."""

TARGETS = (
    Column("indicator", "text", "open", Text("指標のID", "Id of the indicator")),
    Column("plan", "text", "open", Text("目標を定めた計画", "Plan that set the target")),
    Column("pillar", "text", "open", Text("柱", "Pillar")),
    Column("title_ja", "text", "open", Text("指標の名前（日本語）", "Title of the indicator in Japanese")),
    Column("title_en", "text", "open", Text("指標の名前（英語）", "Title of the indicator in English")),
    Column("unit", "text", "open", Text("単位", "Unit")),
    Column("direction", "text", "open", Text("目標の向き", "Direction of the target")),
    Column("base", "number", "derived", Text("出発点の値", "Base: where the way to the target begins"), _INDICATOR),
    Column("base_from", "text", "open", Text("出発点の出どころ（table は目標の表、earlier_plan は前の計画の値）", "Where the base comes from: table, or earlier_plan (that plan's value)")),
    Column("value", "number", "derived", Text("いまの値", "Current value"), _INDICATOR),
    Column("value_low", "number", "derived", Text("いまの値の95%区間の下限", "Lower limit of its 95 % interval"), _INDICATOR),
    Column("value_high", "number", "derived", Text("いまの値の95%区間の上限", "Upper limit of its 95 % interval"), _INDICATOR),
    Column("target", "number", "open", Text("目標値", "Target"), _INDICATOR),
    Column("due_date", "date", "open", Text("達成期限（空欄なら計画の最終日）", "Due date (where blank, the plan's last day)")),
    Column("as_of", "date", "open", Text("いまの値の最後の日", "Last day of the current value")),
    Column("progress", "number", "derived", Text("出発点から目標までの進み", "Progress from base to target"), "1 = all of the way"),
    Column("progress_low", "number", "derived", Text("その95%区間の下限", "Lower limit of its 95 % interval"), "1 = all of the way"),
    Column("progress_high", "number", "derived", Text("その95%区間の上限", "Upper limit of its 95 % interval"), "1 = all of the way"),
    Column("time_elapsed", "number", "open", Text("計画の始まりから期限までに過ぎた割合", "Share of the time from the plan's start to the due date that is over"), "1 = all of the time"),
    Column("needed_now", "number", "derived", Text("まっすぐ進んだ場合の、いまの値の最後の日の値", "Value that straight progress has reached on the last day"), _INDICATOR),
    Column("needed_mean", "number", "derived", Text("まっすぐ進んだ場合の、いまの値と同じ期間の平均", "Mean that straight progress would have over the days of the current value"), _INDICATOR),
    Column("status", "text", "derived", Text("進み具合", "Status")),
    Column("mark", "text", "derived", Text("市の基準による区分（点推定だけを見る）", "Mark by the city's own rule, which looks at the point estimate alone")),
    Column("marks_possible", "text", "derived", Text("95%区間の中でありうる区分", "Marks that the 95 % interval allows")),
    Column("reason_ja", "text", "derived", Text("言えない理由", "Why nothing can be told, in Japanese")),
    Column("reason_en", "text", "derived", Text("言えない理由（英語）", "Why nothing can be told, in English")),
    Column("source", "text", "open", Text("目標の出典", "Source of the target")),
)  # fmt: skip
"""Targets are of the whole city and its level question. What is hidden of that finding is hidden here."""

PERIOD_VALUES = (
    Column("indicator", "text", "open", Text("指標のID", "Id of the indicator")),
    Column("area", "text", "open", Text("地域のコード", "Code of the area")),
    Column("pillar", "text", "open", Text("柱", "Pillar")),
    Column("title_ja", "text", "open", Text("指標の名前（日本語）", "Title of the indicator in Japanese")),
    Column("title_en", "text", "open", Text("指標の名前（英語）", "Title of the indicator in English")),
    Column("unit", "text", "open", Text("単位", "Unit")),
    Column("direction", "text", "open", Text("望ましい向き", "Which direction is better; context is not judged")),
    Column("kind", "text", "open", Text("データの種類", "Kind of data")),
    Column("plan", "text", "open", Text("計画", "Plan")),
    Column("value", "number", "derived", Text("その計画の値", "Value in that plan"), _INDICATOR),
    Column("low", "number", "derived", Text("その95%区間の下限", "Lower limit of its 95 % interval"), _INDICATOR),
    Column("high", "number", "derived", Text("その95%区間の上限", "Upper limit of its 95 % interval"), _INDICATOR),
)  # fmt: skip
"""Of all plan periods (`plan_periods`): one row an indicator, area and plan."""

JUDGED = ("improving", "worsening", "no_meaningful_change", "inconclusive", "not_measurable")
MOVED = ("improving", "worsening")
"""Verdicts that claim a change."""
REFUSED = ("no_case", "insufficient_data", "not_comparable")
"""Verdicts in whose place a reason stands: there is no estimate."""
COUNTED = (*JUDGED, *REFUSED)
"""The verdicts that a pillar counts; those that rest on an estimate come first."""
CONTEXT = "context"
"""The verdict of what is never judged on its own, with or without an estimate."""
PILLARS = (
    Column("pillar", "text", "open", Text("柱", "Pillar")),
    Column("area", "text", "open", Text("地域のコード", "Code of the area")),
    Column("verdict", "text", "open", Text("柱の判定", "Verdict of the pillar")),
    *(Column(f"n_{code}", "number", "open", Text(f"判定 {code} の指標の数", f"Indicators judged {code}")) for code in COUNTED),
    Column("n_context", "number", "open", Text("参考指標の数", "Context indicators, which are not judged")),
    Column("n_headline", "number", "open", Text("主要指標の数", "Headline indicators")),
    Column("n_headline_judged", "number", "open", Text("そのうち判定できた数", "Of these, judged")),
    Column("n_headline_improving", "number", "open", Text("そのうち改善した数（ホルム法、片側2.5%）", "Of these, improved (Holm, 2.5 % one-sided)")),
    Column("n_headline_worsening", "number", "open", Text("そのうち悪化した数（同）", "Of these, worsened (likewise)")),
    Column("n_improving_together", "number", "open", Text("三つの柱を合わせて見ても改善と言える数（片側2.5%÷3）", "Improved also when the three pillars are read together (2.5 %/3)")),
    Column("improved_ja", "text", "open", Text("改善した主要指標（日本語）", "Headline indicators that improved, in Japanese")),
    Column("improved_en", "text", "open", Text("改善した主要指標（英語）", "Headline indicators that improved, in English")),
    Column("worsened_ja", "text", "open", Text("悪化した主要指標（日本語）", "Headline indicators that worsened, in Japanese")),
    Column("worsened_en", "text", "open", Text("悪化した主要指標（英語）", "Headline indicators that worsened, in English")),
    Column("against_ja", "text", "open", Text("悪い方向を示す主要指標（片側5%、日本語）", "Headline indicators that point down (5 % one-sided), in Japanese")),
    Column("against_en", "text", "open", Text("悪い方向を示す主要指標（片側5%、英語）", "Headline indicators that point down (5 % one-sided), in English")),
)  # fmt: skip
