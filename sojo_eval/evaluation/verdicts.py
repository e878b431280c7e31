"""From an estimate to a verdict: the rules of the evaluation, in their order."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from sojo_eval.evaluation.columns import CONTEXT
from sojo_eval.evaluation.evidence import Evidence, PrintedEvidence, SeriesEvidence, SurveyEvidence
from sojo_eval.evaluation.outlook import MEASURABLE_WITHIN, Outlook
from sojo_eval.evaluation.words.formats import month_words
from sojo_eval.evaluation.words.labels import BEST_GRADE
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import ChangeEstimate, PublishedDifference

SIGNIFICANCE = 0.05
MISSING_SHARE = 0.05
"""With more months not reported the grade goes one step down."""
FLIPPED = 2
"""Of the three other assumptions: so many that turn the sign leave a finding open."""
_GRADE_ORDER = ("D0", "D1", "D2", "D3", "D4")


@dataclass(frozen=True)
class Verdict:
    """The code and the reason a reader sees; `warnings` do not change the verdict but must be read with it.

    decidable_from: of an open finding, the last day of the month from which it can be decided.
    """

    code: str
    reason: Text
    warnings: tuple[Text, ...] = ()
    decidable_from: pd.Timestamp | None = None


def is_better(estimate: ChangeEstimate, direction: str) -> bool:
    """Whether the change, however small or unsure, is for the better."""
    return (estimate.change > estimate.no_change) == (direction == "higher")


def excludes_no_change(estimate: ChangeEstimate) -> bool:
    """Whether the 95 % interval, of this finding alone, lies wholly on one side."""
    return estimate.low > estimate.no_change or estimate.high < estimate.no_change


def probability_better(estimate: ChangeEstimate, direction: str) -> float:
    """How probable a change for the better is, given the data and a prior without preference: the one-sided p-value's
    complement, from the mixture where the estimate is one. It is offered in words and never decides."""
    half = estimate.p / 2
    return 1 - half if is_better(estimate, direction) else half


def not_worse_by(estimate: ChangeEstimate, direction: str) -> float:
    """By how much it is at most worse (one-sided, 95 %), as a size on the estimate's scale; 0 where it is not worse."""
    worse = (
        estimate.no_change - estimate.low_90
        if direction == "higher"
        else estimate.high_90 - estimate.no_change
    )
    return max(0.0, worse)


def smallest_change_bounds(estimate: ChangeEstimate, smallest: float) -> tuple[float, float]:
    """The zone of changes too small to act on, on the estimate's own scale."""
    return estimate.no_change - smallest, estimate.no_change + smallest


def within_smallest(estimate: ChangeEstimate, smallest: float) -> bool:
    """Whether the 90 % interval lies within changes too small to act on."""
    zone = smallest_change_bounds(estimate, smallest)
    return zone[0] < estimate.low_90 and estimate.high_90 < zone[1]


_CONTEXT_ONLY = Text(
    "参考指標のため、単独では良し悪しを判定しません", "Context only: never judged good or bad on its own"
)
_SMALL = Text(
    "90%区間のすべてが、施策の見直しを考える目安より小さな変化の範囲に入ります",
    "The whole 90 % interval lies within changes too small to act on",
)
_MOVED = Text(
    "95%区間が「変化なし」を含まず、多くの指標を同時に見たことを考えても、偶然とは考えにくい変化です",
    "The 95 % interval excludes no change, and chance is unlikely even for one of many indicators looked at together",
)
_MOVED_ALONE = Text(
    "単独では差がありますが、多くの指標を同時に見たことを考えると、偶然でも起こりうる大きさです",
    "A difference on its own, but one that chance may well show among many indicators looked at together",
)
_FLIPPED = Text(
    "前提を変えた三つの確認のうち二つ以上で、変化の向きが逆になります",
    "Under two or more of the three other assumptions checked, the change has the opposite sign",
)
_WORSENED = Text(
    "単独では悪化、多くの指標を同時に見たことを考えると未確定です",
    "On its own it worsened; among many indicators looked at together that is not settled",
)


def decide(
    estimate: ChangeEstimate,
    p_adjusted: float,
    direction: str,
    smallest: float,
    *,
    outlook: Outlook | None = None,
    level: float = SIGNIFICANCE,
) -> Verdict:
    """The verdict of one judged indicator.

    p_adjusted: over the indicators of its family. outlook: what the rest of the plan would add; without it nothing is
    said of when a finding can be decided. level: two-sided, of this look at the data.
    """
    if direction == "context":
        return Verdict(CONTEXT, _CONTEXT_ONLY)
    if within_smallest(estimate, smallest):
        return Verdict("no_meaningful_change", _SMALL)
    warnings = _assumed_sampling(estimate)
    better = is_better(estimate, direction)
    if excludes_no_change(estimate):
        worsened = () if better else (_WORSENED,)
        if p_adjusted > level:
            return Verdict("inconclusive", _MOVED_ALONE, (*warnings, *worsened))
        if _signs_turned(estimate) >= FLIPPED:
            return Verdict("inconclusive", _FLIPPED, (*warnings, *worsened))
        return Verdict("improving" if better else "worsening", _MOVED, warnings)
    if outlook is not None and not outlook.measurable(smallest):
        return Verdict("not_measurable", not_measurable_reason(outlook), warnings)
    when = None if outlook is None else outlook.decidable_from
    return Verdict("inconclusive", open_reason(outlook), warnings, when)


def _signs_turned(estimate: ChangeEstimate) -> int:
    none = estimate.no_change
    return sum(
        value == value and (value > none) != (estimate.change > none)
        for value in estimate.sensitivities.values()
    )


def _assumed_sampling(estimate: ChangeEstimate) -> tuple[Text, ...]:
    if not isinstance(estimate, PublishedDifference) or not estimate.rests_on_simple_sampling:
        return ()
    return (
        Text(
            f"抽出の方法が分からず、デザイン効果を{estimate.design_effect:g}として計算しています。"
            f"{estimate.design_effect_sensitivity:g}なら「変化なし」を含みます",
            f"The sampling is not known; a design effect of {estimate.design_effect:g} is assumed. With "
            f"{estimate.design_effect_sensitivity:g} the interval would include no change",
        ),
    )


def open_reason(outlook: Outlook | None) -> Text:
    """Why a finding whose interval includes no change is open, and from when it may not be."""
    start = Text("95%区間が「変化なし」を含みます", "The 95 % interval includes no change")
    if outlook is None:
        return start
    if outlook.decidable_from is not None:
        when = month_words(outlook.decidable_from)
        return Text(
            f"{start.ja}。いまの揺れのままなら、{when.ja}ごろまでの記録で、目安の大きさの変化を見分けられる見込みです",
            f"{start.en}. With its present variation, records up to about {when.en} should tell a change of the size worth "
            "acting on",
        )
    end = month_words(outlook.plan_end)
    more = _answers_needed(outlook)
    if more is not None:
        return Text(f"{start.ja}。{more.ja}", f"{start.en}. {more.en}")
    return Text(
        f"{start.ja}。計画期間の終わり（{end.ja}）までの記録でも、目安の大きさの変化は見分けられない見込みです",
        f"{start.en}. Records up to the end of the plan ({end.en}) are not expected to tell a change of the size worth "
        "acting on",
    )


def not_measurable_reason(outlook: Outlook) -> Text:
    """Why a change that matters cannot be seen in such data, and what would make it visible."""
    more = _answers_needed(outlook)
    if more is not None:
        return Text(
            f"この資料で見分けられる変化は、目安の{MEASURABLE_WITHIN:g}倍を超えます。{more.ja}",
            f"What these data can tell is more than {MEASURABLE_WITHIN:g} times the change worth acting on. {more.en}",
        )
    return Text(
        f"計画期間の終わりまでの記録があっても、見分けられる変化は目安の{MEASURABLE_WITHIN:g}倍を超えます。"
        "件数の多い範囲（市全体、いくつかの事業の合計）でまとめるか、目安を大きくすれば測れます",
        f"Even with the whole plan period in, what can be told is more than {MEASURABLE_WITHIN:g} times the change worth "
        "acting on. Counted over more events (the whole city, several services together), or with a larger change worth "
        "acting on, it could be measured",
    )


def _answers_needed(outlook: Outlook) -> Text | None:
    if outlook.more_answers != outlook.more_answers:
        return None
    times = math.ceil(10 * outlook.more_answers) / 10
    return Text(
        f"次の調査の回答数をいまの約{times:g}倍にすれば、目安の大きさの変化を見分けられます",
        f"About {times:g} times as many answers in a wave would tell a change of the size worth acting on",
    )


def evidence_grade(evidence: Evidence, also: tuple[Text, ...] = ()) -> tuple[str, tuple[Text, ...]]:
    """The grade of a finding (level D1, path D2 at most) and the reasons for each step down.

    also: reasons that lie in the estimates and not in the evidence.
    """
    steps: list[Text] = [*also]
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
                    "調査の一方が、あらかじめ市が定めた外的要因の時期に重なります",
                    "One wave was in the field during a declared shock",
                )
            )
    if evidence.breaks:
        steps.append(
            Text(
                "期間内の定義変更をモデルで補正しています", "A definition change inside a period is modelled"
            )
        )
    if isinstance(evidence, SeriesEvidence) and (~evidence.arrays.reported).mean() > MISSING_SHARE:
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
