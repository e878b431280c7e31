"""Changes by law that concern every city with such a desk, until city.toml says what they meant there."""

from __future__ import annotations

from datetime import date

import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.service_groups import DESKS

FAMILY_CENTRE = "children_and_family_centres"
FAMILY_CENTRE_DAY = date(2024, 4, 1)
"""改正児童福祉法 (令和4年法律第66号) came into force: 子育て世代包括支援センター and 子ども家庭総合支援拠点 became
こども家庭センター."""
_TITLE = Text(
    "児童福祉法の改正により、子育て世代包括支援センターがこども家庭センターになり、窓口の範囲が変わったこと",
    "by law the 子育て世代包括支援センター became the こども家庭センター, a desk of another scope",
)
_TABLES = "consultations referrals"


def with_known_events(city: City) -> pd.DataFrame:
    """The city's events and, where it has a desk for families with small children, the law that changed what that desk is.

    Not where an event of city.toml has the same id, or names the desk in its title: the city then says itself what
    changed, and when. It is told as an overlapping reform, for a definition change would refuse every comparison of
    consultations for the sake of one desk.
    """
    events = city.events
    (desk,) = (group for group in DESKS if group.code == "family_health_centre")
    if not desk.in_any(city.table("services")["name_ja"]):
        return events
    if events["event"].eq(FAMILY_CENTRE).any() or desk.in_any(events["title_ja"].dropna()):
        return events
    law = {
        "event": FAMILY_CENTRE,
        "kind": "reform",
        "start_date": pd.Timestamp(FAMILY_CENTRE_DAY),
        "title_ja": _TITLE.ja,
        "title_en": _TITLE.en,
        "applies_to": _TABLES,
    }
    return pd.concat(
        [events, pd.DataFrame([law]).astype({"start_date": events["start_date"].dtype})], ignore_index=True
    )
