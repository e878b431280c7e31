"""How to read a report, how strong its evidence is, how it was worked out, what it cannot say."""

from __future__ import annotations

from html import escape

import pandas as pd

from sojo_eval.charts.selection import area_or_first, words
from sojo_eval.charts.tables import table_html
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.columns import REFUSED
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import format_size
from sojo_eval.evaluation.words.labels import DIRECTIONS, GRADES, UNITS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.indicators.kinds import PRINTED
from sojo_eval.reports.block import Block, badge, bullets, heading, paragraph
from sojo_eval.reports.texts import method as texts


@in_readers_language
def how_to_read(lang: Language = "ja") -> Block:
    """The verdict words and the terms of the tables."""
    verdicts = "".join(
        f"<dt>{badge(code, lang)}</dt><dd>{escape(text(lang))}</dd>" for code, text in texts.READ_WORDS
    )
    terms = "".join(
        f"<dt>{escape(term(lang))}</dt><dd>{escape(text(lang))}</dd>" for term, text in texts.READ_TERMS
    )
    return Block(heading(texts.READ_HEADING(lang), "how-to-read") + f"<dl>{verdicts}{terms}</dl>", lang)


@in_readers_language
def facts(published: Published, lang: Language = "ja") -> Block:
    """Desks, functions and areas without a case in a whole fiscal year, by name: what somebody can act on."""
    body = heading(texts.FACTS_HEADING(lang), "facts") + paragraph(texts.FACTS_TOLD(lang))
    if published.facts.empty:
        return Block(body + paragraph(texts.NO_FACTS(lang)), lang)
    years = published.facts.groupby(["fact", f"name_{lang}"], sort=False)["year"]
    table = pd.DataFrame(
        {
            texts.FACT(lang): texts.FACTS[str(fact)](lang),
            texts.FACT_PLACE(lang): str(name),
            texts.FACT_YEARS(lang): texts.FACT_YEAR_JOIN(lang).join(
                texts.FACT_YEAR.format(year=year)(lang) for year in sorted(mine)
            ),
        }
        for (fact, name), mine in years
    )
    return Block(body + table_html(table, texts.FACTS_HEADING(lang), name="facts"), lang)


@in_readers_language
def evidence_note(published: Published, lang: Language = "ja", area: str = "") -> Block:
    """The grades of evidence and how many indicators of this report reach each."""
    place = area_or_first(published, area)
    reached = {}
    for question in ("level", "path"):
        found = published.answers(question)
        judged = ~found["verdict"].isin(REFUSED)
        here = (found["area"] == place) | found["kind"].isin(PRINTED)
        reached[question] = found.loc[judged & here, "grade"]
    table = pd.DataFrame(
        [
            {
                texts.GRADE(lang): grade,
                texts.MEANING(lang): meaning(lang),
                **{texts.AT_GRADE[q](lang): int((grades == grade).sum()) for q, grades in reached.items()},
            }
            for grade, meaning in GRADES.items()
        ]
    )
    body = heading(texts.GRADES_HEADING(lang), "grades") + paragraph(texts.GRADES_INTRO(lang))
    return Block(body + table_html(table, texts.GRADES_HEADING(lang), name="grades"), lang)


@in_readers_language
def how_it_was_worked_out(lang: Language = "ja") -> Block:
    """The method in plain words."""
    return Block(
        heading(texts.METHOD_HEADING(lang), "method") + bullets([t(lang) for t in texts.METHOD]), lang
    )


@in_readers_language
def limits(lang: Language = "ja") -> Block:
    """What the report cannot say."""
    return Block(
        heading(texts.LIMITS_HEADING(lang), "limits") + bullets([t(lang) for t in texts.LIMITS]), lang
    )


@in_readers_language
def catalogue_table(published: Published, pillar: str = "", lang: Language = "ja") -> Block:
    """What each indicator asks, why it matters and how it may mislead; empty for a pillar of which there is nothing."""
    rows = published.catalogue
    rows = rows[rows["pillar"] == pillar_in(rows, pillar)] if pillar else rows
    if rows.empty:
        return Block("", lang)
    body = heading(texts.CATALOGUE_HEADING(lang), "catalogue")
    for _, row in rows.iterrows():
        # The scale of the smallest change follows the unit: shares differ by points, all else by ratio.
        scale = "difference" if row["unit"] == "share" else "ratio"
        facts = [
            (texts.ASKS, words(row, "question")(lang)),
            (texts.UNIT, UNITS[str(row["unit"])](lang)),
            (texts.DIRECTION, DIRECTIONS[str(row["direction"])](lang)),
            (texts.SMALLEST, format_size(row["smallest_change"], scale, str(row["unit"]), lang)),
            (texts.WHY, words(row, "why")(lang)),
            (texts.MISLEADS, words(row, "misleads")(lang)),
        ]
        told = "".join(
            f"<dt>{escape(name(lang))}</dt><dd>{escape(text)}</dd>" for name, text in facts if text
        )
        body += f"<details><summary>{escape(words(row, 'title')(lang))}</summary><dl>{told}</dl></details>"
    return Block(body, lang)
