"""The words of the evaluation, Japanese and English side by side: verdicts, pillars, grades, units."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.shown.units import UNITS as UNITS

VERDICTS: dict[str, Text] = {
    "improving": Text("改善", "improving"),
    "worsening": Text("悪化", "worsening"),
    "no_meaningful_change": Text("ほぼ横ばい", "much the same"),
    "inconclusive": Text("見きわめ中", "still open"),
    "not_measurable": Text("この資料では測れない", "not measurable with these data"),
    "no_case": Text("0件のまま", "no case in either period"),
    "insufficient_data": Text("データ不足", "insufficient data"),
    "not_comparable": Text("比較不能", "not comparable"),
    "context": Text("参考", "context"),
}
"""Of an indicator: codes of the contract."""

PILLAR_VERDICTS: dict[str, Text] = {
    "improving": Text("改善", "improving"),
    "partly_improving": Text("一部改善", "partly improving"),
    "mixed": Text("混在", "mixed"),
    "worsening": Text("悪化", "worsening"),
    "not_shown": Text("改善とも悪化とも示せない", "no change shown"),
    "insufficient_data": Text("データ不足", "insufficient data"),
}
"""Of a pillar: codes of the contract."""

PILLARS: dict[str, Text] = {
    "connections": Text("つながりづくり", "Connections"),
    "consultation": Text("相談体制づくり", "Consultation"),
    "information": Text("情報発信の工夫", "Information"),
}

QUESTIONS: dict[str, Text] = {
    "level": Text(
        "水準（前の計画期間と比べてよくなったか）", "Level (better than in the earlier plan period?)"
    ),
    "path": Text(
        "推移（それまでの傾向から見込まれる値よりよいか）", "Path (better than its own earlier trend?)"
    ),
}

BEST_GRADE: dict[str, str] = {"level": "D1", "path": "D2"}
"""More takes comparators, which a city's own tables do not hold."""

GRADES: dict[str, Text] = {
    "D0": Text("記述のみ、または根拠を引き下げたもの", "Descriptive, or stepped down"),
    "D1": Text(
        "前後比較（月次は季節と、市が定めた外的要因を調整）",
        "Before and after; monthly series adjusted for season and known shocks",
    ),
    "D2": Text(
        "中断時系列（平常な月が前24か月・後12か月以上）",
        "Interrupted time series, 24 + 12 clean months or more",
    ),
    "D3": Text(
        "4団体以上の比較（事前の傾向が平行）", "Four or more comparators with parallel earlier trends"
    ),
    "D4": Text("段階導入・合成統制・無作為化", "Staggered roll-out, synthetic control or randomised"),
}

DIRECTIONS: dict[str, Text] = {
    "higher": Text("高いほどよい", "higher is better"),
    "lower": Text("低いほどよい", "lower is better"),
    "context": Text("参考（単独では判定しない）", "context, never judged alone"),
}

NAIVE: dict[str, Text] = {
    "improving": Text("↑ 改善", "↑ improving"),
    "worsening": Text("↓ 悪化", "↓ worsening"),
    "unchanged": Text("→ 変化なし", "→ unchanged"),
    "": Text("—", "—"),
}
"""What comparing two numbers says; shown beside our verdict, never used by it."""

N_UNITS: dict[str, Text] = {
    "months": Text("か月", " months"),
    "years": Text("年", " years"),
    "groups": Text("群", " groups"),
    "respondents": Text("人（回答）", " respondents"),
    "effective respondents": Text("人（回答、実効）", " effective respondents"),
    "persons": Text("人", " persons"),
    "items": Text("件", " items"),
}
"""What the amounts of data behind a finding count."""
