"""Numbers and yes/no as typed: full-width digits, thousands commas, △ for minus, 千円 and %, 1万2千, 約, ○ and ×.

Nothing is multiplied or rounded unasked: a unit or a 約 in a cell is an error unless the caller says that the column
is in that unit, or may hold approximations.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sojo_eval.foundation.language import Text
from sojo_eval.japanese.kanji_numerals import large_number
from sojo_eval.japanese.text import UnreadableError, label_key, normalise, plain_dashes, refuse_note_digits

_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_NO_NUMBERS = frozenset("○〇◯一")
_E = re.compile(
    r"(?P<whole>[0-9](?:\.(?P<decimals>[0-9]+))?)e(?P<sign>[+-]?)(?P<exponent>[0-9]{1,3})", re.IGNORECASE
)
_KANJI = re.compile(r"[0-9,.〇○◯零一二三四五六七八九十百千万億兆]+")
_RANKS = re.compile("[十百千万億兆]")
_ABOUT_BEFORE = re.compile(r"^(?:約|およそ|おおよそ|おおむね|概ね|凡そ|ほぼ)\s?")
_ABOUT_AFTER = re.compile(r"\s?(?:程度|前後|くらい|ぐらい)$")
_RANGE = re.compile(r"[0-9]\S*\s?(?:[〜~∼-]|から)\s?[0-9]")
_BOUND = re.compile(r"以上|以下|未満|超$|を超える|[<>≦≧]")
_PREFIXES = {
    "十億": 9,
    "百億": 10,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "億": 8,
    "万": 4,
    "千": 3,
    "百": 2,
    "十": 1,
}
_PARTS = {"%": -2, "パーセント": -2, "割": -1, "‰": -3}
_COUNTER_WORDS = (
    "人 名 件 円 世帯 団体 回 日 月 か月 ヶ月 カ月 年 歳 才 時間 分 部 冊 枚 台 戸 棟 軒 校 園 箇所 か所 ヶ所 ケ所 カ所 "
    "所 組 班 店 社 施設 事業所 地区 町丁目 種類 項目 問 票 通 本 個 点 ポイント 位 ha km km2 m m2 kg"
)
_COUNTERS = _COUNTER_WORDS.split()
_UNIT = re.compile(
    rf"(?:{'|'.join(_PREFIXES)})?(?:{'|'.join(sorted(_COUNTERS, key=len, reverse=True))})|{'|'.join(_PARTS)}"
)
_ERROR_VALUES = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!).*|#+", re.IGNORECASE)
_EXACT = 2**53

_HOW = Text(
    "数字だけを入れ、単位や注記は別の列にしてください", "Write the number alone; units and notes go elsewhere"
)
_TOO_LONG = Text("桁が多すぎて正確に持てない数です", "It has too many digits to be held exactly")
_TOO_LONG_FIX = Text(
    "番号なら文字の列に、数なら桁を確かめてください",
    "A code belongs into a text column; check a number's digits",
)
_LONGEST = 200
"""Characters of a text in which a number is looked for; a page of digits would take minutes."""
_YES = frozenset(map(label_key, ["○", "〇", "◯", "◎", "有", "あり", "はい", "1", "true", "済"]))
_NO = frozenset(map(label_key, ["×", "✕", "✖", "無", "なし", "いいえ", "0", "false"]))


@dataclass(frozen=True)
class Quantity:
    """A number as it stands in a cell: `value` before any factor, `unit` as written (千円, %, or empty)."""

    value: float
    unit: str = ""
    approximate: bool = False


def parse_number(cell: object, unit: str = "", *, approximate: bool = False) -> float:
    """A cell as a number in base units. Raises UnreadableError.

    unit: what the mapping says the column is in, its factor included: with 千円 both 5 and 5千円 are 5000, with % both
    35.9 and 35.9% are 0.359. A cell that names another unit is an error, and so is any unit without `unit`.
    approximate: take 約500 as 500 (`is_approximate` tells the cells).
    """
    value, written, about = _quantity(cell, unit)
    if about and not approximate:
        raise UnreadableError(
            Text("約や程度がついていて、そのままでは数として読めません", "It is an approximate number"),
            Text(
                "正確な数にするか、対応表でおおよその数を認めてください",
                "Write the exact number, or allow approximations in the mapping",
            ),
        )
    if written and _unit_key(written) != _unit_key(unit):
        raise _unit_mismatch(written, unit)
    factor = unit_factor(unit)
    if factor > 1 and not written and isinstance(cell, str) and _RANKS.search(cell):
        raise UnreadableError(
            Text(
                f"「{unit}」の列に千や万のついた数があり、二重に掛けるのか分かりません",
                f"A number with 千 or 万 in a column in {unit}: is it to be multiplied twice?",
            ),
            _HOW,
        )
    return _as_float(value * factor)


def read_quantity(cell: object) -> Quantity:
    """A cell as a number with what stands around it, nothing multiplied. Raises UnreadableError."""
    value, unit, about = _quantity(cell, "")
    return Quantity(_as_float(value), unit, about)


def is_approximate(cell: object) -> bool:
    """True for 約500, 500程度 and the like: texts that say they are not exact."""
    if not isinstance(cell, str):
        return False
    text = normalise(cell)
    return without_about(text) != text


def without_about(text: str) -> str:
    """A normalised text without 約, 程度 and the like."""
    return _ABOUT_AFTER.sub("", _ABOUT_BEFORE.sub("", text, count=1))


def unit_factor(unit: str) -> Decimal:
    """By how much a number in this unit exceeds the base unit: 千円 1000, 万人 10000, % 0.01, 人 and unknown ones 1."""
    key = _unit_key(unit)
    if key in _PARTS:
        return Decimal(1).scaleb(_PARTS[key])
    for prefix, power in _PREFIXES.items():
        if key == prefix or (key.startswith(prefix) and key[len(prefix) :] in _COUNTERS):
            return Decimal(1).scaleb(power)
    return Decimal(1)


def _unit_key(unit: str) -> str:
    key = normalise(unit).replace(" ", "")
    return {"名": "人", "パーセント": "%", "千名": "千人", "万名": "万人"}.get(key, key)


def _unit_mismatch(written: str, unit: str) -> UnreadableError:
    if not unit and written == "%":
        return UnreadableError(
            Text("％のついた値です", "It has a percent sign"),
            Text(
                "100で割った値にするか（35.9% → 0.359）、対応表に単位 % と書いてください",
                "Divide by 100 (35.9 % is 0.359), or give the unit % in the mapping",
            ),
        )
    if not unit:
        return UnreadableError(
            Text(
                f"単位「{written}」がついていて、そのままでは数として読めません", f"It has the unit {written}"
            ),
            Text(
                f"数字だけにするか、対応表に単位 {written} と書いてください",
                f"Write the number alone, or give the unit {written} in the mapping",
            ),
        )
    return UnreadableError(
        Text(
            f"単位「{written}」は、対応表の単位「{unit}」と違います",
            f"Its unit {written} is not the mapping's unit {unit}",
        ),
        Text("列の単位を一つにそろえてください", "Give all of the column in one unit"),
    )


def _quantity(cell: object, unit: str) -> tuple[Decimal, str, bool]:
    """Value as written, unit as written, and whether it is approximate."""
    if isinstance(cell, bool):
        raise UnreadableError(Text("数ではなく真偽の値です", "It is true or false, not a number"), _HOW)
    if isinstance(cell, int):
        return Decimal(cell), "", False
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise UnreadableError(Text("数ではありません", "It is not a number"), _HOW)
        return Decimal(repr(float(cell))), "", False
    if isinstance(cell, date | time | timedelta):
        raise UnreadableError(
            Text(
                "日付か時刻です（1-2 や 1/2 が日付に変わった跡かもしれません）",
                "It is a date or time (1-2 typed into Excel becomes one)",
            ),
            Text(
                "セルの書式を標準か数値に戻し、数を入れ直してください",
                "Format the cell as a number and type it again",
            ),
        )
    raw = str(cell)
    if len(raw) > _LONGEST:
        raise _unreadable(plain_dashes(normalise(raw[:_LONGEST])))
    refuse_note_digits(raw)
    text = normalise(raw)
    if text in _NO_NUMBERS:
        raise UnreadableError(
            Text(
                "○ は有るの意味か 0 か、一 は数か横棒か分かりません",
                "○ may mean yes, and 一 be a dash: it is unclear",
            ),
            _HOW,
        )
    body = plain_dashes(without_about(text))
    about = body != plain_dashes(text)
    sign = 1
    if body[:1] in ("△", "▲", "-", "+"):
        sign = 1 if body[0] == "+" else -1
        body = body[1:].lstrip()
    written = ""
    if body[:1] == "¥":
        body, written = body[1:].lstrip(), "円"
    tail = _unit_at_end(body, unit)
    if tail:
        body, written = body[: -len(tail)].rstrip(), tail
    value = _value(body)
    if value is None:
        raise _unreadable(plain_dashes(text))
    return sign * value, written, about


def _unit_at_end(body: str, unit: str) -> str:
    """The unit that the text ends with: the longest one that leaves a number before it."""
    own = normalise(unit)
    if own and body.endswith(own) and _value(body[: -len(own)].rstrip()) is not None:
        return own
    start = re.search(r"[^0-9.,〇○◯零一二三四五六七八九]", body)
    for i in range(start.start() if start else len(body), len(body)):
        if _UNIT.fullmatch(body, i) and _value(body[:i].rstrip()) is not None:
            return body[i:]
    return ""


def _value(text: str) -> Decimal | None:
    if len(text) > 40:
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    shortened = _E.fullmatch(text)
    if shortened is not None:
        # All digits must be written out: 1.23457E+11 is what is left of a longer number.
        shown = len(shortened["decimals"] or "")
        if shortened["sign"] == "-" or shown >= int(shortened["exponent"]):
            return Decimal(text)
        return None
    return large_number(text) if _KANJI.fullmatch(text) else None


def _unreadable(text: str) -> UnreadableError:
    """Why a text is not a number, as nearly as can be said."""
    how = _HOW
    if re.fullmatch(r"\(.+\)", text) and _value(text[1:-1].lstrip("-△▲ ")) is not None:
        why = Text(
            "かっこ付きの数は、マイナスか内数（再掲）か分かりません",
            "A number in brackets: minus, or part of another number (再掲)?",
        )
        how = Text(
            "マイナスなら △ をつけ、内数なら別の列にしてください",
            "If it is minus write △; if part of another number, give it a column of its own",
        )
    elif _ERROR_VALUES.fullmatch(text):
        why = Text("Excel のエラーの値です", "It is an error value of Excel")
        how = Text("元の式を直して保存し直してください", "Fix the formula and save again")
    elif _E.fullmatch(text):
        why = Text(
            "指数で縮められ、下の桁が失われています",
            "It was shortened to powers of ten; the last digits are lost",
        )
        how = Text(
            "元の表で列の書式を数値にして保存し直してください",
            "Format the column as numbers in the original and save again",
        )
    elif _RANGE.search(text):
        why = Text("幅のある数です", "It is a range")
        how = Text("一つの数にしてください", "Write one number")
    elif _BOUND.search(text):
        why = Text(
            "以上・以下などの境の数で、値ではありません", "It is a bound (or more, or less), not a value"
        )
    elif re.fullmatch(r"[△▲+-]?[0-9]+(?:,[0-9]*)+(?:\.[0-9]+)?", text):
        why = Text("カンマの位置が3桁ごとではありません", "The commas do not stand at every third digit")
    elif _PLAIN.fullmatch(text.lstrip("△▲+- ")):
        why, how = _TOO_LONG, _TOO_LONG_FIX
    elif re.fullmatch(r"[0-9]+(?:\.[0-9]+){2,}", text):
        why = Text("小数点が二つ以上あります", "It has more than one decimal point")
    else:
        why = Text("数として読めません", "It cannot be read as a number")
    return UnreadableError(why, how)


def _as_float(value: Decimal) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or (value == value.to_integral_value() and abs(value) > _EXACT):
        raise UnreadableError(_TOO_LONG, _TOO_LONG_FIX)
    return number + 0.0  # no minus zero


def parse_boolean(cell: object) -> bool:
    """A cell as yes or no: ○/×, 有/無, あり/なし, はい/いいえ, 1/0, true/false. Raises UnreadableError."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell in (0.0, 1.0):
        return bool(cell)
    key = label_key(str(cell))
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise UnreadableError(
        Text("有無として読めません", "It cannot be read as yes or no"),
        Text("○か×（有か無、1か0）にしてください", "Write ○ or × (有 or 無, 1 or 0)"),
    )
