"""What may be published: small counts of people and everything derived from them are taken out here.

`rules.py` says what a disclosive number is, `suppression.py` takes numbers out, `published.py` is the result.
"""

from sojo_eval.disclosure.comparison import PublishedComparison, publish_comparison
from sojo_eval.disclosure.plan_periods import PublishedPlanPeriods, publish_plan_periods
from sojo_eval.disclosure.publish import publish
from sojo_eval.disclosure.published import Published
from sojo_eval.disclosure.stored import published, published_plan_periods

__all__ = [
    "Published",
    "PublishedComparison",
    "PublishedPlanPeriods",
    "publish",
    "publish_comparison",
    "publish_plan_periods",
    "published",
    "published_plan_periods",
]


def __dir__() -> list[str]:
    return sorted(__all__)
