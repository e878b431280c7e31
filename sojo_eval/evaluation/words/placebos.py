"""What is said of the question asked at earlier months."""

from __future__ import annotations

from sojo_eval.evaluation.words.labels import VERDICTS
from sojo_eval.foundation.language import Text
from sojo_eval.statistics.monthly.placebo import LEAST_PLACES, PlaceboInTime

HEADING = Text("計画の始まりでない時点での同じ比べ方", "The same comparison where no plan began")
CAPTION = Text(
    "灰色は計画の始まりでない時点での変化と95%区間、濃い色は計画の始まりの変化（縦軸は変化の大きさ）。薄い網かけの時点は、前後に平常な月がそろわず試せません。近い時点どうしは同じ月を含むので、"
    "か所の数だけ独立に試したことにはなりません。",
    "Grey: the change and its 95 % interval at months at which no plan began; dark: at the start of the plan. Shaded: no clean window there. Places near each "
    "other share months, so they are not as many separate trials.",
)
SKIPPED = Text("試していない月（理由と月の数）", "Months not tried, by reason")
REASONS: dict[str, Text] = {
    "no_window": Text("前後の月が足りない", "too few months on one side"),
    "shock": Text("外的要因の期間を含む", "a declared shock inside"),
    "definition_change": Text("定義の変更を含む", "a definition change inside"),
    "another_start": Text("ほかの計画の始まり", "another plan begins"),
    "missing": Text("報告のない月が多い", "too many months not reported"),
    "too_near": Text("試した月に近い", "near a month that was tried"),
    "no_answer": Text("件数が少ないなどで推定できない", "no estimate, for example too few events"),
}
SCATTER = Text(
    "これらの変化のばらつき（モデルの見込みの何倍か）",
    "Their scatter, as a multiple of what the model expects",
)
WIDENED = Text(
    "その倍率で広げた95%区間（判定には使いません）", "95 % interval widened by it (not used for the verdict)"
)
UNKNOWN = Text(
    f"試したところが{LEAST_PLACES}か所より少なく、分かりません",
    f"not known: fewer than {LEAST_PLACES} places",
)


def placebo_sentence(placebo: PlaceboInTime, direction: str, verdict: str) -> Text:
    """At how many months that are no start of the plan the same comparison gives the same verdict, by its interval alone.

    direction: "higher", "lower" or "context"; verdict: of the finding. For a verdict without a side both sides are
    counted.
    """
    n, months = placebo.n, placebo.before + placebo.after
    if not n:
        return Text(
            f"計画の始まりより前に、外的要因や定義の変更のない{months}か月の記録が続くところがなく、ほかの時点で同じ比べ方を試せません",
            f"Before the plan no {months} months follow each other without a declared shock or a definition change, so the same "
            "comparison cannot be tried at other times",
        )
    window = Text(
        f"計画の始まりでない{n}か所（前{placebo.before}か月・後{placebo.after}か月）で同じ比べ方をすると、",
        f"Of {n} places where no plan began ({placebo.before} months before, {placebo.after} after), compared in the same way, ",
    )
    better, worse = (placebo.down, placebo.up) if direction == "lower" else (placebo.up, placebo.down)
    if direction == "context":
        said = Text(
            f"増加が{better}か所、減少が{worse}か所で見られます", f"{better} show a rise and {worse} a fall"
        )
    elif verdict in ("improving", "worsening"):
        same, word = better if verdict == "improving" else worse, VERDICTS[verdict]
        said = (
            Text(f"{same}か所でも同じ「{word.ja}」になります", f"{same} would read “{word.en}” too")
            if same
            else Text(f"同じ「{word.ja}」になるところはありません", f"none would read “{word.en}”")
        )
    else:
        said = Text(
            f"「改善」にあたる差が{better}か所、「悪化」にあたる差が{worse}か所で見られます",
            f"{better} would read “improving” and {worse} “worsening”",
        )
    return Text(window.ja + said.ja, window.en + said.en)
