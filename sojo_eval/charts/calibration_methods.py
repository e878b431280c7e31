"""How often each method says "improving" where nothing has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from sojo_eval.calibration.labels import METHOD_NAMES
from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import break_lines
from sojo_eval.charts.style import INK, LINE, MUTED, new_figure, quiet
from sojo_eval.evaluation.words.labels import QUESTIONS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language

if TYPE_CHECKING:
    from sojo_eval.calibration import Certified

PROMISED = 0.025
_OURS = ("ours", "ours_ar1", "ours_split")
_MARKERS = {"level": "o", "path": "D"}


@in_readers_language
def calibration_methods(certified: Certified, lang: Language = "ja") -> Chart:
    """One row a method, one point a question: the share of worlds without change that it calls improving."""
    methods = certified.methods
    return draw_chart(
        lambda: _draw(methods, lang),
        alt=_alt(methods, lang),
        caption=texts.CALIBRATION_CAPTION(lang),
        table=_table(methods, lang),
        lang=lang,
    )


def _draw(methods: pd.DataFrame, lang: Language) -> Figure:
    names = [name for name in METHOD_NAMES if name in set(methods["method"])]
    figure = new_figure(0.62 * len(names) + 1.3)
    axes = figure.add_subplot()
    for y, name in enumerate(names):
        colour = LINE if name in _OURS else MUTED
        for _, row in methods[methods["method"] == name].iterrows():
            share = 100 * float(row["improving"])
            question = str(row["question"])
            height = y - 0.13 if question == "level" else y + 0.17
            axes.hlines(height, 0, share, color=colour, linewidth=1.2, alpha=0.6)
            axes.plot(
                [share], [height], _MARKERS[question], color=colour, markersize=6, markeredgecolor=INK,
                markeredgewidth=0.6,
            )  # fmt: skip
            axes.annotate(
                f"{share:.1f}%", (share, height), xytext=(6, 0), textcoords="offset points", va="center",
                fontsize=9, fontweight="bold" if name in _OURS else "normal",
            )  # fmt: skip
    axes.axvline(100 * PROMISED, color=INK, linestyle="--", linewidth=1)
    width = 16
    labels = [break_lines(METHOD_NAMES[name](lang), width) for name in names]
    axes.set_yticks(range(len(names)), labels)
    axes.set_ylim(len(names) - 0.5, -0.6)
    axes.set_xlim(0, 108)
    axes.set_xlabel(texts.CALIBRATION_AXIS(lang))
    handles = [
        axes.plot([], [], marker, color=MUTED, label=QUESTIONS[q](lang).split("（")[0].split(" (")[0])[0]
        for q, marker in _MARKERS.items()
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    quiet(axes, grid="x")
    return figure


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _alt(methods: pd.DataFrame, lang: Language) -> str:
    parts = []
    for name in METHOD_NAMES:
        rows = methods[methods["method"] == name].set_index("question")["improving"]
        if len(rows):
            parts.append(
                texts.CALIBRATION_ALT_ROW.format(
                    method=METHOD_NAMES[name],
                    level=_percent(float(rows["level"])),
                    path=_percent(float(rows["path"])),
                )(lang)
            )
    return texts.CALIBRATION_ALT.format(parts="".join(parts))(lang).strip()


def _table(methods: pd.DataFrame, lang: Language) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                texts.METHOD(lang): METHOD_NAMES[str(row["method"])](lang),
                texts.QUESTION(lang): QUESTIONS[str(row["question"])](lang),
                texts.CALIBRATION_AXIS(lang): _percent(float(row["improving"])),
                texts.MONTE_CARLO(lang): f"±{_percent(float(row['improving_error']))}",
                texts.WORST_CELL(lang): _percent(float(row["worst"])),
                texts.COVERAGE(lang): "—" if pd.isna(row["coverage"]) else _percent(float(row["coverage"])),
                texts.WORLDS(lang): f"{int(row['worlds']):,}",
            }
            for _, row in methods.iterrows()
        ]
    )
