"""The result of an evaluation: findings, pillars and series, with what they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation.attention import attention_list
from sojo_eval.evaluation.columns import FACTS, TARGETS
from sojo_eval.evaluation.explanation import Explanation
from sojo_eval.evaluation.exploring.asked import CODE, area_in, indicator_in, pillar_in
from sojo_eval.evaluation.exploring.in_words import as_html, in_words, sentences
from sojo_eval.evaluation.exploring.judged_again import JudgedAgain, Place
from sojo_eval.evaluation.headline.declaration import Declaration
from sojo_eval.evaluation.judgement import Judged
from sojo_eval.evaluation.pillar_picture import draw_changes
from sojo_eval.evaluation.words.labels import QUESTIONS
from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import private_folder, write_text, write_with
from sojo_eval.foundation.handling import write_readme
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.settings import shown
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators.headline import HeadlineSet
from sojo_eval.indicators.kinds import PRINTED
from sojo_eval.statistics.series_change import Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sojo_eval.city import City
    from sojo_eval.evaluation.exploring.what_if import Day, WhatIf


_ABOUT = (
    Text(
        "評価の結果です。小さな人数もそのまま入っています。外に出してよいものは reports/ にあります。",
        "Results with exact counts, small ones too. What may leave the city hall is in reports/.",
    ),
)


@dataclass(frozen=True)
class CityLabel:
    """Which city a result speaks of; `synthetic` results carry a banner wherever they are shown, and so does the reason
    why a city shows counts below 5."""

    code: str
    name: Text
    synthetic: bool
    threshold_reason: str = ""

    @classmethod
    def of(cls, city: City) -> CityLabel:
        """The label of an open city."""
        says = city.configuration
        return cls(city.code, city.name, says.synthetic, says.threshold_reason)


def no_facts() -> pd.DataFrame:
    """A table of facts without a row."""
    return pd.DataFrame(columns=[column.name for column in FACTS])


def no_targets() -> pd.DataFrame:
    """A table of targets without a row."""
    return pd.DataFrame(columns=[column.name for column in TARGETS])


@dataclass(frozen=True)
class Evaluation(Told):
    """All findings of one city for one pair of plan periods. Not for publication: `disclosure.publish` comes next.

    findings: one row an indicator, area and question (`columns.FINDINGS`). pillars: one row a pillar and area, from
    the level question. series: the points behind the findings. catalogue: the indicators' words. provenance: input
    hashes, versions, parameters. judged: what each finding was worked out from, by (indicator, area, question). facts: desks,
    functions and areas without a case in a whole fiscal year (`columns.FACTS`). declaration: the headline indicators.
    targets: one row a target of the current plan (`columns.TARGETS`). target_problems: what in the table of targets cannot
    be, by row and column. target_scheme: the city's own marks. whole: the evaluation that it shows a part of.
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
    threshold: int
    provenance: Mapping[str, object]
    declaration: Declaration = field(default_factory=lambda: Declaration(HeadlineSet(())), repr=False)
    judged: Mapping[tuple[str, str, str], Judged] = field(
        default_factory=dict, repr=False, metadata={"stored": False}
    )
    facts: pd.DataFrame = field(default_factory=no_facts, repr=False)
    targets: pd.DataFrame = field(default_factory=no_targets, repr=False)
    target_problems: tuple[Problem, ...] = field(default=(), repr=False)
    target_scheme: TargetScheme | None = None
    whole: Evaluation | None = field(default=None, repr=False, metadata={"stored": False})

    def only(self, indicators: Sequence[str]) -> Evaluation:
        """The same evaluation with the findings of some indicators: still corrected for the many that were looked at, with
        the pillars of all. Not to be published, since what is small in it would be hidden without the others.

        Raises SojoEvalError naming the nearest for one that was not evaluated.
        """
        asked = [indicators] if isinstance(indicators, str) else indicators
        if not isinstance(asked, list | tuple) or not asked:
            raise SojoEvalError(
                "no-indicators",
                Text(
                    f"指標の指定ではありません: {shown(indicators)}",
                    f"These are no indicators: {shown(indicators)}",
                ),
                Text(
                    'indicators=["connections.participants_per_1000"] のように書いてください',
                    'Write indicators=["connections.participants_per_1000"]',
                ),
            )
        titles = dict(zip(self.findings["indicator"], self.findings["title_ja"], strict=True))
        kept = tuple(indicator_in([*titles], name, titles) for name in asked)

        def of_these(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["indicator"].isin(kept)].reset_index(drop=True)

        judged = self.judged
        some = judged.only(kept) if isinstance(judged, JudgedAgain) else judged
        return replace(
            self,
            findings=of_these(self.findings),
            series=of_these(self.series),
            catalogue=of_these(self.catalogue),
            targets=of_these(self.targets),
            judged=some,
            whole=self.whole or self,
        )

    def what_if(
        self,
        indicator: str,
        *,
        smallest_change: float | None = None,
        shocks: Sequence[tuple[Day, Day]] | None = None,
        breaks: Sequence[Day] | None = None,
        area: str | int = "",
        question: Question = "level",
    ) -> WhatIf:
        """One finding judged again under other terms than those that the city registered: never a finding itself.

        smallest_change: in the units of the finding's own. shocks: first and last days. breaks: days of another
        definition. What is not named stays as registered, and so do all other findings, with which this one is corrected for
        many comparisons. Raises SojoEvalError for what was not evaluated, a day that is none, and a change that is not
        above 0.
        """
        from sojo_eval.evaluation.exploring.what_if import judged_under, terms_of  # it needs this class

        place = self._place(indicator, area, question)
        return judged_under(self.whole or self, place, terms_of(smallest_change, shocks, breaks))

    def to_frame(self) -> pd.DataFrame:
        """The findings."""
        return self.findings

    @property
    def attention(self) -> pd.DataFrame:
        """The findings that deserve attention whatever their verdict (`attention.attention_list`)."""
        return attention_list(self.findings)

    def explain(self, indicator: str, area: str | int = "", question: Question = "level") -> Explanation:
        """One finding from its series to its sentence: gates, model, sensitivities, the naive reading beside it.

        area: empty = the first area evaluated. Raises SojoEvalError for what was not evaluated.
        """
        key = self._place(indicator, area, question)
        path = self.judged.get((indicator, key[1], "path"))
        return Explanation(
            self.finding(*key),
            self.judged[key],
            synthetic=self.city.synthetic,
            longer=None if path is None else path.evidence,
            plan_starts=tuple(self.plans["start_date"]),
        )

    def finding(self, indicator: str, area: str, question: str) -> pd.Series:
        """The row of one finding."""
        found = self.findings
        row = found[
            (found["indicator"] == indicator) & (found["area"] == area) & (found["question"] == question)
        ]
        return row.iloc[0]

    def _place(self, indicator: str, area: str | int, question: str) -> Place:
        key = (indicator, area_in(self.findings, self.areas, area), question)
        if key not in self.judged:
            raise _not_evaluated(self, *key)
        return key

    def plot(self, pillar: str, area: str | int = "", ax: Axes | None = None) -> Axes:
        """The changes of a pillar's indicators with their intervals (level question); for a look, not for print.

        What may be published is drawn by `sojo_eval.charts`, after disclosure control. Raises SojoEvalError for an
        unknown pillar or area.
        """
        found = self.findings
        place, pillar = area_in(found, self.areas, area), pillar_in(found, pillar)
        shown = (found["pillar"] == pillar) & (found["question"] == "level")
        shown &= (found["area"] == place) | found["kind"].isin(PRINTED)
        return draw_changes(found[shown], ax)

    def save(self, folder: PathLike) -> None:
        """Write findings.parquet, findings.csv, pillars.csv, facts.csv, targets.csv, evaluation.json and README.txt, each whole
        or not at all.

        These hold exact small counts: they stay inside the city hall, and only the owner of the folder can read them.
        What may leave it is in `reports/`. Raises SojoEvalError for links in the folder.
        """
        folder = as_path(folder)
        refuse_links(folder.parent, (folder.name,))
        private_folder(folder)
        write_readme(folder, "inside", _ABOUT)
        write_with(folder / "findings.parquet", lambda part: self.findings.to_parquet(part, index=False))
        tables = {
            "findings": self.findings,
            "pillars": self.pillars,
            "facts": self.facts,
            "targets": self.targets,
        }
        for name, frame in tables.items():
            write_csv(folder / f"{name}.csv", frame)
        facts = {
            "city": {"code": self.city.code, "name_ja": self.city.name.ja, "name_en": self.city.name.en},
            "baseline": self.baseline,
            "current": self.current,
            "areas": list(self.areas),
            "whole": self.whole is None,
            "pillars": json.loads(self.pillars.to_json(orient="records", force_ascii=False)),
            "provenance": dict(self.provenance),
        }
        write_text(folder / "evaluation.json", json.dumps(facts, ensure_ascii=False, indent=2) + "\n")

    def in_words(self, lang: str | None = None) -> pd.DataFrame:
        """The level findings in eight columns of words, by the indicators' ids (`exploring.in_words`)."""
        return in_words(self, reader_language(lang))

    def __str__(self) -> str:
        return sentences(self.pillars.to_dict("records"), reader_language())

    def _repr_html_(self) -> str:
        name, plans = self.city.name, f"{self.baseline} → {self.current}"
        part = Text("（一部の指標）", " (some indicators)") if self.whole else Text("", "")
        title = Text(f"{name.ja}: 計画 {plans}{part.ja}", f"{name.en}: plans {plans}{part.en}")
        return as_html(self, title, synthetic=self.city.synthetic, inside=True, lang=reader_language())


def _not_evaluated(evaluation: Evaluation, indicator: str, area: str, question: str) -> SojoEvalError:
    found = evaluation.findings
    titles = dict(zip(found["indicator"], found["title_ja"], strict=True))
    indicator_in([*titles], indicator, titles)
    if question not in QUESTIONS:
        fix = Text("question は level か path です", "The question is level or path")
    else:
        fix = Text(
            "推移（path）は月ごとに数える指標だけです。印刷された値と地域間の差は市全体だけです",
            "Only indicators counted by month have a path; printed figures and gaps between areas are the city's alone",
        )
    asked = f"{indicator} / {area} / {question}"
    return SojoEvalError(CODE, Text(f"評価していません: {asked}", f"Not evaluated: {asked}"), fix)
