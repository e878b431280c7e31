"""The few outcome indicators that a pillar rests on by default: from the resident's side, hard to move by keeping records
otherwise, each with a denominator of its own.

A city declares its own in city.toml; these are what it starts from, by what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.catalogue import PILLARS, catalogue


@dataclass(frozen=True)
class Headline:
    """An indicator a pillar rests on. guard: the indicator that would show if it was bought at another's cost."""

    indicator: str
    guard: str = ""


WITH_SURVEY: dict[str, tuple[Headline, ...]] = {
    "connections": (
        Headline("connections.has_someone_to_rely_on"),
        Headline("connections.feels_lonely_often"),
        Headline("connections.takes_part_in_local_activity"),
        Headline("connections.participants_per_1000", guard="connections.new_participants_share"),
    ),
    "consultation": (
        Headline("consultation.would_ask_for_help"),
        Headline("consultation.knows_a_desk"),
        Headline("consultation.referrals_accepted_days", guard="consultation.referrals_sent_back_share"),
        Headline("consultation.came_by_community"),
        Headline("connections.tsunagari_improved"),
    ),
    "information": (
        Headline("information.gets_needed_information"),
        Headline("information.easy_to_understand"),
        Headline("information.knows_hotnet_station"),
        Headline("information.days_from_service_change_to_publication"),
    ),
}
"""For a city that asks its residents."""

WITHOUT_SURVEY: dict[str, tuple[Headline, ...]] = {
    "connections": (
        Headline("connections.participants_per_1000", guard="connections.new_participants_share"),
        Headline("connections.commissioner_quota_filled"),
        Headline("connections.participation_days_to_match"),
    ),
    "consultation": (
        Headline("consultation.first_response_within_3_days"),
        Headline("consultation.referrals_accepted_days", guard="consultation.referrals_sent_back_share"),
    ),
    "information": (Headline("information.easy_japanese_share"),),
}
"""For a city that keeps records and asks nobody."""

TOTALS_ONLY: dict[str, tuple[Headline, ...]] = {
    "connections": (
        Headline("connections.participants_per_1000"),
        Headline("connections.commissioner_quota_filled"),
        Headline("connections.areas_with_ibasho_in_use"),
    ),
    "consultation": (),
    "information": (),
}
"""For a town that holds totals and no cases; everything else is a fact there."""

NO_RESIDENT_OUTCOME = Text(
    "住民にとっての成果を測る指標がありません（市民調査があれば測れます）",
    "No outcome for residents is measured (a resident survey would measure it)",
)
_PEOPLE = ("consultations", "referrals", "cases", "participation_matches")


@dataclass(frozen=True)
class PillarHeadline:
    """What a pillar rests on in one city: the defaults that it has data for. note: what a reader must be told first."""

    pillar: str
    indicators: tuple[Headline, ...]
    note: Text | None = None


def headline_defaults(city: City) -> tuple[PillarHeadline, ...]:
    """The default headline indicators of a city, a pillar each, by what the city holds.

    The list with a survey is taken for a pillar whose survey questions the city asks; else the one without; a city
    without records of people has the one for totals. Indicators without data are left out.
    """
    known = catalogue(city)
    holds_records = any(city.rows(name) for name in _PEOPLE)
    found = []
    for pillar in PILLARS:
        asked = any(entry.concept and entry.pillar == pillar for entry in known.values())
        chosen = WITH_SURVEY if asked else WITHOUT_SURVEY if holds_records else TOTALS_ONLY
        own = tuple(h for h in chosen[pillar] if h.indicator in known)
        lacks = pillar == "information" and not asked
        found.append(PillarHeadline(pillar, own, NO_RESIDENT_OUTCOME if lacks or not own else None))
    return tuple(found)
