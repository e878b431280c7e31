"""Every unit and field has words in both languages; a list and what refuses its codes elsewhere agree."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.japanese import label_key
from sojo_eval.schema import load_schema
from sojo_eval.schema.load import read_schema

# The items of the 生活困窮者自立支援 相談受付・申込票, in its order.
INTAKE_SHEET = (
    "病気や健康・障害", "住まい", "収入・生活費", "家賃やローンの支払い", "税金や公共料金等の支払い", "債務", "仕事探し・就職",
    "仕事上の不安やトラブル", "地域との関係", "家族との関係", "子育て", "介護", "ひきこもり・不登校", "DV・虐待",
    "食べるものがない", "その他",
)  # fmt: skip


def test_every_unit_and_field_has_words_in_both_languages() -> None:
    schema = load_schema()
    assert set(schema.codelists["units"]["code"]) <= set(UNITS)
    for table in schema.tables.values():
        assert table.title.ja
        assert table.title.en
        assert table.row.ja
        assert table.row.en
        for field in table.fields:
            assert field.title.ja, (table.name, field.name)
            assert field.title.en, (table.name, field.name)
            assert field.aliases, (table.name, field.name)


def test_what_cities_rarely_hold_may_be_left_out() -> None:
    asked = [field for table in load_schema().tables.values() for field in table.fields if field.ask]
    assert asked
    assert not [field.name for field in asked if field.required]


@pytest.mark.parametrize(
    "change",
    [
        lambda codes: [*codes, "fax2"],  # let through by any validator, refused by us
        lambda codes: codes[1:],  # the other way round
        lambda codes: [],
    ],
)
def test_an_enum_that_differs_from_its_list_is_refused_on_reading(
    repository: Path, tmp_path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    folder = shutil.copytree(repository / "data_schema", tmp_path / "data_schema")
    read_schema(folder)
    path = folder / "tables" / "consultations.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    field = next(field for field in table["fields"] if field["name"] == "channel")
    field["constraints"]["enum"] = change(field["constraints"]["enum"])
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(SojoEvalError, match="channel: enum"):
        read_schema(folder)


def test_a_blank_says_one_of_three_things(repository: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(repository / "data_schema", tmp_path / "data_schema")
    path = folder / "tables" / "consultations.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"x-blank": "not_yet"', '"x-blank": "no"'), encoding="utf-8"
    )
    with pytest.raises(SojoEvalError, match="closed_date: unknown x-blank 'no'"):
        read_schema(folder)


def test_every_topic_has_an_item_of_the_intake_sheet_and_every_item_a_topic(repository: Path) -> None:
    pairs = pd.read_csv(repository / "data_schema" / "crosswalks" / "topics.csv", dtype="string")
    assert list(pairs.columns) == ["topic", "item_ja"]
    assert set(pairs["topic"]) == set(load_schema().codes("topics"))
    assert set(pairs["item_ja"]) == set(INTAKE_SHEET)
    assert not pairs.duplicated().any()


def test_no_two_measures_share_a_name_and_none_is_called_by_a_bare_word() -> None:
    of_code: dict[str, set[str]] = {}
    for spelling, code in load_schema().spellings("measures").items():
        of_code.setdefault(label_key(spelling), set()).add(code)
    assert not {name: codes for name, codes in of_code.items() if len(codes) > 1}
    assert label_key("相談件数") in of_code
    bare = {"参加者数", "開催回数", "実施回数", "件数", "人数", "合計", "訪問件数", "新規", "実人数"}
    assert not bare & set(of_code)  # what they count stands elsewhere on the sheet
