"""The survey questions and published shares of a pillar at each wave."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import break_lines
from sojo_eval.charts.selection import indicator_series, pillar_findings, when, words
from sojo_eval.charts.style import EMS, INK, LINE, new_figure, quiet
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.indicators.kinds import SHARES_OF_ANSWERS

_LINE_INCHES = 0.27
_Question = tuple[Text, pd.DataFrame, bool]


@in_readers_language
def survey_waves(published: Published, pillar: str, lang: Language = "ja", area: str = "") -> Chart:
    """One line a wave: the share, its 95 % interval and the number; questions that changed say so."""
    found = pillar_findings(published, pillar, area)
    pillar = pillar_in(published.findings, pillar)
    found = found[found["kind"].isin(SHARES_OF_ANSWERS) & (found["unit"] == "share")]
    questions: list[_Question] = [
        (
            words(row, "title"),
            indicator_series(published, str(row["indicator"]), area),
            row["verdict"] == "not_comparable",
        )
        for _, row in found.iterrows()
    ]
    questions = [q for q in questions if len(q[1])]
    return draw_chart(
        lambda: _draw(questions, lang),
        alt=_alt(questions, lang),
        caption=texts.WAVES_CAPTION.format(pillar=PILLARS[pillar])(lang),
        table=_table(questions, lang),
        lang=lang,
    )


def _draw(questions: list[_Question], lang: Language) -> Figure:
    if not questions:
        figure = new_figure(1.0)
        figure.text(0.5, 0.5, texts.NOTHING_TO_SHOW(lang), ha="center", va="center")
        return figure
    titles = [break_lines(_title(q, lang), EMS) for q in questions]
    lines = sum(
        len(points) + 1.0 + title.count("\n") + 1.0
        for title, (_, points, _) in zip(titles, questions, strict=True)
    )
    figure = new_figure(_LINE_INCHES * lines + 0.6)
    axes = figure.add_subplot()
    across = axes.get_yaxis_transform()
    y = 0.0
    marks: list[tuple[float, str]] = []
    for title, (_, points, _) in zip(titles, questions, strict=True):
        y += 1.0 + title.count("\n")
        axes.text(0, y, title, ha="left", va="bottom", fontweight="bold", transform=across)
        for i, (_, point) in enumerate(points.iterrows()):
            y += 0.6 if i == 0 else 1.0
            marks.append((y, when(point["period_start"], str(point["step"]), lang)))
            if pd.isna(point["value"]):
                axes.text(1, y, (texts.HIDDEN if point["hidden"] else texts.NO_FIGURE)(lang), va="center")
                continue
            if pd.notna(point["low"]):
                axes.plot([100 * point["low"], 100 * point["high"]], [y, y], color=INK, linewidth=1.6)
            axes.plot([100 * point["value"]], [y], marker="o", color=LINE, markersize=6)
            edge = point["high"] if pd.notna(point["high"]) else point["value"]
            axes.annotate(format_value(point["value"], "share"), (100 * edge, y), xytext=(5, 0),
                          textcoords="offset points", va="center", annotation_clip=False)  # fmt: skip
        y += 0.9
    axes.set_ylim(y - 0.3, 0)
    axes.set_xlim(0, 100)
    axes.set_yticks([m[0] for m in marks], [m[1] for m in marks])
    axes.set_xlabel(texts.PERCENT(lang))
    quiet(axes)
    return figure


def _title(question: _Question, lang: Language) -> str:
    title, _, changed = question
    return f"{title(lang)}　{texts.NOT_COMPARED(lang)}" if changed else title(lang)


def _value(point: pd.Series, lang: Language) -> str:
    return texts.HIDDEN(lang) if point["hidden"] else format_value(point["value"], "share")


def _alt(questions: list[_Question], lang: Language) -> str:
    parts = []
    for question in questions:
        values = [
            f"{when(p['period_start'], str(p['step']), lang)} {_value(p, lang)}"
            for _, p in question[1].iterrows()
        ]
        filled = texts.WAVES_ALT_ROW.format(
            title=_title(question, lang), values=texts.COMMA(lang).join(values)
        )
        parts.append(filled(lang))
    return texts.WAVES_ALT.format(parts="".join(parts) or texts.NOTHING_TO_SHOW(lang))(lang).strip()


def _table(questions: list[_Question], lang: Language) -> pd.DataFrame:
    rows = [
        {
            texts.INDICATOR(lang): _title(question, lang),
            texts.PERIOD(lang): when(point["period_start"], str(point["step"]), lang),
            texts.VALUE(lang): _value(point, lang),
            texts.LOW(lang): format_value(point["low"], "share"),
            texts.HIGH(lang): format_value(point["high"], "share"),
        }
        for question in questions
        for _, point in question[1].iterrows()
    ]
    columns = [t(lang) for t in (texts.INDICATOR, texts.PERIOD, texts.VALUE, texts.LOW, texts.HIGH)]
    return pd.DataFrame(rows, columns=columns)
