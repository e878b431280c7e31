"""How far a comparison with other cities carries: at D3 only when three things about the earlier years hold.

That earlier trends are "not seen to differ" is weak evidence: with a handful of years a city's own growth often passes
and is then called better. So the trend difference that was seen must also be too small to matter, and the finding must
outlive its being carried on. What that prevents, and what power it costs, is measured in docs/calibration.md
(`calibration/designs.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sojo_eval.evaluation.verdicts import smallest_change_bounds
from sojo_eval.foundation.language import Text
from sojo_eval.statistics.comparators import ComparatorChange

GRADES: dict[str, Text] = {
    "D0": Text("比べていない", "Not compared"),
    "D1": Text(
        "前後の変化を他団体と比べたもの（事前の傾向が平行とは言えない）",
        "Before and after against other cities; earlier trends not shown to be parallel",
    ),
    "D2": Text(
        "他団体との比較（事前の傾向の違いが、結果に響くかもしれない）",
        "Compared with other cities; what differs in the earlier trends may matter to the result",
    ),
    "D3": Text(
        "4団体以上の比較（事前の傾向が平行で、その違いを延ばしても結論が変わらない）",
        "Four or more cities with parallel earlier trends, and a result that outlives what differs in them",
    ),
}
"""What a grade means here; the evaluation's own table says what it means for one city alone."""

_NO_TREND = Text(
    "事前の傾向が平行かどうかを確かめられません（前の期間の年度が3年未満、または値の欠け）",
    "Whether earlier trends were parallel cannot be seen (fewer than three earlier years, or gaps)",
)
_TRENDS_DIFFER = Text(
    "今の計画の前から、市の傾向が他団体と違っていました",
    "The city's trend differed from the others' already before the current plan",
)
_DRIFT = Text(
    "事前の傾向の違いが続くだけで、施策の見直しを考える目安を超える差になります",
    "What differs in the earlier trends, carried on, is by itself a difference worth acting on",
)
_NOT_UPHELD = Text(
    "事前の傾向の違いを今の期間まで延ばして差し引くと、同じ結論になりません",
    "With what differs in the earlier trends carried on and taken off, the conclusion is not the same",
)


@dataclass(frozen=True)
class ComparisonGrade:
    """The grade and why it is not higher. `drift` is what the earlier trend difference alone would come to by the
    later years, `carried_on` the change once that is taken off; both None without trends. On the change's scale."""

    grade: str
    steps: tuple[Text, ...]
    drift: float | None
    carried_on: float | None


def comparison_grade(
    change: ComparatorChange, verdict: str, smallest: float, reforms: tuple[Text, ...] = ()
) -> ComparisonGrade:
    """D3 for parallel earlier trends whose difference is too small to matter; D2 when it might; D1 without them.

    `smallest` is the indicator's smallest change worth acting on, which is also the size that `drift` must stay
    below: a larger one would make a finding out of nothing. One step down for a reform in the same months.
    """
    steps: list[Text] = []
    best = 3
    drift, after = _drift(change), None
    if change.earlier_trends_parallel is None or drift is None:
        steps.append(_NO_TREND)
        best = 1
    else:
        after = without_drift(change, drift)
        if not change.earlier_trends_parallel:
            steps.append(_TRENDS_DIFFER)
            best = 1
        else:
            low, high = smallest_change_bounds(change, smallest)
            steps += [] if low < drift < high else [_DRIFT]
            steps += [] if _upholds(after, change, verdict, smallest) else [_NOT_UPHELD]
            best = 2 if steps else 3
    if reforms:
        steps.append(
            Text(
                f"同じ時期に別の制度変更がありました（{reforms[0].ja}）",
                f"Another reform falls in the same months ({reforms[0].en})",
            )
        )
        best -= 1
    return ComparisonGrade(f"D{best}", tuple(steps), drift, None if after is None else after.change)


def _drift(change: ComparatorChange) -> float | None:
    """The earlier trend difference over the time from the middle of the earlier to the middle of the later years."""
    if change.trend_difference is None:
        return None
    years = change.course.index.to_numpy(dtype=float)
    later = years >= change.first_year_after
    apart = float(years[later].mean() - years[~later].mean())
    if change.scale == "ratio":
        return float(change.trend_difference**apart)
    return change.trend_difference * apart


def without_drift(change: ComparatorChange, drift: float) -> ComparatorChange:
    """The change with its intervals moved by `drift`; their width stays (the trend's own error is not added)."""
    names = ("change", "low", "high", "low_90", "high_90")
    moved = {
        n: getattr(change, n) / drift if change.scale == "ratio" else getattr(change, n) - drift
        for n in names
    }
    return replace(change, **moved)


def _upholds(moved: ComparatorChange, change: ComparatorChange, verdict: str, smallest: float) -> bool:
    """True when the moved interval says the same as the verdict; without a claim there is nothing to uphold."""
    if verdict in ("improving", "worsening"):
        return (
            moved.low > change.no_change
            if change.change > change.no_change
            else moved.high < change.no_change
        )
    if verdict == "no_meaningful_change":
        low, high = smallest_change_bounds(change, smallest)
        return low < moved.low_90 and moved.high_90 < high
    return True
