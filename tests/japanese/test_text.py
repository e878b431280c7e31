"""What two spellings of a label share: any dash after kana that stands for ー, any white space, any width."""

from __future__ import annotations

import pytest

from sojo_eval.japanese import label_key


@pytest.mark.parametrize("dash", [*"―—–-−ー‐ｰ－─━", "一", "――"])
def test_a_dash_between_kana_is_the_long_vowel(dash: str) -> None:
    assert label_key(f"都道府県コ{dash}ド") == label_key("都道府県コード")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("センタ―", "センター"),
        ("サ―ビス センタ－（人）", "サービスセンター(人)"),
        ("デ―タ名", "データ名"),
        ("センター-2", "センター-2"),
        ("A-B", "a-b"),
        ("0-4歳", "0-4歳"),
        ("一ノ宮", "一ノ宮"),
        ("ミ一", "ミ一"),
        ("総　　数", "総数"),
        ("１～４", "1〜4"),
    ],
)
def test_other_dashes_stay(text: str, key: str) -> None:
    assert label_key(text) == key
