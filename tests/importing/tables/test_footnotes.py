"""What is a footnote, and what is a withheld figure alone in its row."""

from __future__ import annotations

import pytest

from sojo_eval.importing.tables.footnotes import is_footnote


def test_a_withheld_figure_alone_in_its_row_is_no_footnote() -> None:
    assert not is_footnote("***")
    assert not is_footnote(" ＊ ")
    assert is_footnote("*速報値")
    assert is_footnote("※注記")


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        *(
            (text, True)
            for text in (
                "資料：総務省", "資料　総務省", "資料出所　総務省統計局「労働力調査」", "（資料）市民課", "出典 厚生労働省", "単位：人",
                "（単位　千円）", "[単位：件]", "単 位 人", "参考：前年", "備考1：延べ", "（注）1 延べ", "注1)延べ", "注：１）総数",
            )
        ),
        *((text, False) for text in ("資料館", "出所者支援", "参考", "単位子ども会", "備考", "（1）電話", "1) 電話", "合計", "")),
    ],
)  # fmt: skip
def test_notes_begin_with_what_notes_begin_with(text: str, is_note: bool) -> None:
    assert is_footnote(text) is is_note
