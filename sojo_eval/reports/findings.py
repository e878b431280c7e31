"""The findings of a pillar as a table, ours beside the naive reading, and their figures."""

from __future__ import annotations

from html import escape

import pandas as pd

from sojo_eval.charts import series_chart, survey_waves
from sojo_eval.charts.selection import (
    area_or_first,
    parts_of_a_whole,
    pillar_findings,
    plans_in_short,
    when,
    words,
)
from sojo_eval.charts.tables import table_html
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import (
    MISSING,
    format_change,
    format_p,
    format_size,
    format_value,
    is_missing,
)
from sojo_eval.evaluation.words.labels import N_UNITS, NAIVE, PILLARS, UNITS, VERDICTS
from sojo_eval.evaluation.words.targets import STATUSES
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.indicators.kinds import PRINTED, SHARES_OF_ANSWERS
from sojo_eval.reports.block import Block, badge, heading, paragraph, together
from sojo_eval.reports.texts import findings as texts
from sojo_eval.statistics.series_change import Question

_ARROW_VERDICTS = ("improving", "worsening")


@in_readers_language
def findings_table(
    published: Published, pillar: str, lang: Language = "ja", area: str = "", question: Question = "level"
) -> Block:
    """Every indicator of the pillar: verdict, change, sizes, amount of data, grade, naive reading and reasons; empty without any.

    question "path" compares with each indicator's own earlier trend instead; nothing is shown where none has one.
    On a narrow screen each indicator becomes a card, so that nothing is cut off.
    """
    pillar = pillar_in(published.findings, pillar)
    found = pillar_findings(published, pillar, area, question)
    if found.empty:
        return Block("", lang)
    names = plans_in_short(published)
    heads = [
        texts.INDICATOR,
        texts.VERDICT,
        texts.VALUES[question].format(**names),
        texts.CHANGE,
        texts.SIZES,
        texts.N[question].format(**names),
        texts.GRADE,
        *([texts.NAIVE] if question == "level" else []),
    ]
    head = "".join(f'<th scope="col" role="columnheader">{escape(h(lang))}</th>' for h in heads)
    placebos = published.placebos[["indicator", "area", "question", "sentence_ja", "sentence_en"]]
    placebos = placebos.rename(columns={"sentence_ja": "placebo_ja", "sentence_en": "placebo_en"})
    found = found.merge(placebos, on=["indicator", "area", "question"], how="left")
    body = "".join(_row(row, heads, lang) for _, row in found.iterrows())
    caption = texts.FINDINGS_CAPTION[question].format(pillar=PILLARS[pillar])(lang)
    # Roles are written out because laying a table out as cards takes its meaning from screen readers.
    table = (
        f'<table class="findings" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )
    anchor = "findings" if question == "level" else "path"
    intro = paragraph(texts.PATH_INTRO(lang)) if question == "path" else ""
    return Block(heading(texts.FINDINGS_HEADING[question](lang), anchor) + intro + table, lang)


def _row(row: pd.Series, heads: list[Text], lang: Language) -> str:
    unit, scale = str(row["unit"]), str(row["scale"])
    title = f"<strong>{escape(words(row, 'title')(lang))}</strong><small>{escape(UNITS[unit](lang))}</small>"
    if row["headline"]:
        title += f'<small class="headline">{escape(texts.HEADLINE(lang))}</small>'
    verdict = badge(str(row["verdict"]), lang) + _reasons(row, lang)
    naive = f"{escape(NAIVE[str(row['naive_verdict'])](lang))}<small>{escape(str(row[f'naive_note_{lang}']))}</small>"
    cells = [
        verdict,
        together(format_value(row["value_baseline"], unit))
        + " → "
        + together(format_value(row["value_current"], unit))
        + _target(row, lang),
        f"{together(format_change(row['change'], scale, unit, lang))}<small>{_interval(row, lang)}</small>"
        f"<small>{_p(row, lang)}</small>",
        together(format_size(row["smallest_change"], scale, unit, lang))
        + " ／ "
        + together(format_size(row["detectable_change"], scale, unit, lang)),
        _amounts(row, lang),
        escape(str(row["grade"])),
        naive,
    ]
    labelled = "".join(
        f'<td role="cell" data-label="{escape(h(lang), quote=True)}"><div>{c}</div></td>'
        for h, c in zip(heads[1:], cells, strict=False)  # the naive reading answers the level question only
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{title}</th>{labelled}</tr>'


def _target(row: pd.Series, lang: Language) -> str:
    """The interval of the current value alone, and how it stands to the plan's target; nothing where there is no target."""
    status = str(row["target_status"] or "")
    if is_missing(row["target"]) or status not in STATUSES:
        return ""
    unit = str(row["unit"])
    told = texts.TARGET.format(
        target=Text(*[format_value(row["target"], unit)] * 2), status=STATUSES[status]
    )(lang)
    bounds = [format_value(row[f"current_{end}"], unit) for end in ("low", "high")]
    own = f"<small>{together(texts.TO(lang).join(bounds))}</small>" if MISSING not in bounds else ""
    return f"{own}<small>{escape(told)}</small>"


def _interval(row: pd.Series, lang: Language) -> str:
    if is_missing(row["change_low"]):
        return ""
    low, high = (
        format_change(row[c], str(row["scale"]), str(row["unit"]), lang)
        for c in ("change_low", "change_high")
    )
    return together(low + texts.TO(lang)) + "<wbr>" + together(high)


def _p(row: pd.Series, lang: Language) -> str:
    if is_missing(row["p_adjusted"]):
        return ""
    return f"{escape(texts.P_ADJUSTED(lang))} {together(format_p(row['p_adjusted']))}"


def _amounts(row: pd.Series, lang: Language) -> str:
    """How much data each period has, and the last month of the indicator's last period."""
    last = row["data_until"]
    until = (
        ""
        if pd.isna(last)
        else f"<small>{together(texts.UNTIL.format(month=when(last, 'month', lang))(lang))}</small>"
    )
    if is_missing(row["n_baseline"]):
        return texts.NO_VALUE(lang) + until
    unit = N_UNITS.get(str(row["n_unit"]), Text("", ""))(lang)
    return " → ".join(together(f"{float(row[n]):,.0f}{unit}") for n in ("n_baseline", "n_current")) + until


def _reasons(row: pd.Series, lang: Language) -> str:
    reason, warning = (str(row[c if lang == "ja" else f"{c}_en"]) for c in ("reasons", "warnings"))
    note = (
        f"<small><strong>{escape(texts.WARNING(lang))}</strong> {escape(warning)}</small>" if warning else ""
    )
    placebo = row[f"placebo_{lang}"]
    elsewhere = "" if pd.isna(placebo) else f"<small>{escape(str(placebo))}</small>"
    return f"<small>{escape(reason)}</small>{elsewhere}{note}"


@in_readers_language
def indicator_charts(published: Published, pillar: str, lang: Language = "ja", area: str = "") -> Block:
    """The pillar over time: its surveys in one figure, then every other indicator in one of its own; empty without any.

    Context about one service or desk (a part of a whole that has its figure) is said in words alone.
    """
    found = pillar_findings(published, pillar, area)
    paths = pillar_findings(published, pillar, area, "path")
    if found.empty:
        return Block("", lang)
    parts = [heading(texts.OVER_TIME_HEADING(lang), "over-time")]
    in_words = parts_of_a_whole(published)
    surveys = found["kind"].isin(SHARES_OF_ANSWERS)
    if surveys.any():
        parts += [
            heading(texts.SURVEYS_HEADING(lang), "surveys", 3),
            survey_waves(published, pillar, lang, area).html,
        ]
    for _, row in found[~surveys].iterrows():
        # One without any record has no figure, but it is still said that there is none.
        parts.append(heading(words(row, "title")(lang), str(row["indicator"]), 3))
        parts.append(paragraph(str(row[f"sentence_{lang}"])))
        parts += [
            paragraph(text) for text in paths.loc[paths["indicator"] == row["indicator"], f"sentence_{lang}"]
        ]
        if row["indicator"] not in in_words and (published.series["indicator"] == row["indicator"]).any():
            parts.append(series_chart(published, str(row["indicator"]), lang, area).html)
    return Block("".join(parts), lang)


@in_readers_language
def comparison(published: Published, lang: Language = "ja", area: str = "") -> Block:
    """All indicators: what the naive reading says, what we say, and why. Differences come first."""
    place = area_or_first(published, area)
    found = published.answers("level")
    found = found[
        ((found["area"] == place) | found["kind"].isin(PRINTED)) & (found["direction"] != "context")
    ]
    shown = found[found["naive_verdict"] != ""]
    differs = shown["naive_verdict"].isin(_ARROW_VERDICTS) & (shown["naive_verdict"] != shown["verdict"])
    ordered = shown.assign(differs=differs).sort_values("differs", ascending=False, kind="stable")
    reason = "reasons" if lang == "ja" else "reasons_en"
    table = pd.DataFrame(
        [
            {
                texts.INDICATOR(lang): words(row, "title")(lang),
                texts.PILLAR(lang): PILLARS[str(row["pillar"])](lang),
                texts.NAIVE(
                    lang
                ): f"{NAIVE[str(row['naive_verdict'])](lang)} {row[f'naive_note_{lang}']}".strip(),
                texts.VERDICT(lang): VERDICTS[str(row["verdict"])](lang),
                texts.WHY_DIFFERENT(lang): str(row[reason]),
            }
            for _, row in ordered.iterrows()
        ]
    )
    intro = texts.COMPARISON_INTRO.format(total=len(shown), different=int(differs.sum()))(lang)
    body = table_html(table, texts.COMPARISON_CAPTION(lang), name="comparison") if len(table) else ""
    return Block(heading(texts.COMPARISON_HEADING(lang), "comparison") + paragraph(intro) + body, lang)
