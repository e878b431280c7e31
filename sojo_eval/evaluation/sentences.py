"""Sentences are made from findings, never typed beside them; they claim no cause (grades below D3 may not)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sojo_eval.evaluation.formats import format_change, format_size, format_value, is_missing
from sojo_eval.evaluation.labels import PILLARS, VERDICTS
from sojo_eval.evaluation.pillars import COUNTED
from sojo_eval.foundation.language import LANGUAGES, Language, Text

Row = Mapping[Hashable, Any]
"""One row of a table of results, as `to_dict("records")` gives it."""

_CLAIMS: dict[str, Text] = {
    "improving": Text(
        "改善しました。{values}（{change}、95%区間 {low}〜{high}）。",
        "improved: {values} ({change}, 95 % interval {low} to {high}).",
    ),
    "worsening": Text(
        "悪化しました。{values}（{change}、95%区間 {low}〜{high}）。",
        "worsened: {values} ({change}, 95 % interval {low} to {high}).",
    ),
    "no_meaningful_change": Text(
        "意味のある変化はありませんでした。{values}（{change}、95%区間 {low}〜{high}）。",
        "did not change in a way worth acting on: {values} ({change}, 95 % interval {low} to {high}).",
    ),
    "inconclusive": Text(
        "変化があったともなかったとも言えません。{values}（{change}、95%区間 {low}〜{high}）。{detectable}",
        "cannot be judged either way: {values} ({change}, 95 % interval {low} to {high}). {detectable}",
    ),
    "insufficient_data": Text(
        "判定できるだけのデータがありません。", "does not have enough data to be judged."
    ),
    "not_comparable": Text("二つの期間を比べられません。", "cannot be compared between the two periods."),
}
_CONTEXT = Text(
    "参考指標です。{values}（{change}、95%区間 {low}〜{high}）。単独では良し悪しを判定しません。",
    "is context: {values} ({change}, 95 % interval {low} to {high}). It is never judged good or bad on its own.",
)
_HIDDEN: dict[str, Text] = {
    code: Text(ja, en)
    for code, ja, en in (
        ("improving", "改善しました（数値は秘匿）。", "improved (figures withheld)."),
        ("worsening", "悪化しました（数値は秘匿）。", "worsened (figures withheld)."),
        (
            "no_meaningful_change",
            "意味のある変化はありませんでした（数値は秘匿）。",
            "did not change in a way worth acting on (figures withheld).",
        ),
        (
            "inconclusive",
            "変化があったともなかったとも言えません（数値は秘匿）。",
            "cannot be judged either way (figures withheld).",
        ),
    )
}


def finding_sentence(row: Row) -> Text:
    """One sentence for one row of `findings`, in both languages. Hidden (NaN) numbers are said to be withheld."""
    verdict = str(row["verdict"])
    if verdict in ("insufficient_data", "not_comparable"):
        claim, reason = _CLAIMS[verdict], _with_stop(Text(str(row["reasons"]), str(row["reasons_en"])))
        claim = Text(f"{claim.ja}{reason.ja}", f"{claim.en} {reason.en}".rstrip())
    elif is_missing(row["change"]):
        claim = _HIDDEN[verdict]
    else:
        template = _CONTEXT if row["direction"] == "context" else _CLAIMS[verdict]
        claim = Text(_filled(template.ja, row, "ja"), _filled(template.en, row, "en"))
    return Text(f"「{row['title_ja']}」は{claim.ja}", f"“{row['title_en']}” {claim.en}")


def _detectable(row: Row) -> Text:
    """What the data could have shown; for a share that would have to change by 100 points, nothing at all."""
    if row["unit"] == "share" and float(row["detectable_change"]) >= 1:
        return Text(
            "この資料では、どんな変化も見つけられません。", "With these data no change at all could be found."
        )
    size = {
        lang: format_size(row["detectable_change"], str(row["scale"]), str(row["unit"]), lang)
        for lang in LANGUAGES
    }
    return Text(
        f"この資料で見つけられるのは{size['ja']}以上の変化です。",
        f"With these data only a change of {size['en']} or more could be found.",
    )


def _filled(template: str, row: Row, lang: Language) -> str:
    scale, unit = str(row["scale"]), str(row["unit"])
    values = f"{format_value(row['value_baseline'], unit)} → {format_value(row['value_current'], unit)}"
    return template.format(
        values=values,
        change=format_change(row["change"], scale, unit, lang),
        low=format_change(row["change_low"], scale, unit, lang),
        high=format_change(row["change_high"], scale, unit, lang),
        detectable=_detectable(row)(lang),
    )


def _with_stop(text: Text) -> Text:
    return Text(f"{text.ja}。" if text.ja else "", f"{text.en}." if text.en else "")


_PILLAR_CLAIMS: dict[str, Text] = {
    "improving": Text("改善しています", "is improving"),
    "worsening": Text("悪化しています", "is worsening"),
    "mixed": Text(
        "改善した指標と悪化した指標が混在しています", "is mixed: some indicators improved, others worsened"
    ),
    "inconclusive": Text("改善とも悪化とも言えません", "cannot be said to improve or worsen"),
    "insufficient_data": Text("判定できる指標が足りません", "has too few indicators that can be judged"),
}


def pillar_sentence(row: Row) -> Text:
    """One sentence for one row of `pillars`: the answer, then the counts it rests on."""
    name, claim = PILLARS[str(row["pillar"])], _PILLAR_CLAIMS[str(row["verdict"])]
    parts: dict[Language, list[str]] = {lang: [] for lang in LANGUAGES}
    for code in COUNTED:
        number = int(str(row[f"n_{code}"]))
        if number:
            parts["ja"].append(f"{VERDICTS[code].ja}{number}")
            parts["en"].append(f"{number} {VERDICTS[code].en}")
    return Text(
        f"{name.ja}は、{claim.ja}（指標の内訳: {'・'.join(parts['ja']) or 'なし'}）。",
        f"{name.en} {claim.en} (indicators: {', '.join(parts['en']) or 'none'}).",
    )
