"""What tells who somebody is, is found; names of places, services and codes are not taken for it."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.importing.values import personal_data
from sojo_eval.importing.values.personal_data import (
    checked_fields,
    find_personal,
    is_my_number,
    personal,
    tellable,
)
from sojo_eval.schema import load_schema

FOUND = {
    "phone": ["03-1234-5678", "042-464-1311", "042(464)1311", "（０４２）４６４－１３１１", "090-1234-5678", "09012345678",
              "０９０（１２３４）５６７８", "03 1234 5678", "電話0424641311", "連絡先は 080-1234-5678 まで", "+81-90-1234-5678"],
    "email": ["a.b@example.jp", "ａ＠ｅｘａｍｐｌｅ．ｊｐ", "連絡先 a_b@mail.example.lg.jp まで"],
    "my_number": ["123456789018", "1234-5678-9018", "１２３４ ５６７８ ９０１８", 123456789018, 123456789018.0,
                  "番号は123456789018です", "個人番号：1234 5678 9012"],
    "pension_number": ["1234-567890", "基礎年金番号 1234567890"],
    "address": ["泉町1丁目2-3", "泉町一丁目二番三号", "西東京市南町５－６－１３", "田無町1-2-3", "西東京市泉町1-6", "柳沢12番地", "〒188-8666"],
    "person_name": ["佐藤 花子", "佐藤　花子", "山田 太郎（民生委員）", "田中さん", "佐藤花子様", "林 さくら", "サトウ ハナコ", "ｻﾄｳ ﾊﾅｺ",
                    "長谷川 翔", "森さん"],
}  # fmt: skip
NOT_FOUND = [
    "", None, True, 3.5, 12, "202404010012", "2024-04-01", "2024-00001", "2024-000123", "03-2024-0012", "C2024-000001",
    "0120-123-456", "0570-012-345", "123456789012", "111111111111", "S01", "施策1-2-3", "基本目標 1-1-1", "問1-2-3", "令和6-4-1",
    "3番窓口", "泉町1丁目", "泉町1〜3丁目", "泉町1-6", "3丁目から6丁目", "市民アンケート1-2", "北町", "中野 支所", "福島 宮城", "石川 県内",
    "皆様", "お客様", "西町内会様", "健康 体操", "福祉だより 春号", "地域の縁側 例示", "田無町地域包括支援センター", "南町 サロン",
    "コミュニティ カフェ", "高橋 歯科医院", "鈴木商店", "原田", "4月1日 10時〜12時", "1,234,567", "35.681236,139.767125",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell"), [(k, c) for k, cells in FOUND.items() for c in cells])
def test_each_kind_is_found(kind: str, cell: object) -> None:
    found = personal(cell)
    assert found is not None
    assert found.code == kind


@pytest.mark.parametrize("cell", NOT_FOUND)
def test_other_values_are_left_alone(cell: object) -> None:
    assert personal(cell) is None


def test_the_refusal_names_the_kind_and_never_the_value() -> None:
    for cells in FOUND.values():
        for cell in cells:
            found = personal(cell)
            assert found is not None
            error = found.refusal()
            said = " ".join((*(t for x in (error.why, error.fix) for t in (x.ja, x.en)), str(error)))
            assert str(cell) not in said
            assert found.name.ja in error.why.ja
            assert found.name.en in error.why.en


def check_digit(eleven: str) -> str:
    """By the table of weights as printed: 6 5 4 3 2 7 6 5 4 3 2 from the left."""
    rest = sum(int(c) * w for c, w in zip(eleven, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return str(11 - rest if rest > 1 else 0)


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_one_last_digit_of_ten_makes_a_my_number(eleven: str) -> None:
    right = [d for d in "0123456789" if is_my_number(eleven + d)]
    assert right in ([check_digit(eleven)], [])
    assert right or len(set(eleven)) == 1


def test_codes_of_twelve_digits_are_told_from_my_numbers_by_their_column() -> None:
    chance = random.Random(5)
    codes = [f"{chance.randrange(3 * 10**11, 10**12)}" for _ in range(500)]
    assert 20 < sum(map(is_my_number, codes)) < 90
    assert find_personal(codes) == {}
    eleven = [f"{chance.randrange(3 * 10**10, 10**11)}" for _ in range(50)]
    mine = [e + check_digit(e) for e in eleven]
    assert len(find_personal(mine)) == 50
    assert find_personal([mine[0], "", "x"]) == {0: personal_data.MY_NUMBER}


def test_rare_names_are_told_by_the_company_they_keep() -> None:
    names = ["佐藤 花子", "鈴木 一郎", "田中 実", "勅使河原 翔", "小鳥遊 葵", "合計", "健康 体操 教室"]
    assert list(find_personal(names)) == [0, 1, 2, 3, 4]
    assert find_personal(names[3:]) == {}


def test_every_cell_of_a_value_is_named() -> None:
    found = find_personal(["S01", "佐藤 花子", None, "佐藤 花子", "a@example.jp"])
    assert {i: kind.code for i, kind in found.items()} == {1: "person_name", 3: "person_name", 4: "email"}


def test_texts_and_keys_are_looked_over_and_code_lists_are_not() -> None:
    tables = load_schema().tables
    consultations = checked_fields(tables["consultations"])
    assert {"consultation_id", "person_id", "desk"} <= set(consultations)
    assert not {"channel", "received_date", "outcome"} & set(consultations)
    assert "title_ja" in checked_fields(tables["publications"])
    assert "answer" in checked_fields(tables["survey_answers"])


def test_no_false_alarm_in_the_examples(repository: Path) -> None:
    seen, alarms = 0, []
    for name, table in load_schema().tables.items():
        frame = pd.read_csv(
            repository / "data_schema" / "examples" / f"{name}.csv", dtype=str, keep_default_na=False
        )
        for field in checked_fields(table):
            if field in frame:
                seen += int((frame[field] != "").sum())
                alarms += [(name, field, kind.code) for kind in find_personal(frame[field]).values()]
    assert alarms == []
    assert seen > 300


def test_telephones_and_addresses_of_a_real_list_and_nothing_else(reference_data: Path) -> None:
    path = reference_data / "japan" / "messy" / "0002_aed_utf8bom.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("1,"))
    frame = pd.read_csv(
        path, skiprows=start, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    kinds = {column: {k.code for k in find_personal(frame[column]).values()} for column in frame}
    assert {column: k for column, k in kinds.items() if k} == {2: {"address"}, 5: {"phone"}}
    assert len(find_personal(frame[5])) >= 0.99 * (frame[5] != "").sum()
    assert len(find_personal(frame[2])) >= 0.6 * len(frame)


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet="0123456789-－()（） 　@.＠佐藤田中花子様さん町丁目番地号〒+サトウ", max_size=25),
        st.integers(),
        st.floats(),
        st.dates(),
    )
)
def test_no_cell_at_all_raises(cell: object) -> None:
    kind = personal(cell)
    assert kind is None or kind in personal_data.KINDS
    assert (find_personal([cell]) == {}) == (kind is None)


@pytest.mark.parametrize(
    "name", ["山田太郎", "田中", "佐藤ゆり", "ヤマダタロウ", "高橋一", "Hanako Sato", "SATO, Hanako"]
)
def test_a_name_without_a_space_is_one_where_a_pseudonym_belongs(name: str) -> None:
    assert find_personal([name], stands_for_person=True)[0].code == "person_name"
    assert find_personal([name]) == {}


@pytest.mark.parametrize(
    "key",
    ["K00123", "相談0001", "中野支所", "世帯A", "個人1", "2024-15", "S-12", "Case A 1", "K 00123", "ABC"],
)
def test_keys_are_no_names(key: str) -> None:
    assert find_personal([key], stands_for_person=True) == {}


def test_a_name_between_other_words_is_found_too() -> None:
    assert tellable("2024年高橋　蕗子月") == "…"
    assert tellable("2024年4月　高橋町　中央") == "2024年4月　高橋町　中央"


@pytest.mark.parametrize("text", ["※問合せ先：佐藤花子", "※作成者 山田太郎（内線12）", "注 担当は高橋蕗子"])
def test_a_name_in_one_is_found_behind_what_announces_it(text: str) -> None:
    assert tellable(text) == "…"


@pytest.mark.parametrize("text", ["※問合せ先：地域共生課", "※担当課の集計による", "※代表者会議を含む"])
def test_offices_and_meetings_behind_it_are_told(text: str) -> None:
    assert tellable(text) == text


def test_of_a_page_of_text_in_a_cell_the_beginning_is_told() -> None:
    assert len(tellable("あ" * 40_000)) < 400
    assert tellable("先週") == "先週"
    assert tellable("※令和2年4月8日より統合") == "※令和2年4月8日より統合"


@pytest.mark.parametrize("text", ["福島 県内", "泉町 南町", "※石川 支所 を含む", "相談 件数", "中央 地区"])
def test_places_and_offices_are_told(text: str) -> None:
    assert tellable(text) == text
