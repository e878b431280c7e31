"""A proposal as a mapping file with comments, and what is said about it on the terminal."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from sojo_eval.foundation.language import Language, Text
from sojo_eval.importing.headers import letters
from sojo_eval.importing.proposal_columns import PORTAL_MARK, ReadColumn
from sojo_eval.importing.proposed import PUBLISHED, Match, Proposal

_HEAD = Text(
    "sojo-eval map が提案した対応表です。「確かめる」とある行を見て、直してください",
    "A mapping proposed by sojo-eval map. Look at the lines that say “check” and correct them",
)
_METADATA = Text("オープンデータの説明の行", "metadata of the open-data portal")
_CHECK = Text("確かめる", "check")
_UNUSED = Text("読まない列", "Columns that are not read")


def mapping_toml(proposal: Proposal, lang: Language, area: str = "", several: bool = False) -> str:
    """The mapping file. area: the code to write for figures of the whole city. several: other sheets are mapped too,
    so that the sheet's name belongs to the indicators' names.
    """
    lines = [f"# {_HEAD(lang)}"]
    lines += [f"# {_CHECK(lang)}: {text(lang)}" for text in proposal.unclear]
    if proposal.unused:
        lines.append(f"# {_UNUSED(lang)}: {', '.join(_plain(u) for u in proposal.unused)}")
    lines += [f"table = {_quoted(proposal.table.name)}", f"files = [{_quoted(PurePath(proposal.file).name)}]"]
    if proposal.sheet:
        lines.append(f"sheets = [{_quoted(proposal.sheet)}]")
    lines.append(f"header_rows = {list(proposal.header_rows)}")
    if proposal.month is not None:
        lines.append(f"file_name = {_quoted(_around(proposal.file, proposal.year))}")
    lines += ["", "[columns]"]
    lines += [f"{m.field.name} = {_source(m)}{_doubt(m, lang)}" for m in proposal.matches]
    if proposal.month is not None:
        text = _quoted(f"{{year}}年{{{proposal.month.label}}}月")
        lines += [
            f"period = {{ text = {text} }}",
            f'period_start = {{ text = {text}, date = "month" }}',
            f'period_end = {{ text = {text}, date = "month_end" }}',
        ]
    if proposal.wide:
        lines += _wide(proposal, area, several)
    if proposal.portal:
        lines += ["", "[[leave_out]]", f"column = {_quoted(proposal.first_label or 'A')}"]
        lines += [f"starts_with = {_quoted(PORTAL_MARK)}", f"why = {_quoted(_METADATA(lang))}"]
    for total, part in proposal.running:
        lines += ["", "[[sums]]", f"total = {_name(total)}", f"parts = [{_name(part)}]", "running = true"]
    return "\n".join(lines) + "\n"


def _around(file: str, year: str) -> str:
    """A pattern for the file's name in which the year is the group `year`."""
    before = PurePath(file).stem.split(year)[0]
    return f"{re.escape(before)}(?P<year>\\d{{4}})"


def _wide(proposal: Proposal, area: str, several: bool) -> list[str]:
    stem = PurePath(proposal.file).stem + (f".{proposal.sheet}" if several else "")
    names = "".join(f"/{{{c.label}}}" for c in proposal.divided_by)
    lines = [f"indicator = {{ text = {_quoted(f'{stem}.{{figure}}{names}')} }}"]
    lines += ["", "[wide]", 'value = "value"']
    for column in proposal.wide:
        label = _plain(column.label) or letters(column.at)
        lines += [
            "",
            "[[wide.columns]]",
            _place(column),
            f"figure = {_quoted(label)}",
            f"definition = {_quoted(label)}",
        ]
    values = {"area": area, "unit": "count", "source": PurePath(proposal.file).name}
    return [*lines, "", "[constants]", *(f"{k} = {_quoted(v)}" for k, v in values.items())]


def _source(match: Match) -> str:
    options = [_place(match.column)]
    if match.lookup:
        options.append(f"lookup = {_quoted(match.lookup)}")
    if match.date and match.date != "day":
        options.append(f"date = {_quoted(match.date)}")
    if len(options) == 1 and match.column.label:
        return _quoted(match.column.label)
    return f"{{ {', '.join(options)} }}"


def _place(column: ReadColumn) -> str:
    if column.label:
        return f"header = {_quoted(column.label)}"
    return f"position = {_quoted(letters(column.at))}"


def _name(column: ReadColumn) -> str:
    return _quoted(column.label or letters(column.at))


def _doubt(match: Match, lang: Language) -> str:
    """A column whose name only resembles the field's is marked."""
    if match.score >= 99:
        return ""
    return f"  # {_CHECK(lang)}: {match.field.title(lang)}?"


def _plain(label: str) -> str:
    return " ".join(label.split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def summary(proposal: Proposal, lang: Language) -> list[str]:
    """What the sheet was taken for and what is unclear, a line each."""
    where = " › ".join(w for w in (proposal.file, proposal.sheet) if w)
    taken = Text(
        f"{where}: 「{proposal.table.title.ja}」（{proposal.table.name}）と読みました。"
        f"見出し {_rows(proposal)}行目、対応する列 {len(proposal.matches)}、指標になる列 {len(proposal.wide)}",
        f"{where}: read as {proposal.table.title.en} ({proposal.table.name}); header in row {_rows(proposal)}, "
        f"{len(proposal.matches)} columns matched, {len(proposal.wide)} columns of figures",
    )
    lines = [taken(lang)]
    if proposal.table.name == PUBLISHED and proposal.running:
        lines.append(
            Text(
                "累計の列は取り込まず、日別と合うかを確かめます",
                "Running totals are not imported; they are checked against their parts",
            )(lang)
        )
    lines += [f"{_CHECK(lang)}: {text(lang)}" for text in proposal.unclear]
    lines += [
        f"{_CHECK(lang)}: {m.field.title(lang)} ← {_plain(m.column.label)}"
        for m in proposal.matches
        if m.score < 99
    ]
    if proposal.unused:
        lines.append(f"{_UNUSED(lang)}: {', '.join(_plain(u) for u in proposal.unused)}")
    return lines


def _rows(proposal: Proposal) -> str:
    return "–".join(str(r) for r in dict.fromkeys((proposal.header_rows[0], proposal.header_rows[-1])))
