"""Gates that ask whether there is enough to judge from."""

from __future__ import annotations

from typing import assert_never

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.evaluation.evidence import (
    EVENTS_A_MONTH,
    RARER_EVENTS,
    Evidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.gates.refusal import Refusal, insufficient, no_case
from sojo_eval.evaluation.words.formats import short_plan_name
from sojo_eval.indicators import source_title
from sojo_eval.indicators.totals import POINTS_OF_A_SERIES
from sojo_eval.statistics import MIN_GROUPS, gap_between_groups, survey_share
from sojo_eval.statistics.group_gap import Family

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
MIN_GROUP_EVENTS = 10
GAP_SIGNIFICANCE = 0.05


def _plan_names(evidence: Evidence) -> tuple[str, str]:
    """The two plans as a Japanese reader calls them."""
    return short_plan_name(evidence.baseline.name.ja), short_plan_name(evidence.current.name.ja)


def not_recorded(evidence: Evidence) -> Refusal | None:
    """A column that nobody filled in says nothing: it must not read as "no"."""
    never = [source_title(source) for source in evidence.recorded.never]
    if not never:
        return None
    return insufficient(
        f"記録されていない項目があります（{'、'.join(name.ja for name in never)}）",
        f"Not recorded: {', '.join(name.en for name in never)}",
    )


def a_period_without_data(evidence: Evidence) -> Refusal | None:
    """Both periods must have data at all."""
    for known, period in zip(evidence.has_data(), (evidence.baseline, evidence.current), strict=True):
        if not known:
            return insufficient(
                f"{period.name.ja}の期間のデータがありません",
                f"There are no data for the {period.name.en}",
            )
    return None


def printed_figure_without_uncertainty(evidence: PrintedEvidence) -> Refusal | None:
    """A printed share needs its n; two printed totals show nothing of their own variation."""
    if evidence.entry.unit != "share" and evidence.points >= POINTS_OF_A_SERIES:
        return insufficient(
            f"公表値が{evidence.points}時点ありますが、月か年ごとの値が足りないため、揺れの大きさが分かりません"
            f"（月か年の値が{POINTS_OF_A_SERIES}時点以上必要です）",
            f"There are {evidence.points} printed figures, but too few of a month or a year each to show how they vary "
            f"({POINTS_OF_A_SERIES} of one kind are needed)",
        )
    if evidence.entry.unit != "share":
        return insufficient(
            "公表値が二時点だけで、年ごとの揺れの大きさが分からないため、変化か揺れかを区別できません",
            "Two printed figures do not show how much they vary from year to year: "
            "a change cannot be told from that variation",
        )
    if evidence.before.iloc[0][["n"]].isna().any() or evidence.after.iloc[0][["n"]].isna().any():
        return insufficient(
            "回答数（n）が公表されていないため、差が誤差の範囲かどうか分かりません",
            "The number of respondents (n) is not printed: whether the difference is chance cannot be known",
        )
    return None


def too_few_answers(evidence: SurveyEvidence | PrintedEvidence) -> Refusal | None:
    """Effective n of at least 50, and at least 5 effective answers on the rarer side; printed shares likewise."""
    for side in (evidence.before, evidence.after):
        if isinstance(evidence, SurveyEvidence):
            if not (side["weight"] > 0).any():
                return insufficient(
                    "回答者の重みがすべて0です。ウェイトの列を確かめてください",
                    "All respondents of a wave have weight 0: check the column of weights",
                )
            try:
                answer = survey_share(side["value"], side["weight"], strata=side["stratum"], psu=side["psu"])
            except ValueError:
                return insufficient(
                    "抽出単位（調査地点など）が全体または一つの層に一つしかなく、誤差を見積もれません",
                    "Only one sampling unit in all or in a stratum: the sampling error cannot be judged",
                )
            share, n = answer.share, answer.n_effective
        else:
            share, n = (
                float(side.iloc[0]["value"]),
                float(side.iloc[0]["n"]) / evidence.entry.design_effect,
            )
        if n < MIN_EFFECTIVE_N or n * min(share, 1 - share) < MIN_EFFECTIVE_EVENTS:
            return insufficient(
                f"有効な回答数が足りません（{MIN_EFFECTIVE_N}人以上、少ない側の回答が{MIN_EFFECTIVE_EVENTS}人以上必要です）",
                f"Too few effective answers (at least {MIN_EFFECTIVE_N}, and {MIN_EFFECTIVE_EVENTS} on the rarer "
                "side, are needed)",
            )
    return None


def population_unknown(evidence: SeriesEvidence | GroupsEvidence) -> Refusal | None:
    """A rate needs its population, and a gap that of every group."""
    if isinstance(evidence, SeriesEvidence):
        if evidence.entry.exposure and not (evidence.arrays.denominator > 0).any():
            return insufficient("分母となる人口がありません", "There is no population to divide by")
        return None
    if evidence.no_residents:
        return insufficient(
            f"住民数が分からない群があります（{'、'.join(n.ja for n in evidence.no_residents)}）",
            f"The residents of some groups are not known ({', '.join(n.en for n in evidence.no_residents)})",
        )
    return None


def more_than_all(evidence: SeriesEvidence | GroupsEvidence) -> Refusal | None:
    """A part cannot exceed its whole: one of the two was not recorded as it should."""
    if not evidence.entry.kind.is_share:
        return None
    if isinstance(evidence, SeriesEvidence):
        if not (evidence.arrays.numerator > evidence.arrays.denominator).any():
            return None
        frame = evidence.months
    else:
        frame = evidence.rows
    wrong = frame[frame["numerator"] > frame["denominator"]]
    if wrong.empty:
        return None
    return insufficient(
        f"全体より多い月が{wrong['month'].nunique()}か月あります。分子と分母の記録を確かめてください",
        f"In {wrong['month'].nunique()} month(s) the part is larger than the whole: check how both were recorded",
    )


def too_few_months(evidence: SeriesEvidence) -> Refusal | None:
    """Level: twelve months after (six of them clean), twelve clean ones before. Path: twelve clean after, 24 before.

    Few missing months, none in a long run. What is compared by fiscal year has a gate of its own.
    """
    if evidence.by_year:
        return None
    path = evidence.question == "path"
    needed = MIN_MONTHS_OF_A_TREND if path else MIN_MONTHS
    later, reported = evidence.arrays.after, evidence.arrays.reported
    before, clean_after = (int((evidence.is_clean & (later == side)).sum()) for side in (False, True))
    after = int((later & reported).sum())
    after = clean_after if path else after
    if after < MIN_MONTHS or before < needed or clean_after < MIN_CLEAN_SPELL:
        return insufficient(
            f"月数が足りません（境目の前の平常月{before}、後の月{after}、うち平常月{clean_after}。"
            f"前{needed}か月・後{MIN_MONTHS}か月以上必要です）",
            f"Too few months ({before} clean ones before the boundary, {after} after, {clean_after} of them clean; "
            f"{needed} before and {MIN_MONTHS} after are needed)",
        )
    missing = ~reported
    longest = int(np.bincount(np.cumsum(reported)[missing]).max(initial=0))
    if missing.mean() > MAX_MISSING_SHARE or longest > MAX_MISSING_RUN:
        return insufficient(
            f"報告のない月が多すぎます（{int(missing.sum())}か月、続けて最大{longest}か月）",
            f"Too many months without a report ({int(missing.sum())}, up to {longest} in a row)",
        )
    return None


def too_few_events_for_a_trend(evidence: SeriesEvidence) -> Refusal | None:
    """Below five events a month (on the rarer side of a share) no trend can be told from chance."""
    mean = evidence.events_a_month
    if mean < EVENTS_A_MONTH:
        return insufficient(
            f"月平均{mean:.1f}件では、それまでの傾向を見積もれません（{EVENTS_A_MONTH:g}件以上必要です）",
            f"{mean:.1f} events a month do not show an earlier trend ({EVENTS_A_MONTH:g} are needed)",
        )
    if evidence.rarer_events < RARER_EVENTS:
        return insufficient(
            "一方の期間の割合がほぼ0%か100%のため、それまでの傾向を見積もれません",
            "In one period the share is almost 0 % or 100 %: it shows no earlier trend",
        )
    return None


def trend_not_adjacent(evidence: SeriesEvidence) -> Refusal | None:
    """A trend is carried on from the plan just before, out of clean months that reach up to the boundary."""
    if not evidence.adjacent:
        return insufficient(
            "二つの計画の間に別の計画があり、それまでの傾向をそのまま延ばせません",
            "Another plan lies between the two: the earlier trend cannot be carried on across it",
        )
    clean = evidence.arrays.month[evidence.is_clean & ~evidence.arrays.after]
    year_before = evidence.current.start - pd.DateOffset(months=12)
    if (clean >= year_before.to_datetime64()).sum() < MIN_CLEAN_SPELL:
        return insufficient(
            f"計画の境目の直前1年に平常な月が{MIN_CLEAN_SPELL}か月なく、回復と計画の時期の変化を区別できません",
            f"Fewer than {MIN_CLEAN_SPELL} clean months in the year before the boundary: recovery from a shock "
            "cannot be told from a change with the plan",
        )
    return None


Counted = SeriesEvidence | TimesEvidence | GroupsEvidence
"""Evidence in which something is counted on either side."""


def _events(evidence: Counted) -> tuple[float, float]:
    """What was counted in either period outside shocks; NaN for a period of which nothing is known."""
    match evidence:
        case SeriesEvidence():
            if not evidence.by_year:
                m, clean = evidence.arrays, evidence.is_clean
                return _of_sides(m.numerator[clean], m.after[clean])
            frame = evidence.clean_years
            counted = frame["numerator"]
        case TimesEvidence():
            frame = evidence.clean
            counted = frame["event"].astype(float)
        case GroupsEvidence():
            before, later = evidence.before["numerator"], evidence.after["numerator"]
            return float(before.sum(min_count=1)), float(later.sum(min_count=1))
        case _:
            assert_never(evidence)
    known = counted.notna().to_numpy()
    return _of_sides(counted[known].to_numpy(dtype=float), frame["after"].to_numpy(dtype=bool)[known])


def _of_sides(events: NDArray[np.float64], after: NDArray[np.bool_]) -> tuple[float, float]:
    before, later = events[~after], events[after]
    return before.sum() if before.size else np.nan, later.sum() if later.size else np.nan


def no_case_in_either_period(evidence: Counted) -> Refusal | None:
    """0 before and 0 after: known, and neither a change of so many points nor too little data."""
    if _events(evidence) != (0.0, 0.0):
        return None
    return no_case(
        "記録はありますが、数えるものがどちらの期間にもありません",
        "There are records, but nothing of what is counted in either period",
    )


def a_period_without_events(evidence: Counted) -> Refusal | None:
    """Nothing on one side has no ratio to the other, and no time to it. A share may be 0 %, and where both
    are rare the counts by month say how far one may lie below the other."""
    before, after = _events(evidence)
    if isinstance(evidence, SeriesEvidence) and (evidence.entry.kind.is_share or evidence.may_be_nought):
        return None
    if before != 0 and after != 0:
        return None
    names = _plan_names(evidence)
    return insufficient(
        f"一方の期間が0件のため、変化の割合を計算できません（{names[0]}{before:.0f}件、{names[1]}{after:.0f}件）",
        f"One period has no event at all, so no ratio can be worked out ({before:.0f} before, {after:.0f} "
        "after)",
    )


def too_few_years(evidence: SeriesEvidence) -> Refusal | None:
    """What is compared by fiscal year needs three clean ones, one on either side."""
    if not evidence.by_year:
        return None
    clean = evidence.clean_years
    after = int(clean["after"].sum())
    before = len(clean) - after
    if before == 0 or after == 0 or len(clean) < MIN_YEARS:
        names = _plan_names(evidence)
        return insufficient(
            f"平常の年度が足りません（{names[0]}{before}年、{names[1]}{after}年。合わせて{MIN_YEARS}年以上必要です）",
            f"Too few clean fiscal years ({before} before, {after} after; {MIN_YEARS} in all are needed)",
        )
    return None


def too_few_start_months(evidence: TimesEvidence) -> Refusal | None:
    """Times to an event need people who started in at least twelve clean months on either side."""
    clean = evidence.clean
    months = clean.groupby("after")["month"].nunique()
    if months.get(False, 0) < MIN_START_MONTHS or months.get(True, 0) < MIN_START_MONTHS:
        names = _plan_names(evidence)
        return insufficient(
            f"開始月が足りません（{names[0]}{months.get(False, 0)}、{names[1]}{months.get(True, 0)}。"
            f"それぞれ{MIN_START_MONTHS}か月以上必要です）",
            f"Too few months in which anyone started ({months.get(False, 0)} before, {months.get(True, 0)} after; "
            f"{MIN_START_MONTHS} each are needed)",
        )
    return None


def too_few_groups(evidence: GroupsEvidence) -> Refusal | None:
    """A gap needs four groups that are the same in both periods, a year of clean months, ten events in each group."""
    months = int(evidence.rows.groupby("after")["month"].nunique().min())
    if months < MIN_MONTHS:
        return insufficient(
            f"比べられる平常月が足りません（{months}か月。前後それぞれ{MIN_MONTHS}か月以上必要です）",
            f"Too few clean months to compare ({months}; {MIN_MONTHS} in each period are needed)",
        )
    first, second = evidence.before, evidence.after
    if [*first["group"]] != [*second["group"]] or len(first) < MIN_GROUPS:
        return insufficient(
            f"比べる群（圏域や年齢層）が足りないか、二つの期間で同じではありません（{MIN_GROUPS}以上必要です）",
            f"Too few groups, or not the same ones in both periods (at least {MIN_GROUPS} are needed)",
        )
    for side in (first, second):
        rarer = side["numerator"]
        if evidence.entry.kind.is_share:
            rarer = rarer.clip(upper=side["denominator"] - side["numerator"])
        if rarer.min() < MIN_GROUP_EVENTS:
            return insufficient(
                f"件数の少ない群があり、群の間の差か偶然かを区別できません（各群{MIN_GROUP_EVENTS}件以上必要です）",
                f"In some group there are too few events to tell a gap from chance ({MIN_GROUP_EVENTS} in each are "
                "needed)",
            )
    return None


def no_gap_beyond_chance(evidence: GroupsEvidence) -> Refusal | None:
    """Where groups differ by no more than chance in both periods, there is no gap that could close or open."""
    family: Family = "proportion" if evidence.entry.kind.is_share else "rate"
    for _, side in evidence.rows.groupby("after"):
        gap = gap_between_groups(
            side["numerator"], side["denominator"], side["group"], side["month"], family=family
        )
        if gap.p_no_gap < GAP_SIGNIFICANCE:
            return None
    return insufficient(
        "どちらの期間も、群の間の差は偶然の範囲を超えないため、縮まったか広がったかを問えません",
        "In both periods the groups differ by no more than chance: there is no gap that could close or open",
    )


def too_few_events(evidence: SeriesEvidence | TimesEvidence) -> Refusal | None:
    """Fewer than ten events in both periods say nothing about change."""
    # Proportions may honestly reach 0 %; what must not be small is what they rest on.
    counted = "denominator" if evidence.entry.kind.is_share else "numerator"
    if isinstance(evidence, TimesEvidence):
        totals = evidence.clean.groupby("after")["event"].sum()
    elif evidence.by_year:
        totals = evidence.clean_years.groupby("after")[counted].sum()
    else:
        m = evidence.arrays
        number = m.denominator if evidence.entry.kind.is_share else m.numerator
        totals = pd.Series({side: np.nansum(number[m.after == side]) for side in (False, True)})
    if totals.get(False, 0) < MIN_TOTAL_EVENTS and totals.get(True, 0) < MIN_TOTAL_EVENTS:
        return insufficient(
            f"件数が少なすぎます（どちらの期間も{MIN_TOTAL_EVENTS}件未満です）",
            f"Too few events (fewer than {MIN_TOTAL_EVENTS} in both periods)",
        )
    return None
