"""The role of a desk or service: its column, else its name, else nothing and told."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.city.places.service_roles import OTHER, WITH_ROLES, named_in, role_titles, roles, without_role
from sojo_eval.example_city.places import services
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS

NAMES = {
    "泉町地域包括支援センター": "community_support_centre",
    "高齢者あんしん相談センター本町": "community_support_centre",
    "○○市障害者基幹相談支援センター": "core_consultation_centre",
    "母子健康包括支援センター": "family_health_centre",
    "こども家庭センター": "family_health_centre",
    "生活困窮者自立相談支援機関": "living_support_desk",
    "福祉丸ごと相談窓口": "general_entrance",
    "福祉 総合相談 ｾﾝﾀｰ": "general_entrance",
    "地域活動支援センターⅠ型": "activity_centre",
    "地域子育て支援センター": "child_rearing_centre",
    "つどいの広場": "child_rearing_plaza",
    # The longest word of a name tells, not the first.
    "地域子育て支援拠点 子育て広場": "child_rearing_centre",
    "地域包括支援センター生活支援コーディネーター": "living_support_coordinator",
    # Nobody can know: asked, not guessed.
    "ふくまる相談室": None,
    "くらしサポートセンター": None,
    "市民課": None,
    "子ども家庭支援センター": None,
    "介護予防活動支援・子育てひろば": "preventive_exercise",
    "子育てひろば・つどいの広場": "child_rearing_plaza",
}


def table(names: dict[str, str | None], **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"name_ja": [*names], "programme": WITH_ROLES[0], "role": pd.NA})
    return frame.astype("string").assign(**columns)


@pytest.mark.parametrize(("name", "role"), NAMES.items())
def test_a_name_tells_the_role_or_nothing(name: str, role: str | None) -> None:
    (found,) = roles(table({name: role}))
    assert found == role if role else pd.isna(found)


def test_the_column_goes_before_the_name_and_what_neither_tells_is_listed() -> None:
    frame = table(NAMES)
    frame.loc[0, "role"] = "living_support_desk"
    assert roles(frame)[0] == "living_support_desk"
    unknown = [name for name, role in NAMES.items() if role is None]
    assert without_role(frame)["name_ja"].tolist() == unknown
    assert without_role(frame.assign(role=OTHER)).empty
    # The services of other programmes have the role of their programme.
    assert without_role(frame.assign(programme="outreach")).empty


def test_every_role_is_a_group_and_every_service_of_the_example_has_one() -> None:
    groups = [group.code for group in (*DESKS, *COMMUNITY_BUILDING)]
    assert {*groups, OTHER} == {*role_titles().index}
    assert all(group.title.ja and group.title.en for group in (*DESKS, *COMMUNITY_BUILDING))
    example = services()
    assert without_role(example).empty
    assert {*roles(example).dropna()} == {*groups}
    for group in DESKS:
        assert group.among(example)["programme"].unique().tolist() == [WITH_ROLES[0]]


def test_a_title_names_a_role() -> None:
    assert named_in("family_health_centre", "こども家庭センターを設置")
    assert not named_in("family_health_centre", "地域包括支援センターを設置")
    assert not named_in("family_health_centre", None)
