"""Sentences of the comparison with other cities: more or less than they did, never the cause.

Only at D3, and only for a change for the better, does a sentence name the plan, as something the figures do not
contradict.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sojo_eval.evaluation.columns import CONTEXT, REFUSED
from sojo_eval.evaluation.words.formats import format_change, format_size, format_value, is_missing
from sojo_eval.foundation.language import Language, Text
from sojo_eval.statistics.comparators import ComparatorChange

VERDICTS: dict[str, Text] = {
    "improving": Text("他団体よりよい方向", "better change than others"),
    "worsening": Text("他団体より悪い方向", "worse change than others"),
    "no_meaningful_change": Text("他団体と同程度", "much as others"),
    "inconclusive": Text("見きわめ中", "still open"),
    "context": Text("参考", "context"),
    "insufficient_data": Text("データ不足", "insufficient data"),
    "not_comparable": Text("比較不能", "not comparable"),
}
"""The codes of the evaluation, in the words of this question."""

OWN_CHANGE_READS = {True: "improving", False: "worsening"}

_CLAIMS: dict[str, Text] = {
    "improving": Text(
        "は、比べた{others}団体の平均よりよい方向に変わりました",
        " changed more for the better than the {others} cities compared",
    ),
    "worsening": Text(
        "は、比べた{others}団体の平均より悪い方向に変わりました",
        " changed more for the worse than the {others} cities compared",
    ),
    "no_meaningful_change": Text(
        "の変化は、比べた{others}団体の平均とほぼ同じです",
        " did not change differently from the {others} cities compared in a way worth acting on",
    ),
    "inconclusive": Text(
        "の変化が、比べた{others}団体と違うかどうかは、見きわめ中です",
        " is still open beside the {others} cities compared",
    ),
    "context": Text(
        "は参考指標です（比べた{others}団体との違い）",
        " is context, here beside the {others} cities compared",
    ),
    "insufficient_data": Text("は、他団体と比べられません", " cannot be compared with other cities"),
    "not_comparable": Text("は、他団体と比べられません", " cannot be compared with other cities"),
}
_NEVER_JUDGED = Text("単独では良し悪しを判定しません。", "It is never judged good or bad on its own.")
_NUMBERS = Text(
    "。市は{before} → {after}（{own}）。他団体の平均と同じように変わっていれば{expected}（{theirs}）で、それに対して"
    "{change}（95%区間 {low}〜{high}）。",
    ": {before} → {after} ({own}). Changing like the others on average it would have come to {expected} ({theirs}); "
    "against that {change} (95 % interval {low} to {high}).",
)
_WITHHELD = Text("（数値は秘匿）。", " (figures withheld).")
_ALONE: dict[str, Text] = {
    "improving": Text(
        "市の値だけを見ると改善に見えますが、他団体の動きと区別できません。",
        "The city's own figures alone look like an improvement, but cannot be told from what the others did.",
    ),
    "worsening": Text(
        "市の値だけを見ると悪化に見えますが、他団体の動きと区別できません。",
        "The city's own figures alone look like a worsening, but cannot be told from what the others did.",
    ),
}
_DETECTABLE = Text(
    "この資料で見分けられるのは{size}以上の差です。", "With these figures only a difference of {size} or more could be found."
)  # fmt: skip
_BELOW_D3 = Text(
    "この差と計画の関係は、この資料では判断できません。",
    "Whether this difference has anything to do with the plan, these figures cannot tell.",
)
_AT_D3: dict[str, Text] = {
    "improving": Text(
        "他団体にも共通する事情では説明しにくい差で、計画の効果があったという見方と矛盾しませんが、その証明ではありません。"
        "同じ時期にこの市だけで起きたほかのことでも、同じ差になります。",
        "What is common to all cities hardly explains it. It does not contradict an effect of the plan, and does not "
        "prove one: anything else that happened only in this city at that time would look the same.",
    ),
    "worsening": Text(
        "他団体にも共通する事情では説明しにくい差です。同じ時期にこの市だけで何が起きたかを確かめる必要があります。",
        "What is common to all cities hardly explains it. What happened only in this city at that time needs a look.",
    ),
}

_REASONS: dict[str, Text] = {
    "improving": Text(
        "95%区間が「他団体と同じ変化」を含まず、いくつもの指標を同時に見たことを考えても、偶然とは考えにくい違いです",
        "The 95 % interval excludes the others' change, also after correction for multiple comparisons",
    ),
    "no_meaningful_change": Text(
        "90%区間のすべてが、施策の見直しを考える目安より小さな差の範囲に入ります",
        "The whole 90 % interval lies within differences too small to act on",
    ),
    "context": Text(
        "参考指標のため、単独では良し悪しを判定しません", "Context only: never judged good or bad on its own"
    ),
    "adjusted": Text(
        "単独では差がありますが、いくつもの指標を同時に見たことを考えると、偶然でも起こりうる大きさです",
        "A difference on its own, but not after correction for looking at several indicators at once",
    ),
    "includes": Text(
        "95%区間が「他団体と同じ変化」を含みます",
        "The 95 % interval includes the others' change",
    ),
}
_REASONS["worsening"] = _REASONS["improving"]


def reason_of(change: ComparatorChange, verdict: str, direction: str) -> Text:
    """Why the verdict is what it is, in the words of this question."""
    if verdict in _REASONS:
        return _REASONS[verdict]
    excludes = change.low > change.no_change or change.high < change.no_change
    return _REASONS["adjusted" if excludes else "includes"]


def comparison_sentence(row: Mapping[Hashable, Any]) -> Text:
    """The text for one row of `Comparison.findings`. Hidden (NaN) numbers are said to be withheld."""
    return Text(_sentence(row, "ja"), _sentence(row, "en"))


def _sentence(row: Mapping[Hashable, Any], lang: Language) -> str:
    verdict = str(row["verdict"])
    subject = {"ja": "「{}」", "en": "“{}”"}[lang].format(row[f"title_{lang}"])
    claim = _CLAIMS[verdict](lang)
    if verdict in REFUSED:
        stop, end = {"ja": ("。", "。"), "en": (". ", ".")}[lang]
        return f"{subject}{claim}{stop}{row[f'reasons_{lang}']}{end}"
    told = subject + claim.format(others=int(row["others"]))
    if is_missing(row["change"]):
        return told + _WITHHELD(lang)
    gap = "" if lang == "ja" else " "
    return gap.join([told + _numbers(row, lang), *(note(lang) for note in _notes(row, lang))])


def _numbers(row: Mapping[Hashable, Any], lang: Language) -> str:
    unit, scale = str(row["unit"]), str(row["scale"])
    changes = {
        name: format_change(row[column], scale, unit, lang)
        for name, column in (
            ("own", "own_change"),
            ("theirs", "others_change"),
            ("change", "change"),
            ("low", "change_low"),
            ("high", "change_high"),
        )
    }
    return _NUMBERS(lang).format(
        before=format_value(row["value_baseline"], unit),
        after=format_value(row["value_current"], unit),
        expected=format_value(row["expected_current"], unit),
        **changes,
    )


def _notes(row: Mapping[Hashable, Any], lang: Language) -> list[Text]:
    """What must stand beside the numbers so that they are not misread."""
    verdict, reading = str(row["verdict"]), str(row["own_reading"])
    if verdict == CONTEXT:
        return [_NEVER_JUDGED]
    notes = []
    if verdict in ("inconclusive", "no_meaningful_change") and reading in _ALONE:
        notes.append(_ALONE[reading])
    if verdict == "inconclusive":
        size = format_size(row["detectable_change"], str(row["scale"]), str(row["unit"]), lang)
        notes.append(_DETECTABLE.format(size=size))
    if verdict in _AT_D3:
        notes.append(_AT_D3[verdict] if row["grade"] in ("D3", "D4") else _BELOW_D3)
    return notes
