"""Names of towns in every spelling lead to one code; what leads to none or to two is refused with the nearest names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sojo_eval.importing.values.area_names import AreaNames
from sojo_eval.japanese import UnreadableError

ROWS = [
    ("132292", "city", "西東京市", None),
    ("C1", "center", "泉町センター圏域", None),
    ("C2", "center", "栄町", None),
    ("T1", "town", "泉町", 6),
    ("T2", "town", "ひばりが丘北", 4),
    ("T3", "town", "栄町", 3),
    ("T4", "town", "柳沢", None),
    ("T5", "town", "三条町", None),
    ("T6", "town", "旧町", None),
    ("T7", "town", "南町", None),
    ("T8", "town", "南町", None),
]
AREAS = pd.DataFrame(ROWS, columns=["area", "level", "name_ja", "chome"]).astype({"chome": "Int64"})
CROSSWALK = pd.DataFrame(
    {
        "area": ["T6", "T7", "T8", "T1"],
        "parent": "C1",
        "valid_from": pd.to_datetime(["2006-04-01", "2006-04-01", "2019-04-01", "2006-04-01"]),
        "valid_to": pd.to_datetime(["2019-03-31", "2019-03-31", None, None]),
    }
)
CHOME = pd.DataFrame(
    {
        "area": ["132292", *[f"I{n}" for n in range(1, 7)], "S0", "S1"],
        "level": ["city", *["town"] * 8],
        "name_ja": ["西東京市", *[f"泉町{n}丁目" for n in range(1, 7)], "塩上町", "塩上町１丁目"],
    }
)
TOWNS, FINE = AreaNames(AREAS, CROSSWALK), AreaNames(CHOME)


@pytest.mark.parametrize(
    "text",
    ["泉町", " 泉　町 ", "西東京市泉町", "東京都西東京市泉町", "西東京市 大字泉町", "泉町1丁目", "泉町１丁目", "泉町一丁目",
     "泉町六丁目", "泉町１－", "泉町1", "泉町1〜3丁目", "泉町１～３丁目", "泉町1・2丁目", "T1"],
)  # fmt: skip
def test_every_spelling_leads_to_the_town(text: str) -> None:
    assert TOWNS.code(text) == "T1"


@pytest.mark.parametrize(
    ("text", "code"),
    [("ひばりヶ丘北", "T2"), ("ひばりケ丘北3丁目", "T2"), ("ヒバリが丘北", ""), ("柳澤", "T4"), ("三條町", "T5"),
     ("西東京市", "132292"), ("東京都西東京市", "132292"), ("泉町センター圏域", "C1"), ("泉町センタ圏域", "")],
)  # fmt: skip
def test_letters_that_change_places(text: str, code: str) -> None:
    if code:
        assert TOWNS.code(text) == code
    else:
        with pytest.raises(UnreadableError):
            TOWNS.code(text)


@pytest.mark.parametrize("text", ["泉町3丁目", "泉町三丁目", "泉町３", "泉町３－", "西東京市泉町3丁目"])
def test_a_chome_with_a_code_of_its_own_is_found(text: str) -> None:
    assert FINE.code(text) == "I3"


def test_a_town_beside_its_chome_keeps_its_own_code() -> None:
    assert FINE.code("塩上町") == "S0"
    assert FINE.code("塩上町1丁目") == "S1"


@pytest.mark.parametrize(
    ("names", "text", "said"),
    [
        (TOWNS, "泉町13丁目", "「1〜3丁目」の「〜」が抜けた"),
        (FINE, "泉町13丁目", "「1〜3丁目」の「〜」が抜けた"),
        (FINE, "泉町9丁目", "9丁目はありません"),
        (TOWNS, "泉町0丁目", "0丁目はありません"),
        (FINE, "泉町", "何丁目"),
        (FINE, "泉町1〜3丁目", "二つ以上の丁目"),
        (TOWNS, "泉町1丁目2-3", "番地"),
        (TOWNS, "泉町1-2-3", "番地"),
        (TOWNS, "栄町", "階層"),
        (TOWNS, "南町", "二つ以上あります"),
        (TOWNS, "泉町①", "丸数字"),
        (TOWNS, "", "地域の表にない"),
    ],
)
def test_a_refusal_says_what_is_doubtful(names: AreaNames, text: str, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        names.code(text)
    assert said in caught.value.why.ja


def test_a_lost_wave_is_not_guessed_where_the_numbers_do_not_fit() -> None:
    with pytest.raises(UnreadableError) as caught:
        TOWNS.code("泉町31丁目")
    assert "抜けた" not in caught.value.why.ja


def test_an_unknown_name_comes_with_the_nearest_ones() -> None:
    with pytest.raises(UnreadableError) as caught:
        TOWNS.code("ひばりが丘南")
    assert "ひばりが丘北" in caught.value.fix.ja
    assert TOWNS.nearest("ひばりが丘南")[0] == "ひばりが丘北"
    assert TOWNS.nearest("qqqq") == ()


def test_the_level_settles_a_name_of_two_levels() -> None:
    assert TOWNS.code("栄町", level="town") == "T3"
    assert TOWNS.code("栄町", level="center") == "C2"
    with pytest.raises(UnreadableError):
        TOWNS.code("泉町", level="center")


def test_the_day_chooses_between_an_old_and_a_new_area() -> None:
    assert TOWNS.code("南町", date(2019, 3, 31)) == "T7"
    assert TOWNS.code("南町", date(2019, 4, 1)) == "T8"
    assert TOWNS.code("旧町", date(2010, 1, 1)) == "T6"
    assert TOWNS.code("柳沢", date(1990, 1, 1)) == "T4"  # no row in the cross-walk: always there
    with pytest.raises(UnreadableError) as caught:
        TOWNS.code("旧町", date(2024, 4, 1))
    assert "2006-04-01〜2019-03-31" in caught.value.why.ja


def test_all_towns_of_the_city_in_every_form(reference_data: Path) -> None:
    towns = pd.read_csv(reference_data / "japan" / "nishitokyo" / "towns.csv")
    codes = [f"T{i:02}" for i in range(len(towns))]
    areas = pd.DataFrame(
        {
            "area": ["132292", *codes],
            "level": ["city", *["town"] * len(codes)],
            "name_ja": ["西東京市", *towns["町名"]],
            "chome": [pd.NA, *towns["丁目数"]],
        }
    )
    names = AreaNames(areas)
    assert int(towns["丁目数"].sum()) == 114
    for code, town, chome in zip(codes, towns["町名"], towns["丁目数"], strict=True):
        assert names.code(f"東京都西東京市{town}") == code
        for n in range(1, chome + 1):
            for text in (
                f"{town}{n}丁目",
                f"{town}{'一二三四五六七'[n - 1]}丁目",
                f"西東京市{town}{n}",
                f"{town}{n}－",
            ):
                assert names.code(text) == code, text
        with pytest.raises(UnreadableError):
            names.code(f"{town}{chome + 1}丁目")


def test_all_names_of_a_city_with_and_without_chome_are_told_apart(reference_data: Path) -> None:
    folder = reference_data / "japan" / "takamatsu" / "population"
    sheets = [
        CalamineWorkbook.from_path(str(folder / f"0066_{month}.xlsx")).get_sheet_by_index(0).to_python()[1:]
        for month in ("201811", "202504")
    ]
    old, new = ([str(row[6]) for row in rows] for rows in sheets)
    assert len(set(old)) == len(old) == 235
    areas = pd.DataFrame({"area": [f"A{i}" for i in range(len(old))], "level": "town", "name_ja": old})
    city = pd.DataFrame({"area": ["372013"], "level": ["city"], "name_ja": ["高松市"]})
    names = AreaNames(pd.concat([city, areas]))
    for i, (name, later) in enumerate(zip(old, new, strict=True)):
        assert names.code(name) == f"A{i}"
        assert names.code(later) == f"A{i}"
        assert names.code(f"香川県高松市{name}") == f"A{i}"
        plain = name.translate(str.maketrans("１２３４５６", "123456"))
        kanji = name.translate(str.maketrans("１２３４５６", "一二三四五六"))
        assert names.code(plain) == f"A{i}"
        if "丁目" in name:
            assert names.code(kanji) == f"A{i}", kanji


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=20),
        st.text(alphabet="泉町栄南西東京市都一二三十123１〜～・-－丁目番地号字大ヶが①", max_size=14),
        st.integers(),
        st.none(),
    ),
    st.sampled_from([None, date(2020, 1, 1)]),
    st.sampled_from(["", "town", "center"]),
)
def test_no_text_at_all_raises_anything_else(text: object, on: date | None, level: str) -> None:
    for names in (TOWNS, FINE):
        try:
            assert names.code(text, on, level)
        except UnreadableError as error:
            assert error.why.ja
            assert error.fix.en


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("東京都西東京市泉町三丁目12番35号", "I3"),
        ("泉町3-12-35", "I3"),
        ("塩上町1丁目2番", "S1"),
        ("塩上町字上2番", "S0"),
        ("泉町3番地", None),  # a house of a town that is known by its 丁目 alone
        ("泉町9-1-1", None),
        ("泉町南3-1-1", None),
        ("塩上町南3-1-1", None),
        ("塩上町東", None),
    ],
)
def test_the_town_of_an_address_is_found_and_never_guessed(address: str, area: str | None) -> None:
    assert FINE.within(address) == area
