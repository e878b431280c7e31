"""Gates come before the interval: each refuses an indicator for one reason that the reader sees.

The tuple `GATES` is the policy, in its fixed order: first what cannot be compared, then what is too little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.gates.comparability import (
    definition_change_not_modelled,
    definition_changed_at_boundary,
    kept_otherwise,
    printed_definition_changed,
    question_reworded,
    survey_design_changed,
)
from sojo_eval.evaluation.gates.refusal import Refusal
from sojo_eval.evaluation.gates.sufficiency import (
    a_period_without_data,
    a_period_without_events,
    more_than_all,
    no_case_in_either_period,
    no_gap_beyond_chance,
    not_recorded,
    population_unknown,
    printed_figure_without_uncertainty,
    too_few_answers,
    too_few_events,
    too_few_events_for_a_trend,
    too_few_groups,
    too_few_months,
    too_few_start_months,
    too_few_years,
    trend_not_adjacent,
)
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import Grain
from sojo_eval.statistics.series_change import Question


@dataclass(frozen=True)
class Gate:
    """One question asked of the evidence before any estimate; `refuse` gives a Refusal, or None to let it pass.

    grains: the grains of data it concerns; their evidence is of the type that `refuse` takes.
    """

    refuse: Callable[[Any], Refusal | None]
    title: Text
    grains: frozenset[Grain]
    questions: frozenset[Question] = frozenset({"level", "path"})

    def asked_of(self, evidence: Evidence) -> bool:
        """Whether the gate concerns this kind of data and this question at all."""
        return evidence.entry.kind.grain in self.grains and evidence.question in self.questions


MONTHLY: frozenset[Grain] = frozenset({"month"})
ANNUAL: frozenset[Grain] = frozenset({"year"})
SURVEY: frozenset[Grain] = frozenset({"wave"})
TIMES: frozenset[Grain] = frozenset({"start"})
FIGURES: frozenset[Grain] = frozenset({"figure"})
GAPS: frozenset[Grain] = frozenset({"groups"})
EVERY: frozenset[Grain] = frozenset(get_args(Grain))

GATES: tuple[Gate, ...] = (
    Gate(
        definition_changed_at_boundary,
        Text("境目の前後で測り方が同じ", "Same definition around the boundary"),
        EVERY,
    ),
    Gate(
        printed_definition_changed,
        Text("二つの公表値の定義が同じ", "Same definition of both printed figures"),
        FIGURES,
    ),
    Gate(
        definition_change_not_modelled,
        Text("期間途中の定義変更を補正できる", "Definition changes inside a period can be adjusted for"),
        MONTHLY | ANNUAL | TIMES | SURVEY | GAPS,
    ),
    Gate(question_reworded, Text("設問と選択肢が比べられる", "Comparable wording and answers"), SURVEY),
    Gate(
        survey_design_changed,
        Text("調査方法・母集団・抽出法が同じ", "Same mode, frame and sampling"),
        SURVEY,
    ),
    Gate(not_recorded, Text("必要な項目が記録されている", "What is counted was recorded"), EVERY),
    Gate(
        kept_otherwise,
        Text("二つの期間の記録のしかたが同じ", "Records kept alike in both periods"),
        MONTHLY | ANNUAL | TIMES | GAPS | SURVEY,
    ),
    Gate(a_period_without_data, Text("両方の期間にデータがある", "Data in both periods"), EVERY),
    Gate(
        printed_figure_without_uncertainty,
        Text("公表値の誤差が分かる", "The printed figures' uncertainty is known"),
        FIGURES,
    ),
    Gate(too_few_answers, Text("回答数が足りる", "Enough answers"), SURVEY | FIGURES),
    Gate(population_unknown, Text("分母の人口がある", "Population to divide by"), MONTHLY | ANNUAL | GAPS),
    Gate(more_than_all, Text("分子が分母を超えない", "No part above its whole"), MONTHLY | ANNUAL | GAPS),
    Gate(
        no_case_in_either_period,
        Text("どちらかの期間に件数がある", "A case in one period at least"),
        MONTHLY | ANNUAL | TIMES | GAPS,
    ),
    Gate(
        a_period_without_events,
        Text("どちらの期間にも件数がある", "Events in both periods"),
        MONTHLY | ANNUAL | TIMES | GAPS,
    ),
    Gate(too_few_months, Text("月数が足りる", "Enough months"), MONTHLY | ANNUAL),
    Gate(
        too_few_events_for_a_trend,
        Text("傾向を見積もれる件数がある", "Enough events for a trend"),
        MONTHLY,
        frozenset({"path"}),
    ),
    Gate(
        trend_not_adjacent,
        Text("前の傾向が境目まで続いている", "The earlier trend reaches the boundary"),
        MONTHLY,
        frozenset({"path"}),
    ),
    Gate(too_few_years, Text("年度の数が足りる", "Enough fiscal years"), ANNUAL),
    Gate(too_few_start_months, Text("開始月の数が足りる", "Enough months of start"), TIMES),
    Gate(too_few_groups, Text("群の数と件数が足りる", "Enough groups with enough events"), GAPS),
    Gate(
        no_gap_beyond_chance,
        Text("群の間の差が偶然を超える", "The groups differ by more than chance"),
        GAPS,
    ),
    Gate(too_few_events, Text("件数が足りる", "Enough events"), MONTHLY | ANNUAL | TIMES),
)


def first_refusal(evidence: Evidence) -> Refusal | None:
    """The first gate's refusal in the policy's order, or None when the evidence may be judged."""
    for gate in GATES:
        if gate.asked_of(evidence) and (refusal := gate.refuse(evidence)) is not None:
            return refusal
    return None
