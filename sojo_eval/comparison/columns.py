"""The columns of a comparison; those that a finding has too are the same."""

from __future__ import annotations

from sojo_eval.evaluation.columns import FINDINGS
from sojo_eval.foundation.columns import Column, named
from sojo_eval.foundation.language import Text

_SHARED = named(FINDINGS)


def _also(*names: str) -> tuple[Column, ...]:
    return tuple(_SHARED[name] for name in names)


COMPARISONS = (
    *_also("indicator", "pillar", "baseline", "current", "unit", "direction", "scale", "smallest_change"),
    Column("others", "number", "open", Text("比べた団体の数", "Cities compared with")),
    *_also("value_baseline", "value_current"),
    Column("own_change", "number", "derived", Text("市の変化", "The city's own change")),
    Column("own_reading", "text", "derived", Text("市の二つの値だけの見え方", "What its own two values look like")),
    Column("others_change", "number", "derived", Text("他団体の変化の平均", "Mean change of the others")),
    Column("expected_current", "number", "derived", Text("他団体と同じなら見込まれた値", "Value expected had it changed as the others")),
    *_also("change", "change_low", "change_high", "detectable_change", "n_baseline", "n_current", "p", "p_adjusted"),
    Column("trend_difference", "number", "derived", Text("前の傾向の差", "Difference of the earlier trends")),
    Column("trend_low", "number", "derived", Text("その95%区間の下限", "Lower limit of its 95 % interval")),
    Column("trend_high", "number", "derived", Text("その95%区間の上限", "Upper limit of its 95 % interval")),
    Column("trends_parallel", "text", "derived", Text("前の傾向が平行か", "Whether the earlier trends are parallel")),
    Column("drift", "number", "derived", Text("前の傾向の差だけで生じる変化", "Change that the difference of trends alone would make")),
    Column("carried_on", "number", "derived", Text("傾向の差を延ばした変化", "Change with that difference carried on")),
    *_also("grade"),
    Column("grade_reasons_ja", "text", "derived", Text("根拠の強さの理由", "Reasons of the grade, in Japanese")),
    Column("grade_reasons_en", "text", "derived", Text("根拠の強さの理由（英語）", "Reasons of the grade, in English")),
    *_also("verdict"),
    Column("reasons_ja", "text", "derived", Text("判定の理由", "Reason of the verdict, in Japanese")),
    *_also("reasons_en", "method", "kind", "title_ja", "title_en", "disclosive"),
)  # fmt: skip

_PLACE = (
    Column("indicator", "text", "open", Text("指標のID", "Id of the indicator")),
    Column("municipality", "text", "open", Text("団体コード", "Code of the municipality")),
)
_NAME = Column("name", "text", "open", Text("団体名", "Name of the municipality"))
_CITY = Column("city", "flag", "open", Text("この市か", "Whether it is this city"))

FIGURES = (
    *_PLACE,
    _NAME,
    _CITY,
    Column("year", "number", "open", Text("年度", "Fiscal year")),
    Column("after", "flag", "open", Text("今の計画の年度か", "Whether the year lies in the current plan")),
    Column("value", "number", "derived", Text("値", "Value")),
    Column("unit", "text", "open", Text("単位", "Unit")),
    Column("numerator", "number", "count", Text("分子", "Numerator")),
    Column("denominator", "number", "count", Text("分母", "Denominator")),
    Column("source", "text", "open", Text("出典", "Source")),
)
UNITS = (
    *_PLACE,
    _NAME,
    _CITY,
    Column("before", "number", "derived", Text("前の計画の値", "Value in the earlier plan")),
    Column("after", "number", "derived", Text("今の計画の値", "Value in the current plan")),
    Column("change", "number", "derived", Text("変化", "Change")),
    Column("earlier_trend", "number", "derived", Text("前の傾向", "Earlier trend")),
    Column("years_before", "number", "open", Text("前の年数", "Years before")),
    Column("years_after", "number", "open", Text("後の年数", "Years after")),
    Column("years_missing", "number", "open", Text("欠けた年数", "Years missing")),
)
COURSE = (
    *_PLACE,
    Column("year", "number", "open", Text("年度", "Fiscal year")),
    Column(
        "index",
        "number",
        "derived",
        Text("自らの前の期間を100とした値", "Value with its own earlier mean as 100"),
    ),
)
