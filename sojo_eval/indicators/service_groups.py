"""Kinds of desks and services: the roles that they have in the support system (code list `service_roles`)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sojo_eval.city.places.service_roles import named_in, plain_name, role_titles, roles, words
from sojo_eval.foundation.language import Text


@dataclass(frozen=True)
class ServiceGroup:
    """The services of one role; `code` is that of the role, and of the system (indicators/systems.py)."""

    code: str

    @property
    def title(self) -> Text:
        """What services of this role are called, wherever they are."""
        row = role_titles().loc[self.code]
        return Text(str(row["title_ja"]), str(row["title_en"]))

    def among(self, services: pd.DataFrame) -> pd.DataFrame:
        """The rows of the clean table that have this role, by their column or by their name."""
        return services[(roles(services) == self.code).fillna(False)]

    def words_in_all(self, names: pd.Series) -> list[str]:
        """The words that tell this role and that each of these names holds."""
        return [word for word in words(self.code) if all(word in plain_name(name) for name in names)]

    def is_named_in(self, texts: pd.Series) -> bool:
        """Whether any of these texts names a service of this role."""
        return any(named_in(self.code, text) for text in texts)


DESK_OF_FAMILIES = ServiceGroup("family_health_centre")
ENTRANCE = ServiceGroup("general_entrance")
DESKS: tuple[ServiceGroup, ...] = (
    ServiceGroup("community_support_centre"),
    ServiceGroup("core_consultation_centre"),
    DESK_OF_FAMILIES,
    ServiceGroup("child_rearing_promoter"),
    ServiceGroup("living_support_desk"),
    ENTRANCE,
)
"""包括的相談支援事業 and the entrance for those who do not know where to ask."""

COMMUNITY_BUILDING: tuple[ServiceGroup, ...] = tuple(
    ServiceGroup(code)
    for code in (
        "preventive_exercise",
        "living_support_coordinator",
        "activity_centre",
        "child_rearing_centre",
        "child_rearing_plaza",
        "hardship_community_building",
    )
)
"""The six services of 地域づくり事業."""
