"""An evaluation that is worked out once: the stored one where nothing it rests on has changed, else a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sojo_eval.city import City
from sojo_eval.city.stored_results import stored
from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation.evaluate import Areas, areas_asked_for, evaluate
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.headline.declaration import Declaration, declaration_of
from sojo_eval.evaluation.judgement import Judged, judge
from sojo_eval.evaluation.periods import Plan, choose_periods
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.indicators import catalogue, counted
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
Place = tuple[str, str, str]


class JudgedAgain(Mapping[Place, Judged]):
    """What each finding of a stored evaluation was worked out from: judged again, one finding at a time, when asked for."""

    def __init__(self, city: City, evaluation: Evaluation) -> None:
        self._city = city
        self._periods = choose_periods(city, evaluation.baseline, evaluation.current)
        found = evaluation.findings[["indicator", "area", "question"]].astype(str)
        self._places = dict.fromkeys(found.itertuples(index=False, name=None))
        self._judged: dict[Place, Judged] = {}

    def __getitem__(self, place: Place) -> Judged:
        if place not in self._places:
            raise KeyError(place)
        if place not in self._judged:
            indicator, area, question = place
            entry = catalogue(self._city)[indicator]
            base = declared(self._city, entry, area, *self._periods, question)  # type: ignore[arg-type]  # a finding's own
            self._judged[place] = judge(gather(self._city, counted(self._city, entry), base))
        return self._judged[place]

    def __contains__(self, place: object) -> bool:
        # The question whether it is there must not cost a model.
        return place in self._places

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def asked_for(city: City, baseline: Plan, current: Plan, area: Areas) -> dict[str, object]:
    """What is asked of an evaluation, with the defaults filled in, and what it reads in results/ beside the city's data.

    Raises SojoEvalError as `evaluate`.
    """
    periods = choose_periods(city, baseline, current)
    notes = declaration_of(city, *periods).notes
    return {
        "baseline": periods[0].id,
        "current": periods[1].id,
        "areas": areas_asked_for(city, area),
        "declaration": [[note.ja, note.en] for note in notes],
    }


def evaluated(city: City, baseline: Plan = "", current: Plan = "", area: Areas = "") -> Evaluation:
    """What `evaluate` gives for these arguments: read from the city's results/ where it is stored there and nothing it
    rests on has changed (`city.stored_results`), else worked out and stored.

    Notebooks, reports and the command line ask here. Raises SojoEvalError as `evaluate`.
    """
    asked = asked_for(city, baseline, current, area)
    result = stored(
        city, "evaluation", asked, lambda: evaluate(city, baseline, current, area), Evaluation, PARTS
    )
    # An evaluation just made has them already.
    return result if result.judged else replace(result, judged=JudgedAgain(city, result))
