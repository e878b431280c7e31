"""Numerals in kanji, alone and with digits."""

from __future__ import annotations

from sojo_eval.japanese.kanji_numerals import kanji_number, large_number, with_digits


def test_kanji_numerals() -> None:
    known = {"十": 10, "二十五": 25, "百一": 101, "三千五百": 3500, "二〇二四": 2024, "〇": 0}
    assert {text: kanji_number(text) for text in known} == known
    assert [kanji_number(t) for t in ("", "十百", "二二十", "元", "a")] == [None] * 5
    assert [large_number(t) for t in ("1万2千", "3億2,000万", "十二万", "2千5百")] == [
        12000,
        320000000,
        120000,
        2500,
    ]
    assert [large_number(t) for t in ("万", "1万2万", "1万20000", "")] == [None] * 4
    assert with_digits("令和五年十二月二十五日") == "令和5年12月25日"
    assert with_digits("2四") == "2四"
