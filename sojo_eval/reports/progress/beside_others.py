"""The city beside other cities, in brief, for the overall page: what was compared, the strongest evidence first."""

from __future__ import annotations

from html import escape

from sojo_eval.charts.style import VERDICT_STYLES
from sojo_eval.comparison.sentences import VERDICTS
from sojo_eval.disclosure import PublishedComparison
from sojo_eval.evaluation.columns import REFUSED
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, heading, paragraph
from sojo_eval.reports.texts import beside_others as texts
from sojo_eval.statistics.comparators import COMPARATORS_NEEDED


@in_readers_language
def comparators_in_brief(published: PublishedComparison, lang: Language = "ja", area: str = "") -> Block:
    """The findings that could be compared with at least four other cities; empty without any, and on a page of one area.

    The page `50_comparators` has their figures, courses and limits.
    """
    found = published.findings
    found = found[(found["others"] >= COMPARATORS_NEEDED) & ~found["verdict"].isin(REFUSED)]
    if found.empty or (area and area != published.city.code):
        return Block("", lang)
    ordered = found.sort_values("grade", ascending=False, kind="stable")
    items = [
        f'<li><span class="badge {row["verdict"]}"><span aria-hidden="true">{VERDICT_STYLES[str(row["verdict"])].sign}</span> '
        f"{escape(VERDICTS[str(row['verdict'])](lang))}</span> {escape(str(row['grade']))} "
        f"{escape(str(row[f'sentence_{lang}']))}</li>"
        for _, row in ordered.iterrows()
    ]
    return Block(
        heading(texts.HEADING(lang), "beside-others")
        + paragraph(texts.INTRO(lang))
        + f'<ul class="reasons">{"".join(items)}</ul>'
        + paragraph(texts.MORE(lang)),
        lang,
    )
