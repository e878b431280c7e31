"""One line for areas in no result, one for desks whose role nobody knows; each says how to mend it."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city.places.unplaced import unplaced


def areas(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame([*rows], columns=["area", "level", "parent"])
    return frame.assign(name_ja=frame["area"] + "の名")


def desks(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"name_ja": [*names], "programme": "comprehensive_consultation"})


def test_a_second_division_of_the_city_is_told_once_with_its_areas() -> None:
    rows = [
        ("0", "city", None),
        ("d1", "district", "0"),
        ("d2", "district", "0"),
        ("s1", "school_district", "0"),
    ]
    (told,) = unplaced({"areas": areas(*rows)})
    assert (told.rule, told.severity, told.table) == ("area-in-no-part", "warning", "areas")
    assert "「小学校区」" in told.message.ja
    assert "d1の名、d2の名" in told.message.ja
    assert not unplaced({"areas": areas(*rows[:3])})


def test_desks_without_a_role_are_one_line_that_says_how_to_give_them_one() -> None:
    (told,) = unplaced(
        {"services": desks("ふくまる相談室", "地域包括支援センター", "くらしサポートセンター")}
    )
    assert (told.rule, told.severity, told.column) == ("role-not-known", "warning", "role")
    assert "2件あります: ふくまる相談室、くらしサポートセンター" in told.message.ja
    assert "列「役割」" in told.fix.ja
    assert "生活困窮者自立相談支援、" in told.fix.ja
    (many,) = unplaced({"services": desks(*(f"窓口{n}" for n in range(12)))})
    assert many.message.ja.endswith("窓口9 …（12）")
    assert not unplaced({"services": desks("地域包括支援センター")})
    assert not unplaced({})
