"""Lists of places are lists: social resources, with what tells them apart; never figures of latitudes, numbers or years."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.reading import read_mapping
from sojo_eval.importing.proposals.proposal import Proposal
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml
from sojo_eval.schema import load_schema


def proposed(text: str, file: str = "施設一覧.csv") -> list[Proposal]:
    rows: list[list[object]] = [line.split(",") for line in text.strip().splitlines()]
    return propose(Sheet("", rows), file, load_schema())


PLACES = {
    "name and address": "名称,住所\n甲,泉町1\n乙,泉町2\n丙,泉町3",
    "coordinates": "施設名,緯度,経度\n甲,34.1,138.2\n乙,34.2,138.3\n丙,34.3,138.4",
    "numbers of the rows": "No.,名称,所在地,電話番号\n1,甲,泉町1,0424600001\n2,乙,泉町2,0424600002\n3,丙,泉町3,0424600003",
    "a capacity": "名称,住所,定員\n甲,泉町1,70\n乙,泉町2,60\n丙,泉町3,90",
    "full width": "Ｎｏ．,事業所名称,住　所\n1,甲,泉町1\n2,乙,泉町2\n3,丙,泉町3",
    "a telephone for a place": "団体名,電話\n甲,042-460-0001\n乙,042-460-0002\n丙,042-460-0003",
    "empty coordinates": "名称,住所,緯度,経度\n甲,泉町1,,\n乙,泉町2,,\n丙,泉町3,,",
    "english": "name,address,latitude,longitude\nA,1 Izumi,34.1,138.1\nB,2 Izumi,34.2,138.2\nC,3 Izumi,34.3,138.3",
}


@pytest.mark.parametrize("kind", PLACES)
def test_a_list_of_places_is_proposed_as_social_resources(kind: str) -> None:
    (proposal,) = proposed(PLACES[kind])
    assert proposal.table.name == "social_resources"
    assert proposal.figures == ()
    text = mapping_toml(proposal, "ja", "132292")
    mapping, problems = read_mapping("m.toml", text.encode(), load_schema())
    assert mapping is None
    assert [p.column for p in problems] == ["constants.kind"]  # one line is to be filled in
    mapping, problems = read_mapping("m.toml", text.replace('"…"', '"salon"').encode(), load_schema())
    assert problems == []
    # Nothing is dropped in silence: a column is read, named as unread, or stands in the line for the area.
    for label in PLACES[kind].split("\n", 1)[0].split(","):
        assert label in text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("施設ID,名称,住所\nA01,甲,x1\nB77,乙,x2\nC30,丙,x3", 'resource_id = "施設ID"'),
        (
            "No,名称,住所\n1,甲,x1\n2,乙,x2\n3,丙,x3",
            'resource_id = { text = "{名称}" }',
        ),  # next year others have these
        ("№,名称,住所\n3,甲,x1\n2,乙,x2\n1,丙,x3", 'resource_id = { text = "{名称}" }'),
        ("名称,住所\n甲,x1\n甲,x2\n丙,x3", 'resource_id = { text = "{名称}/{住所}" }'),
        ("名称,住所\n甲,x1\n甲,x1\n丙,x3", 'resource_id = { text = "…" }'),
        (
            "市区町村コード,名称,住所\n132292,甲,x1\n132292,乙,x2\n132292,丙,x3",
            'resource_id = { text = "{名称}" }',
        ),
    ],
)
def test_what_tells_the_places_apart_next_year_too(text: str, key: str) -> None:
    (proposal,) = proposed(text)
    assert key in mapping_toml(proposal, "ja").splitlines()


@pytest.mark.parametrize(
    ("label", "values", "line"),
    [
        ("開設年月日", ("H20.4.1", "R2.10.1", "R5.4.1"), 'active_from = "開設年月日"'),
        ("開始年", ("1998", "2010", "2021"), 'active_from = { header = "開始年", date = "period_start" }'),
        (
            "設立年度",
            ("平成10年度", "平成22年度", "令和3年度"),
            'active_from = { header = "設立年度", date = "fiscal_year_start" }',
        ),
    ],
)
def test_the_first_day_feeds_the_indicators_and_a_year_alone_is_asked(
    label: str, values: tuple[str, ...], line: str
) -> None:
    text = f"名称,住所,{label}\n" + "\n".join(f"施設{i},泉町{i},{v}" for i, v in enumerate(values))
    (proposal,) = proposed(text)
    written = mapping_toml(proposal, "ja")
    assert line in written
    assert ('grain = "…"' in written) is (label == "開始年")
    assert not any("開始日の列がありません" in t.ja for t in proposal.unclear)


@pytest.mark.parametrize(
    ("file", "header", "kind"),
    [
        ("通いの場一覧.csv", "名称,住所", "salon"),
        ("list.csv", "サロン名,会場住所", "salon"),
        ("子ども食堂.csv", "名称,住所", "children_cafeteria"),
        ("認知症カフェ一覧.csv", "名称,住所", "dementia_cafe"),
        ("施設.csv", "名称,住所", "…"),
        ("サロンと子ども食堂.csv", "名称,住所", "…"),
    ],
)
def test_the_kind_is_taken_from_its_words_or_asked(file: str, header: str, kind: str) -> None:
    (proposal,) = proposed(f"{header}\n甲,泉町1\n乙,泉町2\n丙,泉町3", file)
    assert f'kind = "{kind}"  # ' in mapping_toml(proposal, "ja")


def test_a_column_of_known_kinds_is_used() -> None:
    (proposal,) = proposed("名称,種別,住所\n甲,サロン・通いの場,x\n乙,居場所,y\n丙,子ども食堂,z")
    assert 'kind = "種別"' in mapping_toml(proposal, "ja")


@pytest.mark.parametrize(
    "text",
    [
        "施設名,住所,4月,5月,6月\n甲,x,3,4,5\n乙,y,6,7,9\n丙,z,1,8,2",  # users a month
        "町丁名,総数,男,女,世帯数\n泉町,100,48,52,40\n田無町,210,100,110,95\n向台町,50,20,30,22",
        "氏名,住所,件数\n甲,x,3\n乙,y,4\n丙,z,9",  # persons
        "区分,件数,人数\n電話,3,4\n来所,5,9\n訪問,4,1",
    ],
)
def test_what_is_no_list_of_places_is_not_taken_for_one(text: str) -> None:
    assert [p for p in proposed(text) if p.table.name == "social_resources"] == []


def test_residents_lose_no_column() -> None:
    found = proposed(
        "町丁名,総数,男,女,世帯数\n泉町,100,48,52,40\n田無町,210,100,110,95\n向台町,50,20,30,22", "人口.csv"
    )
    written = "\n".join(mapping_toml(p, "ja") for p in found)
    for label in ("総数", "男", "女", "世帯数"):
        assert f'header = "{label}"' in written or f'"{label}"' in written


@pytest.mark.parametrize(
    "text", ["献立,味\n朝,塩\n昼,酢\n夜,油", "名称,備考\n朝,塩\n昼,酢\n夜,油", "あ,い,う\nか,き,く\nさ,し,す"]
)
def test_an_unknown_sheet_gets_no_mapping(text: str) -> None:
    assert proposed(text, "メモ.csv") == []
