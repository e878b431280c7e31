"""Gates come before the interval: each refuses an indicator for one reason that the reader sees.

The tuple `GATES` is the policy, in its fixed order: first what cannot be compared, then what is too little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from sojo_eval.evaluation.evidence import EVENTS_A_MONTH, RARER_EVENTS, Evidence
from sojo_eval.foundation.language import Text
from sojo_eval.statistics import survey_share
from sojo_eval.statistics.series_change import Question

MIN_MONTHS = 12
MIN_MONTHS_OF_A_TREND = 24
MIN_CLEAN_SPELL = 6
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


@dataclass(frozen=True)
class Gate:
    """One question asked of the evidence before any estimate; `refuse` gives a Refusal, or None to let it pass."""

    refuse: Callable[[Evidence], Refusal | None]
    title: Text
    kinds: frozenset[str]
    questions: frozenset[Question] = frozenset({"level", "path"})

    def asked_of(self, evidence: Evidence) -> bool:
        """Whether the gate concerns this kind of data and this question at all."""
        return evidence.entry.kind in self.kinds and evidence.question in self.questions


def _not_comparable(ja: str, en: str) -> Refusal:
    return Refusal("not_comparable", Text(ja, en))


def _insufficient(ja: str, en: str) -> Refusal:
    return Refusal("insufficient_data", Text(ja, en))


def definition_changed_at_boundary(evidence: Evidence) -> Refusal | None:
    """A definition or area change within three months of the plan boundary cannot be told from the plan."""
    if not evidence.boundary_breaks:
        return None
    what = evidence.boundary_breaks[0]
    return _not_comparable(
        f"計画の境目の前後3か月以内に測り方が変わりました（{what.ja}）。変化が計画の時期によるものか、測り方の違いによるものか、区別できません",
        f"The definition changed within three months of the plan boundary ({what.en}): "
        "a change cannot be told apart from the new definition",
    )


def printed_definition_changed(evidence: Evidence) -> Refusal | None:
    """Two printed figures with different definitions."""
    if evidence.before.empty or evidence.after.empty:
        return None
    first, second = evidence.before.iloc[0]["definition"], evidence.after.iloc[0]["definition"]
    if first == second:
        return None
    return _not_comparable(
        f"二つの時点で定義が違います（「{first}」と「{second}」）",
        f"The two figures have different definitions ({first!r} and {second!r})",
    )


def question_reworded(evidence: Evidence) -> Refusal | None:
    """The later question is not declared comparable with the earlier one."""
    if evidence.before.empty or evidence.after.empty:
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


_DESIGN_FIELDS = (
    ("mode", Text("調査方法", "the mode")),
    ("frame", Text("母集団", "the sampling frame")),
    ("sampling", Text("抽出法", "the sampling")),
)


def survey_design_changed(evidence: Evidence) -> Refusal | None:
    """Mode, frame or sampling differ between the two waves."""
    if evidence.before.empty or evidence.after.empty:
        return None
    waves = evidence.waves.set_index("wave")
    first, second = waves.loc[evidence.before.iloc[0]["wave"]], waves.loc[evidence.after.iloc[0]["wave"]]
    changed = [name for column, name in _DESIGN_FIELDS if first[column] != second[column]]
    if not changed:
        return None
    return _not_comparable(
        f"{'・'.join(c.ja for c in changed)}が前回の調査と違います",
        f"{' and '.join(c.en for c in changed)} changed since the earlier wave",
    )


def a_period_without_data(evidence: Evidence) -> Refusal | None:
    """Both periods must have data at all."""
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


def printed_figure_without_uncertainty(evidence: Evidence) -> Refusal | None:
    """A printed share needs its n; two printed totals show nothing of their own variation."""
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


def too_few_answers(evidence: Evidence) -> Refusal | None:
    """Effective n of at least 50, and at least 5 effective answers on the rarer side; printed shares likewise."""
    kind = evidence.entry.kind
    for side in (evidence.before, evidence.after):
        if kind == "survey_share":
            if not (side["weight"] > 0).any():
                return _insufficient(
                    "回答者の重みがすべて0です。ウェイトの列を確かめてください",
                    "All respondents of a wave have weight 0: check the column of weights",
                )
            try:
                answer = survey_share(side["value"], side["weight"], strata=side["stratum"], psu=side["psu"])
            except ValueError:
                return _insufficient(
                    "抽出単位（調査地点など）が一つしかなく、誤差を見積もれません",
                    "Only one sampling unit: the sampling error cannot be judged",
                )
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


def population_unknown(evidence: Evidence) -> Refusal | None:
    """A rate needs its population."""
    if evidence.entry.exposure and not (evidence.months["denominator"] > 0).any():
        return _insufficient("分母となる人口がありません", "There is no population to divide by")
    return None


def too_few_months(evidence: Evidence) -> Refusal | None:
    """Level: twelve months after (six of them clean), twelve clean ones before. Path: twelve clean after, 24 before.

    Few missing months, none in a long run.
    """
    path = evidence.question == "path"
    needed = MIN_MONTHS_OF_A_TREND if path else MIN_MONTHS
    before, clean_after = len(evidence.clean(after=False)), len(evidence.clean(after=True))
    after = int(evidence.months.loc[evidence.months["after"], "numerator"].notna().sum())
    after = clean_after if path else after
    if after < MIN_MONTHS or before < needed or clean_after < MIN_CLEAN_SPELL:
        return _insufficient(
            f"月数が足りません（境目の前の平常月{before}、後の月{after}、うち平常月{clean_after}。"
            f"前{needed}か月・後{MIN_MONTHS}か月以上必要です）",
            f"Too few months ({before} clean ones before the boundary, {after} after, {clean_after} of them clean; "
            f"{needed} before and {MIN_MONTHS} after are needed)",
        )
    missing = evidence.months["numerator"].isna()
    runs = missing.groupby((~missing).cumsum()).sum()
    if missing.mean() > MAX_MISSING_SHARE or runs.max() > MAX_MISSING_RUN:
        return _insufficient(
            f"報告のない月が多すぎます（{int(missing.sum())}か月、続けて最大{int(runs.max())}か月）",
            f"Too many months without a report ({int(missing.sum())}, up to {int(runs.max())} in a row)",
        )
    return None


def too_few_events_for_a_trend(evidence: Evidence) -> Refusal | None:
    """Below five events a month (on the rarer side of a share) no trend can be told from chance."""
    mean = evidence.events_a_month
    if mean < EVENTS_A_MONTH:
        return _insufficient(
            f"月平均{mean:.1f}件では、それまでの傾向を見積もれません（{EVENTS_A_MONTH:g}件以上必要です）",
            f"{mean:.1f} events a month do not show an earlier trend ({EVENTS_A_MONTH:g} are needed)",
        )
    if evidence.rarer_events < RARER_EVENTS:
        return _insufficient(
            "一方の期間の割合がほぼ0%か100%のため、それまでの傾向を見積もれません",
            "In one period the share is almost 0 % or 100 %: it shows no earlier trend",
        )
    return None


def trend_not_adjacent(evidence: Evidence) -> Refusal | None:
    """A trend is carried on from the plan just before, out of clean months that reach up to the boundary."""
    if not evidence.adjacent:
        return _insufficient(
            "二つの計画の間に別の計画があり、それまでの傾向をそのまま延ばせません",
            "Another plan lies between the two: the earlier trend cannot be carried on across it",
        )
    clean = evidence.clean(after=False)["month"]
    year_before = evidence.current.start - pd.DateOffset(months=12)
    if (clean >= year_before).sum() < MIN_CLEAN_SPELL:
        return _insufficient(
            f"計画の境目の直前1年に平常な月が{MIN_CLEAN_SPELL}か月なく、回復と計画の時期の変化を区別できません",
            f"Fewer than {MIN_CLEAN_SPELL} clean months in the year before the boundary: recovery from a shock "
            "cannot be told from a change with the plan",
        )
    return None


def definition_change_not_modelled(evidence: Evidence) -> Refusal | None:
    """A definition change inside a period can be modelled in monthly series only."""
    if not evidence.breaks or (evidence.entry.kind in MONTHLY and not evidence.by_year):
        return None
    return _not_comparable(
        "期間の途中で測り方が変わりました。この種の資料では、測り方の違いを補正できません",
        "The definition changed inside a period, and with data of this kind that cannot be adjusted for",
    )


def a_period_without_events(evidence: Evidence) -> Refusal | None:
    """A ratio of yearly counts needs an event in either period."""
    if not evidence.by_year or evidence.entry.kind.endswith("proportion"):
        return None
    totals = evidence.clean_years.groupby("after")["numerator"].sum()
    if totals.get(False, 0) > 0 and totals.get(True, 0) > 0:
        return None
    return _insufficient(
        f"一方の期間が0件のため、変化の割合を計算できません（前期{totals.get(False, 0):.0f}件、今期{totals.get(True, 0):.0f}件）",
        f"One period has no event at all, so no ratio can be worked out ({totals.get(False, 0):.0f} before, "
        f"{totals.get(True, 0):.0f} after)",
    )


def too_few_years(evidence: Evidence) -> Refusal | None:
    """Yearly counts need three clean fiscal years, one on either side."""
    if not evidence.by_year:
        return None
    clean = evidence.clean_years
    after = int(clean["after"].sum())
    before = len(clean) - after
    if before == 0 or after == 0 or len(clean) < MIN_YEARS:
        return _insufficient(
            f"平常の年度が足りません（前期{before}年、今期{after}年。合わせて{MIN_YEARS}年以上必要です）",
            f"Too few clean fiscal years ({before} before, {after} after; {MIN_YEARS} in all are needed)",
        )
    return None


def too_few_start_months(evidence: Evidence) -> Refusal | None:
    """Times to an event need people who started in at least twelve clean months on either side."""
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


def too_few_events(evidence: Evidence) -> Refusal | None:
    """Fewer than ten events in both periods say nothing about change."""
    # Proportions may honestly reach 0 %; what must not be small is what they rest on.
    counted = "denominator" if evidence.entry.kind.endswith("proportion") else "numerator"
    if evidence.entry.kind == "time_to_event":
        totals = evidence.rows[~evidence.rows["shocked"]].groupby("after")["event"].sum()
    elif evidence.entry.kind in ANNUAL:
        totals = evidence.clean_years.groupby("after")[counted].sum()
    else:
        totals = evidence.months.groupby("after")[counted].sum()
    if totals.get(False, 0) < MIN_TOTAL_EVENTS and totals.get(True, 0) < MIN_TOTAL_EVENTS:
        return _insufficient(
            f"件数が少なすぎます（どちらの期間も{MIN_TOTAL_EVENTS}件未満です）",
            f"Too few events (fewer than {MIN_TOTAL_EVENTS} in both periods)",
        )
    return None


MONTHLY = frozenset({"monthly_count", "monthly_proportion", "monthly_rate"})
ANNUAL = frozenset({"annual_count", "annual_proportion", "annual_rate", "annual_stock"})
SURVEY = frozenset({"survey_share"})
TIMES = frozenset({"time_to_event"})
PRINTED = frozenset({"published"})
EVERY = MONTHLY | ANNUAL | SURVEY | TIMES | PRINTED

GATES: tuple[Gate, ...] = (
    Gate(
        definition_changed_at_boundary,
        Text("境目の前後で測り方が同じ", "Same definition around the boundary"),
        EVERY,
    ),
    Gate(
        printed_definition_changed,
        Text("二つの公表値の定義が同じ", "Same definition of both printed figures"),
        PRINTED,
    ),
    Gate(
        definition_change_not_modelled,
        Text("期間途中の定義変更を補正できる", "Definition changes inside a period can be adjusted for"),
        MONTHLY | ANNUAL | TIMES | SURVEY,
    ),
    Gate(question_reworded, Text("設問と選択肢が比べられる", "Comparable wording and answers"), SURVEY),
    Gate(
        survey_design_changed,
        Text("調査方法・母集団・抽出法が同じ", "Same mode, frame and sampling"),
        SURVEY,
    ),
    Gate(a_period_without_data, Text("両方の期間にデータがある", "Data in both periods"), EVERY),
    Gate(
        printed_figure_without_uncertainty,
        Text("公表値の誤差が分かる", "The printed figures' uncertainty is known"),
        PRINTED,
    ),
    Gate(too_few_answers, Text("回答数が足りる", "Enough answers"), SURVEY | PRINTED),
    Gate(population_unknown, Text("分母の人口がある", "Population to divide by"), MONTHLY | ANNUAL),
    Gate(too_few_months, Text("月数が足りる", "Enough months"), MONTHLY),
    Gate(
        too_few_events_for_a_trend,
        Text("傾向を見積もれる件数がある", "Enough events for a trend"),
        MONTHLY,
        frozenset({"path"}),
    ),
    Gate(
        trend_not_adjacent,
        Text("前の傾向が境目まで続いている", "The earlier trend reaches the boundary"),
        MONTHLY,
        frozenset({"path"}),
    ),
    Gate(
        too_few_years, Text("年度の数が足りる", "Enough fiscal years"), ANNUAL | MONTHLY, frozenset({"level"})
    ),
    Gate(too_few_start_months, Text("開始月の数が足りる", "Enough months of start"), TIMES),
    Gate(too_few_events, Text("件数が足りる", "Enough events"), MONTHLY | ANNUAL | TIMES),
    Gate(
        a_period_without_events,
        Text("どちらの期間にも件数がある", "Events in both periods"),
        MONTHLY | ANNUAL,
        frozenset({"level"}),
    ),
)


def first_refusal(evidence: Evidence) -> Refusal | None:
    """The first gate's refusal in the policy's order, or None when the evidence may be judged."""
    for gate in GATES:
        if gate.asked_of(evidence) and (refusal := gate.refuse(evidence)) is not None:
            return refusal
    return None
