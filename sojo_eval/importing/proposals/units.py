"""The unit of a column of figures: said by its cells, its header, or a note above the table; otherwise it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text, is_blank, is_ditto
from sojo_eval.importing.files.number_formats import MIXED
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.mappings.units import ASKED, Unit, named_unit, unit_spellings
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.tables.totals import numbers
from sojo_eval.japanese import label_key, normalise
from sojo_eval.japanese.numbers import unit_factor
from sojo_eval.schema import load_schema

_OPEN, _CLOSE = r"(\[（［【〔<〈", r")\]）］】〕>〉"
_GIVEN = re.compile(
    rf"[{_OPEN}]\s*(?:単位\s*[:：/は]?\s*)?(?P<unit>[^{_OPEN}{_CLOSE}]{{1,12}}?)\s*[{_CLOSE}]"
)
_NOTED = re.compile(r"単位\s*[:：/は]?\s*(?P<unit>[^\s()（）\[\]、,・:：]{1,12})")
_SAID = ((re.compile("件数?$"), "count"), (re.compile("(?:人数|人員|実人員|延べ?人数)$"), "persons"), (re.compile("世帯数?$"), "households"))  # fmt: skip
_ENGLISH = (
    (re.compile(r"(?:^|[ _])households?(?:$|[ _])"), "households"),
    (re.compile(r"(?:^|[ _])(?:persons?|people)(?:$|[ _])"), "persons"),
    (re.compile(r"(?:^|[ _])(?:cases?|counts?)(?:$|[ _])"), "count"),
)
_NO_COUNT = re.compile(
    "rate|ratio|share|percent|average|率|割合|比$|平均|当たり|あたり|指数|単価|[%％]|1世帯|一世帯"
)
"""A figure so called is no count, whatever is counted in it."""
_MONEY = re.compile("価格|金額|額(?:計|合計)?$|費(?:計|合計)?$|料$|賃$|予算|決算|歳出|歳入|収入$|支出$")


SHARE_OR_PERCENT = Text(
    '％とありますが、値がすべて1以下です。割合（0.359）なら unit = "share" に、％の数（0.359%）なら cells_in = "%" も足してください',
    'It says %, but all values are 1 or less: write unit = "share" for shares (0.359); for percentages (0.359 %) add'
    ' cells_in = "%" too',
)


DIFFER_BY_ROW = Text(
    "表示形式の単位（千円、人など）が行によって違う列があります。元の表に「単位」の列を足すと、行ごとに読めます",
    "In some columns number formats show different units by row: add a column 単位 to the sheet, and each row is read in its own",
)
SCALED = Text(
    "セルの数は、表示形式（#,##0, など）により見えている数の1000倍（以上）です。円で入っているなら、単位は 千円 ではなく 円 です",
    "By their number format (#,##0, …) cells hold 1,000 times what they show: where they hold yen the unit is 円, not 千円",
)


def unit_of(column: ReadColumn, above: Sequence[str] = ()) -> Unit:
    """The unit of a column: what its number format shows; else what its cells carry, its header says, the notes above agree
    on. Where the format leaves thousands out the cells are in so much less: 1,234,000 shown as 1,234千円 is in 円."""
    if column.shown == MIXED:
        return ASKED
    text, thousands = column.shown
    shown = Unit("yen") if text in ("¥", "￥") else named_unit(text)
    if shown is None and not thousands:
        return _unit_told(column, above)
    told = _unit_told(column, above)
    if shown is None:
        shown = told
    elif told.code not in (UNFINISHED, shown.code) or (told.cells_in and told != shown):
        return ASKED
    if not thousands:
        return shown
    factor = unit_factor(shown.cells_in) / 1000**thousands
    named = {unit_factor(unit): unit for unit in (f"{rank}円" for rank in ("", "千", "万", "百万", "億"))}
    if shown.code != "yen" or factor not in named:
        return ASKED
    return Unit("yen", named[factor] if factor > 1 else "")


def scaled(column: ReadColumn, unit: Unit) -> bool:
    """Whether the unit of a column is asked of which the number format leaves thousands out."""
    return bool(column.shown.thousands) and unit.code == UNFINISHED


def _unit_told(column: ReadColumn, above: Sequence[str]) -> Unit:
    """What the cells carry, else the header says; else the unit that the notes above agree on."""
    parts = [part for part in column.label.split("/") if part.strip()]
    said = [unit for part in parts for unit in _in_header(part)]
    if column.unit:
        written = named_unit(column.unit)
        if written is None or any(s.code != written.code for s in said):
            return Unit(UNFINISHED, column.unit)
        return Unit(written.code, written.cells_in or column.unit)
    if said:
        unit = said[-1]
        return ASKED if unit.code == "share" and _all_within_one(column) else unit
    parts = [without_marks(part) for part in parts]
    name = label_key(re.sub(r"[（(].*?[）)]", "", parts[-1] if parts else ""))
    whole = label_key("/".join(parts))
    noted = {unit for text in above for unit in _in_note(text)}
    if _NO_COUNT.search(whole):
        return ASKED
    if _MONEY.search(name) or _MONEY.search(whole):
        money = {unit for unit in noted if unit.code == "yen"}
        return money.pop() if len(money) == 1 else ASKED
    plain = normalise(parts[-1] if parts else "").casefold()
    of_name = next((Unit(code) for pattern, code in _ENGLISH if pattern.search(plain)), None)
    of_name = of_name or next((Unit(code) for pattern, code in _SAID if pattern.search(name)), None)
    if of_name is None and len(parts) > 1:
        of_name = next((Unit(code) for pattern, code in _SAID if pattern.search(label_key(parts[0]))), None)
    if any(map(_names_several_units, above)):
        return of_name or ASKED
    if len(noted) == 1:
        (unit,) = noted
        return unit if of_name is None or of_name.code == unit.code else of_name
    return ASKED if noted else of_name or ASKED


def _in_header(part: str) -> list[Unit]:
    """Units that a part of a header names: the whole of it, or in brackets."""
    alone = named_unit(part) if normalise(part)[:1] in "([〔<" or len(normalise(part)) <= 3 else None
    if alone is not None:
        return [alone]
    return [
        unit for found in _GIVEN.finditer(normalise(part)) if (unit := named_unit(found["unit"])) is not None
    ]


def _in_note(text: str) -> list[Unit]:
    """The units that a note above the table names: （単位：千円）, 単位　人."""
    plain = normalise(text)
    found = [named_unit(m["unit"]) for m in _NOTED.finditer(plain)]
    if not found:
        found = [named_unit(m["unit"]) for m in _GIVEN.finditer(plain)]
    return [unit for unit in found if unit is not None]


def _names_several_units(text: str) -> bool:
    """A note that names more than one unit, such as 単位：人、％."""
    plain = normalise(text)
    return "単位" in plain and len(re.findall(r"人|件|世帯|円|%", plain)) > 1


def _all_within_one(column: ReadColumn) -> bool:
    read = numbers(column.cells)
    known = read[np.isfinite(read)]
    return bool(len(known) and (np.abs(known) <= 1).all() and (known != 0).any())


_OF_UNITS = frozenset(
    map(label_key, ("単位", "単位名", "計量単位", "測定単位", "数値の単位", "値の単位", "unit", "units"))
)


def holds_units(column: ReadColumn) -> bool:
    """A column that tells the unit of each row."""
    filled = [cell for cell in column.cells.values if not is_blank(cell)]
    return label_key(column.label.split("/")[-1]) in _OF_UNITS and bool(filled) and not column.is_number


def units_asked(units: ReadColumn, figures: Sequence[ReadColumn]) -> list[str]:
    """The spellings in a column of units of which nobody knows what they stand for: no unit of ours (回), or ％ beside
    figures none of which is above 1."""
    known = {*map(label_key, (*unit_spellings(), *load_schema().spellings("units")))}
    cells = units.cells.filled_down()
    asked = []
    for value in units.cells.values:
        unit = named_unit(as_text(value))
        if is_blank(value) or is_ditto(value):
            continue
        mine = cells.where(lambda cell, value=value: cell == value)  # type: ignore[misc]
        rows = np.flatnonzero(mine)
        share = unit is not None and unit.code == "share"
        small = share and all(
            _all_within_one(replace(f, cells=f.cells.take(rows))) for f in figures if not f.unit
        )
        if small or (unit is None and label_key(as_text(value)) not in known):
            asked.append(as_text(value))
    return asked


_N = re.compile(r"[(\[（［]?\s*n\s*[=:＝：]\s*(?P<n>[0-9][0-9,]*)\s*[人件]?\s*[)\]）］]?", re.IGNORECASE)


def n_of(label: str) -> str:
    """The number of respondents that a header gives (n=1,234), as digits; "" where none does."""
    found = _N.search(normalise(label))
    return found["n"].replace(",", "") if found is not None else ""


def without_unit(name: str) -> str:
    """A figure's name without the unit and the number of respondents in it."""
    plain = _N.sub("", normalise(name)) if n_of(name) else name
    parts = []
    for part in map(without_marks, plain.split("/")):
        kept = _GIVEN.sub(
            lambda found: "" if named_unit(found["unit"]) is not None else found[0], part
        ).strip()
        if kept and not (named_unit(part) is not None and normalise(part)[:1] in "([〔<"):
            parts.append(kept)
    return "/".join(parts)


_MARKS = re.compile(
    r"\s*(?:[(（]?(?:[※*＊†‡]|注)\s?[0-9０-９]*\s*[)）]?|(?<=[^0-9０-９(（])[0-9０-９]{1,2}[)）])$"
)


def without_marks(name: str) -> str:
    """A label without the marks of its footnotes: 性比1), 総数（注１）, 件数※2."""
    plain = name.strip()
    while (found := _MARKS.search(plain)) is not None and found.start() > 0:
        plain = plain[: found.start()]
    return plain


def one_or_less(column: ReadColumn) -> bool:
    """Whether the header says %, and no value is more than 1: shares or percentages, nobody knows."""
    said = [unit for part in column.label.split("/") for unit in _in_header(part)]
    return bool(said) and said[-1].code == "share" and _all_within_one(column) and not column.unit


def count_of_respondents(column: ReadColumn) -> bool:
    """Whether a column holds the numbers of respondents beside shares."""
    return label_key(without_unit(column.label).split("/")[-1]) in _RESPONDENTS


_RESPONDENTS = frozenset(
    map(
        label_key,
        (
            "n",
            "ｎ",
            "N",
            "回答数",
            "有効回答数",
            "回答者数",
            "有効回収数",
            "n数",
            "母数",
            "サンプル数",
            "標本数",
        ),
    )
)
