"""Figures that are totals of something known (consultations, meetings, participants …), as the code list `measures` calls it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from rapidfuzz import fuzz, process

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.mappings.units import named_unit
from sojo_eval.importing.proposals.columns import ReadColumn, ReadSheet
from sojo_eval.importing.proposals.figures import NAMES_OF_FIGURES, UNIT_OF_FIGURES
from sojo_eval.importing.proposals.proposal import TOTALS, Figure, Match, Proposal
from sojo_eval.importing.proposals.units import without_unit
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema

_COUNTS = ("count", "persons", "households", "places", UNFINISHED)
"""Units of what can be a total; nothing else is one."""
_SAYS_NOTHING = frozenset(map(label_key, ("", "件数", "回数", "人数", "実績", "数", "延べ", "延べ件数", "延べ人数", "計", "合計", "総数", "実施回数", "開催回数", "値")))  # fmt: skip
"""Names of columns that say how something is counted and not what: the title, the sheet or the file says that."""
_UNIT_AFTER = re.compile(
    "[(（](?:延べ|実|人数|人|名|件数|件|回数|回|か所|箇所|カ所|ヶ所|世帯|[・、/])+[)）]$"
)
"""What says in brackets how a column counts."""
_AREAS = re.compile(r"(?:区|地区|校区|学区|圏域|地域|町|町名|町丁目?|丁目|自治会|支所管内)名?$")
"""Headers of a column of areas."""
_SHORTEST = 3
"""Characters of a name that is looked for within a title."""
_MOST_DIVISIONS = 2
_MOST_ASKED = 1
"""Of so many columns beside known totals it is asked what they count; more stay published figures."""
_CHECK = Text(
    "何の数か（measure）、窓口（service）、出典（source）、地域（area）がこれでよいかを見てください",
    "Look at what is counted (measure), desks (service), source and area",
)
_UNKNOWN = Text(
    "何の数か（measure）が分からない列があります。… に、集計項目の名前か、その列を読まないなら列ごと消してください",
    "What some columns count (measure) is not known: write it in place of …, or delete the column",
)


COULD_BE_TOTALS = Text(
    "件数や人数なら、map に --table reported_totals を付けると集計値として読め、評価の指標になります",
    "Counts can be read as totals, from which indicators are made: map with --table reported_totals",
)


NO_TOTALS = Text(
    "集計値（reported_totals）としては読めないので、公表値にしました: 数の列がすべて件数や人数でないか、行を分ける列が三つ以上あるか、"
    "行を分ける列のほかに同じ数え方の列が並ぶためです。列を減らした表を分けて渡せば読めます",
    "They cannot be read as totals (reported_totals) and stay published figures: not all columns count something, or three"
    " columns or more divide the rows, or several columns count the same beside a column that divides. Tables with fewer such"
    " columns can be read",
)
"""Where somebody asked for totals."""


def _could_be_totals(proposal: Proposal) -> bool:
    """Whether all figures can be counts of something."""
    return bool(proposal.figures) and all(map(_can_be_total, proposal.figures))


def _can_be_total(figure: Figure) -> bool:
    return figure.unit.code in _COUNTS and not figure.unit.cells_in and not figure.n


def as_totals(
    proposal: Proposal, read: ReadSheet, schema: Schema, *, wanted: bool = False
) -> Proposal | None:
    """The same figures as reported totals, where one of them is called as a measure (or somebody wants totals) and all can
    be counts; else None.

    A column of names beside them is the desk or service where it is called so, else a category. Of two others (only where
    somebody wants totals) one that alone names areas is the area; else both together are the category.
    """
    divided = proposal.divided_by
    by_line = proposal.headings and "{heading}" not in (proposal.period.text if proposal.period else "")
    if not _could_be_totals(proposal) or units_differ(proposal):
        return None
    if by_line or len(divided) > _MOST_DIVISIONS:
        return None
    spelled = {label_key(name): code for name, code in schema.spellings("measures").items()}
    around = (read.title, read.sheet, PurePath(read.file).stem)
    found = {f.column.at: _measure(f, around, spelled) for f in proposal.figures}
    if not any(found.values()) and not wanted:
        return None
    table = schema.tables[TOTALS]
    service = next((c for c in divided if _is_desk(c, schema)), None)
    others = [c for c in divided if c is not service]
    area = _area_of(others) if len(others) > 1 and wanted else None
    others = [c for c in others if c is not area]
    if (len(others) > 1 and not wanted) or (others and counted_twice(proposal.figures, found)):
        return None
    unclear = [t for t in proposal.unclear if t not in (NAMES_OF_FIGURES, UNIT_OF_FIGURES)]
    return replace(
        proposal,
        table=table,
        matches=tuple(
            replace(m, field=table.field(m.field.name))
            for m in proposal.matches
            if m.field.name in table.field_names
        )
        + (() if area is None else (Match(area, table.field("area"), 100.0, lookup="name_ja"),)),
        measures=tuple((at, code or UNFINISHED) for at, code in found.items()),
        service=service,
        divided_by=tuple(others),
        unclear=(_CHECK, *([] if all(found.values()) else [_UNKNOWN]), *unclear),
    )


def units_differ(proposal: Proposal) -> bool:
    """Whether the rows have units with a factor, or no counts: totals have no unit of their own."""
    told = [as_text(v) for m in proposal.matches if m.field.name == "unit" for v in m.column.cells.values]
    units = [named_unit(text) for text in told if text]
    return any(u is None or u.cells_in or u.code not in ("count", "persons", "households") for u in units)


def parted(proposal: Proposal, read: ReadSheet, schema: Schema) -> list[Proposal]:
    """The figures that are called as a measure as reported totals, and the others as they were; one alone among them is asked."""
    spelled = {label_key(name): code for name, code in schema.spellings("measures").items()}
    around = (read.title, read.sheet, PurePath(read.file).stem)
    known = [f for f in proposal.figures if _can_be_total(f) and _measure(f, around, spelled)]
    rest = [f for f in proposal.figures if f not in known]
    if known and len(rest) <= _MOST_ASKED and (whole := as_totals(proposal, read, schema)) is not None:
        return [whole]
    totals = as_totals(replace(proposal, figures=tuple(known)), read, schema) if known else None
    if totals is None:
        return [proposal]
    if not rest:
        return [totals]
    asked = any(f.unit.code == UNFINISHED for f in rest)
    unclear = tuple(t for t in proposal.unclear if asked or t is not UNIT_OF_FIGURES)
    # The sums are checked once.
    return [replace(totals, sums=()), replace(proposal, figures=tuple(rest), unclear=unclear)]


def counted_twice(figures: Sequence[Figure], measures: Mapping[int, str]) -> set[int]:
    """The columns (by position) that count what another of the same time counts too: 電話 and 来所 below 相談件数, each a
    category."""
    times = Counter((measures.get(f.column.at, ""), f.time) for f in figures)
    return {
        f.column.at
        for f in figures
        if measures.get(f.column.at, "") not in ("", UNFINISHED) and times[measures[f.column.at], f.time] > 1
    }


def nearest_measures(name: str, schema: Schema, most: int = 3) -> list[str]:
    """The codes whose names are most like this one, from the nearest on."""
    spelled = schema.spellings("measures")
    like = process.extract(
        label_key(name), {s: label_key(s) for s in spelled}, scorer=fuzz.token_sort_ratio, limit=None
    )
    return list(dict.fromkeys(spelled[spelling] for _, _, spelling in like))[:most]


def _measure(figure: Figure, around: tuple[str, ...], spelled: Mapping[str, str]) -> str:
    """The measure that a column is called after; "" for none."""
    whole = [label_key(without_unit(part)) for part in (figure.name or "").split("/")]
    parts = [_UNIT_AFTER.sub("", part) for part in whole]
    for name in ("".join(whole), *reversed(whole), "".join(parts), *reversed(parts)):
        if name in spelled:
            return spelled[name]
    telling = [part for part in parts if part not in _SAYS_NOTHING]
    for text in map(label_key, around):
        for joined in (text + "".join(parts), *(text + part for part in parts)):
            if joined in spelled:
                return spelled[joined]
    if telling:  # it says itself what it counts, and that is nothing known
        return ""
    for text in map(label_key, around):
        within = [name for name in spelled if len(name) >= _SHORTEST and name in text]
        if within:
            return spelled[max(within, key=len)]
    return ""


def _area_of(columns: Sequence[ReadColumn]) -> ReadColumn | None:
    """The one of them that names areas; None where none does, or where several do and one may lie within the other."""
    named = [c for c in columns if _AREAS.search(label_key(c.label.split("/")[-1]))]
    return named[0] if len(named) == 1 else None


def _is_desk(column: ReadColumn, schema: Schema) -> bool:
    field = schema.tables[TOTALS].field("service")
    names = {label_key(name) for name in (field.title.ja, *field.aliases)}
    return label_key(column.label.split("/")[-1]) in names
