"""What the city's own text on 重層的支援体制の構築 says of its systems: who runs them, and which are new."""

from __future__ import annotations

from dataclasses import replace

from sojo_eval.example_city.places import services
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import built_in
from sojo_eval.indicators.registry import NOTHING
from sojo_eval.indicators.systems import Systems, of_services

_ELDERLY = Text("高齢者支援課", "Elderly Support Division")
_DISABILITY = Text("障害福祉課", "Disability Welfare Division")
_HEALTH = Text("健康課", "Health Division")
_CHILDREN = Text("幼児教育・保育課", "Early Education and Childcare Division")
_FAMILIES = Text("子ども家庭支援センター", "Child and Family Support Centre")
_COMMUNITY = Text("地域共生課", "Community Cohesion Division")
_COORDINATORS = Text("地域福祉コーディネーター", "Community welfare coordinators")
_NEIGHBOURHOODS = Text("連携先（ふれあいのまちづくり）", "Partner (ふれあいのまちづくり)")

RUN_BY: dict[str, Text] = {
    "general_entrance": Text(
        "相談先が分からない人の入口、地域福祉コーディネーター",
        "The entrance for those who do not know where to ask; community welfare coordinators",
    ),
    "comprehensive_consultation": Text("その他の窓口も相談の入口になりうる", "Other desks may be entrances"),
    "multi_agency": Text(
        "地域共生課、地域福祉コーディネーター、相談支援に関わる機関",
        "Community Cohesion Division, coordinators and the consultation bodies",
    ),
    "outreach": _COORDINATORS,
    "participation_support": _COORDINATORS,
    "community_building": NOTHING,
    "promoters": Text("連携先（ボランティア）", "Partners (volunteers)"),
    "ibasho": Text("連携先（地域の縁側プロジェクト等）", "Partner (地域の縁側プロジェクト and others)"),
    "mutual_help": _NEIGHBOURHOODS,
    "residents_meeting": _NEIGHBOURHOODS,
    "open_to_all": Text("市内で実施されてきた活動", "Activities that the city already had"),
    "community_support_centre": _ELDERLY,
    "core_consultation_centre": _DISABILITY,
    "family_health_centre": _HEALTH,
    "child_rearing_promoter": _CHILDREN,
    "living_support_desk": _COMMUNITY,
    "preventive_exercise": _ELDERLY,
    "living_support_coordinator": _ELDERLY,
    "activity_centre": _DISABILITY,
    "child_rearing_centre": _CHILDREN,
    "child_rearing_plaza": _FAMILIES,
    "hardship_community_building": _COMMUNITY,
}
STATUS: dict[str, str] = {
    "comprehensive_consultation": "existing",
    "multi_agency": "new",
    "outreach": "partly_changed",
    "participation_support": "partly_changed",
    "community_building": "partly_changed",
}
TITLES: dict[str, Text] = {
    "general_entrance": Text("ほっとネットステーション", "ほっとネットステーション (Hot-net station)"),
    "promoters": Text("ほっとネット推進員", "ほっとネット推進員 (Hot-net promoters)"),
}


def systems_of_the_plan() -> Systems:
    """The systems as the city's text has them: desks and places of its table of services, the rest in the text's words."""
    drawn = of_services(services(), tuple(built_in().values()))
    told = (
        replace(
            system,
            title=TITLES.get(system.code, system.title),
            run_by=RUN_BY.get(system.code, system.run_by),
            status=STATUS.get(system.code, ""),
            # The stations are an entrance, and of no number.
            places=None if system.code == "general_entrance" else system.places,
        )
        for system in drawn
    )
    return replace(drawn, each=tuple(told))
