"""A city and two plan periods in, an Evaluation out: gather → gates → estimate → adjust → decide → roll up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.engines.written_queries import WRITTEN
from sojo_eval.evaluation.attention import points_down
from sojo_eval.evaluation.columns import CONTEXT, FINDINGS, MOVED
from sojo_eval.evaluation.display import Points, display_points, display_series
from sojo_eval.evaluation.earlier_course import bent_before, earlier_course
from sojo_eval.evaluation.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.exploring.judged_again import JudgedAgain, Place
from sojo_eval.evaluation.gathering import declared, gather, months_of
from sojo_eval.evaluation.headline.declaration import declaration_of
from sojo_eval.evaluation.judgement import Judged, judge
from sojo_eval.evaluation.looks import significance
from sojo_eval.evaluation.naive import NO_READING, naive_reading
from sojo_eval.evaluation.outlook import outlook
from sojo_eval.evaluation.periods import Period, Plan, choose_periods
from sojo_eval.evaluation.pillars import roll_up
from sojo_eval.evaluation.targets import judged_targets, target_problems, with_targets
from sojo_eval.evaluation.verdicts import (
    Verdict,
    decide,
    evidence_grade,
    excludes_no_change,
    not_worse_by,
    probability_better,
)
from sojo_eval.evaluation.words.fiscal_years import years_disagree
from sojo_eval.foundation.columns import typed
from sojo_eval.foundation.front_end import told
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.version import VERSION
from sojo_eval.indicators import AREA, Indicator, area_name, catalogue, counted, facts, is_disclosive
from sojo_eval.indicators import list as list_indicators
from sojo_eval.statistics import ChangeEstimate, benjamini_hochberg
from sojo_eval.statistics.threads import one_thread

_WORKING = Text("指標を評価しています", "Evaluating indicators")
Areas = str | int | Sequence[str | int]
"""An area, or several, by code or name; empty: the whole city."""


def work_out(city: City, baseline: Plan = "", current: Plan = "", area: Areas = "") -> Evaluation:
    """Evaluate every indicator the city has data for, anew: its level, and its path where it is counted by month. People
    ask `evaluated.evaluate`, which does that once.

    baseline, current: plan ids; empty = the latest plan with records and the one before it. area: code(s) or name(s);
    empty = the whole city. Raises SojoEvalError for unknown plans or areas, and when no indicator has data.
    """
    return evaluate_pairs(city, [(baseline, current)], area)[0]


def evaluate_pairs(
    city: City, pairs: Sequence[tuple[Plan, Plan]], area: Areas = ""
) -> tuple[Evaluation, ...]:
    """As `work_out`, of several pairs of plans (earlier, later): what they share is counted once."""
    with one_thread():
        return _evaluated(city, [choose_periods(city, *pair) for pair in pairs], areas_asked_for(city, area))


def _evaluated(
    city: City, periods: Sequence[tuple[Period, Period]], areas: list[str]
) -> tuple[Evaluation, ...]:
    every = [_Judged([], []) for _ in periods]
    entries = _entries(city)
    for entry in told(entries.values(), len(entries), _WORKING):
        rows = counted(city, entry)
        for code in areas:
            if entry.kind.grain == "figure" and code != areas[0]:
                continue  # printed once, for whatever place the source names
            if entry.gap_by == AREA and code != city.code:
                continue  # a gap between areas is the city's
            _judge_all_pairs(city, entry, rows, code, [*zip(periods, every, strict=True)])
    WRITTEN.save()
    return tuple(_evaluation(city, pair, areas, found) for pair, found in zip(periods, every, strict=True))


@dataclass(frozen=True)
class _Judged:
    """What was judged of one pair of plans, and the points to be shown beside it."""

    judged: list[Judged]
    points: list[Points]


def _judge_all_pairs(
    city: City,
    entry: Indicator,
    rows: pd.DataFrame,
    area: str,
    pairs: Sequence[tuple[tuple[Period, Period], _Judged]],
) -> None:
    """One indicator in one area: what it counted serves all pairs and questions, and is shown once for all."""
    months = months_of(city, entry, rows, area)
    shown: Points | None = None
    for periods, found in pairs:
        for question in entry.kind.questions:
            evidence = gather(city, rows, declared(city, entry, area, *periods, question), months)
            found.judged.append(judge(evidence))
            if question == "level":  # one series serves both questions
                shown = display_points(city, evidence, rows, months) if shown is None else shown
                found.points.append(shown)


def _entries(city: City) -> dict[str, Indicator]:
    entries = catalogue(city)
    if not entries:
        raise SojoEvalError(
            "no-indicators",
            Text("計算できる指標がありません", "No indicator can be computed from the tables of this city"),
            Text(
                "sojo-eval import で表を取り込んでください。取り込んだ公表指標や調査は、city.toml の [[published_indicators]] と"
                " [[survey_indicators]] に書くと評価します",
                "Import tables first, with sojo-eval import; published figures and surveys are evaluated when city.toml names"
                " them in [[published_indicators]] and [[survey_indicators]]",
            ),
            exit_code=1,
        )
    return entries


def _evaluation(city: City, periods: tuple[Period, Period], areas: list[str], found: _Judged) -> Evaluation:
    """The correction for many indicators, the verdicts and what rests on them."""
    judged = found.judged
    declaration = declaration_of(city, *periods)
    headline = declaration.headline.pillar_of
    level = significance(city.configuration.looks, *periods)
    paths = {j.place: j for j in judged if j.evidence.question == "path"}
    rows = [
        finding_row(
            city, j, q, headline=j.evidence.entry.id in headline, path=paths.get(j.place), level=level
        )
        for j, q in zip(judged, _adjusted(judged, headline), strict=True)
    ]
    findings = pd.DataFrame(rows, columns=[c.name for c in FINDINGS])
    problems = target_problems(city)
    targets = judged_targets(city, findings, periods[1], problems)
    findings = typed(with_targets(findings, targets, city.code), FINDINGS)
    words = list_indicators(city=city, full=True)
    by_place: dict[Place, Judged] = {(*j.place, j.evidence.question): j for j in judged}
    return Evaluation(
        city=CityLabel.of(city),
        baseline=periods[0].id,
        current=periods[1].id,
        areas=tuple(areas),
        plans=city.plans,
        events=city.events,
        findings=findings,
        pillars=roll_up(
            findings[findings["question"] == "level"], headline, declaration.headline.guards, level / 2
        ),
        series=display_series(found.points),
        catalogue=words[words["indicator"].isin(findings["indicator"])].reset_index(drop=True),
        threshold=city.configuration.threshold,
        provenance=provenance(city, periods, areas),
        facts=city.once("facts", lambda: facts(city)),
        declaration=declaration,
        targets=targets,
        target_problems=tuple(problems),
        target_scheme=city.configuration.target_scheme,
        judged=JudgedAgain(city, (periods[0].id, periods[1].id), by_place, by_place),
    )


def areas_asked_for(city: City, area: Areas) -> list[str]:
    """Codes of the areas, by code or name; the city's own where none is asked for. Raises SojoEvalError for one that there is not."""
    asked = [area] if isinstance(area, str | int) else [*area]
    codes = [city.area_code(one) for one in asked if one != ""]
    return list(dict.fromkeys(codes)) or [city.code]


def _adjusted(judged: list[Judged], headline: Mapping[str, str]) -> list[float]:
    """Benjamini–Hochberg p-values inside families: the headline indicators of a pillar, and all other outcomes; each of
    one question and one area.

    So a headline indicator does not pay for the many others, no finding depends on which other areas were asked
    for, and the two questions are never mixed.
    """
    p = pd.Series([j.p for j in judged], dtype=float)
    families: dict[tuple[str, str, str], list[int]] = {}
    for place, j in enumerate(judged):
        family = j.evidence.question, j.evidence.area, headline.get(j.evidence.entry.id, "")
        families.setdefault(family, []).append(place)
    adjusted = p.copy()
    for members_of in families.values():
        adjusted.iloc[members_of] = benjamini_hochberg(p.iloc[members_of]).adjusted
    return adjusted.tolist()


def finding_row(
    city: City, judged: Judged, p_adjusted: float, *, headline: bool, path: Judged | None, level: float
) -> dict[str, object]:
    """The row of one judged finding, as `columns.FINDINGS` but for what its target says (`with_targets`).

    path: the path question of the same place. level: two-sided, of this look at the plan.
    """
    evidence, estimate = judged.evidence, judged.estimate
    entry = evidence.entry
    naive = naive_reading(evidence) if evidence.question == "level" else NO_READING
    place = area_name(city, evidence.area)
    verdict, grade = _judged(judged, p_adjusted, path, level)
    warnings = verdict.warnings + evidence.not_kept
    counts = _counts(evidence)
    row: dict[str, Any] = {
        "indicator": entry.id,
        "pillar": entry.pillar,
        "area": evidence.area,
        "baseline": evidence.baseline.id,
        "current": evidence.current.id,
        "question": evidence.question,
        "unit": entry.unit,
        "direction": entry.direction,
        "smallest_change": entry.smallest_change,
        "grade": grade,
        "verdict": verdict.code,
        "reasons": verdict.reason.ja,
        "warnings": "／".join(w.ja for w in warnings),
        "naive_verdict": naive.verdict,
        "kind": entry.kind.name,
        "title_ja": entry.title.ja,
        "title_en": entry.title.en,
        "area_ja": place.ja,
        "area_en": place.en,
        "reasons_en": verdict.reason.en,
        "warnings_en": "; ".join(w.en for w in warnings),
        "naive_note_ja": naive.note.ja,
        "naive_note_en": naive.note.en,
        "disclosive": is_disclosive(entry),
        "data_until": evidence.last_day,
        "headline": headline,
        "decidable_from": verdict.decidable_from,
        **counts,
        **_numbers(entry, estimate, p_adjusted),
    }
    return {**row, "attention": points_down(row)}


def _judged(judged: Judged, p_adjusted: float, path: Judged | None, level: float) -> tuple[Verdict, str]:
    """The verdict with all that must be read with it, and the grade.

    path: the path question of the same place. level: two-sided, of this look at the plan.
    """
    evidence, estimate = judged.evidence, judged.estimate
    entry = evidence.entry
    if estimate is None:
        assert judged.refusal is not None  # one of the two is always there
        code = CONTEXT if entry.direction == "context" else judged.refusal.verdict
        return Verdict(code, judged.refusal.reason), "D0"
    # What is never judged, or has moved, needs no outlook.
    ahead = (
        None if entry.direction == "context" or excludes_no_change(estimate) else outlook(evidence, estimate)
    )
    verdict = decide(estimate, p_adjusted, entry.direction, entry.smallest_change, outlook=ahead, level=level)
    doubt = years_disagree(estimate) if verdict.code in MOVED else None
    notes: tuple[Text, ...] = () if doubt is None else (doubt,)
    if verdict.code in MOVED and path is not None and evidence.question == "level":
        course = earlier_course(estimate, path.estimate)
        notes += () if course is None else (course,)
    elif verdict.code in MOVED and isinstance(evidence, SeriesEvidence) and evidence.question == "path":
        bend = bent_before(evidence)
        verdict = replace(verdict, warnings=verdict.warnings + (() if bend is None else (bend,)))
    grade, steps = evidence_grade(evidence, notes)
    return replace(verdict, warnings=verdict.warnings + steps), grade


def _numbers(entry: Indicator, estimate: ChangeEstimate | None, p_adjusted: float) -> dict[str, object]:
    if estimate is None:
        scale = "difference" if entry.unit == "share" else "ratio"
        empty = dict.fromkeys(
            ["value_baseline", "value_current", "change", "change_low", "change_high", "detectable_change",
             "n_baseline", "n_current", "p", "p_adjusted", "phi", "not_worse_by", "probability_better", "current_low",
             "current_high"], np.nan
        )  # fmt: skip
        return {**empty, "scale": scale, "method": "", "n_unit": "", "sensitivities": ""}
    judged = entry.direction != "context"
    return {
        "value_baseline": estimate.before * entry.per,
        "value_current": estimate.after * entry.per,
        "current_low": estimate.after_low * entry.per,
        "current_high": estimate.after_high * entry.per,
        "change": estimate.change,
        "change_low": estimate.low,
        "change_high": estimate.high,
        "scale": estimate.scale,
        "detectable_change": estimate.detectable,
        "n_baseline": estimate.n_before,
        "n_current": estimate.n_after,
        "n_unit": estimate.n_unit,
        "p": estimate.p,
        "p_adjusted": p_adjusted,
        "method": f"{estimate.method} ({estimate.source})",
        "phi": np.nan if estimate.phi is None else estimate.phi,
        "not_worse_by": not_worse_by(estimate, entry.direction) if judged else np.nan,
        "probability_better": probability_better(estimate, entry.direction) if judged else np.nan,
        "sensitivities": json.dumps(
            {k: None if v != v else round(v, 6) for k, v in estimate.sensitivities.items()}
        ),
    }


def _counts(evidence: AnyEvidence) -> dict[str, object]:
    """The whole numbers behind the two values: numerators and, for shares, rates and times, what they are out of."""
    match evidence:
        case PrintedEvidence():
            sides = [
                (s.iloc[0]["numerator"], s.iloc[0]["denominator"]) if len(s) else (np.nan, np.nan)
                for s in evidence.sides()
            ]
        case GroupsEvidence():
            sides = [(np.nan, np.nan)] * 2  # sums of all groups would tell on a small one
        case SurveyEvidence():
            sides = [(float(s["value"].sum()), float(len(s))) for s in evidence.sides()]
        case TimesEvidence():
            sides = [(float(s["event"].sum()), float(len(s))) for s in evidence.sides()]
        case SeriesEvidence():
            # Earlier plans, which a trend is read from, are no part of the two periods.
            m = evidence.arrays
            inside = m.month >= evidence.baseline.start.to_datetime64()
            out_of = not evidence.entry.kind.denominator_is_public
            sums = [m.sums(inside & (m.after == side)) for side in (False, True)]
            sides = [(part, whole if out_of else np.nan) for part, whole in sums]
        case _:
            assert_never(evidence)
    return {
        "count_baseline": sides[0][0],
        "count_current": sides[1][0],
        "base_baseline": sides[0][1],
        "base_current": sides[1][1],
    }


def provenance(city: City, periods: tuple[Period, Period], areas: list[str]) -> dict[str, object]:
    """What a result rests on: versions, hashes of the input files and of the clean tables, parameters."""
    return provenance_of(
        city,
        {
            "baseline": periods[0].id,
            "current": periods[1].id,
            "areas": areas,
            "looks": city.configuration.looks,
        },
    )


def provenance_of(city: City, parameters: Mapping[str, object]) -> dict[str, object]:
    """As `provenance`, of a result that was asked for by other parameters."""
    return {
        "package_version": VERSION,
        "schema_version": city.manifest.get("schema_version", ""),
        "inputs": city.manifest.get("inputs", {}),
        "tables": {name: facts["sha256"] for name, facts in city.manifest.get("tables", {}).items()},
        "data_until": city.data_until.date().isoformat(),
        "parameters": dict(parameters),
    }
