"""What may stand in a cell that nobody expected there; and made-up personal data that must never be repeated."""

from __future__ import annotations

import datetime

import numpy as np

Cell = object

DATES = (
    "令和元年13月1日", "令和100年1月1日", "平成35年4月3日", "昭和64年1月8日", "令和0年", "R6", "Ｒ６．４．１", "㋿6年4月1日",
    "令和五年四月三十一日", "大正99年", "H31.4.31", "令和6年2月30日", "明治", "令和６年４月１日（土）", "6.4.1", "2024/13/45",
    "2024-02-30", "99999-01-01", "0000/00/00", "-1/1/1", "令和" + "9" * 5000 + "年", "1e5年", "45383", "2958466", "-1",
    "令和６年度", "4月1日", "13月", "１２／３１", "H31.3", "2024年4月1日〜5月1日", "先週", "令和元年元月元日", "20240401", "R6.4.1 25:61",
)  # fmt: skip
NUMBERS = (
    "1" + "0" * 400, "9" * 5000, "1e400", "-1e400", "1e999999999", "nan", "NaN", "inf", "-Infinity", "0x1F", "1_000",
    "１２３．４５６．７", "△5", "▲", "約", "約500", "5人未満", "1,2,3", "1,234千円", "百万", "%", "∞", "½", "②", "Ⅳ", "٣", "²", "一億二千万",
    "-0", "+-5", "１０＾４００", "1/0", "1e-400", "１，０００，０００", "3.0000000000000001", "九" * 300, "千" * 50, "1.5", "-3", "150%",
)  # fmt: skip
MARKS = (
    "-", "－", "―", "‐", "…", "‥", "x", "X", "***", "*", "不明", "非公表", "〃", "同上", "該当なし", "N/A", "#REF!", "#DIV/0!", "なし", "ー",
)  # fmt: skip
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1+1", '=HYPERLINK("http://x")', "=SUM(B:B)", "='", "=",
)  # fmt: skip
ODD = (
    "😀" * 50, "👨‍👩‍👧‍👦", "e\u0301" * 20, "\u202eabc\u202c", "\u200b", "\ufeff", "\x01", "\x0b", "\x0c", "\x1b[31m", "\x1c", "\x85", "\u2028",
    "𠮷", "㍻", "﷽", "ｶﾞｷﾞｸﾞ", "\ufffd", "<script>alert(1)</script>", "]]>", "&lt;&amp;", "a\r\nb", "a\nb\n\nc", '"', '""', "'", "\\", "{#property}",
    "{0}{x}", "%s%n", "${x}", "合計", "※注記", "*注", "　", "\xa0", "小計", "(再掲)", "#property", "\t", ",", ";", "|", "か゛" * 30, "あ" * 40_000,
    "\x00", "\ud800", "_x0041_", "Ａ" * 300, "x" * 255, "C:\\*?", "\U000e0001", "\ufff9", "0" * 50,
)  # fmt: skip
TYPED: tuple[Cell, ...] = (
    datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59), datetime.date(2024, 2, 29),
    datetime.datetime(2024, 4, 1, 13, 5), datetime.time(12, 30), 45383.0, 45383.5, 2958466.0, -1.5, 0, 0.0, 60, True,
    False, 1e308, 5e-324, 1e15, 123456789012, 3.0, None, "", float("nan"), float("inf"), -0.0, 2**53 + 1,
)  # fmt: skip
_FAMILY = ("佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤")
_GIVEN = ("蕗子", "椋太", "鞠絵", "櫂斗", "莉緒菜", "颯馬")


def personal_data(rng: np.random.Generator) -> str:
    """A telephone number, a My Number with its check digit, an e-mail address or a name; nobody's."""
    way = int(rng.integers(4))
    if way == 0:
        first, middle, last = rng.integers(7, 10), rng.integers(1000, 10000), rng.integers(1000, 10000)
        return f"0{first}0-{middle}-{last}"
    if way == 1:
        body = [int(d) for d in rng.integers(3, 10, 11)]
        weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
        rest = sum(d * w for d, w in zip(body, weights, strict=True)) % 11
        return "".join(map(str, [*body, 0 if rest <= 1 else 11 - rest]))
    if way == 2:
        return f"mail{rng.integers(10**6, 10**7)}@example.jp"
    return f"{_FAMILY[rng.integers(len(_FAMILY))]}　{_GIVEN[rng.integers(len(_GIVEN))]}"


def odd_cell(rng: np.random.Generator) -> tuple[str, Cell]:
    """What kind of thing it is, and the cell."""
    kinds: tuple[tuple[str, tuple[Cell, ...]], ...] = (
        ("date", DATES), ("number", NUMBERS), ("mark", MARKS), ("formula", FORMULAS), ("odd text", ODD),
        ("typed", TYPED),
    )  # fmt: skip
    name, values = kinds[rng.integers(len(kinds))]
    return name, values[rng.integers(len(values))]
