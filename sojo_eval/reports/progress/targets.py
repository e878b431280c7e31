"""The targets of the current plan: how many have which status, each with its numbers, and how it is decided."""

from __future__ import annotations

import math
from html import escape

import pandas as pd

from sojo_eval.charts.selection import words
from sojo_eval.charts.style import STATUS_STYLES
from sojo_eval.city.target_scheme import Measure
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.words.formats import MISSING, format_change, format_value, is_missing
from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.evaluation.words.targets import (
    DEFINITIONS,
    STATUSES,
    due_words,
    format_share,
    status_words,
)
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, bullets, heading, paragraph, together
from sojo_eval.reports.texts import targets as texts


@in_readers_language
def targets(published: Published, lang: Language = "ja") -> Block:
    """Every target of the current plan with base, current value and interval, due date, progress, and status in words.

    Without a target it says how to add one; for single areas, that targets are of the whole city.
    """
    names = {str(plan["plan"]): words(plan, "name") for _, plan in published.plans.iterrows()}
    current = names[published.current]
    table = published.targets
    parts = [heading(texts.HEADING(lang), "targets")]
    if published.city.code not in published.areas:
        parts.append(paragraph(texts.ELSEWHERE(lang)))
    elif table.empty:
        parts += [paragraph(texts.NONE.format(current=current)(lang)), paragraph(texts.HOW_TO_ADD(lang))]
    else:
        parts.append(paragraph(texts.QUESTION.format(current=current)(lang), "question"))
        parts.append(paragraph(_counts(table, lang), "answer-sentence"))
        parts += [
            target_table(table, lang),
            paragraph(texts.APART(lang)),
            _scheme_note(published, lang),
            _how(lang),
        ]
    return Block("".join(parts) + _problems(published, lang), lang)


def status_badge(status: str, lang: Language) -> str:
    """A status as a coloured label with its sign; of an emptied one, that it is withheld."""
    sign = STATUS_STYLES[status].sign if status else MISSING
    return (
        f'<span class="badge {status or "context"}"><span aria-hidden="true">{sign}</span> '
        f"{escape(status_words(status, lang))}</span>"
    )


def _counts(table: pd.DataFrame, lang: Language) -> str:
    number = table["status"].value_counts()
    listed = [f"{STATUSES[code](lang)} {number[code]}" for code in STATUSES if code in number]
    if "" in number:
        listed.append(f"{texts.HIDDEN(lang)} {number['']}")
    counts = ("・" if lang == "ja" else ", ").join(listed)
    return texts.COUNTS.format(total=len(table), counts=counts)(lang)


def target_table(table: pd.DataFrame, lang: Language) -> str:
    """Targets as a table: one row each, laid out as cards on a narrow screen."""
    with_marks = bool((table["mark"] != "").any())
    heads = [
        texts.INDICATOR,
        texts.STATUS,
        texts.BASE,
        texts.VALUE,
        texts.TARGET,
        texts.WAY,
        texts.TIME,
        texts.NEEDED,
    ]
    heads += [texts.MARK] if with_marks else []  # fmt: skip
    head = "".join(f'<th scope="col" role="columnheader">{escape(h(lang))}</th>' for h in heads)
    body = []
    for _, row in table.iterrows():
        cells = [*_cells(row, lang), *([_mark(row, lang)] if with_marks else [])]
        labelled = "".join(
            f'<td role="cell" data-label="{escape(h(lang), quote=True)}"><div>{cell}</div></td>'
            for h, cell in zip(heads[1:], cells, strict=True)
        )
        unit = UNITS[str(row["unit"])](lang) if row["unit"] else ""
        title = f"<strong>{escape(words(row, 'title')(lang))}</strong><small>{escape(unit)}</small>"
        body.append(f'<tr role="row"><th scope="row" role="rowheader">{title}</th>{labelled}</tr>')
    # Roles are written out because laying a table out as cards takes its meaning from screen readers.
    return (
        f'<table class="findings targets" role="table"><caption>{escape(texts.CAPTION(lang))}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{"".join(body)}</tbody></table>'
    )


def _cells(row: pd.Series, lang: Language) -> list[str]:
    unit = str(row["unit"])

    def value(column: str) -> str:
        return together(format_value(row[column], unit))

    hidden = bool(row["hidden"])
    sentence = f"<small>{escape(str(row[f'sentence_{lang}']))}</small>"
    needed = value("needed_now")
    if not is_missing(row["needed_mean"]) and row["needed_mean"] != row["needed_now"]:
        mean = texts.NEEDED_MEAN.format(value=format_value(row["needed_mean"], unit))
        needed += f"<small>{escape(mean(lang))}</small>"
    due = due_words(row["due_date"], texts.NO_DUE)(lang)
    return [
        status_badge(str(row["status"]), lang) + sentence,
        value("base") + f"<small>{escape(texts.BASE_FROM[str(row['base_from'])](lang))}</small>",
        texts.HIDDEN(lang) if hidden else value("value") + _between(row, ("value_low", "value_high"), lang),
        value("target") + f"<small>{escape(due)}</small>",
        _way(row, lang),
        together(format_share(row["time_elapsed"])),
        needed,
    ]


def _between(row: pd.Series, ends: tuple[str, str], lang: Language) -> str:
    if is_missing(row[ends[0]]):
        return ""
    low, high = (format_value(row[end], str(row["unit"])) for end in ends)
    return f"<small>{together(low + texts.TO(lang))}<wbr>{together(high)}</small>"


def _way(row: pd.Series, lang: Language) -> str:
    if is_missing(row["progress"]):
        kept = not is_missing(row["base"]) and not is_missing(row["value"])
        return escape(texts.NO_WAY(lang)) if kept else MISSING
    told = together(format_share(row["progress"]))
    if is_missing(row["progress_low"]):
        return told
    low, high = (format_share(row[end]) for end in ("progress_low", "progress_high"))
    return f"{told}<small>{together(low + texts.TO(lang))}<wbr>{together(high)}</small>"


def _mark(row: pd.Series, lang: Language) -> str:
    if not row["mark"]:
        return MISSING
    possible = str(row["marks_possible"]).replace(" ", "・" if lang == "ja" else ", ")
    more = f"<small>{escape(texts.MARKS_POSSIBLE.format(marks=possible)(lang))}</small>" if possible else ""
    return f"<strong>{escape(str(row['mark']))}</strong>{more}"


def _scheme_note(published: Published, lang: Language) -> str:
    scheme = published.target_scheme
    if scheme is None:
        return ""
    limits = [
        texts.REST.format(mark=mark)(lang)
        if limit == -math.inf
        else texts.LIMIT.format(mark=mark, limit=_limit(limit, scheme.by, lang))(lang)
        for mark, limit in scheme.marks
    ]
    told = texts.SCHEME_NOTE.format(by=texts.BY[scheme.by], limits=texts.COMMA(lang).join(limits))
    return paragraph(told(lang))


def _limit(limit: float, by: Measure, lang: Language) -> str:
    if by == "points":
        return format_change(limit, "difference", "share", lang)
    return f"{100 * limit:g}%".replace("-", "−")


def _how(lang: Language) -> str:
    listed = bullets([f"{STATUSES[s](lang)}: {DEFINITIONS[s](lang)}" for s in texts.ORDERED])
    body = paragraph(texts.ORDER(lang)) + listed + paragraph(texts.MEAN_NOTE(lang))
    return f'<details class="more"><summary>{escape(texts.HOW(lang))}</summary>{body}</details>'


def _problems(published: Published, lang: Language) -> str:
    problems = published.target_problems
    if not problems:
        return ""
    title = texts.PROBLEMS.format(number=len(problems))(lang)
    return heading(title, "target-problems", 3) + bullets([p.sentence(lang) for p in problems])
