"""An evaluation that is worked out once: the stored one where nothing it rests on has changed, else a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sojo_eval.city import City, opened
from sojo_eval.city.stored_results import stored
from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation.evaluate import Areas, areas_asked_for, work_out
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.exploring.judged_again import JudgedAgain, told
from sojo_eval.evaluation.headline.declaration import Declaration, declaration_of
from sojo_eval.evaluation.periods import Plan, choose_periods
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.indicators import own_entries
from sojo_eval.indicators.headline import Headline, HeadlineSet, PillarHeadline

PARTS = (
    CityLabel,
    Declaration,
    Headline,
    HeadlineSet,
    PillarHeadline,
    Problem,
    TargetScheme,
    Text,
)
"""What may stand in a stored result."""


def asked_for(city: City, baseline: Plan, current: Plan, area: Areas) -> dict[str, object]:
    """What is asked of an evaluation, with the defaults filled in, and what it reads in results/ beside the city's data.

    Raises SojoEvalError as `evaluate`.
    """
    periods = choose_periods(opened(city), baseline, current)
    notes = declaration_of(city, *periods).notes
    asked: dict[str, object] = {
        "baseline": periods[0].id,
        "current": periods[1].id,
        "areas": areas_asked_for(city, area),
        "declaration": [[note.ja, note.en] for note in notes],
    }
    own = own_entries()
    return asked | ({"own": [told(entry) for entry in own.values()]} if own else {})


def evaluate(
    city: City,
    baseline: Plan = "",
    current: Plan = "",
    area: Areas = "",
    *,
    indicators: Sequence[str] | None = None,
) -> Evaluation:
    """Evaluate every indicator the city has data for: its level, and its path where it is counted by month.

    baseline, current: plan ids, also as numbers; empty = the latest plan with records and the one before it. area: code(s)
    or name(s); empty = the whole city. indicators: show these findings only; they are those of the full set, whose many
    comparisons they stay corrected for, and the pillars still rest on all.

    What was worked out once is read from the city's results/ as long as nothing that it rests on has changed
    (`city.stored_results`). Raises SojoEvalError for plans, areas and indicators that there are not, and when no
    indicator has data.
    """
    asked = asked_for(city, baseline, current, area)
    result = stored(
        city, "evaluation", asked, lambda: work_out(city, baseline, current, area), Evaluation, PARTS
    )
    if not result.judged:  # an evaluation just made has them already
        found = result.findings[["indicator", "area", "question"]].astype(str)
        places = found.itertuples(index=False, name=None)
        result = replace(result, judged=JudgedAgain(city, (result.baseline, result.current), places))
    return result if indicators is None else result.only(indicators)
