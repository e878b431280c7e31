"""The systems of the city's plan, what measures each of them, and the tables in which its work is recorded.

Names, departments, numbers of places and statuses are those of the city's own text on 重層的支援体制の構築.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.catalogue import built_in
from sojo_eval.indicators.kinds import SURVEY_SHARE, Kind
from sojo_eval.indicators.registry import NOTHING, Indicator
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS, ServiceGroup
from sojo_eval.schema import load_schema

STATUSES: dict[str, Text] = {
    "existing": Text("既存", "existing"),
    "partly_changed": Text("既存・一部改編", "existing, partly changed"),
    "new": Text("新規", "new"),
}
REFERENCE = "reference"
"""The group of tables that serve every system (areas, population, plans …) and are the work of none."""


@dataclass(frozen=True)
class System:
    """A system of the plan. `part_of`: the programmes it is drawn in (empty: a programme, or beside them).

    `tables`: where its work is recorded. `indicators`: patterns of ids (`*` stands for anything). `kinds`: every
    indicator of these kinds of data belongs to it too. `run_by` and `places` as the plan gives them.
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


_SURVEY = ("survey_waves", "survey_questions", "survey_respondents", "survey_answers")
_COORDINATORS = Text("地域福祉コーディネーター", "Community welfare coordinators")
_OF_A_SERVICE = ("connections.participants_per_1000", "connections.activities_held")
"""What is told of each service by itself: `se.series(city, …, by=["service"])`."""
_AT_A_DESK = ("consultation.consultations_per_1000", "consultation.first_response_within_3_days")
"""What is told of each desk by itself: `se.series(city, …, by=["desk"])`."""


def _programme(code: str, run_by: Text, status: str, tables: tuple[str, ...], *indicators: str) -> System:
    """A programme under its name in the code list."""
    names = load_schema().codelists["programmes"].set_index("code")
    title = Text(str(names.loc[code, "title_ja"]), str(names.loc[code, "title_en"]))
    return System(code, title, tables, indicators, run_by=run_by, status=status)


def _of_services(
    group: ServiceGroup, programme: str, run_by: Text, places: int | None, table: str, *indicators: str
) -> System:
    """A kind of desk or service, and the indicators that can be divided by it."""
    return System(
        group.code,
        _as_heading(group.title),
        (table,),
        indicators,
        part_of=(programme,),
        run_by=run_by,
        places=places,
    )


def _as_heading(title: Text) -> Text:
    """A name that stands inside sentences elsewhere ("the family health centre") as a heading."""
    name = title.en.removeprefix("the ")
    return Text(title.ja, name[:1].upper() + name[1:])


_ELDERLY = Text("高齢者支援課", "Elderly Support Division")
_DISABILITY = Text("障害福祉課", "Disability Welfare Division")
_HEALTH = Text("健康課", "Health Division")
_CHILDREN = Text("幼児教育・保育課", "Early Education and Childcare Division")
_FAMILIES = Text("子ども家庭支援センター", "Child and Family Support Centre")
_COMMUNITY = Text("地域共生課", "Community Cohesion Division")

_DESK_FACTS: dict[str, tuple[Text, int]] = {
    "community_support_centre": (_ELDERLY, 8),
    "core_consultation_centre": (_DISABILITY, 2),
    "family_health_centre": (_HEALTH, 1),
    "child_rearing_promoter": (_CHILDREN, 1),
    "living_support_desk": (_COMMUNITY, 1),
}
_SERVICE_FACTS: dict[str, tuple[Text, int | None]] = {
    "preventive_exercise": (_ELDERLY, None),
    "living_support_coordinator": (_ELDERLY, 1),
    "activity_centre": (_DISABILITY, 3),
    "child_rearing_centre": (_CHILDREN, 5),
    "child_rearing_plaza": (_FAMILIES, 2),
    "hardship_community_building": (_COMMUNITY, None),
}

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
        "hotnet_station",
        Text("ほっとネットステーション", "ほっとネットステーション (Hot-net station)"),
        ("consultations", "referrals"),
        ("information.knows_hotnet_station", *_AT_A_DESK),
        run_by=Text(
            "相談先が分からない人の入口、地域福祉コーディネーター",
            "The entrance for those who do not know where to ask; community welfare coordinators",
        ),
    ),
    _programme(
        "comprehensive_consultation",
        Text("その他の窓口も相談の入口になりうる", "Other desks may be entrances"),
        "existing",
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
    *(
        _of_services(
            group, "comprehensive_consultation", *_DESK_FACTS[group.code], "consultations", *_AT_A_DESK
        )
        for group in DESKS
        if group.code in _DESK_FACTS
    ),
    _programme(
        "multi_agency",
        Text(
            "地域共生課、地域福祉コーディネーター、相談支援に関わる機関",
            "Community Cohesion Division, coordinators and the consultation bodies",
        ),
        "new",
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
            "市が招集（社会福祉法第106条の6）",
            "Convened by the city under article 106-6 of the Social Welfare Act",
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
        _COORDINATORS,
        "partly_changed",
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
        run_by=Text("連携先", "Partner"),
    ),
    System(
        "hotnet_promoters",
        Text("ほっとネット推進員", "ほっとネット推進員 (Hot-net promoters)"),
        ("supporters",),
        ("connections.hotnet_promoters_*", "connections.volunteers_*", "connections.outreach_people_*"),
        part_of=("outreach",),
        run_by=Text("連携先（ボランティア）", "Partners (volunteers)"),
    ),
    System(
        "ibasho",
        Text("居場所づくり", "居場所 (places to be)"),
        ("community_activities", "social_resources"),
        ("connections.*ibasho*", "connections.social_resources_*"),
        part_of=("outreach", "participation_support"),
        run_by=Text("連携先（地域の縁側プロジェクト等）", "Partner (地域の縁側プロジェクト and others)"),
    ),
    System(
        "mutual_help",
        Text("助け合い活動", "助け合い活動 (mutual help)"),
        ("community_activities",),
        _OF_A_SERVICE,  # by=["kind"]
        part_of=("outreach",),
        run_by=Text("連携先（ふれあいのまちづくり）", "Partner (ふれあいのまちづくり)"),
    ),
    System(
        "residents_meeting",
        Text("住民懇談会", "住民懇談会 (residents' meetings)"),
        ("community_activities",),
        ("connections.*residents_meeting*",),
        part_of=("outreach",),
        run_by=Text("連携先（ふれあいのまちづくり）", "Partner (ふれあいのまちづくり)"),
    ),
    _programme(
        "participation_support",
        _COORDINATORS,
        "partly_changed",
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
        NOTHING,
        "partly_changed",
        ("community_activities",),
        "connections.participants_per_1000",
        "connections.activities_held",
        "connections.new_participants_share",
        "connections.takes_part_in_local_activity",
        "connections.gap_*",
    ),
    *(
        _of_services(
            group, "community_building", *_SERVICE_FACTS[group.code], "community_activities", *_OF_A_SERVICE
        )
        for group in COMMUNITY_BUILDING
    ),
    System(
        "open_to_all",
        Text("対象者の属性を問わない地域活動", "Local activities open to all"),
        ("community_activities",),
        ("connections.activities_open_to_all_*", "connections.takes_part_in_local_activity"),
        part_of=("community_building",),
        run_by=Text("市内で実施されてきた活動", "Activities that the city already had"),
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
"""A system of the plan is a row here: the system page and the tests of the catalogue read it."""


@lru_cache(maxsize=1)
def by_code() -> Mapping[str, System]:
    """The systems by their code."""
    return {system.code: system for system in SYSTEMS}


def parts(programme: str) -> tuple[System, ...]:
    """The desks, services, meetings and partners drawn in a programme."""
    return tuple(system for system in SYSTEMS if programme in system.part_of)


def measured_by(system: System) -> tuple[Indicator, ...]:
    """The built-in indicators that measure the system itself, in the catalogue's order."""
    return tuple(entry for entry in built_in().values() if system.measures(entry))


def systems_of(entry: Indicator) -> tuple[System, ...]:
    """The systems that an indicator measures."""
    return tuple(system for system in SYSTEMS if system.measures(entry))


def unassigned() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Built-in indicators and tables that belong to no system; both should be empty."""
    used = {name for system in SYSTEMS for name in system.tables}
    tables = load_schema().tables.values()
    return (
        tuple(i for i, entry in built_in().items() if not systems_of(entry)),
        tuple(t.name for t in tables if t.name not in used and t.group != REFERENCE),
    )
