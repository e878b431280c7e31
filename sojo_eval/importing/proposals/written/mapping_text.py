"""A proposal as a mapping file with comments, and what the terminal says about it."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from sojo_eval.foundation.handling import first_line
from sojo_eval.foundation.language import Language, Text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.columns import PORTAL_MARK
from sojo_eval.importing.proposals.next_year import any_time, any_year, without_times
from sojo_eval.importing.proposals.other_figures import OTHERS, other_municipalities
from sojo_eval.importing.proposals.proposal import Match, Period, Proposal
from sojo_eval.importing.proposals.written.change_notes import notes
from sojo_eval.importing.proposals.written.wide_text import (
    CHECK,
    name_of,
    plain,
    quoted,
    source,
    wide,
    wide_totals,
)
from sojo_eval.importing.tables.headers import MOST_HEADER_ROWS

_HEAD = Text(
    "sojo-eval map が提案した対応表です。「確かめる」とある行を見て、直してください",
    "A mapping proposed by sojo-eval map. Check the lines marked “check” and correct them",
)
_DOUBLED = Text("数字がすべて、ほかのシートにもある", "All of its numbers are on another sheet too")
_METADATA = Text("オープンデータの説明の行", "metadata of the open-data portal")
_AGAIN = Text("ページごとに繰り返された見出し", "the header once more, as on each page")
_AVERAGE = Text("平均の行", "the mean of the other rows")
_COUNTED_AGAIN = Text("再掲の行（ほかの行に入っている数）", "a part that is counted in other rows too")
_COMPARED = Text("前の年や月との比較の列", "compared with an earlier year or month")
_PERIOD = Text("時期", "Period")
_UNUSED = Text("読まない列", "Columns that are not read")


def mapping_files(
    proposals: Sequence[Proposal], lang: Language, area: str = "", one_sheet: bool = False
) -> list[tuple[Proposal, str]]:
    """The mapping file of each proposal of a book. Sheets of several years that are laid out alike share one.

    area: the code to write for figures of the whole city. one_sheet: the book has no other, whatever it is called.
    """
    several = len(proposals) > 1
    open_ = [(p, mapping_toml(p, lang, area, several, one_sheet)) for p in proposals]
    alike = _alike(proposals, lang, area)
    found: dict[str, Proposal] = {}
    for proposal, text in open_:
        years = {t for p, t in open_ if _place_of(p) == _place_of(proposal)}
        if proposal.sheet in alike:
            text = alike[proposal.sheet]
        elif len(years) > 1:
            # Of sheets laid out otherwise each keeps its name, so that none is read by the mapping of another.
            text = mapping_toml(proposal, lang, area, several, one_sheet, named=True)
        found.setdefault(text, proposal)
    return [(proposal, text) for text, proposal in found.items()]


def _place_of(proposal: Proposal) -> tuple[object, ...]:
    """What sheets of other years have in common: the name without its time, the rows, the table, the first figures."""
    first = proposal.figures[0].column.at if proposal.figures else -1
    return any_time(proposal.sheet), proposal.below, proposal.table.name, first


def _alike(proposals: Sequence[Proposal], lang: Language, area: str) -> dict[str, str]:
    """One mapping for sheets that are laid out alike and do not tell a time by their names: by the sheet, the text of all."""
    alone = [
        p
        for p in proposals
        if p.figures
        and not p.doubled
        and [q.sheet for q in proposals].count(p.sheet) == 1
        and (p.period is None or not p.period.sheet_name)
        and any_time(p.sheet) == glob.escape(p.sheet)
    ]
    groups: dict[str, list[Proposal]] = {}
    for p in alone:
        groups.setdefault(mapping_toml(replace(p, sheet=""), lang, area), []).append(p)
    found: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            text = mapping_toml(group[0], lang, area, several=True, sheets=[p.sheet for p in group])
            found |= {p.sheet: text for p in group}
    return found


def mapping_toml(
    proposal: Proposal,
    lang: Language,
    area: str = "",
    several: bool = False,
    one_sheet: bool = False,
    *,
    named: bool = False,
    sheets: Sequence[str] = (),
) -> str:
    """One mapping file. several: other sheets are mapped too, so that the sheet's name belongs to the indicators' names.
    named: the sheet is called so and not otherwise next year. sheets: all that it reads, of which each gives its name to its
    indicators. The others as for `mapping_files`.
    """
    # Spellings of cells stand in it.
    lines = [f"# {first_line('inside')}", f"# {_HEAD(lang)}"]
    lines += [f"# {CHECK(lang)}: {text(lang)}" for text in proposal.unclear]
    lines += [f"# {line}" for line in _taken(proposal, lang)]
    others, pattern = other_municipalities(*proposal.municipalities, area)
    lines += [f"# {CHECK(lang)}: {plain(others(lang))}"] if others is not None else []
    if proposal.unused:
        lines.append(f"# {_UNUSED(lang)}: {', '.join(plain(u) for u in proposal.unused)}")
    path = PurePath(proposal.file)
    if proposal.figures and len(proposal.doubled) == len(proposal.figures):
        named_sheet = [f"sheets = [{quoted(glob.escape(proposal.sheet))}]"] if proposal.sheet else []
        files = f"files = [{quoted(any_time(path.name))}]"
        return "\n".join([*lines, files, *named_sheet, f"why = {quoted(_DOUBLED(lang))}"]) + "\n"
    lines += [f"table = {quoted(proposal.table.name)}", f"files = [{quoted(any_time(path.name))}]"]
    if sheets:
        lines.append(f"sheets = [{', '.join(quoted(glob.escape(name)) for name in sheets)}]")
        lines.append('sheet_name = "(?P<sheet>.+)"')
    elif proposal.sheet and not one_sheet:
        lines.append(_sheets(proposal, named))
    lines += [*_rows_of_table(proposal), *_names_and_title(proposal)]
    if proposal.beside:
        lines.append(f"beside = [{', '.join(map(quoted, proposal.beside))}]")
    if proposal.compared:
        lines.append(f"unread = [{', '.join(map(quoted, proposal.compared))}]  # {_COMPARED(lang)}")
    lines += [*_asked(proposal, lang), "", "[columns]"]
    lines += [f"{m.field.name} = {_source(m)}{_doubt(m, lang)}" for m in proposal.matches]
    lines += [line(lang) for line in proposal.own_columns]
    lines += _period_of_text(proposal)
    if proposal.own_constants:
        lines += ["", "[constants]", *(line(lang) for line in proposal.own_constants)]
    if proposal.measures:
        lines += wide_totals(proposal, lang, area)
    elif proposal.figures:
        lines += wide(
            proposal, lang, area, "{sheet}" if sheets else without_times(proposal.sheet) if several else ""
        )
    lines += _rows_beside(proposal, lang, pattern)
    lines += _sums(proposal)
    lines += notes(proposal, lang)
    return "\n".join(lines) + "\n"


def _rows_beside(proposal: Proposal, lang: Language, others: str) -> list[str]:
    """Rows that are no records: left out, lines between the records, and totals. others: the pattern of other municipalities."""
    lines: list[str] = []
    if proposal.portal:
        lines += ["", "[[leave_out]]", f"column = {quoted(proposal.first_label or 'A')}"]
        lines += [f"starts_with = {quoted(PORTAL_MARK)}", f"why = {quoted(_METADATA(lang))}"]
    if others and (codes := proposal.municipalities[0]) is not None:
        lines += ["", "[[leave_out]]", f"column = {name_of(codes)}", f"matches = {quoted(others)}"]
        lines.append(f"why = {quoted(OTHERS(lang))}")
    if proposal.headings:
        lines += ["", "[[headings]]", f"column = {quoted(proposal.headings)}"]
        lines.append(f"matches = {quoted(proposal.headings_pattern)}")
    for rows, why in (
        (proposal.again, _AGAIN),
        (proposal.averages, _AVERAGE),
        (proposal.counted_again, _COUNTED_AGAIN),
    ):
        for name, text in rows:
            lines += ["", "[[leave_out]]", f"column = {quoted(name)}", f"equals = {quoted(text)}"]
            lines.append(f"why = {quoted(why(lang))}")
    for column, word in proposal.totals:
        lines += ["", "[[totals]]", f"column = {quoted(column)}", f"equals = {quoted(word)}"]
    return lines


def _sheets(proposal: Proposal, named: bool) -> str:
    """The sheet by its name, in which the period is left open where the mapping reads it from there."""
    open_ = proposal.period is not None and bool(proposal.period.sheet_name) and not named
    name = any_time(proposal.sheet) if open_ else glob.escape(proposal.sheet)
    return f"sheets = [{quoted(name)}]"


def _rows_of_table(proposal: Proposal) -> list[str]:
    """Where the table begins and ends."""
    rows = f"header_rows = {list(proposal.header_rows)}"
    begin = [rows]
    if proposal.below:
        # A header of many rows, or one that does not say which column is which, is not found by its labels.
        begin = [f"below = {quoted(proposal.below)}", *([rows] if _needs_rows(proposal) else [])]
    return [*begin, *([f"until = {quoted(proposal.until)}"] if proposal.until else [])]


def _needs_rows(proposal: Proposal) -> bool:
    columns = [*(f.column for f in proposal.figures), *(m.column for m in proposal.matches)]
    told = sum(bool(c.label) and not c.letter for c in columns)
    return len(proposal.header_rows) > MOST_HEADER_ROWS or told < len(columns)


def _names_and_title(proposal: Proposal) -> list[str]:
    """The patterns that give the period, and the columns that are blank below their first row."""
    period = proposal.period or Period()
    given = (("file_name", period.file_name), ("sheet_name", period.sheet_name), ("title", period.title))
    lines = [f"{key} = {quoted(value)}" for key, value in given if value]
    filled = [*period.fill_down, *(c for c in proposal.fill_down if c not in period.fill_down)]
    for key, columns in (("fill_down", filled), ("carry_time", period.carry)):
        if columns:
            lines.append(f"{key} = [{', '.join(map(name_of, columns))}]")
    return lines


def _asked(proposal: Proposal, lang: Language) -> list[str]:
    """The entries for the time that a person must fill in, each with its question."""
    asked = proposal.period.asked if proposal.period is not None else ()
    return [f"{key} = {quoted(UNFINISHED)}  # {CHECK(lang)}: {question(lang)}" for key, question in asked]


def _taken(proposal: Proposal, lang: Language) -> list[str]:
    """What says the time, in one line."""
    taken = proposal.period.taken if proposal.period is not None else ()
    told = [t(lang) for t in taken]
    return [f"{_PERIOD(lang)}: {('、' if lang == 'ja' else ', ').join(told)}"] if told else []


def _period_of_text(proposal: Proposal) -> list[str]:
    """The period where no column holds it."""
    period = proposal.period
    if period is None or not period.text:
        return []
    text = quoted(period.text)
    return [
        f"period = {{ text = {text} }}",
        f"period_start = {{ text = {text}, date = {_forms(period.start)} }}",
        f"period_end = {{ text = {text}, date = {_forms(period.end)} }}",
    ]


def _forms(forms: str | tuple[str, ...]) -> str:
    return quoted(forms) if isinstance(forms, str) else f"[{', '.join(map(quoted, forms))}]"


def _sums(proposal: Proposal) -> list[str]:
    """Columns of sums; their parts by a pattern where their headers tell the year."""
    lines: list[str] = []
    patterns = any_year(proposal.figures)
    for total, parts, running in proposal.sums:
        lines += ["", "[[sums]]", f"total = {name_of(total)}"]
        found = dict.fromkeys(patterns.get(part.at, "").replace("(?P<time>", "(?:") for part in parts)
        if all(found) and not running:
            lines.append(f"pattern = {quoted('|'.join(found))}")
        else:
            lines.append(f"parts = [{', '.join(map(name_of, parts))}]")
        lines += ["running = true"] if running else []
    return lines


def _source(match: Match) -> str:
    options = [f"lookup = {quoted(match.lookup)}"] if match.lookup else []
    if match.date and match.date != "day":
        options.append(f"date = {_forms(match.date)}")
    return source(match.column, *options)


def _doubt(match: Match, lang: Language) -> str:
    """A column whose name only resembles the field's is marked."""
    if match.score >= 99:
        return ""
    return f"  # {CHECK(lang)}: {match.field.title(lang)}?"


def summary(proposal: Proposal, lang: Language) -> list[str]:
    """What the sheet was taken for and what is unclear, a line each."""
    where = " › ".join(w for w in (proposal.file, proposal.sheet) if w)
    taken = Text(
        f"{where}: 「{proposal.table.title.ja}」（{proposal.table.name}）と読みました。"
        f"見出し {_rows(proposal)}行目、対応する列 {len(proposal.matches)}、指標になる列 {len(proposal.figures)}",
        f"{where}: read as {proposal.table.title.en} ({proposal.table.name}); header in row {_rows(proposal)}, "
        f"{len(proposal.matches)} columns matched, {len(proposal.figures)} columns of figures",
    )
    lines = [taken(lang)]
    if proposal.sums:
        lines.append(
            Text(
                "合計と累計の列は取り込まず、内訳と合うかを確かめます",
                "Totals and running totals are not imported; they are checked against their parts",
            )(lang)
        )
    lines += [f"{CHECK(lang)}: {text(lang)}" for text in proposal.unclear]
    lines += [
        f"{CHECK(lang)}: {m.field.title(lang)} ← {plain(m.column.label)}"
        for m in proposal.matches
        if m.score < 99
    ]
    codes, names = proposal.municipalities
    asked, _ = other_municipalities(codes, names, "") if codes is None else (None, "")
    lines += [f"{CHECK(lang)}: {plain(asked(lang))}"] if asked is not None else []
    lines += _taken(proposal, lang)
    if proposal.period is not None:
        lines += [f"{CHECK(lang)}: {question(lang)}（{key}）" for key, question in proposal.period.asked]
    if proposal.unused:
        lines.append(f"{_UNUSED(lang)}: {', '.join(plain(u) for u in proposal.unused)}")
    return lines


def _rows(proposal: Proposal) -> str:
    return "–".join(str(r) for r in dict.fromkeys((proposal.header_rows[0], proposal.header_rows[-1])))
