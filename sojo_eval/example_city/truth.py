"""The planted truth: what really changes on 2024-04-01 (the start of the 5th plan) in each scenario.

This is the file to audit. Everything that differs between scenarios stands in `PLANTED`; the tables are
simulated from it and `truth.json` is written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sojo_eval.example_city.places import ORGANIZATIONS
from sojo_eval.example_city.times import mean_days

BOUNDARY = "2024-04"
"""First month of the 5th plan: planted changes act from here on."""

Truth = Literal["improved", "worsened", "no_change", "cannot_be_known", "context", "not_planted"]
SCENARIOS: tuple[str, ...] = ("mixed", "null", "improving", "sparse")
SPARSE_SHARE = 0.1
"""Scenario `sparse` has the changes of `mixed` with a tenth of the events."""

# Model constants that truth and simulation share.
NO_RESPONSE = 0.01  # consultations whose person could not be reached again
MATCH_MEAN_DAYS, MATCHED_EVER, MATCH_HORIZON = 35.0, 0.95, 90
PLAN_MEAN_DAYS, PLANNED_EVER, PLAN_HORIZON = 40.0, 2 / 3, 120
ONE_REFERRAL, THREE_OF_SEVERAL = 0.15, 0.2  # consultations referred once; those referred thrice of the others
SENT_BACK = 0.15  # of the second and third referrals, back to the desk before
LEADING, SUPPORTING = (
    (0, 6, 7),
    (1, 2, 3, 4),
)  # who may lead a case (places in ORGANIZATIONS), and how many support it
FITS_THE_WISH = 0.8  # of the matches of which it was asked
SCORES_ROSE = 0.45  # of the people whose つながり指標 was scored again
GIVES_AND_ACCEPTS = 0.30  # of the residents in the survey's frame
CLOSED_SETTLED, FOR_EVERYONE = 0.50, 0.34  # of the cases closed; of the publications

# Changes of definition, present in every scenario.
TELEPHONE_RECOUNT, TELEPHONE_RECOUNT_FROM = 1.2, "2021-04"
NEW_WEB_TOOL, NEW_WEB_TOOL_FROM = 1.4, "2024-04"
REWORDING_POINTS = 0.06


@dataclass(frozen=True)
class Planted:
    """One indicator's planted change.

    `scale` is "ratio" (1 = no change) or "difference" (of a share; 0 = no change). `base` is the share before
    2024-04 (0 where it is a rate or a time; for newly developed resources the share of matches that use one).
    `better` says which way is good. A change of an indicator with
    better = "context" is shown but is neither good nor bad; "unknown" = the data cannot tell; "not_planted" = it
    moves with other things that are planted. `worked_out`: whether the size of its change is known.
    """

    scale: Literal["ratio", "difference"]
    base: float
    mixed: float
    improving: float
    better: Literal["higher", "lower", "context", "unknown", "not_planted"]
    why_ja: str
    why_en: str
    worked_out: bool = True

    def change(self, scenario: str) -> float:
        """The planted change in `scenario`, on this indicator's scale."""
        if scenario == "null":
            return self.unchanged
        return self.improving if scenario == "improving" else self.mixed

    @property
    def unchanged(self) -> float:
        """The value that means no change: a ratio of 1, a difference of 0."""
        return 1.0 if self.scale == "ratio" else 0.0


SAME = ("変化を仕込んでいない", "No change is planted")
_COUNT = ("月ごとの件数の期待値を変えた", "The expected monthly count is multiplied")
_SHARE = ("割合の期待値をポイントで変えた", "The expected share is moved by points")
_TIME = ("待ち日数の平均に倍率をかけた", "The mean waiting time is multiplied")
_ASKED = (
    "第4期（2021年11月）と第5期（2025年11月）の調査の間で、母集団の割合を変えた",
    "The share in the whole frame differs between the waves of November 2021 and November 2025",
)

PLANTED: dict[str, Planted] = {
    "connections.has_someone_to_rely_on": Planted("difference", 0.78, 0.0, 0.10, "higher", *_ASKED),
    "connections.feels_lonely_often": Planted("difference", 0.15, -0.05, -0.06, "lower", *_ASKED),
    "connections.takes_part_in_local_activity": Planted(
        "difference", 0.32, 0.0, 0.0, "unknown",
        "第5期の調査で設問文と選択肢を変えたため（見かけ上は+6ポイント）、本当の変化は分からない",
        "The wording and the answers changed in the 5th plan's wave (seemingly +6 points): not knowable",
    ),
    "connections.participants_per_1000": Planted("ratio", 0, 1.35, 1.35, "higher", *_COUNT),
    "connections.new_participants_share": Planted("difference", 0.14, 0.0, 0.09, "higher", *_SHARE),
    "connections.newly_developed_resources": Planted("ratio", 0.14, 1.0, 2.5, "higher", *_COUNT),
    "connections.participation_days_to_match": Planted("ratio", 0, 0.6, 0.5, "lower", *_TIME),
    "connections.outreach_reached_share": Planted("difference", 0.55, 0.0, 0.15, "context", *_SHARE),
    "consultation.consultations_per_1000": Planted("ratio", 0, 1.15, 1.15, "context", *_COUNT),
    "consultation.first_response_within_3_days": Planted("difference", 0.70, 0.09, 0.12, "higher", *_SHARE),
    "consultation.no_wrong_door": Planted("difference", 0.88, 0.0, 0.07, "higher", *_SHARE),
    "consultation.multilayer_support_meetings": Planted("ratio", 0, 1.3, 2.0, "context", *_COUNT),
    "consultation.support_plans_drafted": Planted("ratio", 0, 1.0, 1.8, "context", *_COUNT),
    "consultation.days_from_opening_to_plan": Planted("ratio", 0, 1.0, 0.4, "lower", *_TIME),
    "consultation.plans_reviewed_on_time": Planted("difference", 0.85, -0.20, 0.13, "higher", *_SHARE),
    "consultation.knows_a_desk": Planted("difference", 0.42, 0.0, 0.10, "higher", *_ASKED),
    "information.gets_needed_information": Planted("difference", 0.46, 0.09, 0.10, "higher", *_ASKED),
    "information.easy_to_understand": Planted("difference", 0.50, 0.0, 0.10, "higher", *_ASKED),
    "information.knows_hotnet_station": Planted("difference", 0.24, 0.10, 0.12, "higher", *_ASKED),
    "information.easy_japanese_share": Planted("difference", 0.18, 0.22, 0.22, "higher", *_SHARE),
    "information.accessible_format_share": Planted("difference", 0.15, 0.0, 0.18, "higher", *_SHARE),
    "information.reach_per_1000": Planted(
        "ratio", 0, 1.0, 1.0, "context",
        "計画の境目でアクセス解析ツールが替わったため（見かけ上は1.4倍）、本当の変化は分からない",
        "The web analytics tool was replaced at the plan boundary (seemingly ×1.4): not knowable",
    ),
    "information.came_by_publication": Planted("difference", 0.10, 0.0, 0.09, "context", *_SHARE),
    "information.knows_welfare_commissioner": Planted(
        "difference", 0.41, 0.0, 0.10, "higher",
        "公表された割合（%とnだけ）の母集団の値。公表値には標本誤差がある",
        "The share in the frame behind printed percentages (percent and n only), which carry sampling error",
    ),
}  # fmt: skip
"""Indicator id → planted change. Ids are those of the indicator catalogue."""


def _steady(base: float, better: Literal["higher", "lower", "context"] = "higher") -> Planted:
    """A share made with the same probability in every month of every scenario."""
    return Planted("difference", base, 0.0, 0.0, better, *SAME)


def _even(better: Literal["higher", "lower", "context"] = "higher") -> Planted:
    """A count, rate or time with the same expectation in every month of every scenario, season and COVID aside."""
    return Planted("ratio", 0, 1.0, 1.0, better, *SAME)


_CONTEXT = Planted("ratio", 0, 1.0, 1.0, "context", *SAME)
_WHOLE = ("全体に仕込んだ変化がそのまま及ぶ", "Follows what is planted in the whole")
_MEETINGS = ("仕込んでいない。会議の数に応じて動く", "Not planted: it moves with the number of meetings")
_NOT_WORKED_OUT = Planted(
    "ratio", 0, 1, 1, "context",
    "参考の指標。仕込んだほかの変化につれて動くが、その大きさは計算していない",
    "Context: it moves with what is planted elsewhere, by an amount nobody worked out",
    worked_out=False,
)  # fmt: skip


def _sent_back() -> Planted:
    """What fewer second referrals do to the share of referrals sent back."""
    door = PLANTED["consultation.no_wrong_door"]
    twice = [1 - door.base - points for points in (0.0, door.mixed, door.improving)]
    later = [t * (1 + THREE_OF_SEVERAL) for t in twice]
    base, *after = (SENT_BACK * n / (ONE_REFERRAL + t + n) for t, n in zip(twice, later, strict=True))
    return Planted(
        "difference", base, after[0] - base, after[1] - base, "lower",
        "送り返しは2回目以降のつなぎの15%。2回以上のつなぎが減った結果",
        "15 % of second and later referrals go back; it follows from fewer second referrals",
    )  # fmt: skip


def _new_consultations_by_another_way() -> Planted:
    """What more consultations do to a way of coming that is no publication, and more publications take from it."""
    came, all_of_them = (
        PLANTED["information.came_by_publication"],
        PLANTED["consultation.consultations_per_1000"],
    )
    mixed, improving = (
        ratio * (1 - came.base - points) / (1 - came.base)
        for ratio, points in ((all_of_them.mixed, came.mixed), (all_of_them.improving, came.improving))
    )
    return Planted(
        "ratio", 0, mixed, improving, "higher",
        "相談全体の増加がそのまま及ぶ。発信を見た相談の割合が増えると、その分下がる",
        "Follows the growth of all consultations, less what comes through publications instead",
    )  # fmt: skip


def _three_fields() -> float:
    """Share of cases whose agencies belong to three fields or more, over all the ways in which cases find them."""
    fields = [organization[4] for organization in ORGANIZATIONS]
    found = [
        len({fields[(lead + step * stride) % len(fields)] for step in range(support + 1)}) >= 3
        for lead in LEADING
        for support in SUPPORTING
        for stride in (1, 2)
    ]
    return sum(found) / len(found)


NOT_STEERED: dict[str, Planted] = {
    "connections.activities_open_to_all_per_10000": _even(),
    "connections.activities_held": _CONTEXT,
    "connections.areas_with_ibasho_in_use": _steady(0.98),  # of the full-size city
    "connections.residents_meetings_held": _CONTEXT,
    "connections.participants_per_residents_meeting": Planted("ratio", 0, 1.35, 1.35, "context", *_WHOLE),
    "connections.participation_requests_per_10000": _CONTEXT,
    "connections.matches_lasting_3_months": _steady(0.70),
    "connections.matches_that_fit_the_wish": _steady(FITS_THE_WISH),
    "connections.social_resources_in_use": _NOT_WORKED_OUT,
    "connections.social_resources_opened": _NOT_WORKED_OUT,
    "connections.tsunagari_improved": _steady(SCORES_ROSE),
    "connections.gives_and_could_accept_help": _steady(GIVES_AND_ACCEPTS),
    "connections.outreach_contacts_per_10000": _CONTEXT,
    "connections.outreach_people_reached": _CONTEXT,
    "connections.relation_established_share": _steady(0.30, "context"),
    "connections.volunteers_registered_per_10000": _even(),
    "connections.commissioner_quota_filled": _steady(0.945),
    "connections.commissioner_for_children_quota_filled": _steady(0.95, "context"),
    "connections.commissioner_visits": _CONTEXT,
    "connections.commissioner_activities_done": _CONTEXT,
    "connections.hotnet_promoters_active": _even(),
    "connections.gap_between_areas_in_participants": _even("lower"),
    "consultation.consultations_people_per_1000": _NOT_WORKED_OUT,
    "consultation.households_returning_within_a_year": _NOT_WORKED_OUT,
    "consultation.first_contact_through_outreach": _new_consultations_by_another_way(),
    "consultation.came_by_community": _new_consultations_by_another_way(),
    "consultation.referrals_accepted_days": _even("lower"),
    "consultation.referrals_sent_back_share": _sent_back(),
    "consultation.accompanied_referrals": _steady(0.28, "context"),
    "consultation.composite_to_multi_agency_within_30_days": _NOT_WORKED_OUT,
    "consultation.cases_with_consent": _NOT_WORKED_OUT,
    "consultation.cases_with_three_fields": _steady(_three_fields()),
    "consultation.cases_closed_settled": _steady(CLOSED_SETTLED, "context"),
    "consultation.days_from_consultation_to_meeting": Planted(
        "ratio", 0, 1, 1, "not_planted", *_MEETINGS, worked_out=False
    ),
    "consultation.support_meetings_held": _CONTEXT,
    "consultation.meeting_cases_taken_up": _NOT_WORKED_OUT,
    "consultation.agencies_per_meeting": _CONTEXT,
    "consultation.goals_attained_share": _steady(0.55),
    "consultation.staff_fte": _CONTEXT,
    "consultation.gap_between_ages_in_consultations": _CONTEXT,
    "information.gap_between_ages_in_coming_by_publication": _CONTEXT,
    "information.two_or_more_languages_share": _steady(0.14),
    "information.publications_for_an_audience": _steady(1 - FOR_EVERYONE, "context"),
    "information.pages_older_than_a_year": _steady(0.5, "context"),
    "information.days_from_service_change_to_publication": _even("lower"),
}
"""Indicators no scenario steers: steady, or moving with what is planted elsewhere. Their truth follows from the model."""

TOLD: dict[str, Planted] = {**PLANTED, **NOT_STEERED}
"""All indicators whose truth is told."""

_OF_THE_KNOWN = {
    "consultation.first_response_within_3_days": 1 / (1 - NO_RESPONSE),
    "consultation.no_wrong_door": 1 - NO_RESPONSE,
}
"""Shares that are planted among all consultations: counted among those whose day of response is known, or counted only
where the person was reached again."""


def share_after(indicator: str, scenario: str) -> float:
    """The expected share from 2024-04 on (for surveys: in the 5th plan's wave)."""
    entry = PLANTED[indicator]
    return entry.base + entry.change(scenario)


def expected_change(indicator: str, scenario: str) -> float | None:
    """The change of the indicator as it is defined, restricted means over their horizon included.

    None where it cannot be known or nobody worked it out. On the scale of `PLANTED[indicator]`.
    """
    entry = TOLD[indicator]
    if entry.better == "unknown" or not entry.worked_out:
        return None
    planted = entry.change(scenario)
    if indicator in _OF_THE_KNOWN:
        return planted * _OF_THE_KNOWN[indicator]
    if indicator == "connections.participation_days_to_match":
        model = (MATCH_MEAN_DAYS, MATCHED_EVER, MATCH_HORIZON)
    elif indicator == "consultation.days_from_opening_to_plan":
        ever = PLANNED_EVER
        return mean_days(PLAN_MEAN_DAYS * planted, planned_ever(scenario), PLAN_HORIZON) / mean_days(
            PLAN_MEAN_DAYS, ever, PLAN_HORIZON
        )
    else:
        return planted
    days, ever, horizon = model
    return mean_days(days * planted, ever, horizon) / mean_days(days, ever, horizon)


def planned_ever(scenario: str) -> float:
    """Share of cases opened from 2024-04 on that get a support plan (more plans first mean fewer without one)."""
    ratio = PLANTED["consultation.support_plans_drafted"].change(scenario)
    return min(0.95, PLANNED_EVER * ratio)


def cases_ratio(scenario: str) -> float:
    """Ratio of cases opened, so that plans drafted reach their planted ratio."""
    ratio = PLANTED["consultation.support_plans_drafted"].change(scenario)
    return ratio * PLANNED_EVER / planned_ever(scenario)


def truth_of(indicator: str, scenario: str) -> Truth:
    """What a perfect evaluator would say about the indicator."""
    entry = TOLD[indicator]
    if entry.better == "unknown":
        return "cannot_be_known"
    if entry.better in ("context", "not_planted"):
        return entry.better
    change = expected_change(indicator, scenario)
    assert change is not None
    if abs(change - entry.unchanged) < 1e-12:
        return "no_change"
    return "improved" if (change > entry.unchanged) == (entry.better == "higher") else "worsened"


def truth_table(scenario: str) -> dict[str, dict[str, object]]:
    """The planted truth as written to `truth.json`: one entry an indicator.

    `change` is that of the indicator as defined; `planted` the factor or points put into the simulation (they
    differ only for times, whose indicator is a mean restricted to a horizon).
    """
    table: dict[str, dict[str, object]] = {}
    for indicator, entry in TOLD.items():
        change = expected_change(indicator, scenario)
        known = change is not None
        table[indicator] = {
            "truth": truth_of(indicator, scenario),
            "change": round(change, 4) if change is not None else None,
            "scale": entry.scale,
            "planted": entry.change(scenario) if known and indicator in PLANTED else None,
            "before": _before(indicator) if entry.scale == "difference" else None,
            "why": _why(indicator, scenario)[1],
            "why_ja": _why(indicator, scenario)[0],
        }
    return table


def _before(indicator: str) -> float:
    """The expected share before 2024-04, as the indicator counts it."""
    return round(TOLD[indicator].base * _OF_THE_KNOWN.get(indicator, 1.0), 4)


def _why(indicator: str, scenario: str) -> tuple[str, str]:
    """The reason in Japanese and in English."""
    entry = TOLD[indicator]
    moved = expected_change(indicator, scenario) != entry.unchanged
    return (entry.why_ja, entry.why_en) if moved else SAME
