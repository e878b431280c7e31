"""What a header says beside its name or its time: figures of another year for comparison, and marks of preliminary ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.proposals.time_columns import figure_of
from sojo_eval.importing.proposals.units import without_unit
from sojo_eval.japanese import label_key, normalise

_BEFORE = r"(?:前々?年度?|前々?月|昨年度?|一昨年度?|去年|前回)"
_SAME = r"(?:の?同(?:年|月|期|日|時期?|四半期))?末?"
_WHAT = (
    r"(?:実績|の?値|の?数値|分|計|累計|件数|人数|の?(?:対)?(?:比|差|差引|比較|比率|割合)|(?:から|より)?の?増減(?:数|率|額|比|値)?"
    r"|伸び?率|増加率|増減|との(?:差|比|比較|増減)|同?月?比増減)*"
)
_COMPARES = re.compile(rf"対?{_BEFORE}{_SAME}{_WHAT}")
_ENGLISH = re.compile(r"(?:previous|prior|last)(?:year|month|fiscalyear|period)(?:ratio|change)?|yoy|mom")
_MARK = r"(?:見込み?(?:値|額|数)?|速報値?|概数値?|概算値?|推計値?|推定値?|暫定値?|確定値?|確報値?|改定値?|未確定|集計中|途中|[PpRr])"
_BRACKETED = re.compile(rf"\s*[(\[〔【〈<]\s*{_MARK}\s*[)\]〕】〉>]\s*$")
_GLUED = re.compile(r"(?<=[0-9度年月])\s?[PpRr]$")


def compares(label: str) -> bool:
    """Whether a header, or the one above it, names a figure of an earlier time or a change from it: （前年度）, 前年同月比."""
    parts = [re.sub(r"[()\[\]〔〕【】]", "", normalise(without_unit(part))) for part in label.split("/")]
    keys = [label_key(part) for part in parts]
    return any(key and (_COMPARES.fullmatch(key) or _ENGLISH.fullmatch(key)) for key in keys)


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
