"""How a report begins: title, banner, and the answer before everything else."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pandas as pd

from sojo_eval.charts.selection import area_or_first, pillar_findings, words
from sojo_eval.data_quality import DataQuality
from sojo_eval.disclosure import Published, PublishedComparison, PublishedPlanPeriods
from sojo_eval.evaluation.columns import CONTEXT, COUNTED, JUDGED, MOVED
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import day_words
from sojo_eval.evaluation.words.labels import GRADES, PILLARS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.indicators.kinds import PRINTED
from sojo_eval.reports.block import Block, badge, heading, paragraph, pillar_badge
from sojo_eval.reports.handling import scope
from sojo_eval.reports.texts import findings as words_of_findings
from sojo_eval.reports.texts import page

_FIRST_HEADING = re.compile(r"<h2\b.*?</h2>", re.DOTALL)


@in_readers_language
def synthetic_banner(
    result: Published | PublishedComparison | PublishedPlanPeriods | DataQuality, lang: Language = "ja"
) -> Block:
    """Says that the data are made up; empty for a real city."""
    synthetic = result.synthetic if isinstance(result, DataQuality) else result.city.synthetic
    return Block(paragraph(page.SYNTHETIC(lang), "banner") if synthetic else "", lang)


def weakened(
    result: Published | PublishedComparison | PublishedPlanPeriods | DataQuality, lang: Language
) -> str:
    """HTML that gives the city's reason for showing counts below 5; empty where it hides them."""
    reason = result.threshold_reason if isinstance(result, DataQuality) else result.city.threshold_reason
    if not reason:
        return ""
    told = page.WEAKENED.format(threshold=result.threshold, reason=reason)
    return paragraph(told(lang), "lead weakened")


@in_readers_language
def title_block(
    result: Published | PublishedComparison | PublishedPlanPeriods | DataQuality,
    notebook: str,
    lang: Language = "ja",
    area: str = "",
) -> Block:
    """The banner of synthetic data, the page's h1, a weakened protection, what is compared and until when the data go.

    `notebook` is the name of the notebook; an unknown one is its own title.
    """
    topic = page.NOTEBOOK_TITLES.get(notebook, Text(notebook, notebook))
    parts: list[str] = []
    if isinstance(result, DataQuality):
        place = result.name
    else:
        place = (
            _place(result, area) if isinstance(result, Published | PublishedPlanPeriods) else result.city.name
        )
        all_plans = isinstance(result, PublishedPlanPeriods)
        compared = result.plans[all_plans | result.plans["plan"].isin([result.baseline, result.current])]
        names = {str(plan["plan"]): words(plan, "name") for _, plan in compared.iterrows()}
        parts.append(
            (page.SUBTITLE_OF_ALL if all_plans else page.SUBTITLE).format(
                baseline=names[result.baseline], current=names[result.current]
            )(lang)
        )
        until = result.provenance.get("data_until")
        parts.append(page.DATA_UNTIL.format(date=day_words(date.fromisoformat(until)))(lang) if until else "")
        open_plans = [words(plan, "name")(lang) for _, plan in compared.iterrows() if not plan["confirmed"]]
        if open_plans:
            parts.append(
                page.UNCONFIRMED.format(
                    plans="、".join(open_plans) if lang == "ja" else ", ".join(open_plans)
                )(lang)
            )
    title = f'<h1><span class="place">{escape(place(lang))}</span> <span class="topic">{escape(topic(lang))}</span></h1>'
    return Block(
        synthetic_banner(result, lang).html
        + title
        + scope(result, lang)
        + weakened(result, lang)
        + "".join(paragraph(p, "lead") for p in parts),
        lang,
    )


def _place(published: Published | PublishedPlanPeriods, area: str) -> Text:
    code = area_or_first(published, area)
    named = published.findings[published.findings["area"] == code]
    if code == published.city.code or named.empty:
        return published.city.name
    return Text(
        f"{published.city.name.ja}　{named.iloc[0]['area_ja']}",
        f"{published.city.name.en}, {named.iloc[0]['area_en']}",
    )


@in_readers_language
def headline(published: Published, pillar: str = "", lang: Language = "ja", area: str = "") -> Block:
    """The answer: better or not, how sure, and why. For one pillar, or for all of them when none is named.

    With all pillars on one page it begins with how many indicators there are of each verdict; of each pillar the count of
    its headline indicators is in the open, and what it rests on is folded below.
    """
    pillars = [pillar_in(published.pillars, pillar)] if pillar else [*PILLARS]
    names = {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}
    question = words_of_findings.QUESTION.format(
        baseline=names[published.baseline], current=names[published.current]
    )
    parts = [heading(words_of_findings.ANSWER_HEADING(lang), "answer"), paragraph(question(lang), "question")]
    parts += [] if pillar else [_totals(published, lang, area)]
    parts += [_answer(published, p, lang, area, whole=bool(pillar)) for p in pillars]
    return Block("".join([*parts, _declared(published, lang)]), lang)


def _totals(published: Published, lang: Language, area: str) -> str:
    """How many indicators of all pillars there are of each verdict."""
    rows = published.pillars[published.pillars["area"] == area_or_first(published, area)]
    counts = {code: int(rows[f"n_{code}"].sum()) for code in COUNTED}
    told = "".join(f"<li>{badge(code, lang)} {n}</li>" for code, n in counts.items() if n)
    intro = words_of_findings.TOTALS.format(number=sum(counts.values()))(lang)
    return f'{paragraph(intro)}<ul class="totals">{told}</ul>'


def _declared(published: Published, lang: Language) -> str:
    """Who chose the headline indicators, and when: choosing after the numbers are known would make any pillar improve."""
    declaration = published.declaration
    day, fingerprint = declaration.headline.declared, declaration.headline.fingerprint
    told = (
        words_of_findings.HEADLINE_DEFAULTS
        if day is None
        else words_of_findings.HEADLINE_DECLARED.format(day=day_words(day))
    )
    notes = [words_of_findings.GUARANTEE(lang), told(lang), *(note(lang) for note in declaration.notes)]
    sign = words_of_findings.HEADLINE_FINGERPRINT.format(fingerprint=fingerprint)(lang)
    return "".join(paragraph(note, "declared") for note in notes) + f"<p><small>{escape(sign)}</small></p>"


def _answer(published: Published, pillar: str, lang: Language, area: str, *, whole: bool) -> str:
    place = area_or_first(published, area)
    rows = published.pillars
    rows = rows[(rows["pillar"] == pillar) & (rows["area"] == place)]
    found = _findings_of(published, pillar, area)
    if rows.empty:
        return _nothing(found, pillar, lang)
    row = rows.iloc[0]
    judged = found[found["verdict"].isin(JUDGED)]
    note = next((p.note for p in published.declaration.headline.pillars if p.pillar == pillar), None)
    rests_on = (
        f"<h4>{escape(words_of_findings.SURE_HEADING(lang))}</h4>"
        + paragraph(_sure(judged, lang))
        + f"<h4>{escape(words_of_findings.WHY(lang))}</h4>"
        + _reasons(found, lang)
    )
    if not whole:
        summary = escape(words_of_findings.RESTS_ON(lang))
        rests_on = f'<details class="more"><summary>{summary}</summary>{rests_on}</details>'
    return (
        f'<section class="answer {row["verdict"]}"><h3>{escape(PILLARS[pillar](lang))} '
        f"{pillar_badge(str(row['verdict']), lang)}</h3>"
        + paragraph(str(row[f"sentence_{lang}"]), "answer-sentence")
        + _together(row, lang)
        + (paragraph(note(lang)) if note is not None else "")
        + rests_on
        + "</section>"
    )


def _nothing(found: pd.DataFrame, pillar: str, lang: Language) -> str:
    """That nothing was handed in for a pillar; what is shown all the same is not the place's own."""
    told = words_of_findings.NOTHING_OF_PILLAR.format(pillar=PILLARS[pillar])(lang)
    rest = paragraph(words_of_findings.NOTHING_BUT(lang)) + _sentences(found, lang) if len(found) else ""
    return (
        f'<section class="answer"><h3>{escape(PILLARS[pillar](lang))}</h3>{paragraph(told)}{rest}</section>'
    )


def _findings_of(published: Published, pillar: str, area: str) -> pd.DataFrame:
    """The pillar's findings, and those it rests on though they are another pillar's."""
    rests_on = {i for i, p in published.declaration.headline.pillar_of.items() if p == pillar}
    own = pillar_findings(published, pillar, area)
    everywhere = published.answers("level")
    borrowed = everywhere[
        everywhere["indicator"].isin(rests_on - set(own["indicator"]))
        & (everywhere["area"] == area_or_first(published, area))
    ]
    both = pd.concat([borrowed, own], ignore_index=True)
    return both.assign(headline=both["indicator"].isin(rests_on))


def _together(row: pd.Series, lang: Language) -> str:
    """What still holds when all pillars are read together; nothing where none improved."""
    if not int(row["n_headline_improving"]):
        return ""
    told = words_of_findings.TOGETHER.format(number=int(row["n_improving_together"]))
    return f"<p><small>{escape(told(lang))}</small></p>"


def _sure(judged: pd.DataFrame, lang: Language) -> str:
    if judged.empty:
        return words_of_findings.SURE_NONE(lang)
    counts = judged["grade"].value_counts().sort_index(ascending=False)
    grades = [
        f"{grade}「{GRADES[str(grade)].ja}」の指標が{n}"
        if lang == "ja"
        else f"{grade} ({GRADES[str(grade)].en}: {n})"
        for grade, n in counts.items()
    ]
    return words_of_findings.SURE.format(grades="、".join(grades) if lang == "ja" else ", ".join(grades))(
        lang
    )


def _reasons(found: pd.DataFrame, lang: Language) -> str:
    """The findings' sentences: the headline indicators, then what else moved; the others and context are folded."""
    moved = found["verdict"].isin(MOVED)
    rank = (~found["headline"]).astype(int) * 2 + (~moved).astype(int) + (found["verdict"] == CONTEXT) * 4
    ordered = found.assign(rank=rank).sort_values("rank", kind="stable")
    shown = ordered["headline"] | ordered["verdict"].isin(MOVED)
    rest = ordered[~shown]
    folded = words_of_findings.OTHER_INDICATORS.format(number=len(rest))(lang)
    more = f'<details class="more"><summary>{escape(folded)}</summary>{_sentences(rest, lang)}</details>'
    return _sentences(ordered[shown], lang) + (more if len(rest) else "")


def _sentences(found: pd.DataFrame, lang: Language) -> str:
    items = [
        f"<li>{badge(str(row['verdict']), lang)} {escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in found.iterrows()
    ]
    return f'<ul class="reasons">{"".join(items)}</ul>'


@in_readers_language
def attention(published: Published, lang: Language = "ja", area: str = "") -> Block:
    """The whole attention list: every finding that, on its own, points the wrong way, with both readings."""
    place = area_or_first(published, area)
    flagged = published.attention
    flagged = flagged[(flagged["area"] == place) | flagged["kind"].isin(PRINTED)]
    body = heading(words_of_findings.ATTENTION_HEADING(lang), "attention")
    if flagged.empty:
        return Block(body + paragraph(words_of_findings.NO_ATTENTION(lang)), lang)
    items = "".join(
        f"<li><strong>{escape(words(row, 'title')(lang))}</strong>"
        f"{escape(words_of_findings.BY_QUESTION[str(row['question'])](lang))} "
        f"{escape(words(row, 'reading')(lang))}<br>{escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in flagged.iterrows()
    )
    intro = paragraph(words_of_findings.ATTENTION_INTRO(lang))
    return Block(f'{body}{intro}<ul class="reasons">{items}</ul>', lang)


def folded(block: Block) -> Block:
    """The same block, closed until somebody opens it: its first heading is what is seen."""
    title = _FIRST_HEADING.search(block.html)
    if title is None:
        return block
    rest = block.html[: title.start()] + block.html[title.end() :]
    return Block(f'<details class="folded"><summary>{title.group()}</summary>{rest}</details>', block.lang)
