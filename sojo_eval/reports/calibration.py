"""How often the verdicts are wrong: the certified calibration run as pieces of a report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from sojo_eval.calibration.page_off_grid import WORST_PROMISED
from sojo_eval.charts.tables import table_html
from sojo_eval.evaluation.words.labels import QUESTIONS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, bullets, heading, paragraph
from sojo_eval.reports.handling import scope
from sojo_eval.reports.texts import calibration as texts
from sojo_eval.reports.texts import page

if TYPE_CHECKING:
    from sojo_eval.calibration import Certified


@in_readers_language
def calibration_title(lang: Language = "ja") -> Block:
    """The page's h1 and what it is about."""
    topic = page.NOTEBOOK_TITLES["90_calibration"](lang)
    title = f'<h1><span class="place">sojo_eval</span> <span class="topic">{escape(topic)}</span></h1>'
    return Block(title + scope(None, lang) + paragraph(texts.LEAD(lang), "lead"), lang)


@in_readers_language
def calibration_answer(certified: Certified, lang: Language = "ja") -> Block:
    """The false-improvement rate of ours beside the usual readings, in one sentence; how many promises are kept."""
    # Only worlds of the level question: an arrow answers no other.
    level = certified.methods[certified.methods["question"] == "level"].set_index("method")
    rates = level["improving"]
    said = texts.ANSWER.format(
        ours=_percent(rates["ours"]),
        error=_percent(float(level["improving_error"]["ours"])),
        arrow=_percent(rates["arrow"]),
        t_test=_percent(rates["t_test"]),
        poisson=_percent(rates["poisson_dummy"]),
    )
    kept = texts.KEPT.format(**certified.counts)
    body = heading(texts.ANSWER_HEADING(lang), "answer")
    return Block(body + paragraph(said(lang)) + paragraph(kept(lang)), lang)


@in_readers_language
def calibration_bars(certified: Certified, lang: Language = "ja") -> Block:
    """Every promise with its measured figure; what is missed is said."""
    table = pd.DataFrame(
        [
            {
                texts.FIGURE(lang): bar.figure(lang),
                texts.LIMIT(lang): bar.promise(lang),
                texts.MEASURED(lang): f"{_percent(bar.measured)} ±{_percent(bar.error)}",
                texts.MET(lang): bar.outcome(lang),
            }
            for bar in certified.bars
        ]
    )
    name = texts.BARS_HEADING(lang)
    return Block(heading(name, "promises") + table_html(table, name, name="promises"), lang)


@in_readers_language
def calibration_power(certified: Certified, lang: Language = "ja") -> Block:
    """The share of planted changes found, by question, size, events a month and scatter."""
    wide = certified.power.pivot_table(
        index=["question", "rate_ratio", "mean", "noise"], columns="method", values="improving", sort=False
    ).reset_index()
    table = pd.DataFrame(
        [
            {
                texts.QUESTION(lang): QUESTIONS[str(row["question"])](lang),
                texts.CHANGE(lang): f"+{100 * (row['rate_ratio'] - 1):.0f}%",
                texts.EVENTS(lang): f"{row['mean']:.0f}",
                texts.SCATTER(lang): f"{row['noise']:.2f}",
                texts.FOUND(lang): _percent(row["ours"]),
                texts.FOUND_AR1(lang): _percent(row["ours_ar1"]),
                texts.FOUND_SPLIT(lang): _percent(row["ours_split"]),
            }
            for row in cast("list[dict[str, Any]]", wide.to_dict("records"))
        ]
    )
    name = texts.POWER_HEADING(lang)
    body = heading(name, "power") + paragraph(texts.POWER_INTRO(lang))
    return Block(body + table_html(table, name, name="power", row_headers=False), lang)


@in_readers_language
def calibration_off_grid(certified: Certified, lang: Language = "ja") -> Block:
    """Worlds that break what the promises assume, in one way each, and how often the verdicts are wrong there."""
    rows = certified.off_grid
    rows = rows[(rows["part"] == "off_grid") & (rows["rule"] == "verdict")]
    table = pd.DataFrame(
        [
            {
                texts.WORLD(lang): texts.OFF_GRID_WORLDS[str(row["what"])](lang),
                texts.QUESTION(lang): QUESTIONS[str(row["question"])](lang),
                texts.CALLED_IMPROVING(lang): _marked(float(row["improving"]), lang),
                texts.COVERED(lang): _percent(float(row["coverage"])),
            }
            for row in cast("list[dict[str, Any]]", rows.to_dict("records"))
        ]
    )
    name = texts.OFF_GRID_HEADING(lang)
    intro = texts.OFF_GRID_INTRO.format(
        worlds=f"{int(rows['worlds'].min()):,}", limit=_percent(WORST_PROMISED)
    )
    body = heading(name, "off-grid") + paragraph(intro(lang))
    return Block(body + table_html(table, name, name="off_grid", row_headers=False), lang)


def _marked(share: float, lang: Language) -> str:
    mark = f" {texts.MORE_THAN_PROMISED(lang)}" if share > WORST_PROMISED else ""
    return f"{_percent(share)}{mark}"


@in_readers_language
def calibration_method(certified: Certified, lang: Language = "ja") -> Block:
    """How the worlds were made, and the run: worlds, seed, versions."""
    facts = cast("dict[str, Any]", dict(certified.facts))
    run = texts.RUN.format(
        worlds=f"{facts['worlds']:,}",
        seed=facts["seed"],
        python=facts["python"],
        packages=", ".join(f"{name} {version}" for name, version in facts["packages"].items()),
    )
    body = heading(texts.METHOD_HEADING(lang), "method") + bullets([text(lang) for text in texts.METHOD])
    return Block(body + paragraph(run(lang)), lang)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
