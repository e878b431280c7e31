"""The publishable result: the only thing that charts, reports, batch and the command line print from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation import CityLabel
from sojo_eval.evaluation.attention import attention_list
from sojo_eval.evaluation.evaluation import no_facts, no_targets
from sojo_eval.evaluation.exploring.in_words import as_html, in_words, sentences
from sojo_eval.evaluation.headline.declaration import Declaration
from sojo_eval.evaluation.placebos import no_placebos
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators.headline import HeadlineSet
from sojo_eval.statistics.series_change import Question


@dataclass(frozen=True)
class Published(Told):
    """An evaluation from which no small count of people can be read.

    The tables are those of `Evaluation`, with three additions: `findings`, `series` and `targets` have a boolean `hidden`,
    `findings`, `pillars` and `targets` have `sentence_ja` and `sentence_en` made after hiding, and `hidden` is the log of what
    was taken out (where, indicator, area, period_start, period_end, step, reason; no numbers). placebos: what the question of
    a shown finding says where no plan began (`placebos.COLUMNS`).
    """

    city: CityLabel
    baseline: str
    current: str
    areas: tuple[str, ...]
    plans: pd.DataFrame
    events: pd.DataFrame
    findings: pd.DataFrame
    pillars: pd.DataFrame
    series: pd.DataFrame
    catalogue: pd.DataFrame
    hidden: pd.DataFrame
    threshold: int
    provenance: Mapping[str, Any]
    declaration: Declaration = field(default_factory=lambda: Declaration(HeadlineSet(())))
    facts: pd.DataFrame = field(default_factory=no_facts)
    placebos: pd.DataFrame = field(default_factory=no_placebos)
    targets: pd.DataFrame = field(default_factory=no_targets)
    target_problems: tuple[Problem, ...] = ()
    target_scheme: TargetScheme | None = None

    @property
    def attention(self) -> pd.DataFrame:
        """The findings that deserve attention whatever their verdict, with both readings in words."""
        return attention_list(self.findings)

    def answers(self, question: Question) -> pd.DataFrame:
        """The findings that answer one question: "level" or "path". The two are never shown in one table."""
        return self.findings[self.findings["question"] == question]

    def to_frame(self) -> pd.DataFrame:
        """The findings, one row an indicator, area and question."""
        return self.findings

    def in_words(self, lang: str | None = None) -> pd.DataFrame:
        """The level findings in eight columns of words, by the indicators' ids; what is hidden is a dash."""
        return in_words(self, reader_language(lang))

    def __str__(self) -> str:
        return sentences(self.pillars.to_dict("records"), reader_language())

    def _repr_html_(self) -> str:
        name, plans = self.city.name, f"{self.baseline} → {self.current}"
        title = Text(f"{name.ja}: 計画 {plans}", f"{name.en}: plans {plans}")
        return as_html(self, title, synthetic=self.city.synthetic, inside=False, lang=reader_language())
