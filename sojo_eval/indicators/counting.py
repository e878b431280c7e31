"""How an indicator counts, in five lines: who, once or often, from when to when, what an empty cell means, what a row is.

The lines come from where each is decided: the indicator's words, its kind and horizon, the schema's `x-blank` and
`x-row`. So they cannot differ from what is counted.
"""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.subgroups import deciding
from sojo_eval.schema import load_schema

COUNTING: dict[str, Text] = {
    "who": Text("だれ・何を数えるか", "Who or what is counted"),
    "repeats": Text("一度か、何度もか", "Once or often"),
    "span": Text("いつからいつまで", "From when to when"),
    "blank": Text("空欄の意味", "What a blank means"),
    "row": Text("表の1行", "What a row is"),
}
"""What the lines are called, in their order."""

_GRAINS: dict[str, Text] = {
    "month": Text("その月に起きたもの", "what happened in the month"),
    "year": Text("その年度に起きたもの", "what happened in the fiscal year"),
    "start": Text("その月に始まったもの", "what began in the month"),
    "wave": Text("調査の実施期間の回答", "answers during the fieldwork of a wave"),
    "groups": Text("その月に起きたもの（群ごと）", "what happened in the month, by group"),
    "figure": Text("公表資料の期間", "the period that the source prints"),
}
_STOCK = Text("年度の最初の読み（現在数）", "the first reading of the fiscal year (a number standing)")
_NO_BLANK = Text("数に関わる欄に空欄は許されません", "columns that decide the number cannot be empty")
_BLANKS: dict[str, Text] = {
    "unknown": Text(
        "不明（「なし」とはみなさず、数えないか除く）", "unknown (never a no: not counted, or left out)"
    ),
    "not_yet": Text("まだそうなっていない、または未記入", "not yet, or not entered"),
    "none": Text("該当なし", "there is none"),
}


def counting(entry: Indicator) -> dict[str, Text]:
    """The five lines of an indicator, by the keys of `COUNTING`."""
    tables = load_schema().tables
    rows = [(tables[t].title, tables[t].row) for t in entry.tables]
    return {
        "who": entry.numerator if not entry.denominator.ja else _over(entry.numerator, entry.denominator),
        "repeats": entry.repeats,
        "span": _span(entry),
        "blank": _blanks(entry),
        "row": Text(
            "；".join(f"{title.ja}：{row.ja}" for title, row in rows),
            "; ".join(f"{title.en}: {row.en}" for title, row in rows),
        ),
    }


def _over(numerator: Text, denominator: Text) -> Text:
    return Text(f"{numerator.ja} ÷ {denominator.ja}", f"{numerator.en} ÷ {denominator.en}")


def _span(entry: Indicator) -> Text:
    span = _STOCK if entry.kind.is_stock else _GRAINS[entry.kind.grain]
    if entry.followed_days:
        days = entry.followed_days
        span = Text(
            f"{span.ja}。{days}日後まで見られるものに限る",
            f"{span.en}, once {days} days have been followed up",
        )
    if entry.horizon_days:
        days = entry.horizon_days
        span = Text(f"{span.ja}。最長{days}日まで見る", f"{span.en}, followed for {days} days at most")
    return span


def _blanks(entry: Indicator) -> Text:
    tables = load_schema().tables
    decided = [(t, c) for t, c in sorted(deciding(entry)) if not tables[t].field(c).required]
    if not decided:
        return _NO_BLANK
    by_meaning: dict[str, list[Text]] = {}
    for table, column in decided:
        field = tables[table].field(column)
        by_meaning.setdefault(field.blank, []).append(field.title)
    return Text(
        "；".join(f"{'・'.join(t.ja for t in titles)}：{_BLANKS[b].ja}" for b, titles in by_meaning.items()),
        "; ".join(f"{', '.join(t.en for t in titles)}: {_BLANKS[b].en}" for b, titles in by_meaning.items()),
    )
