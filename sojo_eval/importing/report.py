"""The list of problems as a table for Excel and as a page to read; equal problems are one line with a count."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.foundation.problems import Problem, problems_to_frame

CSV_NAME, PAGE_NAME = "problems.csv", "problems.html"
_EXAMPLES = 5

_WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "title": "取り込みの問題",
        "none": "問題はありません。",
        "count": "{n:,} 件",
        "where": "どこ",
        "what": "何が",
        "fix": "どう直すか",
        "values": "値の例",
        "row": "行",
    },
    "en": {
        "title": "Problems of the import",
        "none": "No problems.",
        "count": "{n:,} problem(s)",
        "where": "Where",
        "what": "What",
        "fix": "How to fix it",
        "values": "Values",
        "row": "row",
    },
}
_STYLE = (
    "body{font-family:'BIZ UDPGothic','Hiragino Sans','Yu Gothic',sans-serif;max-width:70rem;margin:2rem auto;"
    "padding:0 1rem;line-height:1.7;color:#1a1a1a}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}"
)


def write_problem_report(problems: Sequence[Problem], folder: Path) -> None:
    """Write problems.csv (one row a problem, both languages) and problems.html into `folder`.

    Both are written when there is no problem too, so that an earlier list does not stay behind.
    """
    table = problems_to_frame(problems, "ja")
    english = problems_to_frame(problems, "en")
    table["message_en"], table["fix_en"] = english["message"], english["fix"]
    write_text(folder / CSV_NAME, "\ufeff" + table.to_csv(index=False, lineterminator="\n"))
    write_text(folder / PAGE_NAME, _page(problems))


def _page(problems: Sequence[Problem]) -> str:
    parts = "".join(f'<section lang="{lang}">{_section(problems, lang)}</section>' for lang in LANGUAGES)
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{_WORDS["ja"]["title"]}</title>'
        f"<style>{_STYLE}</style></head><body>{parts}</body></html>\n"
    )


def _section(problems: Sequence[Problem], lang: Language) -> str:
    words = _WORDS[lang]
    heading = f"<h1>{words['title']}</h1>"
    if not problems:
        return f"{heading}<p>{words['none']}</p>"
    groups: dict[tuple[str, str, str, str, str], list[Problem]] = {}
    for p in problems:
        groups.setdefault((p.file or p.table, p.sheet, p.column, p.message(lang), p.fix(lang)), []).append(p)
    rows = []
    for (file, sheet, column, message, fix), members in groups.items():
        numbers = ", ".join(str(p.row) for p in members[:_EXAMPLES] if p.row is not None)
        more = "…" if len(members) > _EXAMPLES else ""
        where = " › ".join(
            w for w in (file, sheet, column, f"{words['row']} {numbers}{more}" if numbers else "") if w
        )
        values = "、".join(dict.fromkeys(p.value for p in members[:_EXAMPLES] if p.value))
        count = words["count"].format(n=len(members))
        cells = (count, where, message, values, fix)
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th scope='col'>{words[k]}</th>" for k in ("where", "what", "values", "fix"))
    total = words["count"].format(n=len(problems))
    return f"{heading}<p>{total}</p><table><thead><tr><th scope='col'></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
