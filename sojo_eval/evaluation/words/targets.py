"""The words of targets: the five statuses, and one sentence a target."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sojo_eval.evaluation.words.formats import MISSING, day_words, format_value, is_missing
from sojo_eval.foundation.language import LANGUAGES, Language, Text

STATUSES: dict[str, Text] = {
    "achieved": Text("達成", "achieved"),
    "on_pace": Text("目標に向かって進んでいる", "on pace"),
    "behind": Text("遅れている", "behind"),
    "moving_away": Text("目標から離れている", "moving away"),
    "cannot_be_told": Text("この資料では言えない", "cannot be told"),
}
"""In the order of a summary."""
HIDDEN = Text("秘匿", "withheld")
DEFINITIONS: dict[str, Text] = {
    "achieved": Text(
        "いまの値の95%区間の全体が、目標に届いている。",
        "The whole 95 % interval of the current value lies at or beyond the target.",
    ),
    "on_pace": Text(
        "出発点から期限の目標までまっすぐ進んだ場合の、いまの時点の値に、区間の全体が届いている。",
        "The whole interval lies at or beyond the value that straight progress from the base to the target would have reached by now.",
    ),
    "behind": Text(
        "まっすぐ進んだ場合の値に、区間の全体が届いていない。期間の平均である値は、同じ期間の平均と比べる。",
        "The whole interval falls short of straight progress; a value that is the mean of a period is held against its mean over that period.",
    ),
    "moving_away": Text(
        "区間の全体が、出発点より悪い側にある（出発点で届いていた目標では、目標より悪い側にある）。",
        "The whole interval lies on the bad side of the base (of the target, where the base had reached it).",
    ),
    "cannot_be_told": Text(
        "どれとも言えない。目標を達成できないという意味ではない。",
        "None of these can be said. It does not mean that the target will be missed.",
    ),
}  # fmt: skip

_HEAD = Text(
    "「{title}」は、{due}の目標{target}に対して、いまの値が{value}（95%区間 {low}〜{high}）です。",
    "“{title}”: the target is {target} by {due}; the current value is {value} (95 % interval {low} to {high}).",
)
_HEAD_WITHOUT = Text("「{title}」の目標は{target}です。", "“{title}”: the target is {target}.")
_HEAD_NO_INTERVAL = Text(
    "「{title}」は、目標{target}に対して、いまの値が{value}です。",
    "“{title}”: the target is {target}; the current value is {value}.",
)
_CLAIMS: dict[str, Text] = {
    "achieved": Text("目標を達成しています。", "The target is reached."),
    "on_pace": Text(
        "期限までの{elapsed}が過ぎ、まっすぐ進んだ場合の値（{now}）に区間の全体が届いています。目標に向かって進んでいます。",
        "{elapsed} of the time is over, and the whole interval has reached what straight progress would have ({now}). It is on pace.",
    ),
    "behind": Text(
        "期限までの{elapsed}が過ぎ、まっすぐ進んだ場合の値（{mean}）に区間の全体が届いていません。遅れています。",
        "{elapsed} of the time is over, and the whole interval falls short of what straight progress would have ({mean}). It is behind.",
    ),
    "moving_away": Text(
        "区間の全体が、出発点（{base}）より悪い側にあり、目標から離れています。",
        "The whole interval lies on the bad side of the base ({base}): it is moving away from the target.",
    ),
    "cannot_be_told": Text(
        "目標に対する進み具合は、この資料では言えません。{reason}。",
        "How far it is on its way cannot be told. {reason}.",
    ),
}  # fmt: skip
_OVERDUE = Text(
    "期限を過ぎ、区間の全体が目標に届いていません。",
    "The due date is over, and the whole interval falls short of the target.",
)
_WITHHELD = Text("数値は秘匿しています。", "Its figures are withheld.")
_NO_DATE = Text("期限のない", "an open date")
_OF_VALUES = ("value", "value_low", "value_high", "base", "target", "needed_now", "needed_mean")

Row = Mapping[Hashable, Any]
"""One row of a table of targets."""


def target_sentence(row: Row) -> Text:
    """What may be said of one target, in both languages. Without a status the figures are said to be withheld."""
    told = {
        lang: {name: format_value(row[name], str(row["unit"])) for name in _OF_VALUES} for lang in LANGUAGES
    }
    title, due = Text(str(row["title_ja"]), str(row["title_en"])), due_words(row["due_date"], _NO_DATE)

    def say(text: Text) -> Text:
        said = {
            lang: text(lang).format(
                title=title(lang),
                due=due(lang),
                value=told[lang]["value"],
                low=told[lang]["value_low"],
                high=told[lang]["value_high"],
                target=told[lang]["target"],
                base=told[lang]["base"],
                now=told[lang]["needed_now"],
                mean=told[lang]["needed_mean"],
                elapsed=format_share(row["time_elapsed"]),
                reason=str(row[f"reason_{lang}"]).rstrip("。."),
            )
            for lang in LANGUAGES
        }
        return Text(said["ja"], said["en"])

    if not row["status"]:
        parts = (_HEAD_WITHOUT, _WITHHELD)
    else:
        head = _HEAD_WITHOUT if is_missing(row["value"]) else _HEAD_NO_INTERVAL
        parts = (_HEAD if not is_missing(row["value_low"]) else head, _claim(row))
    both = [say(part) for part in parts]
    return Text("".join(t.ja for t in both), " ".join(t.en for t in both))


def _claim(row: Row) -> Text:
    if row["status"] != "behind":
        return _CLAIMS[str(row["status"])]
    if not is_missing(row["time_elapsed"]) and float(row["time_elapsed"]) >= 1:
        return _OVERDUE
    return _CLAIMS["behind"]


def format_share(share: object) -> str:
    """A share of a way or of a time, as whole percent with its sign."""
    if is_missing(share):
        return MISSING
    percent = 100 * float(share)  # type: ignore[arg-type]  # checked above
    # What is not nought must not be printed as nought.
    digits = 1 if percent and abs(percent) < 0.5 else 0
    return f"{percent:.{digits}f}%".replace("-", "−")


def due_words(day: object, missing: Text) -> Text:
    """A due date as a reader says it; `missing` for none."""
    return missing if day is None or day != day else day_words(day)  # type: ignore[arg-type]  # a date


def status_words(status: object, lang: Language) -> str:
    """The word of a status; of an emptied one, that it is withheld."""
    return (STATUSES[str(status)] if status else HIDDEN)(lang)
