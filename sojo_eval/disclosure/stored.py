"""Publishable results that are worked out once: what every notebook shows, in both languages."""

from __future__ import annotations

from sojo_eval.city import City
from sojo_eval.city.stored_results import stored
from sojo_eval.disclosure.plan_periods import PublishedPlanPeriods, publish_plan_periods
from sojo_eval.disclosure.publish import publish
from sojo_eval.disclosure.published import Published
from sojo_eval.evaluation import evaluate, evaluate_periods
from sojo_eval.evaluation.evaluate import Areas
from sojo_eval.evaluation.evaluated import PARTS, asked_for
from sojo_eval.evaluation.periods import Plan


def published(city: City, baseline: Plan = "", current: Plan = "", area: Areas = "") -> Published:
    """What `publish(evaluate(…))` gives for these arguments: stored in the city's results/ or worked out and stored there.

    Raises SojoEvalError as `evaluate`.
    """
    return stored(
        city,
        "published",
        asked_for(city, baseline, current, area),
        lambda: publish(evaluate(city, baseline, current, area)),
        Published,
        PARTS,
    )


def published_plan_periods(city: City, area: str | int = "") -> PublishedPlanPeriods:
    """What `publish_plan_periods(evaluate_periods(…))` gives, stored or worked out and stored.

    Raises SojoEvalError as `evaluate_periods`.
    """
    return stored(
        city,
        "plan-periods",
        asked_for(city, "", "", area),
        lambda: publish_plan_periods(evaluate_periods(city, area)),
        PublishedPlanPeriods,
        PARTS,
    )
