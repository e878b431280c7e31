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
