"""Estimators that know nothing of welfare: each works alone on a series, a survey or a log.

Every one returns a frozen `Result` with its numbers (`to_frame()`), its picture (`plot()`) and its sentence (`str()`).
Changes come back as a `ChangeEstimate`, single values as an `IntervalEstimate`.
"""

from sojo_eval.statistics.comparators import ComparatorChange, comparator_change
from sojo_eval.statistics.composite import (
    Composite,
    CompositeUncertainty,
    composite,
    composite_uncertainty,
)
from sojo_eval.statistics.control_charts.charts import ControlChart, control_chart
from sojo_eval.statistics.cumulative_incidence import CumulativeIncidence, cumulative_incidence
from sojo_eval.statistics.difference_in_differences import difference_in_differences
from sojo_eval.statistics.durations import (
    LogRank,
    logrank,
    restricted_mean,
    restricted_mean_change,
    survival_quantile,
)
from sojo_eval.statistics.group_gap import (
    MIN_GROUPS,
    GroupGap,
    change_of_gap,
    gap_between_groups,
    gap_of_values,
    group_values,
)
from sojo_eval.statistics.likert import LikertChange, likert_change
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError, TooFewEventsError
from sojo_eval.statistics.monthly.level_and_path import level_and_path
from sojo_eval.statistics.monthly.rare_change import rare_change
from sojo_eval.statistics.monthly.seasonal_adjustment import SeasonallyAdjusted, without_season
from sojo_eval.statistics.monthly.segmented_poisson import SegmentedPoisson, segmented_poisson
from sojo_eval.statistics.multiplicity import MultipleComparisons, benjamini_hochberg, multiple_comparisons
from sojo_eval.statistics.proportions import (
    difference_of_shares,
    newcombe_interval,
    share_interval,
    wilson_interval,
    yearly_share_change,
)
from sojo_eval.statistics.rates import count_interval, exact_poisson_interval, yearly_count_change
from sojo_eval.statistics.results import ChangeEstimate, IntervalEstimate, Result
from sojo_eval.statistics.series_change import SeriesChange
from sojo_eval.statistics.standardised_rates import StandardisedRate, standardised_rate
from sojo_eval.statistics.survey import (
    PublishedDifference,
    SurveyShare,
    published_difference,
    survey_difference,
    survey_mean,
    survey_share,
    survey_total,
)

__all__ = [
    "MIN_GROUPS",
    "ChangeEstimate",
    "ComparatorChange",
    "Composite",
    "CompositeUncertainty",
    "ControlChart",
    "CumulativeIncidence",
    "GroupGap",
    "IntervalEstimate",
    "LikertChange",
    "LogRank",
    "MultipleComparisons",
    "NotIdentifiedError",
    "PublishedDifference",
    "Result",
    "SeasonallyAdjusted",
    "SegmentedPoisson",
    "SeriesChange",
    "StandardisedRate",
    "SurveyShare",
    "TooFewEventsError",
    "benjamini_hochberg",
    "change_of_gap",
    "comparator_change",
    "composite",
    "composite_uncertainty",
    "control_chart",
    "count_interval",
    "cumulative_incidence",
    "difference_in_differences",
    "difference_of_shares",
    "exact_poisson_interval",
    "gap_between_groups",
    "gap_of_values",
    "group_values",
    "level_and_path",
    "likert_change",
    "logrank",
    "multiple_comparisons",
    "newcombe_interval",
    "published_difference",
    "rare_change",
    "restricted_mean",
    "restricted_mean_change",
    "segmented_poisson",
    "share_interval",
    "standardised_rate",
    "survey_difference",
    "survey_mean",
    "survey_share",
    "survey_total",
    "survival_quantile",
    "wilson_interval",
    "without_season",
    "yearly_count_change",
    "yearly_share_change",
]


def __dir__() -> list[str]:
    return sorted(__all__)
