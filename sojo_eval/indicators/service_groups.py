"""Kinds of desks and services, known by the names of the schemes they belong to.

Cities keep these names, or put a place before them; the codes a city gives its services differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis.expr.types as ir
import pandas as pd

from sojo_eval.foundation.language import Text


@dataclass(frozen=True)
class ServiceGroup:
    """Services whose Japanese name holds one of `words`; `code` is that of the system (indicators/systems.py)."""

    code: str
    words: tuple[str, ...]
    title: Text

    def among(self, services: ir.Table) -> ir.Table:
        """The services of this group."""
        return services.filter(reduce(or_, (services.name_ja.contains(word) for word in self.words)))

    def in_any(self, names: pd.Series) -> bool:
        """Whether any of these names is one of the group's."""
        return any(word in name for name in names for word in self.words)


DESKS: tuple[ServiceGroup, ...] = (
    ServiceGroup(
        "community_support_centre",
        ("地域包括支援センター",),
        Text("地域包括支援センター", "community general support centres"),
    ),
    ServiceGroup(
        "core_consultation_centre",
        ("基幹相談支援センター",),
        Text("基幹相談支援センター", "the core consultation centre (disability)"),
    ),
    ServiceGroup(
        "family_health_centre",
        ("子育て世代包括支援センター", "こども家庭センター"),
        Text("子育て世代包括支援センター", "the family health centre"),
    ),
    ServiceGroup(
        "child_rearing_promoter",
        ("子育て支援推進員",),
        Text("地域子育て支援推進員", "the child-rearing support promoter"),
    ),
    ServiceGroup(
        "living_support_desk",
        ("生活サポート相談窓口", "自立相談支援"),
        Text("生活サポート相談窓口", "the living support desk"),
    ),
    ServiceGroup(
        "hotnet_station",
        ("ほっとネットステーション",),
        Text("ほっとネットステーション", "ほっとネットステーション"),
    ),
)
"""包括的相談支援事業 and the entrance for those who do not know where to ask."""

COMMUNITY_BUILDING: tuple[ServiceGroup, ...] = (
    ServiceGroup(
        "preventive_exercise",
        ("介護予防活動支援",),
        Text("地域介護予防活動支援事業", "preventive exercise groups"),
    ),
    ServiceGroup(
        "living_support_coordinator",
        ("生活支援コーディネーター",),
        Text("生活支援コーディネーター", "the living support coordinator"),
    ),
    ServiceGroup(
        "activity_centre",
        ("地域活動支援センター",),
        Text("地域活動支援センター", "community activity centres (disability)"),
    ),
    ServiceGroup(
        "child_rearing_centre",
        ("地域子育て支援センター",),
        Text("地域子育て支援センター", "child-rearing support centres"),
    ),
    ServiceGroup(
        "child_rearing_plaza",
        ("子育て広場", "子育てひろば"),
        Text("子育て広場", "child-rearing plazas"),
    ),
    ServiceGroup(
        "hardship_community_building",
        ("生活困窮者支援等のための地域づくり",),
        Text("生活困窮者支援等のための地域づくり事業", "community building against hardship"),
    ),
)
"""The six services of 地域づくり事業."""
