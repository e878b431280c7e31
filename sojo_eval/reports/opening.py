"""How a report begins: title, banner, and the answer before everything else."""

from __future__ import annotations

from html import escape

import pandas as pd

from sojo_eval.charts.selection import area_or_first, pillar_findings, words
from sojo_eval.data_quality import DataQuality
from sojo_eval.disclosure import Published, PublishedComparison
from sojo_eval.evaluation.columns import CONTEXT, JUDGED, REFUSED
from sojo_eval.evaluation.words.labels import GRADES, PILLARS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.reports.block import Block, badge, heading, paragraph
from sojo_eval.reports.handling import scope
from sojo_eval.reports.texts import findings as words_of_findings
from sojo_eval.reports.texts import page


def synthetic_banner(result: Published | PublishedComparison | DataQuality, lang: Language = "ja") -> Block:
    """Says that the data are made up; empty for a real city."""
    synthetic = result.synthetic if isinstance(result, DataQuality) else result.city.synthetic
    return Block(paragraph(page.SYNTHETIC(lang), "banner") if synthetic else "", lang)


def weakened(result: Published | PublishedComparison | DataQuality, lang: Language) -> str:
    """HTML that gives the city's reason for showing counts below 5; empty where it hides them."""
    reason = result.threshold_reason if isinstance(result, DataQuality) else result.city.threshold_reason
    if not reason:
        return ""
    told = page.WEAKENED.format(threshold=result.threshold, reason=reason)
    return paragraph(told(lang), "lead weakened")


def title_block(
    result: Published | PublishedComparison | DataQuality,
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
        place = _place(result, area) if isinstance(result, Published) else result.city.name
        compared = result.plans[result.plans["plan"].isin([result.baseline, result.current])]
        names = {str(plan["plan"]): words(plan, "name") for _, plan in compared.iterrows()}
        parts.append(
            page.SUBTITLE.format(baseline=names[result.baseline], current=names[result.current])(lang)
        )
        parts.append(page.DATA_UNTIL.format(date=str(result.provenance.get("data_until", "")))(lang))
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


def _place(published: Published, area: str) -> Text:
    code = area_or_first(published, area)
    named = published.findings[published.findings["area"] == code]
    if code == published.city.code or named.empty:
        return published.city.name
    return Text(
        f"{published.city.name.ja}　{named.iloc[0]['area_ja']}",
        f"{published.city.name.en}, {named.iloc[0]['area_en']}",
    )


def headline(published: Published, pillar: str = "", lang: Language = "ja", area: str = "") -> Block:
    """The answer: better or not, how sure, and why. For one pillar, or for all of them when none is named.

    With all pillars on one page, only what explains the answer is in the open; the rest is folded below it.
    """
    pillars = [pillar] if pillar else [p for p in PILLARS if p in set(published.pillars["pillar"])]
    names = {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}
    question = words_of_findings.QUESTION.format(
        baseline=names[published.baseline], current=names[published.current]
    )
    parts = [heading(words_of_findings.ANSWER_HEADING(lang), "answer"), paragraph(question(lang), "question")]
    parts += [_answer(published, p, lang, area, whole=bool(pillar)) for p in pillars]
    return Block("".join(parts), lang)


def _answer(published: Published, pillar: str, lang: Language, area: str, *, whole: bool) -> str:
    place = area_or_first(published, area)
    rows = published.pillars
    row = rows[(rows["pillar"] == pillar) & (rows["area"] == place)].iloc[0]
    found = pillar_findings(published, pillar, area)
    judged = found[found["verdict"].isin(JUDGED)]
    return (
        f'<section class="answer {row["verdict"]}"><h3>{escape(PILLARS[pillar](lang))} {badge(str(row["verdict"]), lang)}</h3>'
        + paragraph(str(row[f"sentence_{lang}"]), "answer-sentence")
        + f"<h4>{escape(words_of_findings.SURE_HEADING(lang))}</h4>"
        + paragraph(_sure(judged, lang))
        + f"<h4>{escape(words_of_findings.WHY(lang))}</h4>"
        + _reasons(found, str(row["verdict"]), lang, whole)
        + "</section>"
    )


def _sure(judged: pd.DataFrame, lang: Language) -> str:
    if judged.empty:
        return words_of_findings.SURE_NONE(lang)
    counts = judged["grade"].value_counts().sort_index(ascending=False)
    grades = [
        f"{grade}「{GRADES[str(grade)].ja}」{n}指標"
        if lang == "ja"
        else f"{grade} ({GRADES[str(grade)].en}: {n})"
        for grade, n in counts.items()
    ]
    return words_of_findings.SURE.format(grades="、".join(grades) if lang == "ja" else ", ".join(grades))(
        lang
    )


def _reasons(found: pd.DataFrame, verdict: str, lang: Language, whole: bool) -> str:
    """The findings' sentences, those that moved first; what could not be judged comes last.

    Context is folded; unless `whole`, so are those that do not explain the pillar's verdict. What could not be told explains a
    pillar without a clear answer, so there it stays in the open: showing the good news alone would mislead.
    """
    order = {"improving": 0, "worsening": 0, "inconclusive": 1, **dict.fromkeys(REFUSED, 2)}
    rank = found["verdict"].map(order).fillna(3) + (found["verdict"] == CONTEXT) * 4
    explain = (rank <= 2) if verdict in ("inconclusive", "insufficient_data") else (rank == 0)
    ordered = found.assign(rank=rank, explain=explain | (whole & (rank < 4))).sort_values(
        "rank", kind="stable"
    )
    rest = ordered[~ordered["explain"]]
    label = words_of_findings.CONTEXT_INDICATORS if whole else words_of_findings.OTHER_INDICATORS
    folded = label.format(number=len(rest))(lang)
    more = f'<details class="more"><summary>{escape(folded)}</summary>{_sentences(rest, lang)}</details>'
    return _sentences(ordered[ordered["explain"]], lang) + (more if len(rest) else "")


def _sentences(found: pd.DataFrame, lang: Language) -> str:
    items = [
        f"<li>{badge(str(row['verdict']), lang)} {escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in found.iterrows()
    ]
    return f'<ul class="reasons">{"".join(items)}</ul>'
