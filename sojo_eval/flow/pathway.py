"""From the first contact to the meeting, the plan, its review and closing: what came next, and by when."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.periods import Plan
from sojo_eval.evaluation.words.formats import MISSING, format_value
from sojo_eval.flow.pathway_stays import CLOSED, STAGES, pathway_stays
from sojo_eval.flow.period import Day, FlowPeriod, as_html, flow_period
from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import reader_language
from sojo_eval.statistics import CumulativeIncidence, Result, cumulative_incidence
from sojo_eval.statistics.results import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WITHIN_DAYS = (30, 60, 90, 180)
STAGE_NAMES: Mapping[str, Text] = {
    "contact": Text("最初の相談", "First contact"),
    "contact_by_any_way": Text("最初の相談（つなぎの有無を問わず）", "First contact, referred or not"),
    "referred": Text("つなぎ", "Referred"),
    "case": Text("ケース開始（多機関協働）", "Case opened"),
    "meeting": Text("多機関の会議", "Multi-agency meeting"),
    "plan": Text("支援プラン", "Support plan"),
    "review": Text("プランの評価", "Review"),
    CLOSED: Text("終了", "Closed"),
}
_STAYING = Text("そのまま", "Still there")
_HEADS = {
    "stage": Text("段階", "From"),
    "next": Text("次の段階", "To"),
    "entered": Text("始まり", "Entered"),
    "reached": Text("進んだ", "Reached"),
    "closed": Text("進まず終了", "Closed without"),
    "still_there": Text("継続中", "Still there"),
    "median": Text("半数が進むまでの日数（95%区間）", "Days until half reached it (95 %)"),
    "within": Text("{days}日以内（95%区間）", "Within {days} days (95 %)"),
}
_NOT_REACHED = Text("半数に達しない", "less than half")
_SENTENCE = Text(
    "{period}に始まったもののうち、複合的な相談{contacts:,}件は90日以内に{case}が多機関協働のケースとなり、"
    "ケース{cases:,}件は90日以内に{meeting}が会議へ、{plan}が会議を経ずに支援プランへ進み、"
    "プラン{plans:,}件は180日以内に{review}が評価された",
    "Of what began during {period}, {case} of {contacts:,} composite consultations became a case within 90 days, "
    "{meeting} of {cases:,} cases went on to a meeting and {plan} straight to a plan within 90 days, "
    "and {review} of {plans:,} plans were reviewed within 180 days",
)
_AXIS = Text("始まってから{day}日後（%）", "{day} days after the stage began (%)")
_NOTE = Text(
    "複合的な相談は、最初のケースが開かれた月から数えます。どの段階も、期間中に始まったものを{until}まで追いました。",
    "Composite consultations count from the month of the first case on. What began in the period was followed to {until}.",
)
_COLOURS = {
    "referred": "#8fb8d8",
    "case": "#4f8fbf",
    "meeting": "#0067a5",
    "plan": "#1f3b57",
    "review": "#123",
}
_CLOSED_COLOUR, _STAYING_COLOUR = "#d9a441", "#e6e6e6"


@dataclass(frozen=True, eq=False)
class Pathway(Result):
    """Each stage with what came next. Holds exact counts: not for publication.

    stages: stage → its cumulative incidence; stages that nobody entered are missing. table: a row for each stage and
    what may come next: stage, next (codes, `_ja` and `_en` names), entered, reached (this next), closed (without any
    next stage), still_there (censored), median_days with median_low and median_high (infinite where less than half
    get there), days_when_reached (median of those seen to get there), and within_30, _60, _90, _180 (share, 0..1) each
    with _se, _low, _high; missing where nobody was followed that long.
    """

    period: FlowPeriod
    stages: Mapping[str, CumulativeIncidence]
    table: pd.DataFrame
    lang: Language = field(default_factory=reader_language)

    def in_language(self, lang: Language) -> Pathway:
        """The same result in Japanese ("ja") or English ("en")."""
        return replace(self, lang=lang)

    @property
    def sentence(self) -> Text:
        """The three shares that say most."""
        return _SENTENCE.format(
            period=self.period.title,
            contacts=self._entered("contact_by_any_way"),
            cases=self._entered("case"),
            plans=self._entered("plan"),
            case=self._within("contact_by_any_way", "case", 90),
            meeting=self._within("case", "meeting", 90),
            plan=self._within("case", "plan", 90),
            review=self._within("plan", "review", 180),
        )

    def _entered(self, stage: str) -> int:
        return self.stages[stage].persons if stage in self.stages else 0

    def _within(self, stage: str, following: str, days: int) -> str:
        rows = self.table[(self.table["stage"] == stage) & (self.table["next"] == following)]
        return format_value(rows[f"within_{days}"].iloc[0], "share")

    def to_frame(self) -> pd.DataFrame:
        """The table."""
        return self.table

    def plot(self, ax: Axes | None = None, day: int = 90) -> Axes:
        """One bar a stage: what had come next `day` days after it began, what was closed, and who was still there."""
        register_fonts()
        axes = new_axes(ax, (8.6, 3.9))
        names = [stage for stage in STAGES if stage in self.stages]
        labelled: set[str] = set()
        for position, stage in enumerate(names):
            shares = self.stages[stage].at([day]).set_index("outcome")["share"]
            if shares.isna().any():
                axes.text(1, position, MISSING, va="center", fontfamily=FAMILY)
                continue
            left = 0.0
            for outcome, share in [*shares.items(), (_STAYING.en, max(0.0, 1 - shares.sum()))]:
                name = str(outcome)
                dark = name in _COLOURS and name != "referred"
                colour = _COLOURS.get(name, _CLOSED_COLOUR if name == CLOSED else _STAYING_COLOUR)
                label = STAGE_NAMES.get(name, _STAYING)(self.lang)
                width = 100 * float(share)
                axes.barh(position, width, left=left, color=colour, edgecolor="w", height=0.72,
                          label="" if name in labelled else label)  # fmt: skip
                if width >= 4:
                    axes.text(left + width / 2, position, f"{width:.0f}", ha="center", va="center",
                              color="w" if dark else "#1a1a1a", fontfamily=FAMILY, fontsize=9)  # fmt: skip
                labelled.add(name)
                left += width
        rows = [f"{STAGE_NAMES[s](self.lang)}  n={self.stages[s].persons:,}" for s in names]
        axes.set_yticks(range(len(names)), rows, fontfamily=FAMILY)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel(_AXIS.format(day=day)(self.lang), fontfamily=FAMILY)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        handles, words = axes.get_legend_handles_labels()
        order = [w for w in (n(self.lang) for n in (*STAGE_NAMES.values(), _STAYING)) if w in words]
        axes.legend([handles[words.index(w)] for w in order], order, loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False,
                    prop={"family": FAMILY, "size": 8.5})  # fmt: skip
        return axes

    def __str__(self) -> str:
        return self.sentence(self.lang)

    def _repr_html_(self) -> str:
        note = _NOTE.format(until=f"{self.period.data_until:%Y-%m-%d}")(self.lang)
        return as_html(self.period, str(self), [(note, self._shown())], self.lang)

    def _shown(self) -> pd.DataFrame:
        """The table as a reader sees it."""
        lang, rows = self.lang, []
        for row in self.table.to_dict("records"):
            cells = {_HEADS[c](lang): row[f"{c}_{lang}"] for c in ("stage", "next")}
            cells |= {_HEADS[c](lang): f"{row[c]:,}" for c in ("entered", "reached", "closed", "still_there")}
            cells[_HEADS["median"](lang)] = _median(row, lang)
            for days in WITHIN_DAYS:
                share, low, high = (
                    format_value(row[f"within_{days}{x}"], "share") for x in ("", "_low", "_high")
                )
                interval = "" if share == MISSING else f" ({low}–{high})"
                cells[_HEADS["within"].format(days=days)(lang)] = share + interval
            rows.append(cells)
        return pd.DataFrame(rows)


def _median(row: Mapping[Hashable, Any], lang: Language) -> str:
    if np.isnan(row["median_days"]):
        return MISSING
    if np.isinf(row["median_days"]):
        return _NOT_REACHED(lang)
    high = "" if np.isinf(row["median_high"]) else f"{row['median_high']:.0f}"
    return f"{row['median_days']:.0f} ({row['median_low']:.0f}–{high})"


def pathway(city: City, start: Day = None, end: Day = None, *, plan: Plan = "") -> Pathway:
    """The way of composite troubles through the system, stage by stage, in a plan's period or from `start` to `end`.

    Each stage is a cohort of its own: those who entered it in the period, followed to the last day the records cover.
    A stay ends with what comes first, a later stage or closing (for cases their own closing); what has not come yet
    is censored. Shares are cumulative incidences (Aalen–Johansen by stage: the clock starts again, so the model is
    semi-Markov), medians the days on which these reach one half.
    Composite consultations count from the month of the first case on. See `flow.pathway_stays` for the rules.
    Source: Aalen & Johansen (1978); Putter, Fiocco & Geskus (2007). Raises as `flow_period` does.
    """
    period = flow_period(city, start, end, plan)
    counted = pathway_stays(city, period.start, period.end)
    stages = {
        stage: cumulative_incidence(
            np.repeat(rows["days"].to_numpy(), rows["stays"].to_numpy()),
            np.repeat(rows["outcome"].to_numpy(), rows["stays"].to_numpy()),
            outcomes=[*STAGES[stage], CLOSED],
        )
        for stage in STAGES
        if len(rows := counted[counted["stage"] == stage])
    }
    lines = [
        _line(stage, following, stages.get(stage), counted)
        for stage in STAGES
        for following in (*STAGES[stage], CLOSED)
    ]
    return Pathway(period, stages, pd.DataFrame(lines))


def _line(
    stage: str, following: str, found: CumulativeIncidence | None, counted: pd.DataFrame
) -> dict[str, object]:
    """The row of the table for one stage and what may come next."""
    rows = counted[(counted["stage"] == stage) & (counted["outcome"] == following)]
    seen = np.repeat(rows["days"].to_numpy(), rows["stays"].to_numpy())
    median = found.quantile(following) if found else None
    line: dict[str, object] = {
        "stage": stage,
        "stage_ja": STAGE_NAMES[stage].ja,
        "stage_en": STAGE_NAMES[stage].en,
        "next": following,
        "next_ja": STAGE_NAMES[following].ja,
        "next_en": STAGE_NAMES[following].en,
        "entered": found.persons if found else 0,
        "reached": found.counts[following] if found else 0,
        "closed": found.counts[CLOSED] if found else 0,
        "still_there": found.censored if found else 0,
        "median_days": median.value if median else np.nan,
        "median_low": median.low if median else np.nan,
        "median_high": median.high if median else np.nan,
        "days_when_reached": float(np.median(seen)) if len(seen) else np.nan,
    }
    at = found.at(WITHIN_DAYS).set_index(["outcome", "day"]) if found else None
    for days in WITHIN_DAYS:
        for suffix, column in (("", "share"), ("_se", "standard_error"), ("_low", "low"), ("_high", "high")):
            line[f"within_{days}{suffix}"] = np.nan if at is None else at.loc[(following, days), column]
    return line
