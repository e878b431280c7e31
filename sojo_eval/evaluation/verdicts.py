"""From an estimate to a verdict: the rules of the evaluation, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.evaluation.columns import CONTEXT
from sojo_eval.evaluation.evidence import Evidence, PrintedEvidence, SeriesEvidence, SurveyEvidence
from sojo_eval.evaluation.words.labels import BEST_GRADE
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate, PublishedDifference

SIGNIFICANCE = 0.05
MISSING_SHARE = 0.05
"""With more months not reported the grade goes one step down."""
_GRADE_ORDER = ("D0", "D1", "D2", "D3", "D4")


@dataclass(frozen=True)
class Verdict:
    """The code and the reason a reader sees; `warnings` do not change the verdict but must be read with it."""

    code: str
    reason: Text
    warnings: tuple[Text, ...] = ()


def smallest_change_bounds(estimate: ChangeEstimate, smallest: float) -> tuple[float, float]:
    """The zone of changes too small to act on, on the estimate's own scale."""
    return estimate.no_change - smallest, estimate.no_change + smallest


def _towards_better(estimate: ChangeEstimate, direction: str, value: float) -> bool:
    return (value > estimate.no_change) == (direction == "higher")


_WORSENED = Text(
    "多重比較を補正する前の値では悪化しています", "Before correction for multiple comparisons it worsened"
)


def decide(estimate: ChangeEstimate, p_adjusted: float, direction: str, smallest: float) -> Verdict:
    """The verdict of one judged indicator. `p_adjusted` is Benjamini–Hochberg over the whole indicator set."""
    if direction == "context":
        return Verdict(
            CONTEXT,
            Text(
                "参考指標のため、単独では良し悪しを判定しません",
                "Context only: never judged good or bad on its own",
            ),
        )
    zone = smallest_change_bounds(estimate, smallest)
    if zone[0] < estimate.low_90 and estimate.high_90 < zone[1]:
        return Verdict(
            "no_meaningful_change",
            Text(
                "90%区間のすべてが、行動を変えるほどではない小さな変化の範囲に入ります",
                "The whole 90 % interval lies within changes too small to act on",
            ),
        )
    warnings: list[Text] = []
    if isinstance(estimate, PublishedDifference) and estimate.rests_on_simple_sampling:
        warnings.append(
            Text(
                f"抽出の方法が分からず、デザイン効果を{estimate.design_effect:g}として計算しています。"
                f"{estimate.design_effect_sensitivity:g}なら「変化なし」を含みます",
                f"The sampling is not known; a design effect of {estimate.design_effect:g} is assumed. With "
                f"{estimate.design_effect_sensitivity:g} the interval would include no change",
            )
        )
    excludes = estimate.low > estimate.no_change or estimate.high < estimate.no_change
    better = _towards_better(estimate, direction, estimate.change)
    flipped = [
        name
        for name, value in estimate.sensitivities.items()
        if value == value and (value > estimate.no_change) != (estimate.change > estimate.no_change)
    ]
    if excludes and p_adjusted <= SIGNIFICANCE:
        if len(flipped) >= 2:
            warnings += [] if better else [_WORSENED]
            return Verdict(
                "inconclusive",
                Text(
                    "前提を変えた三つの確認のうち二つ以上で、変化の向きが逆になります",
                    "Under two or more of the three other assumptions checked, the change has the opposite sign",
                ),
                tuple(warnings),
            )
        return Verdict(
            "improving" if better else "worsening",
            Text(
                "95%区間が「変化なし」を含まず、多重比較を補正しても有意です",
                "The 95 % interval excludes no change, also after correction for multiple comparisons",
            ),
            tuple(warnings),
        )
    if excludes:
        warnings += [] if better else [_WORSENED]
        reason = Text(
            "単独では差がありますが、多くの指標を同時に見ている分を補正すると、有意とは言えません",
            "A difference on its own, but not after correction for looking at many indicators at once",
        )
    else:
        reason = Text(
            "95%区間が「変化なし」を含み、意味のある変化があったともなかったとも言えません",
            "The 95 % interval includes no change: neither a change nor its absence can be claimed",
        )
    return Verdict("inconclusive", reason, tuple(warnings))


def evidence_grade(evidence: Evidence) -> tuple[str, tuple[Text, ...]]:
    """The grade of a finding (level D1, path D2 at most) and the reasons for each step down."""
    steps: list[Text] = []
    if isinstance(evidence, PrintedEvidence):
        return "D0", ()
    if isinstance(evidence, SurveyEvidence):
        waves = evidence.waves.set_index("wave")["fieldwork_start"]
        first, second = waves[evidence.before.iloc[0]["wave"]], waves[evidence.after.iloc[0]["wave"]]
        apart = abs(first.month - second.month)
        if min(apart, 12 - apart) > 1:
            steps.append(
                Text(
                    "調査の時期（月）が前回と違います",
                    "The waves were in the field at different times of the year",
                )
            )
        if any(start <= day <= end for day in (first, second) for start, end in evidence.shocks):
            steps.append(
                Text(
                    "調査の一方が外的な衝撃の時期に重なります",
                    "One wave was in the field during a declared shock",
                )
            )
    if evidence.breaks:
        steps.append(
            Text(
                "期間内の定義変更をモデルで補正しています", "A definition change inside a period is modelled"
            )
        )
    if isinstance(evidence, SeriesEvidence) and evidence.months["numerator"].isna().mean() > MISSING_SHARE:
        steps.append(Text("報告のない月が5%を超えます", "More than 5 % of the months were not reported"))
    if evidence.reforms:
        steps.append(
            Text(
                f"同じ時期に別の制度変更がありました（{evidence.reforms[0].ja}）",
                f"Another reform falls in the same months ({evidence.reforms[0].en})",
            )
        )
    best = _GRADE_ORDER.index(BEST_GRADE[evidence.question])
    grade = _GRADE_ORDER[max(0, best - len(steps))]
    return grade, tuple(steps)
