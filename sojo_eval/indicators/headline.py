"""The few outcome indicators that a pillar rests on: from the resident's side, hard to move by keeping records otherwise,
each with a denominator of its own.

A city declares its own in `[headline]` of city.toml; the lists here are what it starts from, by what it holds. Which of
them can be judged is never asked of the current plan's numbers: whoever chose by those would choose what had moved.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from sojo_eval.city import City
from sojo_eval.city.settings import FEWEST_HEADLINE, MOST_HEADLINE, PILLARS
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest
from sojo_eval.indicators.catalogue import built_in, catalogue
from sojo_eval.indicators.kinds import PRINTED


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
OUTCOMES_NOT_HEADLINE = Text(
    "住民への調査から公表した指標（{indicators}）はありますが、主要指標ではありません（主要指標にするには、city.toml の [headline] に、"
    '定めた日 declared と、この柱の指標{fewest}〜{most}個を {pillar} = ["…"] のように書きます）',
    "There are printed figures from a survey of residents ({indicators}), but none is a headline indicator (to make them so,"
    " write into [headline] of city.toml the day on which they were chosen as declared and {fewest} to {most} indicators of this"
    ' pillar as {pillar} = ["…"])',
)
"""For a pillar whose figures from a survey are the city's own."""
_PEOPLE = ("consultations", "referrals", "cases", "participation_matches")


@dataclass(frozen=True)
class PillarHeadline:
    """What a pillar rests on in one city. note: what a reader must be told first."""

    pillar: str
    indicators: tuple[Headline, ...]
    note: Text | None = None


@dataclass(frozen=True)
class HeadlineSet:
    """What all pillars of a city rest on. declared: the day that city.toml gives; None where nothing was declared and the
    defaults of the package serve."""

    pillars: tuple[PillarHeadline, ...]
    declared: date | None = None

    @property
    def pillar_of(self) -> dict[str, str]:
        """Indicator → the pillar that rests on it."""
        return {h.indicator: p.pillar for p in self.pillars for h in p.indicators}

    @property
    def guards(self) -> dict[str, str]:
        """Indicator → the one that would show if it was bought at another's cost, for those that have one."""
        return {h.indicator: h.guard for p in self.pillars for h in p.indicators if h.guard}

    @property
    def fingerprint(self) -> str:
        """Of which indicators stand for which pillar, and of the day: the first 16 signs of their SHA-256."""
        named = {p.pillar: sorted(h.indicator for h in p.indicators) for p in self.pillars}
        told = json.dumps([named, self.declared and self.declared.isoformat()], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def headline_of(city: City) -> HeadlineSet:
    """The headline indicators of a city: those that city.toml declares; the defaults for a pillar that it leaves out.

    Raises SojoEvalError for a declared indicator that neither the catalogue nor the city has, and for one of context.
    """
    defaults, declared = headline_defaults(city), city.configuration.headline
    if declared is None:
        return HeadlineSet(defaults)
    known = {**built_in(), **catalogue(city)}
    guards = {
        h.indicator: h.guard for lists in (WITHOUT_SURVEY, WITH_SURVEY) for p in lists.values() for h in p
    }
    for name in (name for names in declared.indicators.values() for name in names):
        if name not in known:
            what = Text(
                f"[headline] の {name} という指標はありません",
                f"[headline] names {name}, which is no indicator",
            )
            raise SojoEvalError("headline-unknown", what, nearest(name, known), exit_code=1)
        if known[name].direction == "context":
            raise SojoEvalError(
                "headline-context",
                Text(
                    f"[headline] の {name} は参考指標で、良し悪しを判定しません",
                    f"[headline] names {name}, which is context and never judged",
                ),
                Text(
                    "望ましい向きのある指標を選んでください",
                    "Choose an indicator of which more or less is better",
                ),
                exit_code=1,
            )
    return HeadlineSet(
        tuple(
            PillarHeadline(
                of.pillar,
                tuple(Headline(name, guards.get(name, "")) for name in declared.indicators[of.pillar])
                if of.pillar in declared.indicators
                else of.indicators,
                None if {*declared.indicators.get(of.pillar, ())} & {*_printed_of_surveys(city)} else of.note,
            )
            for of in defaults
        ),
        declared.declared,
    )


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
        found.append(PillarHeadline(pillar, own, _note(city, pillar) if lacks or not own else None))
    return tuple(found)


def _note(city: City, pillar: str) -> Text:
    """What is lacking for residents: nothing is measured, or what is stands outside the headline."""
    entries = catalogue(city)
    printed = [i for i in _printed_of_surveys(city) if entries[i].pillar == pillar]
    if not printed:
        return NO_RESIDENT_OUTCOME
    named = Text("、".join(printed[:MOST_HEADLINE]), ", ".join(printed[:MOST_HEADLINE]))
    return OUTCOMES_NOT_HEADLINE.format(
        pillar=pillar, indicators=named, fewest=FEWEST_HEADLINE, most=MOST_HEADLINE
    )


def _printed_of_surveys(city: City) -> list[str]:
    """The city's own printed indicators that say how many answered, context left out."""
    figures = city.table("indicators_published")
    answered = set(figures.loc[figures["n"].notna(), "indicator"])
    return [
        i
        for i, entry in catalogue(city).items()
        if i in answered and entry.kind.name in PRINTED and entry.direction != "context"
    ]
