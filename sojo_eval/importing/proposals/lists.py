"""A list of places (名称 and 住所 side by side) is proposed as social resources, and never as figures of latitudes and numbers."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Sequence

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.mappings.mapping import UNFINISHED
from sojo_eval.importing.proposals.columns import ReadColumn, ReadSheet, counts_rows
from sojo_eval.importing.proposals.header_times import figure_of, lie_across, settled
from sojo_eval.importing.proposals.proposal import Figure, Match, Period, Proposal
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema

PLACES = "social_resources"
_NAME = re.compile(
    "名称$|施設名|事業所名|事業者名|法人名|団体名|園名$|校名$|拠点名|サロン名|会場名|店名|店舗名|カフェ名|食堂名|場所名|^name$"
)
_NO_NAME = re.compile(
    "都道府県|市区町村|市町村|カナ|かな|フリガナ|ふりがな|通称|英字|英語|代表者|担当|氏名|項目"
)
_ADDRESS = re.compile("住所|所在地|^所在$|address")
_NOT_THE_ADDRESS = re.compile(
    "コード|code|カナ|番号|方書|都道府県|市区町村|町字|番地|代表者|メール|mail|e-mail"
)
_LATITUDE, _LONGITUDE = re.compile("緯度|latitude|^lat$"), re.compile("経度|longitude|^l(?:on|ng)$")
_TELEPHONE = re.compile("電話|^tel")
_KEY = re.compile("^no[.．]?$|^№$|id$|番号$|コード$|code$|^通番$|^連番$")
_NO_KEY = re.compile("都道府県|市区町村|市町村|団体コード|公共団体|電話|fax|郵便|法人番号|内線|地域コード")
_KIND = re.compile("種別|種類|区分|分類|カテゴリ|category|kind")
_BEGIN = re.compile(
    "(?:開始|開設|設立|設置|創設|認可|認定|指定|供用開始|活動開始|開所|登録)(?:等)?(?P<what>年月日|年月|日|年度|年)$"
)
_END = re.compile("(?:終了|廃止|閉鎖|閉所|休止|解散)(?:等)?(?:年月日|年月|日)$")
_KIND_WORDS = {
    "children_cafeteria": "子ども食堂|こども食堂|子供食堂",
    "dementia_cafe": "認知症カフェ|オレンジカフェ",
    "salon": "サロン|通いの場",
    "ibasho": "居場所|フリースペース",
    "work": "就労|しごと",
    "housing": "居住支援|住まい",
}
_SINCE_WHEN = Text(
    "活動開始日の列がありません。いつからあるかが分からない社会資源は指標に数えられません（分かるなら active_from に）",
    "There is no column of first days: resources of which nobody says since when are counted in no indicator (active_from)",
)
_WHICH_DAY = Text(
    "開始は年だけです。その年の1月1日（year）からですか、4月1日（fiscal_year）からですか",
    "Only the year of the start is known: from its 1 January (year), or from 1 April (fiscal_year)?",
)
_NO_FIGURES = Text(
    "施設などの一覧です。番号、緯度、経度、電話番号は指標にしません",
    "This is a list of places; its numbers, coordinates and telephones are no figures",
)


def as_list(read: ReadSheet, schema: Schema) -> Proposal | None:
    """The sheet as social resources, None where it is no list of places."""
    name = _first(read.columns, _is_name)
    where = [
        _first(read.columns, _says(p, _NOT_THE_ADDRESS))
        for p in (_ADDRESS, _LATITUDE, _LONGITUDE, _TELEPHONE)
    ]
    address, latitude, longitude, telephone = where
    place = address is not None or (latitude is not None and longitude is not None) or telephone is not None
    if name is None or not place or lie_across(_figures(read.columns)):
        return None
    table = schema.tables[PLACES]
    matches = [Match(name, table.field("name_ja"), 100.0)]
    begin, end = _first(read.columns, _is(_BEGIN)), _first(read.columns, _is(_END))
    period = None
    if begin is not None:
        form = _begin_form(begin)
        matches.append(Match(begin, table.field("active_from"), 100.0, form))
        period = Period(asked=(("grain", _WHICH_DAY),)) if form == "period_start" else None
    if end is not None and end.dates:
        matches.append(Match(end, table.field("active_to"), 100.0, end.dates))
    kind, constants = _kind(read, table.name, schema)
    matches += [Match(kind, table.field("kind"), 100.0)] if kind is not None else []
    key, own = _key(read.columns, name, address)
    matches = [Match(key, table.field("resource_id"), 100.0), *matches] if key is not None else matches
    used = {m.column.at for m in matches} | ({address.at} if address is not None else set())
    return Proposal(
        read.file,
        read.sheet,
        table,
        read.header_rows,
        tuple(matches),
        period=period,
        unclear=(_NO_FIGURES, *(() if begin is not None else (_SINCE_WHEN,))),
        unused=tuple(c.name for c in read.columns if c.at not in used),
        own_columns=(*own, *_area(address)),
        own_constants=constants,
    )


def _figures(columns: Sequence[ReadColumn]) -> list[Figure]:
    return [f for f in settled([figure_of(c) for c in columns if c.is_number]) if f.time]


def _first(columns: Iterable[ReadColumn], fits: Callable[[ReadColumn], bool]) -> ReadColumn | None:
    return next((c for c in columns if fits(c)), None)


def _label(column: ReadColumn) -> str:
    return label_key(column.label.split("/")[-1])


def _says(wanted: re.Pattern[str], not_: re.Pattern[str]) -> Callable[[ReadColumn], bool]:
    return lambda column: (
        wanted.search(_label(column)) is not None
        and (not_.search(_label(column)) is None or wanted is _TELEPHONE)
    )


def _is(wanted: re.Pattern[str]) -> Callable[[ReadColumn], bool]:
    return lambda column: (
        wanted.search(_label(column)) is not None and any(not is_blank(v) for v in column.cells.values)
    )


def _is_name(column: ReadColumn) -> bool:
    label = _label(column)
    return _NAME.search(label) is not None and _NO_NAME.search(label) is None and not column.is_number


def _begin_form(column: ReadColumn) -> str:
    """How its first days are read; a year alone must be asked, 年度 begins in April."""
    what = _BEGIN.search(_label(column))
    if what is not None and what["what"] in ("年", "年度") and column.dates not in ("day", "month"):
        return "fiscal_year_start" if what["what"] == "年度" else "period_start"
    return column.dates or "day"


def _kind(read: ReadSheet, table: str, schema: Schema) -> tuple[ReadColumn | None, tuple[Text, ...]]:
    """The column of kinds where all of its words are of the code list; else one for all, by a word of the list's names or
    asked."""
    field = schema.tables[table].field("kind")
    codes = schema.codelists[str(field.codelist)]
    known = {label_key(str(text)) for name in ("code", "title_ja", "title_en") for text in codes[name]}
    for column in read.columns:
        values = [as_text(v) for v in column.cells.values if not is_blank(v)]
        if _KIND.search(_label(column)) and values and all(label_key(v) in known for v in values):
            return column, ()
    named = "\n".join((read.file, read.sheet, read.title, *(c.label for c in read.columns)))
    found = [code for code, words in _KIND_WORDS.items() if re.search(words, named)]
    chosen = found[0] if len(found) == 1 else UNFINISHED
    choice = {lang: ", ".join(f"{c}（{t}）" for c, t in zip(codes["code"], codes[title], strict=True)) for lang, title in (("ja", "title_ja"), ("en", "title_en"))}  # fmt: skip
    line = f"kind = {_quoted(chosen)}"
    return None, (Text(f"{line}  # 確かめる: {choice['ja']}", f"{line}  # check: {choice['en']}"),)


def _key(
    columns: Sequence[ReadColumn], name: ReadColumn, address: ReadColumn | None
) -> tuple[ReadColumn | None, tuple[Text, ...]]:
    """What tells the places apart next year too: a key of the list, else their names, with the address where two are alike."""
    for column in columns:
        label = _label(column)
        plain = _KEY.search(label) is not None and _NO_KEY.search(label) is None
        if plain and _differ([column]) and not _counts(column):
            return column, ()
    parts = next(
        (p for p in ([name], *([[name, address]] if address is not None else [])) if _differ(p)), None
    )
    if parts is None:
        text = UNFINISHED
    else:
        text = "/".join(f"{{{c.name}}}" for c in parts)
    line = f"resource_id = {{ text = {_quoted(text)} }}"
    return None, (Text(line, line),)


def _counts(column: ReadColumn) -> bool:
    """1, 2, 3 down the rows or up: next year they are other places."""
    return counts_rows(column) or _falls(column)


def _falls(column: ReadColumn) -> bool:
    texts = [as_text(column.cells[i]) for i in range(len(column.cells))]
    numbers = [int(t) for t in texts if t.isdigit()]
    steps = [a - b for a, b in itertools.pairwise(numbers)]
    return len(steps) > 1 and all(step > 0 for step in steps) and steps.count(1) * 2 >= len(steps)


def _differ(columns: Sequence[ReadColumn]) -> bool:
    """Whether every row is filled and no two are alike."""
    rows = [tuple(as_text(c.cells[i]) for c in columns) for i in range(len(columns[0].cells))]
    return all(any(row) for row in rows) and len({*map(str, rows)}) == len(rows)


def _area(address: ReadColumn | None) -> tuple[Text, ...]:
    """The line that takes the area from the address, for a city whose areas are there."""
    if address is None:
        return ()
    line = f'# area = {{ header = {_quoted(address.label)}, lookup = "name_ja", address = true }}'
    return (
        Text(
            f"{line}  # 地域の表（areas）があれば、頭の # を外すと地域ごとに数えます",
            f"{line}  # with a table of areas, remove the first #",
        ),
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
