"""Gates come before the interval: each refuses an indicator for one reason that the reader sees.

The tuple `GATES` is the policy, in its fixed order: first what cannot be compared, then what is too little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import survey_share

MIN_MONTHS = 12
MAX_MISSING_SHARE = 0.10
MAX_MISSING_RUN = 3
MIN_TOTAL_EVENTS = 10
MIN_EFFECTIVE_N = 50
MIN_EFFECTIVE_EVENTS = 5
MIN_YEARS = 3
MIN_START_MONTHS = 12


@dataclass(frozen=True)
class Refusal:
    """Why an indicator is not judged: the verdict code and the reason in both languages."""

    verdict: str
    reason: Text


class Gate(Protocol):
    """Looks at the evidence and refuses it, or lets it pass (None)."""

    def check(self, evidence: Evidence) -> Refusal | None: ...


def _not_comparable(ja: str, en: str) -> Refusal:
    return Refusal("not_comparable", Text(ja, en))


def _insufficient(ja: str, en: str) -> Refusal:
    return Refusal("insufficient_data", Text(ja, en))


class DefinitionChangedAtBoundary:
    """A definition or area change within three months of the plan boundary cannot be told from the plan."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if not evidence.boundary_breaks:
            return None
        what = evidence.boundary_breaks[0]
        return _not_comparable(
            f"計画の境目の前後3か月以内に測り方が変わりました（{what.ja}）。変化が計画の時期のものか測り方のものか分けられません",
            f"The definition changed within three months of the plan boundary ({what.en}): "
            "a change cannot be told apart from the new definition",
        )


class PrintedDefinitionChanged:
    """Two printed figures with different definitions."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind != "published" or evidence.before.empty or evidence.after.empty:
            return None
        first, second = evidence.before.iloc[0]["definition"], evidence.after.iloc[0]["definition"]
        if first == second:
            return None
        return _not_comparable(
            f"二つの時点で定義が違います（「{first}」と「{second}」）",
            f"The two figures have different definitions ({first!r} and {second!r})",
        )


class QuestionReworded:
    """The later question is not declared comparable with the earlier one."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind != "survey_share" or evidence.before.empty or evidence.after.empty:
            return None
        earlier, question = evidence.before.iloc[0]["question_id"], evidence.after.iloc[0]["question_id"]
        links = evidence.questions.set_index("question_id")["comparable_with"]
        seen: set[str] = set()
        while question != earlier:
            if question in seen or pd.isna(links.get(question)):
                return _not_comparable(
                    "設問文か選択肢が変わり、前回と比べられるという確認（橋渡し調査など）がありません",
                    "The wording or the answers changed, and nothing (such as a bridge sample) shows that the "
                    "two questions may be compared",
                )
            seen.add(question)
            question = str(links[question])
        return None


class SurveyDesignChanged:
    """Mode, frame or sampling differ between the two waves."""

    _FIELDS = (
        ("mode", Text("調査方法", "the mode")),
        ("frame", Text("母集団", "the sampling frame")),
        ("sampling", Text("抽出法", "the sampling")),
    )

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind != "survey_share" or evidence.before.empty or evidence.after.empty:
            return None
        waves = evidence.waves.set_index("wave")
        first, second = waves.loc[evidence.before.iloc[0]["wave"]], waves.loc[evidence.after.iloc[0]["wave"]]
        changed = [name for column, name in self._FIELDS if first[column] != second[column]]
        if not changed:
            return None
        return _not_comparable(
            f"{'・'.join(c.ja for c in changed)}が前回の調査と違います",
            f"{' and '.join(c.en for c in changed)} changed since the earlier wave",
        )


class TwoPeriodsPresent:
    """Both periods must have data at all."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind in ("survey_share", "published"):
            sides = (evidence.before, evidence.after)
        elif evidence.entry.kind == "time_to_event":
            sides = (evidence.rows[~evidence.rows["after"]], evidence.rows[evidence.rows["after"]])
        else:
            reported = evidence.months[evidence.months["numerator"].notna()]
            sides = (reported[~reported["after"]], reported[reported["after"]])
        for side, period in zip(sides, (evidence.baseline, evidence.current), strict=True):
            if side.empty:
                return _insufficient(
                    f"{period.name.ja}の期間のデータがありません",
                    f"There are no data for the {period.name.en}",
                )
        return None


class PrintedFigureHasUncertainty:
    """A printed share needs its n; two printed totals show nothing of their own variation."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind != "published":
            return None
        if evidence.entry.unit != "share":
            return _insufficient(
                "公表値が二時点だけで、年ごとの揺れの大きさが分からないため、変化か揺れかを区別できません",
                "Two printed figures do not show how much they vary from year to year: "
                "a change cannot be told from that variation",
            )
        if evidence.before.iloc[0][["n"]].isna().any() or evidence.after.iloc[0][["n"]].isna().any():
            return _insufficient(
                "回答数（n）が公表されていないため、差が誤差の範囲かどうか分かりません",
                "The number of respondents (n) is not printed: whether the difference is chance cannot be known",
            )
        return None


class SurveyLargeEnough:
    """Effective n of at least 50, and at least 5 effective answers on the rarer side; printed shares likewise."""

    def check(self, evidence: Evidence) -> Refusal | None:
        kind = evidence.entry.kind
        if kind not in ("survey_share", "published"):
            return None
        for side in (evidence.before, evidence.after):
            if kind == "survey_share":
                answer = survey_share(side["value"], side["weight"], strata=side["stratum"], psu=side["psu"])
                share, n = answer.share, answer.n_effective
            else:
                share, n = (
                    float(side.iloc[0]["value"]),
                    float(side.iloc[0]["n"]) / evidence.entry.design_effect,
                )
            if n < MIN_EFFECTIVE_N or n * min(share, 1 - share) < MIN_EFFECTIVE_EVENTS:
                return _insufficient(
                    f"有効な回答数が足りません（{MIN_EFFECTIVE_N}人以上、少ない側の回答が{MIN_EFFECTIVE_EVENTS}人以上必要です）",
                    f"Too few effective answers (at least {MIN_EFFECTIVE_N}, and {MIN_EFFECTIVE_EVENTS} on the rarer "
                    "side, are needed)",
                )
        return None


class PopulationKnown:
    """A rate needs its population."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.exposure and not (evidence.months["denominator"] > 0).any():
            return _insufficient("分母となる人口がありません", "There is no population to divide by")
        return None


class EnoughMonths:
    """Twelve months after, twelve clean months before; few missing months, none in a long run."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if not evidence.entry.kind.startswith("monthly"):
            return None
        after = int(evidence.months.loc[evidence.months["after"], "numerator"].notna().sum())
        before = len(evidence.clean(after=False))
        if after < MIN_MONTHS or before < MIN_MONTHS or evidence.clean(after=True).empty:
            return _insufficient(
                f"月数が足りません（前期の平常月{before}、今期{after}。それぞれ{MIN_MONTHS}か月以上必要です）",
                f"Too few months ({before} clean ones before, {after} after; {MIN_MONTHS} each are needed)",
            )
        missing = evidence.months["numerator"].isna()
        runs = missing.groupby((~missing).cumsum()).sum()
        if missing.mean() > MAX_MISSING_SHARE or runs.max() > MAX_MISSING_RUN:
            return _insufficient(
                f"報告のない月が多すぎます（{int(missing.sum())}か月、続けて最大{int(runs.max())}か月）",
                f"Too many months without a report ({int(missing.sum())}, up to {int(runs.max())} in a row)",
            )
        return None


class EnoughYears:
    """Yearly counts need three clean fiscal years, one on either side."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if not evidence.entry.kind.startswith("annual"):
            return None
        clean = evidence.years[~evidence.years["shocked"] & (evidence.years["denominator"] > 0)]
        after = int(clean["after"].sum())
        before = len(clean) - after
        if before == 0 or after == 0 or len(clean) < MIN_YEARS:
            return _insufficient(
                f"平常の年度が足りません（前期{before}年、今期{after}年。合わせて{MIN_YEARS}年以上必要です）",
                f"Too few clean fiscal years ({before} before, {after} after; {MIN_YEARS} in all are needed)",
            )
        return None


class EnoughStartMonths:
    """Times to an event need people who started in at least twelve clean months on either side."""

    def check(self, evidence: Evidence) -> Refusal | None:
        if evidence.entry.kind != "time_to_event":
            return None
        clean = evidence.rows[~evidence.rows["shocked"]]
        months = clean.groupby("after")["month"].nunique()
        if months.get(False, 0) < MIN_START_MONTHS or months.get(True, 0) < MIN_START_MONTHS:
            return _insufficient(
                f"開始月が足りません（前期{months.get(False, 0)}、今期{months.get(True, 0)}。"
                f"それぞれ{MIN_START_MONTHS}か月以上必要です）",
                f"Too few months in which anyone started ({months.get(False, 0)} before, {months.get(True, 0)} after; "
                f"{MIN_START_MONTHS} each are needed)",
            )
        return None


class EnoughEvents:
    """Fewer than ten events in a period say nothing about change."""

    def check(self, evidence: Evidence) -> Refusal | None:
        kind = evidence.entry.kind
        if kind in ("survey_share", "published"):
            return None
        if kind == "time_to_event":
            totals = evidence.rows[~evidence.rows["shocked"]].groupby("after")["event"].sum()
        elif kind.startswith("annual"):
            totals = evidence.years[~evidence.years["shocked"]].groupby("after")["numerator"].sum()
        else:
            totals = evidence.months.groupby("after")["numerator"].sum()
        # Proportions may honestly reach 0 %; what must not be small is what they rest on.
        if kind.endswith("proportion"):
            frame = evidence.years if kind.startswith("annual") else evidence.months
            totals = frame.groupby("after")["denominator"].sum()
        if totals.get(False, 0) < MIN_TOTAL_EVENTS or totals.get(True, 0) < MIN_TOTAL_EVENTS:
            return _insufficient(
                f"件数が少なすぎます（どちらの期間も{MIN_TOTAL_EVENTS}件以上必要です）",
                f"Too few events ({MIN_TOTAL_EVENTS} in each period are needed)",
            )
        return None


GATES: tuple[Gate, ...] = (
    DefinitionChangedAtBoundary(),
    PrintedDefinitionChanged(),
    QuestionReworded(),
    SurveyDesignChanged(),
    TwoPeriodsPresent(),
    PrintedFigureHasUncertainty(),
    SurveyLargeEnough(),
    PopulationKnown(),
    EnoughMonths(),
    EnoughYears(),
    EnoughStartMonths(),
    EnoughEvents(),
)


def first_refusal(evidence: Evidence) -> Refusal | None:
    """The first gate's refusal in the policy's order, or None when the evidence may be judged."""
    for gate in GATES:
        refusal = gate.check(evidence)
        if refusal is not None:
            return refusal
    return None
