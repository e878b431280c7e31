"""Figures that are not ours, not of this time or not final: of other municipalities, of the year before, estimates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.header_times import figure_of
from sojo_eval.importing.proposals.units import without_unit
from sojo_eval.japanese import label_key, normalise

_BEFORE = r"(?:前々?年度?|前々?月|昨年度?|一昨年度?|去年|前回)"
_SAME = r"(?:の?同(?:年|月|期|日|時期?|四半期))?末?"
_WHAT = (
    r"(?:実績|の?値|の?数値|分|計|累計|件数|人数|の?(?:対)?(?:比|差|差引|比較|比率|割合)|(?:から|より)?の?増減(?:数|率|額|比|値)?"
    r"|伸び?率|増加率|増減|との(?:差|比|比較|増減)|同?月?比増減)*"
)
_COMPARES = re.compile(rf"対?{_BEFORE}{_SAME}{_WHAT}")
_CHANGE = re.compile("(?:増減|増△減|差引?|差額|比較|伸び?|増加)(?:数|率|額|比|値|増減)*")
_ENGLISH = re.compile(r"(?:previous|prior|last)(?:year|month|fiscalyear|period)(?:ratio|change)?|yoy|mom")
_MARK = r"(?:見込み?(?:値|額|数)?|速報値?|概数値?|概算値?|推計値?|推定値?|暫定値?|確定値?|確報値?|改定値?|未確定|集計中|途中|[PpRr])"
_BRACKETED = re.compile(rf"\s*[(\[〔【〈<]\s*{_MARK}\s*[)\]〕】〉>]\s*$")
_GLUED = re.compile(r"(?<=[0-9度年月])\s?[PpRr]$")
_CODES = re.compile(
    "(?:都道府県コード(?:又は|または|・)?)?(?:市区?町村|自治体|(?:全国)?地方公共団体|団体)(?:コード|番号)|municipalitycode"
)
_NAMES = re.compile("市区?町村(?:名称?)?|自治体(?:名称?)?|(?:地方公共)?団体名|municipality(?:name)?")
_MUNICIPALITY = re.compile(r"\S+[市区町村]")
_CODE = re.compile("[0-9]{5,6}")
_NAMED = 5
OTHERS = Text("ほかの市区町村の行", "rows of other municipalities")


def compares(label: str) -> bool:
    """Whether a header, or the one above it, names a figure of an earlier time or a change from it: （前年度）, 前年同月比."""
    return any(_COMPARES.fullmatch(key) or _ENGLISH.fullmatch(key) for key in _keys(label))


def is_change(label: str) -> bool:
    """Whether a header, or the one above it, names what changed between the years beside it: 増減, 増減率, 比較, 伸び率."""
    return any(_CHANGE.fullmatch(key) for key in _keys(label))


def _keys(label: str) -> list[str]:
    """The parts of a header without units and brackets; those that are left with nothing are none."""
    parts = [re.sub(r"[()\[\]〔〕【】]", "", normalise(without_unit(part))) for part in label.split("/")]
    return [key for part in parts if (key := label_key(part))]


def without_preliminary(label: str) -> str:
    """A label without （見込）, （速報値） or (p) behind its parts; the label itself where it has none."""
    parts = []
    for part in map(normalise, label.split("/")):
        plain = _GLUED.sub("", _BRACKETED.sub("", part))
        if plain:
            parts.append(plain)
    plain = "/".join(parts)
    return plain if plain and plain != "/".join(map(normalise, label.split("/"))) else label


def preliminary(columns: Sequence[ReadColumn]) -> list[Text]:
    """What to look at where headers of years say that their figures are not final."""
    marked = [
        c.label
        for c in columns
        if (plain := without_preliminary(c.label)) != c.label and figure_of_label(c, plain)
    ]
    if not marked:
        return []
    named = "、".join(marked)
    return [
        Text(
            f"見出しに見込や速報の印があります（{named}）。同じ系列として読みます。確定したら直してください",
            f"Headers are marked as estimates or preliminary ({named}): read as one series; correct them when final",
        )
    ]


def figure_of_label(column: ReadColumn, label: str) -> str:
    """The time that a label of this column tells, "" for none."""
    return figure_of(ReadColumn(column.at, label, column.cells, "", column.numbers)).time


def municipality_columns(columns: Sequence[ReadColumn]) -> tuple[ReadColumn | None, ReadColumn | None]:
    """The column of municipality codes, and that of their names."""
    keys = [(column, label_key(column.label.split("/")[-1])) for column in columns]
    codes = next(
        (c for c, key in keys if _CODES.fullmatch(key) and any(_CODE.fullmatch(t) for t in _texts(c))), None
    )
    names = next(
        (
            c
            for c, key in keys
            if _NAMES.fullmatch(key) and any(_MUNICIPALITY.fullmatch(t) for t in _texts(c))
        ),
        None,
    )
    return codes, names


def other_municipalities(
    codes: ReadColumn | None, names: ReadColumn | None, area: str
) -> tuple[Text | None, str]:
    """What tells of other municipalities, and the pattern of their codes: their rows are left out. Without codes, or without
    our own (area), it is asked.
    """
    if codes is not None and _CODE.fullmatch(area):
        ours = {area, area[:5], area.lstrip("0"), area[:5].lstrip("0")}
        others = [text for text in _texts(codes) if _CODE.fullmatch(text) and text not in ours]
        if not others:
            return None, ""
        told = Text(
            f"列「{codes.name}」にほかの市区町村（{_some(others)}）があります。その行は取り込みません",
            f"The column {codes.name} has other municipalities ({_some(others)}): their rows are not imported",
        )
        return told, f"^(?!(?:{'|'.join(sorted(ours))})$)[0-9]{{5,6}}$"
    found = [text for text in _texts(names) if _MUNICIPALITY.fullmatch(text)] if names is not None else []
    if names is None or not found:
        return None, ""
    asked = Text(
        f"列「{names.name}」に市区町村（{_some(found)}）があり、地域（area）はすべて自分の市区町村として書かれます。"
        "ほかの市区町村の行は [[leave_out]] に書いてください",
        f"The column {names.name} has municipalities ({_some(found)}), and all figures are written as of our own area: put"
        " rows of others into [[leave_out]]",
    )
    return asked, ""


def _some(texts: Sequence[str]) -> str:
    return "、".join([*texts[:_NAMED], *(["…"] if len(texts) > _NAMED else [])])


def _texts(column: ReadColumn) -> list[str]:
    return list(dict.fromkeys(as_text(value) for value in column.cells.values if not is_blank(value)))
