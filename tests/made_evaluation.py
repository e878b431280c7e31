"""A small hand-made Evaluation: every kind of indicator, every verdict, planted small counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sojo_eval.evaluation import CityLabel, Evaluation
from sojo_eval.evaluation.attention import points_down
from sojo_eval.evaluation.columns import FINDINGS, TARGETS
from sojo_eval.evaluation.declaration import Declaration
from sojo_eval.evaluation.pillars import roll_up
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.headline import Headline, HeadlineSet, PillarHeadline

AREA = "132292"
KINDS = {
    "connections.has_someone_to_rely_on": ("survey_share", "share", "higher", "improving", True),
    "connections.takes_part_in_local_activity": ("survey_share", "share", "higher", "not_comparable", True),
    "connections.participants_per_1000": (
        "monthly_count",
        "per_1000_month",
        "higher",
        "no_meaningful_change",
        False,
    ),
    "connections.newly_developed_resources": (
        "annual_count",
        "per_year",
        "higher",
        "insufficient_data",
        True,
    ),
    "consultation.first_response_within_3_days": ("monthly_proportion", "share", "higher", "improving", True),
    "consultation.referrals_accepted_days": ("time_to_event", "days", "lower", "worsening", True),
    "consultation.consultations_per_1000": (
        "monthly_count",
        "per_1000_month",
        "context",
        "inconclusive",
        True,
    ),
    "consultation.support_plans_drafted": ("annual_count", "per_year", "higher", "inconclusive", True),
    "information.easy_japanese_share": ("annual_proportion", "share", "higher", "improving", False),
    "information.knows_hotnet_station": ("survey_share", "share", "higher", "inconclusive", True),
    "information.knows_welfare_commissioner": ("published", "share", "higher", "inconclusive", False),
}
HEADLINE = HeadlineSet(
    tuple(
        PillarHeadline(pillar, tuple(Headline(name) for name in KINDS if name in names))
        for pillar, names in (
            (
                "connections",
                (
                    "connections.has_someone_to_rely_on",
                    "connections.takes_part_in_local_activity",
                    "connections.participants_per_1000",
                ),
            ),
            (
                "consultation",
                (
                    "consultation.first_response_within_3_days",
                    "consultation.referrals_accepted_days",
                    "consultation.support_plans_drafted",
                ),
            ),
            (
                "information",
                (
                    "information.easy_japanese_share",
                    "information.knows_hotnet_station",
                    "information.knows_welfare_commissioner",
                ),
            ),
        )
    )
)
RESTS_ON = HEADLINE.pillar_of
TITLES = {
    "connections.has_someone_to_rely_on": ("困ったときに頼れる人がいる", "Has someone to rely on"),
    "connections.takes_part_in_local_activity": (
        "地域の活動に参加している",
        "Takes part in a local activity",
    ),
    "connections.participants_per_1000": (
        "住民千人当たりの活動参加者",
        "Activity participants per 1,000 residents",
    ),
    "connections.newly_developed_resources": ("新たに開拓した社会資源", "Newly developed resources"),
    "consultation.first_response_within_3_days": (
        "3日以内に最初の対応をした相談の割合",
        "First response within 3 days",
    ),
    "consultation.referrals_accepted_days": (
        "つないでから受理されるまでの日数",
        "Days until a referral is accepted",
    ),
    "consultation.consultations_per_1000": ("住民千人当たりの相談件数", "Consultations per 1,000 residents"),
    "consultation.support_plans_drafted": ("作成した支援プラン", "Support plans drafted"),
    "information.easy_japanese_share": ("やさしい日本語による発行物の割合", "Publications in easy Japanese"),
    "information.knows_hotnet_station": ("ほっとネットステーションを知っている", "Knows Hot-Net Station"),
    "information.knows_welfare_commissioner": ("民生委員を知っている", "Knows the welfare commissioner"),
}


def _finding(indicator: str, i: int) -> dict[str, Any]:
    kind, unit, direction, verdict, disclosive = KINDS[indicator]
    scale = "difference" if unit == "share" else "ratio"
    judged = verdict not in ("insufficient_data", "not_comparable")
    change = {
        "improving": 0.08,
        "worsening": 0.24,
        "no_meaningful_change": 0.004,
        "inconclusive": -0.031,
    }.get(verdict, 0.0)
    none = 0.0 if scale == "difference" else 1.0
    half = 0.02 if verdict == "no_meaningful_change" else 0.055
    before = {"share": 0.513, "days": 4.2, "per_year": 31.0}.get(unit, 12.34)
    number = (lambda x: x) if judged else (lambda x: np.nan)
    row: dict[str, Any] = {
        "indicator": indicator, "pillar": indicator.split(".")[0], "area": AREA, "baseline": "4", "current": "5",
        "question": "level", "unit": unit, "direction": direction,
        "value_baseline": number(before),
        "value_current": number(before + change if scale == "difference" else before * (1 + change)),
        "change": number(none + change), "change_low": number(none + change - half),
        "change_high": number(none + change + half), "scale": scale,
        "smallest_change": {"share": 0.05, "days": 0.2}.get(unit, 0.1), "detectable_change": number(0.0789),
        "n_baseline": number(60.0), "n_current": number(24.0),
        "p": number(0.0123 + i / 1000), "p_adjusted": number(0.0345 + i / 1000),
        "grade": "D0" if kind == "published" or not judged else "D1", "verdict": verdict,
        "reasons": "設問文が変わりました" if verdict == "not_comparable" else "理由",
        "warnings": "", "method": "log-rate REML" if judged else "",
        "naive_verdict": "worsening" if direction == "lower" else "improving",
        "kind": kind, "title_ja": TITLES[indicator][0], "title_en": TITLES[indicator][1],
        "area_ja": "西東京市", "area_en": "Nishi-Tokyo", "reasons_en": "the reason", "warnings_en": "",
        "naive_note_ja": "51.3% → 59.3%", "naive_note_en": "51.3% → 59.3%", "disclosive": disclosive,
        "count_baseline": 1200.0, "count_current": 640.0,
        "base_baseline": np.nan if kind.endswith("_count") else 2400.0,
        "base_current": np.nan if kind.endswith("_count") else 1100.0,
        "n_unit": "months" if judged else "", "phi": number(0.3), "sensitivities": "{}",
        "current_low": number(before * 0.91), "current_high": number(before * 1.13), "target": np.nan, "target_status": "",
        "headline": indicator in RESTS_ON, "decidable_from": pd.NaT, "not_worse_by": number(0.021),
        "probability_better": number(0.74),
    }  # fmt: skip
    return row | {"attention": points_down(row)}


def _points(indicator: str) -> pd.DataFrame:
    kind, unit, *_ = KINDS[indicator]
    if kind.startswith("monthly"):
        starts, step = pd.date_range("2019-04-01", "2026-03-01", freq="MS"), "month"
        ends = starts + pd.offsets.MonthEnd(0)
    elif kind == "time_to_event":
        starts, step = pd.date_range("2019-04-01", "2026-01-01", freq="QS"), "quarter"
        ends = starts + pd.offsets.QuarterEnd(0)
    elif kind.startswith("annual"):
        starts, step = pd.date_range("2019-04-01", "2025-04-01", freq=pd.DateOffset(years=1)), "year"
        ends = starts + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    else:
        starts, step = pd.DatetimeIndex(["2018-10-01", "2022-10-01", "2025-10-01"]), "wave"
        ends = starts + pd.Timedelta(days=30)
        step = "published" if kind == "published" else "wave"
    i = np.arange(len(starts))
    den = np.full(len(i), 205.8) if kind == "monthly_count" else 400.0 + 7 * (i % 5)
    num = 160.0 + 20 * np.sin(i / 2) + i
    num = np.round(num)
    value = num / den if unit == "share" else (num / den * 10 if kind == "monthly_count" else num / 40)
    frame = pd.DataFrame({
        "indicator": indicator, "area": AREA, "period_start": starts, "period_end": ends, "step": step,
        "plan": np.where(starts < "2019-04-01", "3", np.where(starts < "2024-04-01", "4", "5")),
        "in_shock": (starts >= "2020-03-01") & (starts <= "2023-05-31"),
        "numerator": num, "denominator": den, "value": value, "low": value * 0.93, "high": value * 1.07,
    })  # fmt: skip
    if kind == "annual_count":
        frame[["denominator", "low", "high"]] = np.nan
    return frame


TARGETED = ("consultation.first_response_within_3_days", "consultation.support_plans_drafted")


def targets(findings: pd.DataFrame) -> pd.DataFrame:
    """A target for a finding that can be shown and for one that may rest on a count of 3, each with its numbers."""
    rows = findings[findings["indicator"].isin(TARGETED)]
    value = rows["value_current"]
    made = pd.DataFrame({
        **{c: rows[c] for c in ("indicator", "pillar", "title_ja", "title_en", "unit", "direction")},
        "plan": "5", "base": rows["value_baseline"], "base_from": "earlier_plan", "value": value,
        "value_low": rows["current_low"], "value_high": rows["current_high"], "target": 0.8,
        "due_date": pd.Timestamp("2029-03-31"), "as_of": pd.Timestamp("2026-03-31"), "progress": value / 3,
        "progress_low": value / 5, "progress_high": value / 2, "time_elapsed": 0.4, "needed_now": value * 0.7,
        "needed_mean": value * 0.6, "status": "on_pace", "mark": "B", "marks_possible": "A B", "reason_ja": "",
        "reason_en": "", "source": "計画書",
    })  # fmt: skip
    return made[[column.name for column in TARGETS]].reset_index(drop=True)


def make_evaluation(small_points: int = 2, small_finding: bool = True) -> Evaluation:
    """An Evaluation with `small_points` small months, and (by wish) one finding that rests on a count of 3."""
    findings = pd.DataFrame(
        [_finding(name, i) for i, name in enumerate(KINDS)], columns=[column.name for column in FINDINGS]
    )
    targeted = findings["indicator"].isin(TARGETED)
    findings.loc[targeted, ["target", "target_status"]] = [0.8, "on_pace"]
    series = pd.concat([_points(name) for name in KINDS], ignore_index=True)
    monthly = series.index[series["indicator"] == "consultation.first_response_within_3_days"]
    series.loc[monthly[3 : 3 + small_points], "numerator"] = 3.0
    if small_finding:
        row = findings.index[findings["indicator"] == "consultation.support_plans_drafted"]
        findings.loc[row, "count_current"] = 3.0
    plans = pd.DataFrame({
        "plan": ["3", "4", "5"], "name_ja": ["第3期計画", "第4期計画", "第5期計画"],
        "name_en": ["3rd plan", "4th plan", "5th plan"],
        "start_date": pd.to_datetime(["2014-04-01", "2019-04-01", "2024-04-01"]),
        "end_date": pd.to_datetime(["2019-03-31", "2024-03-31", None]), "confirmed": [True, True, False],
    })  # fmt: skip
    events = pd.DataFrame({
        "event": ["covid", "redefined"], "kind": ["shock", "definition_change"],
        "start_date": pd.to_datetime(["2020-03-01", "2021-04-01"]), "end_date": pd.to_datetime(["2023-05-31", None]),
        "title_ja": ["新型コロナウイルス感染症", "相談の数え方の変更"], "title_en": ["COVID-19", "Counting rule changed"],
        "applies_to": ["*", "consultations"],
    })  # fmt: skip
    catalogue = pd.DataFrame({
        "indicator": list(KINDS), "pillar": [k.split(".")[0] for k in KINDS],
        "title_ja": [TITLES[k][0] for k in KINDS], "title_en": [TITLES[k][1] for k in KINDS],
        "question_ja": "住民は頼れる人がいるか", "question_en": "Do residents have someone to rely on?",
        "unit": [v[1] for v in KINDS.values()], "direction": [v[2] for v in KINDS.values()],
        "kind": [v[0] for v in KINDS.values()], "smallest_change": 0.05,
        "why_ja": "土台です", "why_en": "It is the basis", "misleads_ja": "", "misleads_en": "",
        "aligns_with": "", "source_tables": ["consultations" if k.startswith("consultation") else "x" for k in KINDS],
        "part": False, "disclosive": [v[4] for v in KINDS.values()],
    })  # fmt: skip
    return Evaluation(
        CityLabel(AREA, Text("西東京市", "Nishi-Tokyo"), True), "4", "5", (AREA,), plans, events, findings,
        roll_up(findings, RESTS_ON), series, catalogue, 5,
        {"package_version": "0.1.0", "schema_version": "1", "inputs": {"raw/相談.csv": "ab" * 32},
         "data_until": "2026-03-31", "parameters": {"baseline": "4", "current": "5", "areas": [AREA]}},
        declaration=Declaration(HEADLINE), targets=targets(findings),
    )  # fmt: skip
