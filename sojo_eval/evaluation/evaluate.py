"""A city and two plan periods in, an Evaluation out: gather → gates → estimate → adjust → decide → roll up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.display import COLUMNS, display_series
from sojo_eval.evaluation.estimates import estimate_level
from sojo_eval.evaluation.evaluation import FINDING_COLUMNS, CityLabel, Evaluation
from sojo_eval.evaluation.evidence import Evidence, Period, choose_periods, gather
from sojo_eval.evaluation.gates import Refusal, first_refusal
from sojo_eval.evaluation.naive import naive_reading
from sojo_eval.evaluation.pillars import roll_up
from sojo_eval.evaluation.verdicts import Verdict, decide, evidence_grade
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.version import VERSION
from sojo_eval.indicators import Indicator, area_name, catalogue, counted, is_disclosive, members
from sojo_eval.indicators import list as list_indicators
from sojo_eval.statistics import ChangeEstimate, benjamini_hochberg

_NO_ESTIMATE = Text(
    "この資料からは、計画の境目の変化をほかの変化と分けて推定できません",
    "These data cannot tell a change at the plan boundary from other changes",
)


@dataclass(frozen=True)
class _Judged:
    """One indicator and area between the gates and the verdict."""

    evidence: Evidence
    refusal: Refusal | None
    estimate: ChangeEstimate | None


def evaluate(city: City, baseline: str = "", current: str = "", area: str | Sequence[str] = "") -> Evaluation:
    """Evaluate every indicator the city has data for.

    baseline, current: plan ids; empty = the latest plan with records and the one before it. area: area code(s);
    empty = the whole city. Raises SojoEvalError for unknown plans or areas, and when no indicator has data.
    """
    periods = choose_periods(city, baseline, current)
    areas = _areas(city, area)
    entries = catalogue(city)
    if not entries:
        raise SojoEvalError(
            "no-indicators",
            Text("計算できる指標がありません", "No indicator can be computed from the tables of this city"),
            Text("sojo-eval import で表を取り込んでください", "Import tables first, with sojo-eval import"),
            exit_code=1,
        )
    judged: list[_Judged] = []
    points: list[pd.DataFrame] = []
    for entry in entries.values():
        rows = counted(city, entry)
        for code in areas:
            if entry.kind == "published" and code != areas[0]:
                continue  # printed once, for whatever place the source names
            evidence = gather(city, entry, rows, code, *periods)
            judged.append(_judge(evidence))
            points.append(display_series(city, evidence, rows))
    p = pd.Series([_p_of(j) for j in judged], dtype=float)
    adjusted = benjamini_hochberg(p).adjusted
    findings = pd.DataFrame(
        [_finding(city, j, float(q)) for j, q in zip(judged, adjusted, strict=True)], columns=FINDING_COLUMNS
    )
    words = list_indicators(city=city)
    filled = [frame for frame in points if len(frame)]
    return Evaluation(
        city=CityLabel(city.code, city.name, city.configuration.synthetic),
        baseline=periods[0].id,
        current=periods[1].id,
        areas=tuple(areas),
        plans=city.plans,
        events=city.events,
        findings=findings,
        pillars=roll_up(findings),
        series=pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS),
        catalogue=words[words["indicator"].isin(findings["indicator"])].reset_index(drop=True),
        threshold=city.configuration.threshold,
        provenance=_provenance(city, periods, areas),
    )


def _areas(city: City, area: str | Sequence[str]) -> list[str]:
    asked = [area] if isinstance(area, str) else [*area]
    codes = [code for code in asked if code] or [city.code]
    for code in codes:
        members(city, code)  # raises for an unknown code
    return codes


def _judge(evidence: Evidence) -> _Judged:
    refusal = first_refusal(evidence)
    if refusal is not None:
        return _Judged(evidence, refusal, None)
    try:
        return _Judged(evidence, None, estimate_level(evidence))
    except ValueError:
        # The estimators raise it when the data do not identify the change; anything else is a defect and shows.
        return _Judged(evidence, Refusal("insufficient_data", _NO_ESTIMATE), None)


def _p_of(judged: _Judged) -> float:
    """The p-value that enters the correction for multiplicity; context indicators are not tested."""
    if judged.estimate is None or judged.evidence.entry.direction == "context":
        return float("nan")
    return judged.estimate.p


def _finding(city: City, judged: _Judged, p_adjusted: float) -> dict[str, object]:
    evidence, estimate = judged.evidence, judged.estimate
    entry = evidence.entry
    naive = naive_reading(evidence)
    place = area_name(city, evidence.area)
    warnings: tuple[Text, ...] = ()
    if estimate is None:
        assert judged.refusal is not None  # one of the two is always there
        verdict = Verdict(judged.refusal.verdict, judged.refusal.reason)
        grade = "D0"
    else:
        verdict = decide(estimate, p_adjusted, entry.direction, entry.smallest_change)
        warnings = verdict.warnings
        grade, steps = evidence_grade(evidence)
        warnings += steps
    counts = _counts(evidence)
    return {
        "indicator": entry.id,
        "pillar": entry.pillar,
        "area": evidence.area,
        "baseline": evidence.baseline.id,
        "current": evidence.current.id,
        "question": "level",
        "unit": entry.unit,
        "direction": entry.direction,
        "smallest_change": entry.smallest_change,
        "grade": grade,
        "verdict": verdict.code,
        "reasons": verdict.reason.ja,
        "warnings": "／".join(w.ja for w in warnings),
        "naive_verdict": naive.verdict,
        "kind": entry.kind,
        "title_ja": entry.title.ja,
        "title_en": entry.title.en,
        "area_ja": place.ja,
        "area_en": place.en,
        "reasons_en": verdict.reason.en,
        "warnings_en": "; ".join(w.en for w in warnings),
        "naive_note_ja": naive.note.ja,
        "naive_note_en": naive.note.en,
        "disclosive": is_disclosive(entry),
        **counts,
        **_numbers(entry, estimate, p_adjusted),
    }


def _numbers(entry: Indicator, estimate: ChangeEstimate | None, p_adjusted: float) -> dict[str, object]:
    if estimate is None:
        scale = "difference" if entry.unit == "share" else "ratio"
        empty = dict.fromkeys(
            ["value_baseline", "value_current", "change", "change_low", "change_high", "detectable_change",
             "n_baseline", "n_current", "p", "p_adjusted", "phi"], np.nan
        )  # fmt: skip
        return {**empty, "scale": scale, "method": "", "n_unit": "", "sensitivities": ""}
    return {
        "value_baseline": estimate.before * entry.per,
        "value_current": estimate.after * entry.per,
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
        "sensitivities": json.dumps({k: round(v, 6) for k, v in estimate.sensitivities.items()}),
    }


def _counts(evidence: Evidence) -> dict[str, object]:
    """The whole numbers behind the two values: numerators and, for shares and times, what they are out of."""
    kind = evidence.entry.kind
    if kind == "published":
        sides = [
            (s.iloc[0]["numerator"], s.iloc[0]["denominator"]) if len(s) else (np.nan, np.nan)
            for s in (evidence.before, evidence.after)
        ]
    elif kind == "survey_share":
        sides = [(float(s["value"].sum()), float(len(s))) for s in (evidence.before, evidence.after)]
    elif kind == "time_to_event":
        split = [evidence.rows[evidence.rows["after"] == side] for side in (False, True)]
        sides = [(float(s["event"].sum()), float(len(s))) for s in split]
    else:
        split = [evidence.months[evidence.months["after"] == side] for side in (False, True)]
        share = kind.endswith("proportion")
        sides = [(s["numerator"].sum(), s["denominator"].sum() if share else np.nan) for s in split]
    return {
        "count_baseline": sides[0][0],
        "count_current": sides[1][0],
        "base_baseline": sides[0][1],
        "base_current": sides[1][1],
    }


def _provenance(city: City, periods: tuple[Period, Period], areas: list[str]) -> dict[str, object]:
    return {
        "package_version": VERSION,
        "schema_version": city.manifest.get("schema_version", ""),
        "inputs": city.manifest.get("inputs", {}),
        "data_until": city.data_until.date().isoformat(),
        "parameters": {"baseline": periods[0].id, "current": periods[1].id, "areas": areas},
    }
