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
        "no_meaningful_change": Text("ほぼ横ばいです", "stayed much the same"),
        "inconclusive": Text("見きわめ中です", "is still open"),
        "not_measurable": Text("この資料では測れません", "cannot be measured with these data"),
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
            "それまでの傾向がまっすぐ続いた場合の見込みよりよくなりました",
            "did better than if its earlier line had gone straight on",
        ),
        "worsening": Text(
            "それまでの傾向がまっすぐ続いた場合の見込みより悪くなりました",
            "did worse than if its earlier line had gone straight on",
        ),
        "no_meaningful_change": Text(
            "それまでの傾向がまっすぐ続いた場合の見込みとほぼ同じです",
            "is much as if its earlier line had gone straight on",
        ),
        "inconclusive": Text(
            "それまでの傾向がまっすぐ続いた場合の見込みと比べて、見きわめ中です",
            "is still open beside its earlier line carried straight on",
        ),
        "not_measurable": Text(
            "この資料では、それまでの傾向と比べて測れません",
            "cannot be measured against its earlier line with these data",
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
LEAST_LIKELY = 0.75
"""Probability of one direction below which nothing is said of it."""
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
    "季節と、市があらかじめ定めた外的要因（感染症など）を調整すると、単純な値の動きとは逆向きです。",
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
    elif row["verdict"] in ("inconclusive", "not_measurable"):
        notes += [_detectable(row), *_leaning(row)]
    return notes


def _leaning(row: Row) -> list[Text]:
    """Of an open finding: what can be ruled out, and which way it leans, in words that no verdict rests on."""
    notes = []
    better = row["probability_better"]
    if not is_missing(row["not_worse_by"]) and 0 < float(row["not_worse_by"]) <= float(
        row["smallest_change"]
    ):
        size = {
            lang: format_size(row["smallest_change"], str(row["scale"]), str(row["unit"]), lang).lstrip("±")
            for lang in LANGUAGES
        }
        notes.append(
            Text(
                f"少なくとも、{size['ja']}以上の悪化はしていないとみられます。",
                f"It has not become worse by {size['en']} or more, as far as can be told.",
            )
        )
    if is_missing(better) or max(float(better), 1 - float(better)) < LEAST_LIKELY:
        return notes
    # Nine of ten is as much as is ever said: the calibration of higher ones is not known well enough.
    tenths = min(9, round(10 * max(float(better), 1 - float(better))))
    way = Text("よい方向", "for the better") if float(better) > 0.5 else Text("悪い方向", "for the worse")
    notes.append(
        Text(
            f"おそらく{way.ja}です（10のうち{tenths}。判定には使いません）。",
            f"It leans {way.en} ({tenths} in 10; no verdict rests on that).",
        )
    )
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
            "この資料では、どんな変化も見分けられません。", "With these data no change at all could be found."
        )
    if row["scale"] == "ratio":
        up = float(row["detectable_change"])
        rise, fall = f"{100 * up:,.0f}%", f"{100 * up / (1 + up):.0f}%"
        return Text(
            f"この資料で見分けられるのは、およそ{rise}以上の増加か{fall}以上の減少です。",
            f"With these data only a rise of {rise} or more, or a fall of {fall} or more, could be found.",
        )
    size = {
        lang: format_size(row["detectable_change"], str(row["scale"]), str(row["unit"]), lang)
        for lang in LANGUAGES
    }
    return Text(
        f"この資料で見分けられるのは{size['ja']}以上の変化です。",
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


_MOVED_NAMES = Text("{moved}が{word}（{names}）", "{moved} {word} ({names})")
_NONE_NAMED = Text("改善または悪化と言えるものはありません", "none can be said to have improved or worsened")
_NO_HEADLINE = Text("判定できる主要指標がありません", "none of its headline indicators can be judged")


def pillar_sentence(row: Row) -> Text:
    """One sentence for one row of `pillars`: how many headline indicators moved, by name; then all counts.

    It is a count with names and never a balance: what improved does not make good what worsened.
    """
    name = PILLARS[str(row["pillar"])]
    return Text(
        f"{name.ja}：{_headline_words(row, 'ja')}。{_rest(row, 'ja')}",
        f"{name.en}: {_headline_words(row, 'en')}. {_rest(row, 'en')}",
    )


def _headline_words(row: Row, lang: Language) -> str:
    judged, declared = int(row["n_headline_judged"]), int(row["n_headline"])
    if not judged:
        return _NO_HEADLINE(lang)
    of = f"{declared}つの主要指標のうち" if lang == "ja" else f"of {declared} headline indicators "
    moved = [
        (int(row["n_headline_improving"]), Text("改善", "improved"), str(row[f"improved_{lang}"])),
        (int(row["n_headline_worsening"]), Text("悪化", "worsened"), str(row[f"worsened_{lang}"])),
    ]
    parts = [
        _MOVED_NAMES(lang).format(moved=f"{n}つ" if lang == "ja" else n, word=word(lang), names=names)
        for n, word, names in moved
        if n
    ]
    told = of + ("、" if lang == "ja" else ", ").join(parts) if parts else of + _NONE_NAMED(lang)
    if judged < declared:
        left = declared - judged
        told += f"、{left}つは判定できません" if lang == "ja" else f"; {left} cannot be judged"
    return told


def _rest(row: Row, lang: Language) -> str:
    """What else there is in the pillar: doubts, what improved or worsened beside the headline, the counts."""
    told = []
    if against := str(row[f"against_{lang}"]):
        told.append(
            f"{against}は、単独では悪い方向を示しています。"
            if lang == "ja"
            else f"{against} on its own points the wrong way."
        )
    elif int(row["n_headline_improving"]) and not int(row["n_worsening"]):
        told.append("悪化した指標はありません。" if lang == "ja" else "No indicator worsened.")
    counts = [
        f"{VERDICTS[code].ja}{row[f'n_{code}']}"
        if lang == "ja"
        else f"{row[f'n_{code}']} {VERDICTS[code].en}"
        for code in COUNTED
        if int(row[f"n_{code}"])
    ]
    every = ("・" if lang == "ja" else ", ").join(counts)
    told.append(
        f"すべての指標の内訳: {every or 'なし'}。" if lang == "ja" else f"All indicators: {every or 'none'}."
    )
    return ("" if lang == "ja" else " ").join(told)
