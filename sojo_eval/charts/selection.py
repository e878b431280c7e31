"""Picking what a figure shows out of a published result."""

from __future__ import annotations

import pandas as pd

from sojo_eval.disclosure import Published, PublishedPlanPeriods
from sojo_eval.evaluation.exploring.asked import area_in, indicator_in, pillar_in
from sojo_eval.evaluation.words.formats import short_plan_name
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import expect
from sojo_eval.indicators.kinds import PRINTED
from sojo_eval.statistics.series_change import Question

_HOW_TO_PUBLISH = Text(
    "図は、公表できるようにした結果から作ります: published = se.publish(e)",
    "Figures are made from what may be published: published = se.publish(e)",
)


def area_or_first(published: Published | PublishedPlanPeriods, area: str | int) -> str:
    """`area` by its code or name, or the first area of the result. Raises SojoEvalError naming the areas there are."""
    if not isinstance(published, PublishedPlanPeriods):
        published = expect(published, Published, _HOW_TO_PUBLISH)
    if not area or area in published.areas:
        return str(area or published.areas[0])
    if isinstance(published, Published):
        return area_in(published.findings, published.areas, area)
    no_names = pd.DataFrame(columns=["area", "area_ja", "area_en"])
    return area_in(no_names, published.areas, area)


def pillar_findings(
    published: Published, pillar: str, area: str = "", question: Question = "level"
) -> pd.DataFrame:
    """Findings of one pillar, area and question, in the catalogue's order, none for a pillar without any. Raises SojoEvalError for
    an unknown pillar."""
    pillar = pillar_in(expect(published, Published, _HOW_TO_PUBLISH).findings, pillar)
    found = published.answers(question)
    found = found[found["pillar"] == pillar]
    place = area_or_first(published, area)
    here = found[(found["area"] == place) | found["kind"].isin(PRINTED)]
    return here.reset_index(drop=True)


def parts_of_a_whole(published: Published) -> set[str]:
    """Indicators on one service or desk only: context beside the indicator that has them all."""
    return set(published.catalogue.loc[published.catalogue["part"], "indicator"])


def indicator_series(published: Published, indicator: str, area: str = "") -> pd.DataFrame:
    """Points of one indicator and area in the order of time. Raises SojoEvalError for an unknown indicator."""
    entries = expect(published, Published, _HOW_TO_PUBLISH).catalogue
    titles = dict(zip(entries["indicator"], entries["title_ja"], strict=True))
    indicator_in([*titles], indicator, titles)
    place = area_or_first(published, area)
    points = published.series[published.series["indicator"] == indicator]
    here = points[(points["area"] == place) | (points["step"] == "published")]
    return here.sort_values("period_start", ignore_index=True)


def plans_in_short(published: Published) -> dict[str, Text]:
    """The two plans as they are called in a table's head: baseline, current."""
    named = {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}
    return {
        which: Text(short_plan_name(named[plan].ja), short_plan_name(named[plan].en))
        for which, plan in (("baseline", published.baseline), ("current", published.current))
    }


def words(row: pd.Series, name: str) -> Text:
    """A column pair such as title_ja and title_en."""
    return Text(str(row[f"{name}_ja"]), str(row[f"{name}_en"]))


def when(day: pd.Timestamp, step: str, lang: Language) -> str:
    """A point's time as a reader says it: the month, the quarter's first month, or the fiscal year."""
    if step == "year":
        year = day.year if day.month >= 4 else day.year - 1
        return f"{year}年度" if lang == "ja" else f"FY{year}"
    if step == "quarter":
        last = day + pd.DateOffset(months=2)
        return f"{day.year}年{day.month}〜{last.month}月" if lang == "ja" else f"{day:%b}–{last:%b %Y}"
    return f"{day.year}年{day.month}月" if lang == "ja" else f"{day:%b %Y}"


def time_of_year(month: int, step: str) -> Text:
    """A month of every year, or the quarter that it begins."""
    start = pd.Timestamp(2001, month, 1)
    if step != "quarter":
        return Text(f"{month}月", f"{start:%B}")
    end = start + pd.DateOffset(months=2)
    return Text(f"{month}〜{end.month}月", f"{start:%B}–{end:%B}")
