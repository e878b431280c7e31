"""Areas, cross-walk, organizations and services: the published facts, and what is assumed around them.

Published: 22 towns and their numbers of 丁目; the services, departments and numbers of places of the city's page
on 重層的支援体制; 15.75 km². Assumed: which towns belong to which centre area, the centre areas of 栄町 and 富士町,
the names of the four 圏域, all codes below the city's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

CITY = "132292"
KM2 = 15.75
PAGE = "西東京市「重層的支援体制の構築」（市の概要・事業イメージ）"
TOWNS_SOURCE = "西東京市の町名と丁目数（公表）"
UNCONFIRMED = "未確認（圏域の割り振りは例示用の仮定）"
CROSSWALK_DATE = "2019-04-01"

CHOME = {
    "北町": 6, "下保谷": 5, "栄町": 3, "ひばりが丘北": 4, "新町": 6, "東伏見": 6, "柳沢": 6, "向台町": 6, "南町": 6,
    "田無町": 7, "芝久保町": 5, "富士町": 6, "中町": 6, "保谷町": 6, "北原町": 3, "西原町": 5, "東町": 6, "緑町": 3,
    "泉町": 6, "住吉町": 6, "谷戸町": 3, "ひばりが丘": 4,
}  # fmt: skip
TOWN_EN = {
    "北町": "Kitamachi", "下保谷": "Shimohoya", "栄町": "Sakaecho", "ひばりが丘北": "Hibarigaoka-kita",
    "新町": "Shinmachi", "東伏見": "Higashifushimi", "柳沢": "Yagisawa", "向台町": "Mukodaicho",
    "南町": "Minamicho", "田無町": "Tanashicho", "芝久保町": "Shibakubocho", "富士町": "Fujimachi",
    "中町": "Nakamachi", "保谷町": "Hoyacho", "北原町": "Kitaharacho", "西原町": "Nishiharacho",
    "東町": "Higashicho", "緑町": "Midoricho", "泉町": "Izumicho", "住吉町": "Sumiyoshicho",
    "谷戸町": "Yatocho", "ひばりが丘": "Hibarigaoka",
}  # fmt: skip
TOWNS = tuple(CHOME)

DISTRICTS = {"北東部": "North-east", "中部": "Central", "西部": "West", "南部": "South"}
CENTRES = {  # centre: (圏域, towns since FY2019)
    "栄町": ("北東部", ("栄町", "下保谷", "北町", "ひばりが丘北")),
    "富士町": ("北東部", ("富士町", "中町", "東町")),
    "泉町": ("中部", ("泉町", "住吉町", "ひばりが丘")),
    "田無町": ("中部", ("田無町", "北原町")),
    "緑町": ("西部", ("緑町", "谷戸町")),
    "西原町": ("西部", ("西原町", "芝久保町")),
    "向台町": ("南部", ("向台町", "南町")),
    "新町": ("南部", ("新町", "柳沢", "東伏見", "保谷町")),
}
CENTRE_NAMES = tuple(CENTRES)
BEFORE_2019 = {"北原町": "西原町", "南町": "田無町"}
"""Towns that belonged to another centre area until FY2018 (whole towns: which 丁目 moved is not confirmed)."""

DISTRICT_CODE = {name: f"{CITY}D{i}" for i, name in enumerate(DISTRICTS, start=1)}
CENTRE_CODE = {name: f"{CITY}C{i}" for i, name in enumerate(CENTRES, start=1)}
TOWN_CODE = {name: f"{CITY}T{i:02d}" for i, name in enumerate(TOWNS, start=1)}
CENTRE_OF_TOWN = {town: centre for centre, (_, towns) in CENTRES.items() for town in towns}
CENTRE_CODES = np.array(list(CENTRE_CODE.values()), dtype=object)


def areas() -> pd.DataFrame:
    """City, 4 圏域, 8 centre areas, 22 towns; columns as in the schema. Town sizes in km² are not published."""
    rows: list[tuple[object, ...]] = [
        (CITY, "city", "西東京市", "Nishi-Tokyo", None, KM2, sum(CHOME.values()), PAGE)
    ]
    for name, english in DISTRICTS.items():
        rows.append(
            (
                DISTRICT_CODE[name],
                "district",
                f"{name}圏域",
                f"{english} district",
                CITY,
                None,
                None,
                UNCONFIRMED,
            )
        )
    for name, (district, towns) in CENTRES.items():
        chome = sum(CHOME[t] for t in towns)
        parent = DISTRICT_CODE[district]
        english = f"{TOWN_EN[name]} centre area"
        rows.append(
            (CENTRE_CODE[name], "center", f"{name}センター圏域", english, parent, None, chome, UNCONFIRMED)
        )
    for town in TOWNS:
        parent = CENTRE_CODE[CENTRE_OF_TOWN[town]]
        rows.append((TOWN_CODE[town], "town", town, TOWN_EN[town], parent, None, CHOME[town], TOWNS_SOURCE))
    columns = ["area", "level", "name_ja", "name_en", "parent", "km2", "chome", "source"]
    return pd.DataFrame(rows, columns=columns)


def area_crosswalk() -> pd.DataFrame:
    """Each town's centre area with its dates: two towns change theirs on 2019-04-01."""
    start, move = pd.Timestamp("2006-04-01"), pd.Timestamp(CROSSWALK_DATE)
    rows: list[tuple[object, ...]] = []
    for town in TOWNS:
        now = CENTRE_CODE[CENTRE_OF_TOWN[town]]
        if town in BEFORE_2019:
            rows.append((TOWN_CODE[town], CENTRE_CODE[BEFORE_2019[town]], start, move - pd.Timedelta(days=1)))
            rows.append((TOWN_CODE[town], now, move, pd.NaT))
        else:
            rows.append((TOWN_CODE[town], now, start, pd.NaT))
    return pd.DataFrame(rows, columns=["area", "parent", "valid_from", "valid_to"])


ORGANIZATIONS = (
    ("O01", "地域共生課", "Community Cohesion Division", "city_department", "community"),
    ("O02", "高齢者支援課", "Older Residents' Support Division", "city_department", "older"),
    ("O03", "障害福祉課", "Disability Welfare Division", "city_department", "disability"),
    ("O04", "健康課", "Health Division", "city_department", "health"),
    ("O05", "幼児教育・保育課", "Early Education and Childcare Division", "city_department", "children"),
    ("O06", "子ども家庭支援センター", "Child and Family Support Centre", "city_department", "children"),
    ("O07", "西東京市社会福祉協議会", "Nishi-Tokyo Social Welfare Council", "social_welfare_council", "community"),
    ("O08", "地域包括支援センター受託法人", "Operators of the community general support centres",
     "welfare_corporation", "older"),
    ("O09", "民生委員児童委員協議会", "Council of welfare commissioners", "residents", "community"),
    ("O10", "協力医療機関", "Cooperating medical institutions", "medical", "health"),
    ("O11", "市内の学校", "Schools in the city", "education", "education"),
    ("O12", "地域のNPO", "Local non-profits", "npo", "community"),
)  # fmt: skip
"""Code, names, kind and field; the fields are assumed."""


def organizations() -> pd.DataFrame:
    """City departments and partners named by the page; the last three stand for kinds of partners."""
    return pd.DataFrame(ORGANIZATIONS, columns=["organization", "name_ja", "name_en", "kind", "field"])


_DESKS = "comprehensive_consultation"
_BUILD = "community_building"
_SERVICES: tuple[tuple[str, str, str, str, str, str, int | None, bool, str | None], ...] = (
    ("S11", "基幹相談支援センター", "Core consultation centre (disability)", _DESKS, "障害福祉課", "O03", 2, True, None),
    ("S12", "子育て世代包括支援センター", "Family health centre", _DESKS, "健康課", "O04", 1, True, None),
    ("S13", "地域子育て支援推進員", "Child-rearing support promoter", _DESKS, "幼児教育・保育課", "O05", 1, True, None),
    ("S14", "生活サポート相談窓口", "Living support desk", _DESKS, "地域共生課", "O01", 1, True, None),
    ("S15", "ほっとネットステーション 第1", "Hot-net station 1", _DESKS, "地域共生課", "O07", 1, True, "2010-04-01"),
    ("S16", "ほっとネットステーション 第2", "Hot-net station 2", _DESKS, "地域共生課", "O07", 1, True, "2010-04-01"),
    ("S21", "地域介護予防活動支援事業", "Preventive exercise groups", _BUILD, "高齢者支援課", "O02", None, False, None),
    ("S22", "生活支援コーディネーター", "Living support coordinator", _BUILD, "高齢者支援課", "O02", 1, False, None),
    ("S23", "地域活動支援センター", "Community activity centre", _BUILD, "障害福祉課", "O03", 3, False, None),
    ("S24", "地域子育て支援センター", "Child-rearing support centre", _BUILD, "幼児教育・保育課", "O05", 5, False, None),
    ("S25", "子育て広場", "Child-rearing plaza", _BUILD, "子ども家庭支援センター", "O06", 2, False, None),
    ("S26", "生活困窮者支援等のための地域づくり事業", "Community building against hardship", _BUILD, "地域共生課", "O01",
     None, False, None),
    ("S31", "多機関協働事業", "Multi-agency cooperation", "multi_agency", "地域共生課", "O01", None, False, "2022-04-01"),
    ("S41", "アウトリーチ等を通じた継続的支援事業", "Outreach and continued support", "outreach", "地域共生課", "O07",
     None, False, None),
    ("S42", "地域の縁側プロジェクト", "Community veranda project", "outreach", "地域共生課", "O07", None, False, None),
    ("S43", "ふれあいのまちづくり", "Neighbourhood cooperation", "outreach", "地域共生課", "O07", None, False, None),
    ("S51", "参加支援事業", "Participation support", "participation_support", "地域共生課", "O07", None, False, None),
)  # fmt: skip
HOTNET = ("S15", "S16")
CENTRE_DESKS = np.array([f"S0{i}" for i in range(1, 9)], dtype=object)


def services() -> pd.DataFrame:
    """Services and desks with departments and places as on the city's page; one row each for the 8 centres.

    Opening dates are given only where the page or the plan names them.
    """
    columns = [
        "service", "name_ja", "name_en", "programme", "department", "organization", "places",
        "takes_consultations", "opened_date",
    ]  # fmt: skip
    centres = [
        (code, f"{name}地域包括支援センター", f"{TOWN_EN[name]} community general support centre", _DESKS,
         "高齢者支援課", "O08", 1, True, None)
        for code, name in zip(CENTRE_DESKS, CENTRE_NAMES, strict=True)
    ]  # fmt: skip
    frame = pd.DataFrame([*centres, *_SERVICES], columns=columns)
    own_area = dict(zip(CENTRE_DESKS, CENTRE_CODES, strict=True))
    frame["area"] = frame["service"].map(own_area).fillna(CITY)
    frame["opened_date"] = pd.to_datetime(frame["opened_date"])
    frame["closed_date"] = pd.NaT
    frame["source"] = PAGE
    unsure = frame["name_ja"].str.startswith(("栄町", "富士町"))
    frame.loc[unsure, "source"] = f"{PAGE}。名称は未確認"
    return frame
