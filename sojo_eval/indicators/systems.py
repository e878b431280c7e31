"""The systems of a city's plan, what measures each of them, and the tables in which its work is recorded.

What every city with 重層的支援体制整備事業 has stands here; desks, services, departments and numbers of places are those of the
city's own table of services (`of_services`), and what the plan of the example city says of them stands beside that city.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.places.service_roles import OTHER, WITH_ROLES, roles, without_role
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.catalogue import built_in, catalogue
from sojo_eval.indicators.kinds import SURVEY_SHARE, Kind
from sojo_eval.indicators.registry import NOTHING, Indicator
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS, ENTRANCE, ServiceGroup
from sojo_eval.schema import load_schema

STATUSES: dict[str, Text] = {
    "existing": Text("既存", "existing"),
    "partly_changed": Text("既存・一部改編", "existing, partly changed"),
    "new": Text("新規", "new"),
}
REFERENCE = "reference"
"""The group of tables that serve every system (areas, population, plans …) and are the work of none."""
NOT_LISTED = Text("事業・窓口の一覧にありません", "Not in the city's list of services")


@dataclass(frozen=True)
class System:
    """A system of the plan. `part_of`: the programmes it is drawn in (empty: a programme, or beside them).

    `tables`: where its work is recorded. `indicators`: patterns of ids (`*` stands for anything). `kinds`: every
    indicator of these kinds of data belongs to it too. `run_by`, `places` and `status` as the city gives them.
    """

    code: str
    title: Text
    tables: tuple[str, ...]
    indicators: tuple[str, ...]
    part_of: tuple[str, ...] = ()
    run_by: Text = NOTHING
    places: int | None = None
    status: str = ""
    kinds: tuple[Kind, ...] = ()

    def measures(self, entry: Indicator) -> bool:
        """Whether the indicator measures this system."""
        return entry.kind in self.kinds or any(fnmatchcase(entry.id, p) for p in self.indicators)


@dataclass(frozen=True)
class Systems:
    """Systems that are drawn together, in the plan's order, and the indicators by which they may be measured."""

    each: tuple[System, ...]
    entries: tuple[Indicator, ...]

    def __iter__(self) -> Iterator[System]:
        return iter(self.each)

    @property
    def by_code(self) -> Mapping[str, System]:
        """The systems by their code."""
        return {system.code: system for system in self.each}

    def parts(self, programme: str) -> tuple[System, ...]:
        """The desks, services, meetings and partners drawn in a programme."""
        return tuple(system for system in self.each if programme in system.part_of)

    def measured_by(self, system: System) -> tuple[Indicator, ...]:
        """The indicators that measure the system itself, in the catalogue's order."""
        return tuple(entry for entry in self.entries if system.measures(entry))

    def all_of(self, system: System) -> tuple[Indicator, ...]:
        """The indicators of a system and of its parts, each once."""
        inside = (system, *self.parts(system.code))
        return tuple({e.id: e for member in inside for e in self.measured_by(member)}.values())

    def of(self, entry: Indicator) -> tuple[System, ...]:
        """The systems that an indicator measures."""
        return tuple(system for system in self.each if system.measures(entry))


_SURVEY = ("survey_waves", "survey_questions", "survey_respondents", "survey_answers")
_OF_A_SERVICE = ("connections.participants_per_1000", "connections.activities_held")
"""What is told of each service by itself: `se.series(city, …, by=["service"])`."""
_AT_A_DESK = ("consultation.consultations_per_1000", "consultation.first_response_within_3_days")
"""What is told of each desk by itself: `se.series(city, …, by=["desk"])`."""
_PARTNER = Text("連携先", "Partner")
_TOLD_BY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "comprehensive_consultation": (("consultations",), _AT_A_DESK),
    "community_building": (("community_activities",), _OF_A_SERVICE),
}
"""The tables and indicators of a single desk or service, by programme."""


def _programme(code: str, tables: tuple[str, ...], *indicators: str) -> System:
    """A programme under its name in the code list."""
    names = load_schema().codelists["programmes"].set_index("code")
    title = Text(str(names.loc[code, "title_ja"]), str(names.loc[code, "title_en"]))
    return System(code, title, tables, indicators)


def _of_group(group: ServiceGroup, programme: str) -> System:
    """A kind of desk or service, and the indicators that can be divided by it."""
    return System(group.code, group.title, *_TOLD_BY[programme], part_of=(programme,))


SYSTEMS: tuple[System, ...] = (
    System(
        "residents",
        Text("地域住民", "Residents"),
        ("population", *_SURVEY),
        (
            "connections.has_someone_to_rely_on",
            "connections.feels_lonely_often",
            "connections.greets_neighbours",
            "connections.takes_part_in_local_activity",
            "consultation.would_ask_for_help",
        ),
        run_by=Text("支え手と受け手に分かれず、互いに支え合う", "Everyone both gives and receives support"),
    ),
    System(
        ENTRANCE.code,
        ENTRANCE.title,
        ("consultations", "referrals"),
        ("information.knows_hotnet_station", *_AT_A_DESK),
        run_by=Text(
            "どこに相談すればよいか分からない人の入口", "The entrance for those who do not know where to ask"
        ),
    ),
    _programme(
        "comprehensive_consultation",
        ("consultations", "consultation_topics", "referrals", "staffing"),
        "consultation.consultations_*",
        "consultation.first_response_*",
        "consultation.no_wrong_door",
        "consultation.*referral*",
        "consultation.households_returning_*",
        "consultation.came_by_community",
        "consultation.staff_fte",
        "consultation.gap_*",
        "consultation.knows_a_desk",
        "consultation.would_ask_for_help",
    ),
    *(_of_group(group, "comprehensive_consultation") for group in DESKS if group != ENTRANCE),
    _programme(
        "multi_agency",
        ("cases", "case_agencies"),
        "consultation.composite_to_*",
        "consultation.cases_*",
        "consultation.days_*plan*",
        "consultation.*meeting*",
    ),
    System(
        "multilayer_support_meeting",
        Text("重層的支援会議", "重層的支援会議 (multi-layer support meeting)"),
        ("meetings", "meeting_cases", "meeting_attendance"),
        (
            "consultation.multilayer_support_meeting*",
            "consultation.agencies_per_meeting",
            "consultation.meeting_cases_taken_up",
        ),
        part_of=("multi_agency",),
        run_by=Text(
            "本人同意を得て多機関協働事業者が主催", "With the person's consent; the multi-agency body"
        ),
    ),
    System(
        "support_meeting",
        Text("支援会議", "支援会議 (support meeting)"),
        ("meetings", "meeting_cases", "meeting_attendance"),
        (
            "consultation.support_meeting*",
            "consultation.agencies_per_meeting",
            "consultation.meeting_cases_taken_up",
        ),
        part_of=("multi_agency",),
        run_by=Text(
            "市町村が招集（社会福祉法第106条の6）",
            "Convened by the municipality under article 106-6 of the Social Welfare Act",
        ),
    ),
    System(
        "support_plan",
        Text("支援プラン", "支援プラン (support plan)"),
        ("support_plans",),
        ("consultation.*plan*", "consultation.*review*", "consultation.goals_*"),
        part_of=("multi_agency",),
        run_by=Text("重層的支援会議で作成し、評価する", "Drawn up and reviewed by 重層的支援会議"),
    ),
    _programme(
        "outreach",
        ("outreach_contacts", "person_scores"),
        "connections.outreach_*",
        "connections.relation_*",
        "connections.tsunagari_*",
        "consultation.first_contact_through_outreach",
    ),
    System(
        "welfare_commissioners",
        Text("民生委員児童委員", "民生委員児童委員 (welfare commissioners)"),
        ("supporters", "commissioner_activities"),
        ("connections.commissioner_*",),
        part_of=("outreach",),
        run_by=_PARTNER,
    ),
    System(
        "promoters",
        Text("地域の推進員・ボランティア", "Community promoters and volunteers"),
        ("supporters",),
        ("connections.hotnet_promoters_*", "connections.volunteers_*", "connections.outreach_people_*"),
        part_of=("outreach",),
        run_by=_PARTNER,
    ),
    System(
        "ibasho",
        Text("居場所づくり", "居場所 (places to be)"),
        ("community_activities", "social_resources"),
        ("connections.*ibasho*", "connections.social_resources_*"),
        part_of=("outreach", "participation_support"),
        run_by=_PARTNER,
    ),
    System(
        "mutual_help",
        Text("助け合い活動", "助け合い活動 (mutual help)"),
        ("community_activities",),
        _OF_A_SERVICE,  # by=["kind"]
        part_of=("outreach",),
        run_by=_PARTNER,
    ),
    System(
        "residents_meeting",
        Text("住民懇談会", "住民懇談会 (residents' meetings)"),
        ("community_activities",),
        ("connections.*residents_meeting*",),
        part_of=("outreach",),
        run_by=_PARTNER,
    ),
    _programme(
        "participation_support",
        ("participation_matches", "person_scores"),
        "connections.participation_*",
        "connections.matches_*",
        "connections.tsunagari_*",
        "connections.newly_developed_resources",
    ),
    System(
        "local_resources",
        Text("地域資源・公的支援", "Local resources and public support"),
        ("social_resources", "participation_matches"),
        (
            "connections.newly_developed_resources",
            "connections.participation_days_to_match",
            "connections.social_resources_*",
        ),
        part_of=("participation_support",),
        run_by=Text(
            "連携先（自主活動、居住・就労の支援等）",
            "Partners (own activities of residents, groups and firms; housing, work)",
        ),
    ),
    _programme(
        "community_building",
        ("community_activities",),
        "connections.participants_per_1000",
        "connections.activities_held",
        "connections.new_participants_share",
        "connections.takes_part_in_local_activity",
        "connections.gap_*",
    ),
    *(_of_group(group, "community_building") for group in COMMUNITY_BUILDING),
    System(
        "open_to_all",
        Text("対象者の属性を問わない地域活動", "Local activities open to all"),
        ("community_activities",),
        ("connections.activities_open_to_all_*", "connections.takes_part_in_local_activity"),
        part_of=("community_building",),
        run_by=Text("住民などの自主的な活動", "Activities of residents themselves"),
    ),
    System(
        "information",
        Text("情報発信の工夫", "Information that arrives"),
        ("publications", "information_reach", "service_changes"),
        ("information.*",),
        run_by=Text(
            "必要な情報を必要な人に分かりやすく",
            "What is needed, to those who need it, easy to understand",
        ),
    ),
    System(
        "survey",
        Text("市民調査", "Resident survey"),
        _SURVEY,
        (),
        run_by=Text("住民に直接たずねる", "Residents are asked themselves"),
        kinds=(SURVEY_SHARE,),
    ),
)
"""A system that any city may have is a row here: the system page and the tests of the catalogue read it."""


def general() -> Systems:
    """What every city has, measured by all that comes with the package."""
    return Systems(SYSTEMS, tuple(built_in().values()))


def of_city(city: City) -> Systems:
    """The city's own desks and services in what every city has, and the indicators that it has data for."""
    services = city.table("services")
    open_ones = services[~(services["closed_date"] < city.data_until).fillna(False).astype(bool)]
    return of_services(open_ones, tuple(catalogue(city).values()))


def of_services(services: pd.DataFrame, entries: tuple[Indicator, ...]) -> Systems:
    """The systems with names, departments and places of a clean table of services.

    A role that none of them has is not drawn. One that has no role, or one of its own, is drawn by itself in its programme.
    """
    groups = {group.code: group for group in (*DESKS, *COMMUNITY_BUILDING)}
    programmes = {*load_schema().codes("programmes")}
    drawn: list[System] = []
    for system in SYSTEMS:
        if system.code in groups:
            mine = groups[system.code].among(services)
            if mine.empty:
                continue
            title = _own_name(mine) if len(mine) == 1 else _name_of_several(mine, groups[system.code])
            system = replace(system, title=title, **_facts(mine, system.run_by))
        elif system.code in programmes:
            mine = services[services["programme"] == system.code]
            system = replace(system, run_by=NOT_LISTED if mine.empty else _departments(mine))
        drawn.append(system)
    alone = services[
        services.index.isin(without_role(services).index) | (roles(services) == OTHER).fillna(False)
    ]
    for programme in WITH_ROLES:
        for place in alone.index[alone["programme"] == programme]:
            mine = alone.loc[[place]]
            own = System(f"service-{place}", _own_name(mine), *_TOLD_BY[programme])
            drawn.append(replace(own, part_of=(programme,), **_facts(mine, NOTHING)))
    return Systems(tuple(drawn), entries)


def _facts(rows: pd.DataFrame, otherwise: Text) -> dict[str, Any]:
    """Who runs these services, and at how many places where every one of them says it."""
    places = rows["places"]
    who = _departments(rows)
    return {
        "run_by": who if who != NOTHING else otherwise,
        "places": None if places.isna().any() else int(places.sum()),
    }


def _departments(rows: pd.DataFrame) -> Text:
    names = list(dict.fromkeys(rows["department"].dropna()))
    return Text("、".join(names), ", ".join(names))


def _own_name(rows: pd.DataFrame) -> Text:
    """The name of a single service, as a heading."""
    row = rows.iloc[0]
    en = str(row["name_ja"] if pd.isna(row["name_en"]) else row["name_en"])
    return Text(str(row["name_ja"]), en[:1].upper() + en[1:])


def _name_of_several(rows: pd.DataFrame, group: ServiceGroup) -> Text:
    """What the names of several services of one role all hold of the names that such services have; else the role's."""
    shared = group.words_in_all(rows["name_ja"])
    return Text(max(shared, key=len), group.title.en) if shared else group.title


def unassigned() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Built-in indicators and tables that belong to no system; both should be empty."""
    used = {name for system in SYSTEMS for name in system.tables}
    tables = load_schema().tables.values()
    return (
        tuple(i for i, entry in built_in().items() if not general().of(entry)),
        tuple(t.name for t in tables if t.name not in used and t.group != REFERENCE),
    )
