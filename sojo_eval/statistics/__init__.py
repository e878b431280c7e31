"""Estimators that know nothing of welfare: each works alone on a series, a survey or a log.

All changes come back as one frozen `ChangeEstimate`.
"""

from sojo_eval.statistics.autoregression import NotIdentifiedError
from sojo_eval.statistics.durations import logrank, restricted_mean, restricted_mean_change, survival_quantile
from sojo_eval.statistics.level_and_path import level_and_path
from sojo_eval.statistics.multiplicity import benjamini_hochberg
from sojo_eval.statistics.proportions import (
    difference_of_shares,
    newcombe_interval,
    share_interval,
    wilson_interval,
    yearly_share_change,
)
from sojo_eval.statistics.rates import count_interval, exact_poisson_interval, yearly_count_change
from sojo_eval.statistics.results import ChangeEstimate
from sojo_eval.statistics.survey import published_difference, survey_difference, survey_mean, survey_share

__all__ = [
    "ChangeEstimate",
    "NotIdentifiedError",
    "benjamini_hochberg",
    "count_interval",
    "difference_of_shares",
    "exact_poisson_interval",
    "level_and_path",
    "logrank",
    "newcombe_interval",
    "published_difference",
    "restricted_mean",
    "restricted_mean_change",
    "share_interval",
    "survey_difference",
    "survey_mean",
    "survey_share",
    "survival_quantile",
    "wilson_interval",
    "yearly_count_change",
    "yearly_share_change",
]
