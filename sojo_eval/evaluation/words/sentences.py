"""Sentences are made from findings, never typed beside them; they claim no cause (grades below D3 may not)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sojo_eval.evaluation.columns import CONTEXT, COUNTED, REFUSED
from sojo_eval.evaluation.words.formats import format_change, format_size, format_value, is_missing
from sojo_eval.evaluation.words.labels import BEST_GRADE, PILLARS, VERDICTS
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.indicators.kinds import PRINTED

Row = Mapping[Hashable, Any]
"""One row of a table of results, as `to_dict("records")` gives it."""

_CLAIMS: dict[str, dict[str, Text]] = {
    "level": {
        "improving": Text("改善しました", "improved"),
        "worsening": Text("悪化しました", "worsened"),
        "no_meaningful_change": Text(
            "意味のある変化がありませんでした", "did not change in a way worth acting on"
        ),
        "inconclusive": Text("変化があったともなかったとも言えません", "cannot be judged either way"),
        "no_case": Text("どちらの期間も0件でした", "had no case in either period"),
        "insufficient_data": Text(
            "判定できるだけのデータがありません", "does not have enough data to be judged"
        ),
        "not_comparable": Text(
            "二つの期間の間で比べられません", "cannot be compared between the two periods"
        ),
        "context": Text("参考指標です", "is context"),
    },
    "path": {
        "improving": Text(
            "それまでの傾向から見込まれた値よりよくなりました", "did better than its own earlier trend"
        ),
        "worsening": Text(
            "それまでの傾向から見込まれた値より悪くなりました", "did worse than its own earlier trend"
        ),
        "no_meaningful_change": Text(
            "それまでの傾向から見込まれた値との間に、意味のある違いがありませんでした",
            "did not differ from its own earlier trend in a way worth acting on",
        ),
        "inconclusive": Text(
            "それまでの傾向と違ったとも違わなかったとも言えません",
            "cannot be said to differ from its own earlier trend or not",
        ),
        "no_case": Text(
            "どちらの期間も0件で、傾向がありません", "had no case in either period, and so no trend"
        ),
        "insufficient_data": Text(
            "それまでの傾向と比べられるだけのデータがありません",
            "does not have enough data to be compared with its own earlier trend",
        ),
        "not_comparable": Text(
            "それまでの傾向と比べられません", "cannot be compared with its own earlier trend"
        ),
        "context": Text(
            "参考指標です（それまでの傾向との比較）", "is context, here against its own earlier trend"
        ),
    },
}
_NEVER_JUDGED = Text("単独では良し悪しを判定しません。", "It is never judged good or bad on its own.")
_VALUES: dict[str, Text] = {
    "level": Text("{before} → {after}", "{before} → {after}"),
    "path": Text("見込み{before}に対し{after}", "{before} expected, {after} observed"),
}
_NUMBERS = Text(
    "。{values}（{change}、95%区間 {low}〜{high}）。", ": {values} ({change}, 95 % interval {low} to {high})."
)
_WITHHELD = Text("（数値は秘匿）。", " (figures withheld).")
_ADJUSTED = Text(
    "季節や外的な衝撃を調整すると、単純な値の動きとは逆向きです。",
    "With season and shocks adjusted the change goes the other way than the plain values.",
)

_WEAKER = Text(
    "根拠の強さは{grade}に下がります（理由は注意を参照）。", "The evidence is weaker, {grade} (see the note)."
)


def finding_sentence(row: Row) -> Text:
    """The text for one row of `findings`, in both languages. Hidden (NaN) numbers are said to be withheld."""
    verdict, question = str(row["verdict"]), str(row["question"])
    claim = _CLAIMS[question][verdict]
    refused = verdict in REFUSED or (
        verdict == CONTEXT and is_missing(row["change"]) and bool(row["reasons"])
    )
    if refused:
        reason = _with_stop(Text(str(row["reasons"]), str(row["reasons_en"])))
        text = Text(f"{claim.ja}。{reason.ja}", f"{claim.en}. {reason.en}".rstrip())
    elif is_missing(row["change"]):
        text = Text(f"{claim.ja}{_WITHHELD.ja}", f"{claim.en}{_WITHHELD.en}")
    else:
        numbers = Text(_numbers(row, "ja"), _numbers(row, "en"))
        notes = _notes(row)
        text = Text(
            claim.ja + numbers.ja + "".join(n.ja for n in notes),
            " ".join([claim.en + numbers.en, *(n.en for n in notes)]),
        )
    if row["kind"] in PRINTED and not refused:
        return Text(
            f"公表値どうしの比較では、「{row['title_ja']}」は{text.ja}",
            f"Comparing printed figures alone, “{row['title_en']}” {text.en}",
        )
    return Text(f"「{row['title_ja']}」は{text.ja}", f"“{row['title_en']}” {text.en}")


def _notes(row: Row) -> list[Text]:
    """What must stand beside the numbers so that they are not misread."""
    notes = []
    if _against_plain_values(row):
        notes.append(_ADJUSTED)
    if row["kind"] not in PRINTED and row["grade"] != BEST_GRADE[str(row["question"])]:
        notes.append(_WEAKER.format(grade=row["grade"]))
    if row["verdict"] == CONTEXT:
        notes.append(_NEVER_JUDGED)
    elif row["verdict"] == "inconclusive":
        notes.append(_detectable(row))
    return notes


def _against_plain_values(row: Row) -> bool:
    """The adjusted change and the two plain values, as printed, point in opposite directions."""
    unit = str(row["unit"])
    printed = [format_value(row[f"value_{period}"], unit) for period in ("baseline", "current")]
    if printed[0] == printed[1] or is_missing(row["value_baseline"]) or is_missing(row["value_current"]):
        return False
    none = 1.0 if row["scale"] == "ratio" else 0.0
    rose = float(row["value_current"]) > float(row["value_baseline"])
    return bool(float(row["change"]) != none and rose != (float(row["change"]) > none))


def _detectable(row: Row) -> Text:
    """What the data could have shown; for a share that would have to change by 100 points, nothing at all."""
    if row["unit"] == "share" and float(row["detectable_change"]) >= 1:
        return Text(
            "この資料では、どんな変化も見つけられません。", "With these data no change at all could be found."
        )
    if row["scale"] == "ratio":
        up = float(row["detectable_change"])
        rise, fall = f"{100 * up:,.0f}%", f"{100 * up / (1 + up):.0f}%"
        return Text(
            f"この資料で見つけられるのは、およそ{rise}以上の増加か{fall}以上の減少です。",
            f"With these data only a rise of {rise} or more, or a fall of {fall} or more, could be found.",
        )
    size = {
        lang: format_size(row["detectable_change"], str(row["scale"]), str(row["unit"]), lang)
        for lang in LANGUAGES
    }
    return Text(
        f"この資料で見つけられるのは{size['ja']}以上の変化です。",
        f"With these data only a change of {size['en']} or more could be found.",
    )


def _numbers(row: Row, lang: Language) -> str:
    scale, unit = str(row["scale"]), str(row["unit"])
    values = _VALUES[str(row["question"])](lang).format(
        before=format_value(row["value_baseline"], unit), after=format_value(row["value_current"], unit)
    )
    return _NUMBERS(lang).format(
        values=values,
        change=format_change(row["change"], scale, unit, lang),
        low=format_change(row["change_low"], scale, unit, lang),
        high=format_change(row["change_high"], scale, unit, lang),
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
