"""The page of an import's problems, one in each language: what was taken, what is wrong, where every row went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import get_args

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sojo_eval.foundation.handling import first_line
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problem_groups import ProblemGroup, Several, listed, row_ranges
from sojo_eval.foundation.problems import Severity
from sojo_eval.importing.problem_reports import page_texts as texts

PAGE: dict[Language, str] = {"ja": "problems.html", "en": "problems.en.html"}
"""The page's name in the folder of clean tables."""
MOST_LINES = 500
"""Of each severity; the rest is in the table of problems."""
_COUNTS = ["rows_read", "rows_kept", "rows_left_out", "rows_refused"]


@dataclass(frozen=True)
class Taken:
    """What became of the tables: rows written, those kept back and why, the log of rows (`LOG_COLUMNS`), titles."""

    written: Mapping[str, int] = field(default_factory=dict)
    held_back: Mapping[str, Text] = field(default_factory=dict)
    log: pd.DataFrame = field(default_factory=pd.DataFrame)
    titles: Mapping[str, Text] = field(default_factory=dict)

    def title(self, table: str, lang: Language) -> str:
        """The table as a person calls it."""
        return self.titles[table](lang) if table in self.titles else table


def problem_page(
    groups: Sequence[ProblemGroup], taken: Taken, copies: Mapping[str, str], lang: Language
) -> str:
    """The page as HTML. `copies`: file → relative address of its marked copy."""
    other: Language = "en" if lang == "ja" else "ja"
    return _template().render(
        lang=lang,
        handling=first_line("inside"),
        other={"lang": other, "page": PAGE[other], "label": texts.THIS_PAGE_IN(other)},
        t={name: text(lang) for name, text in texts.PAGE.items()}
        | {"row_counts": [text(lang) for text in texts.ROW_COUNTS]},
        parts=[_part(severity, groups, copies, lang) for severity in get_args(Severity)],
        tables=[*_tables(groups, taken, lang)],
        log=[*_log(taken, lang)],
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    folder = Path(__file__).resolve().parent / "template"
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    ).get_template("problems.html.j2")


def _part(
    severity: Severity, groups: Sequence[ProblemGroup], copies: Mapping[str, str], lang: Language
) -> dict[str, object]:
    """One severity, file by file."""
    mine = [g for g in groups if g.severity == severity]
    files: dict[str, list[dict[str, object]]] = {}
    for group in mine[:MOST_LINES]:
        files.setdefault(group.file, []).append(_row(group, lang))
    counted = texts.COUNTED[severity] if mine else texts.COUNTED_NONE[severity]
    count, rest = sum(g.count for g in mine), sum(g.count for g in mine[MOST_LINES:])
    return {
        "severity": severity,
        "number": count,
        "counted": counted.format(n=f"{count:,}", kinds=f"{len(mine):,}")(lang),
        "title": texts.TITLES[severity](lang),
        "meaning": texts.MEANINGS[severity](lang),
        "files": [{"name": name, "marked": copies.get(name), "rows": rows} for name, rows in files.items()],
        "left_out": texts.LEFT_OUT.format(n=f"{rest:,}")(lang) if rest else "",
    }


def _row(group: ProblemGroup, lang: Language) -> dict[str, object]:
    where = []
    if group.sheet:
        where.append(texts.SHEET.format(name=group.sheet)(lang))
    if group.columns.first:
        where.append(texts.COLUMN.format(names=listed(group.columns, lang))(lang))
    if group.count == 1 and group.example.cell:
        where.append(texts.CELL.format(cell=group.example.cell)(lang))
    elif group.rows:
        where.append(texts.ROWS.format(rows=row_ranges(group.rows, lang))(lang))
    return {
        "number": texts.COUNT.format(n=f"{group.count:,}")(lang),
        "where": where,
        "messages": _sentences(group.messages, lang),
        "examples": listed(group.values, lang),
        "fixes": _sentences(group.fixes, lang),
    }


def _sentences(several: Several[Text], lang: Language) -> list[str]:
    first = [text(lang) for text in several.first]
    return [*first, texts.MORE.format(n=f"{several.more:,}")(lang)] if several.more else first


def _tables(groups: Sequence[ProblemGroup], taken: Taken, lang: Language) -> Iterator[str]:
    """Which tables were taken, which stay as they were, and why."""
    with_errors = [g.example.table for g in groups if g.severity == "error" and g.example.table]
    kept = [t for t in dict.fromkeys(with_errors) if t not in taken.written and t not in taken.held_back]
    comma = "、" if lang == "ja" else ", "
    if taken.written:
        rows = (
            texts.TABLE_ROWS.format(table=taken.title(t, lang), n=f"{n:,}")(lang)
            for t, n in taken.written.items()
        )
        yield texts.WRITTEN.format(n=len(taken.written), tables=comma.join(rows))(lang)
    if kept:
        yield texts.WITH_ERRORS.format(tables=comma.join(taken.title(t, lang) for t in kept))(lang)
    if taken.held_back:
        names = comma.join(taken.title(t, lang) for t in taken.held_back)
        yield texts.HELD_BACK.format(tables=names)(lang)


def _log(taken: Taken, lang: Language) -> Iterator[dict[str, object]]:
    for line in taken.log.to_dict("records"):
        table = taken.title(str(line["table"]), lang)
        yield {
            "sheet": " › ".join(str(line[name]) for name in ("file", "sheet") if line[name]),
            "table": table
            if not table or line["taken"] == "yes"
            else texts.NOT_TAKEN.format(table=table)(lang),
            "counts": [f"{line[name]:,}" for name in _COUNTS],
            "by": _rules(str(line["left_out_by"]), lang),
        }


def _rules(left_out_by: str, lang: Language) -> str:
    """The import's own rules as a person calls them; those of a mapping stand as it writes them."""
    parts = (part.rpartition(": ") for part in left_out_by.split("; ") if part)
    named = ((texts.RULES[rule](lang) if rule in texts.RULES else rule, n) for rule, _, n in parts)
    return "; ".join(f"{rule}: {n}" for rule, n in named)
