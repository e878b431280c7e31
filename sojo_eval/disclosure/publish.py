"""`publish`: the station between what we know and what we may say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from sojo_eval.disclosure.emptying import emptied
from sojo_eval.disclosure.protection import protect
from sojo_eval.disclosure.published import Published
from sojo_eval.disclosure.suppression import hide_findings, hide_series
from sojo_eval.disclosure.targets import hide_targets
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.columns import FACTS, PILLARS
from sojo_eval.evaluation.exploring.what_if import WhatIf
from sojo_eval.evaluation.placebos import no_placebos, placebo_sentences
from sojo_eval.evaluation.words.sentences import finding_sentence, pillar_sentence
from sojo_eval.evaluation.words.targets import target_sentence
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError, expect


def publish(evaluation: Evaluation, *, placebos: bool = True) -> Published:
    """Hide small counts and what is derived from them, then write the sentences from what is left. Raises SojoEvalError for a part of an evaluation
    and for what was judged under supposed terms.

    placebos: whether to ask each shown finding's question where no plan began; a page that does not print that saves the time.
    """
    _refuse_parts(evaluation)
    points, rows = evaluation.series.reset_index(drop=True), evaluation.findings.reset_index(drop=True)
    decided = protect(points, rows, evaluation.plans, evaluation.catalogue, evaluation.threshold)
    series, series_log = hide_series(points, decided.kept, decided.points)
    findings, findings_log = hide_findings(rows, decided.findings)
    # Pillars hold counts of verdicts and names alone: a column that holds more goes, as everywhere.
    pillars = emptied(evaluation.pillars, PILLARS, pd.Series(False, index=evaluation.pillars.index))
    targets, targets_log = hide_targets(evaluation.targets, findings, evaluation.city.code)
    logs = [log for log in (series_log, findings_log, targets_log) if len(log)] or [series_log]
    return Published(
        city=evaluation.city,
        baseline=evaluation.baseline,
        current=evaluation.current,
        areas=evaluation.areas,
        plans=evaluation.plans,
        events=evaluation.events,
        findings=_with_sentences(findings, finding_sentence),
        pillars=_with_sentences(pillars, pillar_sentence),
        series=series,
        catalogue=evaluation.catalogue,
        hidden=pd.concat(logs, ignore_index=True),
        threshold=evaluation.threshold,
        provenance=evaluation.provenance,
        declaration=evaluation.declaration,
        facts=emptied(evaluation.facts, FACTS, pd.Series(False, index=evaluation.facts.index)),
        placebos=_placebos(evaluation, findings) if placebos else no_placebos(),
        targets=_with_sentences(targets, target_sentence),
        target_problems=evaluation.target_problems,
        target_scheme=evaluation.target_scheme,
    )


_IN_FULL = Text(
    "se.published(市) か se.publish(se.evaluate(市)) を使ってください",
    "Use se.published(city) or se.publish(se.evaluate(city))",
)


def _refuse_parts(evaluation: object) -> None:
    """Only a whole evaluation by the registered rules is published."""
    if isinstance(evaluation, WhatIf):
        raise SojoEvalError(
            "what-if",
            Text(
                "仮の条件での再計算は公表できません（登録された規則による判定ではありません）",
                "What is judged under supposed terms is not published: it is not the registered rule",
            ),
            _IN_FULL,
        )
    if expect(evaluation, Evaluation, _IN_FULL).whole is not None:
        raise SojoEvalError(
            "part-of-evaluation",
            Text(
                "一部の指標だけの評価は公表できません（ほかの指標と合わせないと、小さな件数を隠しきれません）",
                "A part of an evaluation is not published: small counts can be hidden only together with the other indicators",
            ),
            _IN_FULL,
        )


def _placebos(evaluation: Evaluation, findings: pd.DataFrame) -> pd.DataFrame:
    """What the same question says where no plan began, of the findings whose numbers are shown."""
    told = placebo_sentences(evaluation)
    keys = ["indicator", "area", "question"]
    shown = findings.loc[~findings["hidden"], keys]
    return told.merge(shown, on=keys).reset_index(drop=True)


def _with_sentences(table: pd.DataFrame, sentence: Callable[[Mapping[Hashable, Any]], Text]) -> pd.DataFrame:
    texts = [sentence(row) for row in table.to_dict("records")]
    return table.assign(sentence_ja=[t.ja for t in texts], sentence_en=[t.en for t in texts])
