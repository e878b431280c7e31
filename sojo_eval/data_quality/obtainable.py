"""What a city can get from what it has: for each indicator whether it can be judged, or what it needs; and what to add."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.data_quality.wanted import Step, Way, next_steps, ways_to
from sojo_eval.disclosure import published
from sojo_eval.evaluation.periods import no_plans
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators import Indicator, catalogue, known
from sojo_eval.indicators.kinds import Kind
from sojo_eval.indicators.totals import from_totals

COLUMNS = (
    "indicator", "pillar", "title_ja", "title_en", "state", "source", "by", "reason_ja", "reason_en", "needs_ja", "needs_en",
)  # fmt: skip
JUDGED, COUNTED, NEEDS = "judged", "counted", "needs"
"""States: it can be judged between the two latest plans; it is counted, but a condition of judging is not met; it needs more."""
_NOT_ESTIMATED = ""
_NO_PERIODS = Text(
    "記録のある計画が一つしかなく、比べられません", "There is one plan with data: nothing to compare it with"
)


@dataclass(frozen=True)
class Obtainable(Told):
    """What can be had from a city's data.

    indicators: one row each, the columns `COLUMNS`. state: "judged", "counted" or "needs"; source: "records", "totals",
    "printed", "survey" or ""; by: "month", "year" or ""; reason: why it is counted and not judged, as it may be published;
    needs: what is lacking, a way a line. next: columns add_ja, add_en, adds
    (how many further indicators), indicators (their ids).
    """

    name: Text
    indicators: pd.DataFrame
    next: pd.DataFrame

    def __str__(self) -> str:
        return self.told(reader_language())

    def told(self, lang: str) -> str:
        """One sentence."""
        numbers = self.indicators["state"].value_counts()
        judged, counted_, needs = (int(numbers.get(state, 0)) for state in (JUDGED, COUNTED, NEEDS))
        return Text(
            f"{self.name.ja}：{len(self.indicators)}指標のうち、判定できるもの{judged}、数えられるが判定の条件を満たさないもの{counted_}、"
            f"資料が足りないもの{needs}",
            f"{self.name.en}: of {len(self.indicators)} indicators {judged} can be judged, {counted_} are counted without meeting "
            f"the conditions of judging, {needs} need more data",
        )("ja" if lang == "ja" else "en")

    def to_frame(self) -> pd.DataFrame:
        """The indicators."""
        return self.indicators


def _no_periods(city: City) -> Text:
    """Why nothing is compared: no plan is written at all (and how to write one), or one alone has data."""
    if len(city.plans):
        return _NO_PERIODS
    told = no_plans()
    return Text(f"{told.message.ja}。{told.fix.ja}", f"{told.message.en}. {told.fix.en}")


def obtainable(city: City) -> Obtainable:
    """For each indicator whether it can be judged between the two latest plans, or what it needs.

    It rests on the publishable result (`published`), which is worked out once for all notebooks. Raises SojoEvalError for what
    is no city.
    """
    city = opened(city)
    there, every = catalogue(city), known(city)
    refused = _refused(city)
    rows: list[dict[str, object]] = []
    lacking: dict[str, tuple[Way, ...]] = {}
    for i, entry in every.items():
        judged = there.get(i)
        ways = ways_to(city, entry) if judged is None or _no_residents(city, entry) else ()
        lacking |= {i: ways} if ways else {}
        rows.append(_row(city, entry, judged, ways, refused))
    titles = {i: entry.title for i, entry in every.items()}
    return Obtainable(city.name, pd.DataFrame(rows, columns=[*COLUMNS]), _next(next_steps(lacking), titles))


def _no_residents(city: City, entry: Indicator) -> bool:
    return bool(entry.exposure) and not city.rows("population")


def _refused(city: City) -> dict[str, Text] | None:
    """The indicators that are counted and not judged, with the reason as it may be published; None without two plans."""
    try:
        findings = published(city).findings
    except SojoEvalError:  # one plan, records of one, or no indicator at all: nothing is compared
        return None
    # Of what is hidden nobody learns here whether it was judged.
    level = findings[(findings["question"] == "level") & ~findings["hidden"].astype(bool)]
    level = level[level["method"] == _NOT_ESTIMATED]
    return {
        str(i): Text(str(ja), str(en))
        for i, ja, en in zip(level["indicator"], level["reasons"], level["reasons_en"], strict=True)
    }


def _row(
    city: City,
    entry: Indicator,
    judged: Indicator | None,
    ways: tuple[Way, ...],
    refused: dict[str, Text] | None,
) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": entry.id,
        "pillar": entry.pillar,
        "title_ja": entry.title.ja,
        "title_en": entry.title.en,
        **dict.fromkeys(COLUMNS[4:], ""),
    }
    if judged is not None:
        row |= {"source": _source(city, judged), "by": _by(judged.kind)}
    if ways:
        said = [way.said for way in ways]
        needs = {"needs_ja": "\n".join(s.ja for s in said), "needs_en": "\n".join(s.en for s in said)}
        return row | needs | {"state": NEEDS}
    reason = _no_periods(city) if refused is None else refused.get(entry.id)
    if reason is None:
        return row | {"state": JUDGED}
    return row | {"state": COUNTED, "reason_ja": reason.ja, "reason_en": reason.en}


def _source(city: City, entry: Indicator) -> str:
    if entry.tables == ("indicators_published",):
        return "printed"
    if entry.concepts:
        return "survey"
    return "records" if from_totals(city, entry) is None else "totals"


def _by(kind: Kind) -> str:
    return kind.grain if kind.grain in ("month", "year") else ""


def _next(steps: tuple[Step, ...], titles: dict[str, Text]) -> pd.DataFrame:
    rows = [
        {
            "add_ja": "・".join(one.said.ja for one in step.add),
            "add_en": " and ".join(one.said.en for one in step.add),
            "adds": len(step.indicators),
            "indicators_ja": "、".join(titles[i].ja for i in step.indicators),
            "indicators_en": ", ".join(titles[i].en for i in step.indicators),
            "indicators": " ".join(step.indicators),
        }
        for step in steps
    ]
    return pd.DataFrame(
        rows, columns=["add_ja", "add_en", "adds", "indicators_ja", "indicators_en", "indicators"]
    )
